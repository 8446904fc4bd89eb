import {baseName} from '../../lib/path.ts'

const exactNames: ReadonlySet<string> = new Set([
  'pyproject.toml',
  'Pipfile',
  'Pipfile.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pylock.toml',
  'setup.py',
  'setup.cfg',
])
/** Lists of other package managers that carry the word too. */
const foreignWords: ReadonlySet<string> = new Set([
  'apt',
  'system',
  'sys',
  'brew',
  'conda',
  'npm',
  'node',
  'r',
  'julia',
  'galaxy',
  'os',
  'yum',
  'apk',
  'debian',
])
const devWords: ReadonlySet<string> = new Set(
  'dev develop devel development test tests testing doc docs documentation lint linter linting format ci build typing types mypy style quality coverage benchmark benchmarks bench release'.split(
    ' ',
  ),
)
const wordBreak = /[^a-z0-9]+/

/** `named`: a file of one fixed name, such as pyproject.toml or uv.lock. */
export type FileRole = 'requirements' | 'constraints' | 'environment' | 'pylock' | 'named'

/** What a Python dependency file is by its name. */
export function roleOf(path: string): FileRole | undefined {
  const base = baseName(path)
  if (exactNames.has(base)) return 'named'
  if (base.endsWith('.txt') || base.endsWith('.in') || base.endsWith('.pip')) return listRole(base, path)
  if (base.endsWith('.yml') || base.endsWith('.yaml')) return isEnvironmentName(base) ? 'environment' : undefined
  return base.startsWith('pylock.') && base.endsWith('.toml') ? 'pylock' : undefined
}

function listRole(base: string, path: string): FileRole | undefined {
  const name = base.toLowerCase()
  const isInFolder = path.endsWith(`requirements/${base}`)
  if (!isInFolder && !name.includes('requirement') && !name.includes('constraints')) return undefined
  if (name.split(wordBreak).some(word => foreignWords.has(word))) return undefined
  return name.includes('constraints') ? 'constraints' : 'requirements'
}

function isEnvironmentName(base: string): boolean {
  return (
    base.startsWith('environment') ||
    base.includes('conda') ||
    base.includes('environment.y') ||
    base === 'env.yml' ||
    base === 'env.yaml'
  )
}

/** A list or group for developers by its name: tests, documentation, linters, builds. */
export function isDevName(name: string): boolean {
  return name
    .toLowerCase()
    .split(wordBreak)
    .some(word => devWords.has(word))
}
