import semver from 'semver'
import type {Collector} from '../../inventory/collector.ts'
import type {Level} from '../../inventory/evidence.ts'
import type {NamedPackage} from '../../inventory/make.ts'
import type {PackageOrigin} from '../../inventory/package-origin.ts'
import {exactVersion} from '../../lib/names/pep440.ts'
import {parseRequirement, type Requirement} from '../../lib/names/pep508.ts'
import type {ShellWord} from '../../lib/parse/shell.ts'
import {baseName} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {spacyArchive} from '../references/weights.ts'
import {reportReference} from '../setting.ts'

/** Options of pip and its like that take the next word. */
const pypiOptions = new Set(
  (
    '-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --platform --python-version --implementation --abi --trusted-host ' +
    '--cache-dir --root --prefix --python -p --proxy --retries --timeout --src -d --dest --upgrade-strategy --no-binary --only-binary --progress-bar --config-settings --global-option ' +
    '--index --default-index --group --extra --index-strategy --torch-backend --source --with-editable --env-file --directory --project'
  ).split(' '),
)
const npmOptions = new Set(
  '--prefix -C --dir --cwd --registry --tag --workspace -w --filter -F --loglevel --cache --userconfig --omit --include'.split(
    ' ',
  ),
)
const npmName = /^(@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~-]*|[a-z0-9~-][a-z0-9._~-]*)(?:@([^\s@/]+))?$/i
const packageLimit = 500

const mainIndexOptions: ReadonlySet<string> = new Set(['-i', '--index-url', '--default-index', '--registry'])
const extraIndexOptions: ReadonlySet<string> = new Set(['--extra-index-url', '--index', '-f', '--find-links'])
const defaultIndex =
  /^https?:\/\/(?:pypi\.org|pypi\.python\.org|files\.pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com)(?:\/|$)/
const wheelPattern = /\/([A-Za-z0-9][\w.]*)-(\d[\w.!+%]*)(?:-\d[\w.]*)?-[\w.]+-[\w.]+-[\w.]+\.whl$/
const repositoryPattern = /\/([A-Za-z0-9][\w.-]*?)(?:\.git)?\/?$/

interface Indexes {
  readonly main: PackageOrigin | undefined
  readonly extra: readonly string[]
}

type Installer = {
  readonly ecosystem: 'pypi' | 'npm'
  readonly start: number
  readonly only?: 'first'
  readonly isDev?: boolean
}

/** Program and subcommands → where the names of packages begin. */
const installers: readonly (readonly [command: string, ecosystem: 'pypi' | 'npm', only?: 'first'])[] = [
  ['pip install', 'pypi'],
  ['pip3 install', 'pypi'],
  ['pip download', 'pypi'],
  ['pip wheel', 'pypi'],
  ['uv pip install', 'pypi'],
  ['uv add', 'pypi'],
  ['uv tool install', 'pypi', 'first'],
  ['uv tool run', 'pypi', 'first'],
  ['uvx', 'pypi', 'first'],
  ['pipx install', 'pypi', 'first'],
  ['pipx run', 'pypi', 'first'],
  ['poetry add', 'pypi'],
  ['pdm add', 'pypi'],
  ['rye add', 'pypi'],
  ['pipenv install', 'pypi'],
  ['pixi add --pypi', 'pypi'],
  ['npm install', 'npm'],
  ['npm i', 'npm'],
  ['npm add', 'npm'],
  ['npm exec', 'npm', 'first'],
  ['pnpm add', 'npm'],
  ['pnpm install', 'npm'],
  ['pnpm i', 'npm'],
  ['pnpm dlx', 'npm', 'first'],
  ['yarn add', 'npm'],
  ['yarn global add', 'npm'],
  ['yarn dlx', 'npm', 'first'],
  ['bun add', 'npm'],
  ['bun install', 'npm'],
  ['bun i', 'npm'],
  ['bunx', 'npm', 'first'],
  ['bun x', 'npm', 'first'],
  ['npx', 'npm', 'first'],
]

/**
 * Packages that an installing command names; requirement files, paths and options are none.
 * @param words the command without wrappers (`sudo`, `python -m`)
 * @returns whether it is an installing command
 */
export function reportInstall(words: readonly ShellWord[], into: Collector, level: Level): boolean {
  const installer = installerOf(words)
  if (installer === undefined) return false
  const named = namesAfter(words.slice(installer.start), installer.ecosystem === 'pypi' ? pypiOptions : npmOptions)
  const chosen = installer.only === 'first' ? named.slice(0, 1) : named.slice(0, packageLimit)
  if (mayBeLocal(words, chosen)) return true
  const indexes = indexesOf(words.slice(installer.start))
  for (const word of chosen) {
    if (installer.ecosystem === 'pypi') reportPypi(word, indexes, into, level)
    else reportNpm(word, indexes, into, level)
  }
  return true
}

/**
 * `npx tsc` runs what is installed here under that name, which need not be the package's; with `-y`, a scope or a
 * version it is a package.
 */
function mayBeLocal(words: readonly ShellWord[], chosen: readonly ShellWord[]): boolean {
  if (programName(words[0]?.text ?? '') !== 'npx') return false
  return (
    !words.some(word => word.text === '-y' || word.text === '--yes') && !chosen.some(word => word.text.includes('@'))
  )
}

function installerOf(words: readonly ShellWord[]): Installer | undefined {
  const texts = words.slice(0, 4).map(word => word.text)
  texts[0] = programName(texts[0] ?? '')
  for (const [command, ecosystem, only] of installers) {
    const parts = command.split(' ')
    if (parts.every((part, at) => texts[at] === part))
      return {ecosystem, start: parts.length, ...(only !== undefined && {only})}
  }
  return undefined
}

/** `/usr/bin/pip3.11` → `pip3`, `%pip` and `!pip` of notebooks → `pip`. */
export function programName(text: string): string {
  const base = baseName(text).replace(/^[%!]/, '')
  return base.replace(/^(pip|python)3?\.\d+$/, '$1').replace(/\.exe$/, '')
}

function namesAfter(words: readonly ShellWord[], optionsWithValue: ReadonlySet<string>): ShellWord[] {
  const named: ShellWord[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ShellWord
    if (optionsWithValue.has(word.text)) at++
    else if (!word.text.startsWith('-')) named.push(word)
  }
  return named
}

function reportPypi(word: ShellWord, indexes: Indexes, into: Collector, level: Level): void {
  const pipeline = /^https?:\/\//.test(word.text) ? spacyArchive(word.text) : undefined
  if (pipeline !== undefined) {
    reportReference(pipeline, {line: word.line, level, confidence: 0.97}, into)
    return
  }
  const where = {line: word.line, level, confidence: 0.95}
  const named = directPypi(word.text)
  if (named !== undefined) {
    into.package(named, where)
    return
  }
  // `uv tool` and `poetry add` write name@version
  const [, bare, pin] = /^([A-Za-z0-9][\w.-]*(?:\[[\w,.-]*\])?)@(?=[\d^~=<>]|latest)(.*)$/.exec(word.text) ?? []
  const text = bare ?? word.text
  if (/[$*\\/]/.test(text.split('@', 1)[0] ?? '') || text === '.' || /\.(?:whl|txt|zip|gz)$/.test(text)) return
  const requirement = parseRequirement(text)
  if (requirement === undefined) return
  const {marker} = requirement
  into.package(namedBy(requirement, pin, indexes), where, marker === undefined ? {} : {condition: marker})
}

function namedBy({name, specifier, url}: Requirement, pin: string | undefined, indexes: Indexes): NamedPackage {
  const declared = pin ?? specifier
  const version = exactVersion(pin === undefined || !/^\d/.test(pin) ? declared : `==${pin}`)
  const given = {ecosystem: 'pypi', name, version, ...(declared !== '' && {declared})} as const
  return url === undefined
    ? {...given, origin: indexes.main, extraIndexes: indexes.extra}
    : {...given, origin: directOrigin(url)}
}

/** A repository or an archive by its URL: the name is what it states, else what the repository is called. */
function directPypi(text: string): NamedPackage | undefined {
  const origin = /^(?:git\+|https?:\/\/)/.test(text) ? directOrigin(text) : undefined
  if (origin === undefined || /[$*]/.test(text)) return undefined
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*)/.exec(text)?.[1]
  const [, file, version] = wheelPattern.exec(origin.url) ?? []
  const isWhole = origin.kind === 'git' && !text.includes('subdirectory=')
  const name = egg ?? file ?? (isWhole ? repositoryPattern.exec(origin.url.replace(/@[^@/]*$/, ''))?.[1] : undefined)
  if (name === undefined) return undefined
  return {
    ecosystem: 'pypi',
    name,
    origin,
    ...(version !== undefined && {version: decodeURIComponent(version)}),
    isGuessed: egg === undefined && file === undefined,
  }
}

function directOrigin(url: string): PackageOrigin {
  const [bare = '', fragment = ''] = redactUrl(url).split('#', 2)
  const [, folder] = /(?:^|&)subdirectory=([^&]+)/.exec(fragment) ?? []
  if (!bare.startsWith('git+')) return {kind: 'archive', url: bare}
  return {kind: 'git', url: `${bare}${folder === undefined ? '' : `#subdirectory=${folder}`}`}
}

function reportNpm(word: ShellWord, indexes: Indexes, into: Collector, level: Level): void {
  const match = npmName.exec(word.text)
  if (match === null || word.text.includes('$') || /^[.\d]+$/.test(word.text)) return
  const [, name = '', declared] = match
  const version = declared !== undefined && semver.valid(declared) !== null ? declared.replace(/^v/, '') : undefined
  into.package(
    {ecosystem: 'npm', name, version, declared, origin: indexes.main},
    {line: word.line, level, confidence: 0.95},
  )
}

/** The indexes that a command names; the default ones are nothing special. */
function indexesOf(words: readonly ShellWord[]): Indexes {
  const texts = words.map(word => word.text)
  const valuesOf = (options: ReadonlySet<string>): string[] =>
    texts.flatMap((text, at) => {
      const equals = text.indexOf('=')
      const value = options.has(text)
        ? texts[at + 1]
        : options.has(text.slice(0, equals))
          ? text.slice(equals + 1)
          : undefined
      return value !== undefined && /^https?:\/\/[^$]*$/.test(value) && !defaultIndex.test(value)
        ? [redactUrl(value).replace(/\/$/, '')]
        : []
    })
  const [main] = valuesOf(mainIndexOptions)
  return {main: main === undefined ? undefined : {kind: 'registry', url: main}, extra: valuesOf(extraIndexOptions)}
}
