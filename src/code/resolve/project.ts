import type {ImportTarget, Language, Module} from '../module.ts'
import type {Modules} from './resolved.ts'

const pythonEndings = ['.py', '/__init__.py']
const javascriptEndings = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.mts',
  '.cts',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.mjs',
]
/** Folders above a file that are tried as the root of absolute names and aliases. */
const ancestorLimit = 8

/**
 * The modules of one repository that were read so far.
 * Without a list of files nothing can be found: relative names are then `missing`, which tells that other files must be
 * read.
 */
export class Project implements Modules {
  /** files that names lead to and that were not read yet */
  readonly wanted = new Set<string>()
  /** those of them that were asked for since the set was last emptied */
  readonly missed = new Set<string>()
  readonly #files: ReadonlyMap<string, unknown> | undefined
  readonly #modules = new Map<string, Module | undefined>()

  constructor(files?: ReadonlyMap<string, unknown>) {
    this.#files = files
  }

  /** @param module undefined for a file that could not be read */
  add(path: string, module: Module | undefined): void {
    this.#modules.set(path, module)
    this.wanted.delete(path)
  }

  find(from: Module, target: ImportTarget): {module: Module; path: readonly string[]} | 'missing' | undefined {
    if (!importsFiles(from.language)) return undefined
    if (this.#files === undefined) return isLocal(target.module) ? 'missing' : undefined
    const tries = from.language === 'python' ? pythonTries(from.path, target) : javascriptTries(from.path, target)
    for (const {stem, path} of tries) {
      const file = this.#fileOf(stem, from)
      if (file === undefined) continue
      const module = this.#modules.get(file)
      if (module !== undefined) return {module, path}
      if (this.#modules.has(file)) return undefined
      this.wanted.add(file)
      this.missed.add(file)
      return 'missing'
    }
    return undefined
  }

  #fileOf(stem: string, from: Module): string | undefined {
    const endings = from.language === 'python' ? pythonEndings : javascriptEndings
    return endings.map(ending => stem + ending).find(file => this.#files?.has(file) === true && file !== from.path)
  }
}

/** Whether what a module imports may be another file of the repository: other languages name packages. */
export function importsFiles(language: Language): boolean {
  return language === 'python' || language === 'javascript'
}

/** Names that can only be files of the repository. */
function isLocal(module: string): boolean {
  return (
    module.startsWith('.') ||
    module.startsWith('@/') ||
    module.startsWith('~/') ||
    module.startsWith('#') ||
    module.startsWith('$lib')
  )
}

interface Try {
  readonly stem: string
  readonly path: readonly string[]
}

/** `from a.b import c`: the file a/b/c first, for c may be a module, then c inside a/b. */
function pythonTries(from: string, target: ImportTarget): Try[] {
  const dots = /^\.*/.exec(target.module)?.[0].length ?? 0
  const parts = target.module
    .slice(dots)
    .split('.')
    .filter(part => part !== '')
  const folders = from.split('/').slice(0, -1)
  const roots = dots > 0 ? [folders.slice(0, folders.length - dots + 1)] : ancestors(folders)
  const [first, ...rest] = target.path
  return roots.flatMap(root => {
    const stem = [...root, ...parts].join('/')
    const deeper: Try[] = first === undefined ? [] : [{stem: stem === '' ? first : `${stem}/${first}`, path: rest}]
    return stem === '' ? deeper : [...deeper, {stem, path: target.path}]
  })
}

function javascriptTries(from: string, target: ImportTarget): Try[] {
  const folders = from.split('/').slice(0, -1)
  const {module, path} = target
  if (module.startsWith('.')) return stemsOf(joined(folders, module)).map(stem => ({stem, path}))
  const alias = /^(?:@|~|#|\$lib)\/?(?=[^/]|$)/.exec(module)
  if (alias === null || (module.startsWith('@') && !module.startsWith('@/'))) {
    return module.includes('/') && !module.startsWith('@')
      ? ancestors(folders).flatMap(root => stemsOf([...root, module].join('/')).map(stem => ({stem, path})))
      : []
  }
  const rest = module.slice(alias[0].length)
  const lib = module.startsWith('$lib') ? [`src/lib/${rest}`] : [rest, `src/${rest}`, `app/${rest}`]
  return ancestors(folders).flatMap(root =>
    lib.flatMap(tail => stemsOf([...root, tail].join('/')).map(stem => ({stem, path}))),
  )
}

/** TypeScript imports its own files by the name they will have: `./x.js` is `x.ts`. */
function stemsOf(stem: string): string[] {
  const written = /\.(?:js|jsx|mjs|cjs)$/.exec(stem)
  return written === null ? [stem] : [stem, stem.slice(0, written.index)]
}

function ancestors(folders: readonly string[]): string[][] {
  const all: string[][] = []
  for (let length = folders.length; length >= 0 && all.length < ancestorLimit; length--)
    all.push(folders.slice(0, length))
  return all
}

/** A relative path from a folder; one that leaves the source leads nowhere. */
function joined(folders: readonly string[], relative: string): string {
  const parts = [...folders]
  for (const part of relative.split('/')) {
    if (part === '..' && parts.pop() === undefined) return '\0'
    if (part !== '..' && part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
