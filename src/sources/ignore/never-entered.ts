/** Folders that hold the state of version control, what a package manager installed, or what a tool can make again. */
const names: ReadonlySet<string> = new Set([
  // version control
  ...['.git', '.hg', '.svn', '.bzr', 'CVS', '_darcs', '.jj', '.sl', '.pijul'],
  // JavaScript
  ...[
    'node_modules',
    'bower_components',
    'jspm_packages',
    '.pnpm-store',
    '.npm',
    '.parcel-cache',
    '.turbo',
    '.svelte-kit',
  ],
  // Python
  ...['site-packages', 'dist-packages', '__pycache__', '__pypackages__', '.tox', '.nox', '.eggs', '.ipynb_checkpoints'],
  ...['.mypy_cache', '.pytest_cache', '.ruff_cache', '.pytype', '.pyre', '.hypothesis', '.uv-cache', '.pip-cache'],
  // others
  ...['.gradle', '.terraform', '.bundle', 'Pods', '.dart_tool', '.pub-cache', 'elm-stuff', '.stack-work', '.direnv'],
])

/** Parent and name: the name alone would say too little. */
const pairs: ReadonlySet<string> = new Set([
  ...['.yarn/cache', '.yarn/unplugged', '.next/cache', '.nx/cache', '.angular/cache', '.pixi/envs'],
  ...['.cache/pip', '.cache/uv', '.cache/pypoetry', '.cache/pre-commit', '.cache/yarn', '.cache/pnpm'],
  ...['.cargo/registry', '.cargo/git', '.m2/repository', '.dvc/cache', '.dvc/tmp'],
])

/** In the hub's cache the files have their names in `snapshots`, as links to `blobs`. */
const hubRepositoryPattern = /^(?:models|datasets|spaces)--/

/** Files and folders that make their folder an environment of installed packages: PEP 405, conda. */
const environmentMarks: ReadonlySet<string> = new Set(['pyvenv.cfg', 'conda-meta'])

/** Whether a folder is left out, by its name and its parent's (empty at the root). */
export function isNeverEntered(name: string, parent: string): boolean {
  return names.has(name) || pairs.has(`${parent}/${name}`) || (name === 'blobs' && hubRepositoryPattern.test(parent))
}

/** Whether an entry of this name makes the folder around it an environment of installed packages. */
export function isEnvironmentMark(name: string): boolean {
  return environmentMarks.has(name)
}

/** The marks to look for when only the folder is known. */
export function environmentMarkNames(): Iterable<string> {
  return environmentMarks
}
