import type {Scope} from './evidence.ts'

/** Folders whose content somebody else wrote. */
const vendored: ReadonlySet<string> = new Set([
  ...[
    'vendor',
    'vendors',
    'vendored',
    '_vendor',
    '_vendored',
    'third_party',
    'third-party',
    'thirdparty',
    '3rdparty',
    '3rd_party',
    '3rd-party',
  ],
  ...[
    'extern',
    'node_modules',
    'bower_components',
    'jspm_packages',
    'site-packages',
    'dist-packages',
    'pods',
    'carthage',
  ],
])

const tests: ReadonlySet<string> = new Set([
  ...[
    'test',
    'tests',
    '__tests__',
    '__test__',
    'testdata',
    'test_data',
    'test-data',
    'testcases',
    'test_cases',
    'unittests',
    'unit_tests',
    'unittest',
  ],
  ...[
    'fixtures',
    '__fixtures__',
    '__mocks__',
    'mock',
    'mocks',
    '__snapshots__',
    '__image_snapshots__',
    'cassettes',
    'vcr_cassettes',
    '__recordings__',
    'golden',
    'goldens',
  ],
  ...['e2e', 'cypress', 'playwright', 'integration-test', 'integration_test', 'androidtest', 'testfixtures'],
  ...['bench', 'benches', 'benchmark', 'benchmarks', 'evals', '__evals__'],
])

const examples: ReadonlySet<string> = new Set([
  ...[
    'example',
    'examples',
    'sample',
    'samples',
    'demo',
    'demos',
    'tutorial',
    'tutorials',
    'quickstart',
    'quickstarts',
    'cookbook',
    'cookbooks',
  ],
  ...[
    'playground',
    'playgrounds',
    'starter',
    'starters',
    'showcase',
    'recipes',
    'walkthrough',
    'walkthroughs',
    'getting-started',
    'getting_started',
  ],
])

const docs: ReadonlySet<string> = new Set(['doc', 'docs', 'documentation', 'wiki', 'changelogs', 'adr', 'rfcs'])

const scopeBySegment: ReadonlyMap<string, Scope> = new Map<string, Scope>([
  ...[...vendored].map(name => [name, 'vendored'] as const),
  ...[...tests].map(name => [name, 'test'] as const),
  ...[...examples].map(name => [name, 'example'] as const),
  ...[...docs].map(name => [name, 'docs'] as const),
])

/**
 * Of several that apply the first one counts: a vendored library's tests are vendored, an example's tests are tests.
 */
const precedence: readonly Scope[] = ['vendored', 'test', 'example', 'docs']

const testFolderEndings = ['-tests', '_tests', '.tests', '-e2e', '-benchmarks'] as const

const proseExtensions: ReadonlySet<string> = new Set(['md', 'mdx', 'markdown', 'rst', 'adoc', 'asciidoc'])
/** Prose that a program or an assistant obeys is part of the product. */
const operativeNames: ReadonlySet<string> = new Set([
  ...[
    'agents.md',
    'agent.md',
    'claude.md',
    'gemini.md',
    'skill.md',
    'copilot-instructions.md',
    'conventions.md',
    '.clinerules.md',
    'soul.md',
  ],
])
const operativeEndings = ['.prompt.md', '.instructions.md', '.chatmode.md', '.agent.md'] as const
const operativeFolders: ReadonlySet<string> = new Set([
  ...[
    'prompts',
    'prompt',
    'prompt_templates',
    'prompt-templates',
    'system_prompts',
    'system-prompts',
    'agents',
    'skills',
    'personas',
  ],
  ...[
    '.claude',
    '.cursor',
    '.clinerules',
    '.windsurf',
    '.roo',
    '.kiro',
    '.codex',
    '.gemini',
    '.agents',
    '.continue',
    '.amazonq',
    '.junie',
  ],
])

const vendoredFileEndings = [
  '.min.js',
  '.min.mjs',
  '.min.cjs',
  '.min.css',
  '.bundle.js',
  '.bundle.mjs',
  '.bundle.css',
  '.umd.js',
  '.pnp.cjs',
] as const

const codeExtensions: ReadonlySet<string> = new Set([
  ...[
    'py',
    'pyi',
    'ipynb',
    'js',
    'jsx',
    'mjs',
    'cjs',
    'ts',
    'tsx',
    'mts',
    'cts',
    'vue',
    'svelte',
    'go',
    'rb',
    'rs',
    'java',
    'kt',
    'scala',
    'cs',
  ],
  ...['cpp', 'cc', 'c', 'swift', 'php', 'sh', 'dart', 'ex', 'exs', 'jl', 'r', 'lua'],
])
const testStems: ReadonlySet<string> = new Set(['test', 'tests', 'conftest'])
const testStemStarts = ['test_', 'test-', 'bench_', 'benchmark_'] as const
const testStemEndings = [
  '.test',
  '.tests',
  '.spec',
  '.specs',
  '.e2e',
  '.cy',
  '.bench',
  '.stories',
  '_test',
  '_tests',
  '_spec',
  '-test',
  '-spec',
] as const
/** Java, Kotlin, C#, Swift, PHP: the class is named for what it tests. */
const testClassEndings = ['Test', 'Tests', 'TestCase', 'Spec', 'IT'] as const
const classExtensions: ReadonlySet<string> = new Set(['java', 'kt', 'scala', 'cs', 'swift', 'php'])
const exampleStems: ReadonlySet<string> = new Set(['example', 'examples', 'demo', 'quickstart', 'tutorial'])
const exampleStemStarts = ['example_', 'example-', 'demo_', 'demo-', 'tutorial_', 'tutorial-'] as const
const exampleStemEndings = ['_example', '-example', '.example', '_demo', '-demo', '_tutorial', '-tutorial'] as const

/**
 * What part of a project a file belongs to, by the names of its folders and its own; `product` where nothing says
 * otherwise.
 */
export function scopeOf(path: string): Scope {
  const slash = path.lastIndexOf('/')
  const folders = slash === -1 ? [] : path.slice(0, slash).toLowerCase().split('/')
  const name = path.slice(slash + 1)
  const isSettings = /\.(?:ya?ml|toml|json)$/i.test(name)
  const words = foldersOfProject(folders).filter((folder, at) => isWordOfProjects(folder, at, isSettings))
  const found = new Set<Scope>(words.map(scopeOfFolder))
  found.add(scopeOfFile(name, folders))
  return precedence.find(scope => found.has(scope)) ?? 'product'
}

const packageRoots: ReadonlySet<string> = new Set(['java', 'kotlin', 'scala', 'groovy'])

/** Without the names of packages below `src/main/java`: `com.acme.samples` is what the product is called. */
function foldersOfProject(folders: readonly string[]): readonly string[] {
  const root = folders.findIndex(
    (folder, at) => packageRoots.has(folder) && folders[at - 1] === 'main' && folders[at - 2] === 'src',
  )
  return root === -1 ? folders : folders.slice(0, root)
}

/** Below the top `recipes` are what a product may be about; settings in them are what a training is run with. */
function isWordOfProjects(folder: string, at: number, isSettings: boolean): boolean {
  return folder !== 'recipes' || (at === 0 && !isSettings)
}

function scopeOfFolder(folder: string): Scope {
  return scopeBySegment.get(folder) ?? (endsWithOne(folder, testFolderEndings) ? 'test' : 'product')
}

function scopeOfFile(name: string, folders: readonly string[]): Scope {
  const lower = name.toLowerCase()
  if (endsWithOne(lower, vendoredFileEndings)) return 'vendored'
  const dot = lower.lastIndexOf('.')
  const extension = lower.slice(dot + 1)
  if (proseExtensions.has(extension)) return isOperative(lower, folders) ? 'product' : 'docs'
  if (isTasks(lower, folders)) return 'test'
  if (dot <= 0 || !codeExtensions.has(extension)) return 'product'
  const stem = lower.slice(0, dot)
  if (isTestStem(stem) || (classExtensions.has(extension) && endsWithOne(name.slice(0, dot), testClassEndings)))
    return 'test'
  const isExample =
    exampleStems.has(stem) || startsWithOne(stem, exampleStemStarts) || endsWithOne(stem, exampleStemEndings)
  return isExample ? 'example' : 'product'
}

/** `evals.json`, `skills/review/eval.yaml`: tasks that an agent or skill is tested with. */
function isTasks(name: string, folders: readonly string[]): boolean {
  return /^evals\.(?:ya?ml|jsonl?)$/.test(name) || (/^eval\.(?:ya?ml|json)$/.test(name) && folders.includes('skills'))
}

function isTestStem(stem: string): boolean {
  return testStems.has(stem) || startsWithOne(stem, testStemStarts) || endsWithOne(stem, testStemEndings)
}

function isOperative(name: string, folders: readonly string[]): boolean {
  return (
    operativeNames.has(name) ||
    endsWithOne(name, operativeEndings) ||
    folders.some(folder => operativeFolders.has(folder))
  )
}

function startsWithOne(text: string, starts: readonly string[]): boolean {
  return starts.some(start => text.startsWith(start))
}

function endsWithOne(text: string, endings: readonly string[]): boolean {
  return endings.some(ending => text.endsWith(ending))
}
