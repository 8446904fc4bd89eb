import type {Collector} from '../inventory/collector.ts'
import type {Level} from '../inventory/evidence.ts'
import {baseName} from '../lib/path.ts'
import {parseRequirement} from '../lib/pep508.ts'
import type {ShellWord} from '../lib/shell.ts'
import {spacyArchive} from './references.ts'
import {reportReference} from './setting.ts'

/** Options of pip and its like that take the next word. */
const pypiOptions = new Set(
  (
    '-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --platform --python-version --implementation --abi --trusted-host ' +
    '--cache-dir --root --prefix --python -p --proxy --retries --timeout --src -d --dest --upgrade-strategy --no-binary --only-binary --progress-bar --config-settings --global-option ' +
    '--index --default-index --group --extra --index-strategy --torch-backend --source --with-editable --env-file --directory --project'
  ).split(' '),
)
const npmOptions = new Set(
  '--prefix -C --dir --cwd --registry --tag --workspace -w --filter -F --loglevel --cache --userconfig --omit --include'.split(' '),
)
const npmName = /^(@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~-]*|[a-z0-9~-][a-z0-9._~-]*)(?:@([^\s@/]+))?$/i
const packageLimit = 500

type Installer = {readonly ecosystem: 'pypi' | 'npm'; readonly start: number; readonly only?: 'first'; readonly isDev?: boolean}

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
  for (const word of chosen) {
    if (installer.ecosystem === 'pypi') reportPypi(word, into, level)
    else reportNpm(word, into, level)
  }
  return true
}

/** `npx tsc` runs what is installed here under that name, which need not be the package's; with `-y`, a scope or a version it is a package. */
function mayBeLocal(words: readonly ShellWord[], chosen: readonly ShellWord[]): boolean {
  if (programName(words[0]?.text ?? '') !== 'npx') return false
  return !words.some(word => word.text === '-y' || word.text === '--yes') && !chosen.some(word => word.text.includes('@'))
}

function installerOf(words: readonly ShellWord[]): Installer | undefined {
  const texts = words.slice(0, 4).map(word => word.text)
  texts[0] = programName(texts[0] ?? '')
  for (const [command, ecosystem, only] of installers) {
    const parts = command.split(' ')
    if (parts.every((part, at) => texts[at] === part)) return {ecosystem, start: parts.length, ...(only !== undefined && {only})}
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

function reportPypi(word: ShellWord, into: Collector, level: Level): void {
  const pipeline = /^https?:\/\//.test(word.text) ? spacyArchive(word.text) : undefined
  if (pipeline !== undefined) {
    reportReference(pipeline, {line: word.line, level, confidence: 0.97}, into)
    return
  }
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*)/.exec(word.text)?.[1]
  // `uv tool` and `poetry add` write name@version
  const text = egg ?? word.text.replace(/^([A-Za-z0-9][\w.-]*(?:\[[\w,.-]*\])?)@(?=[\d^~=<>]|latest)(.*)$/, '$1')
  if (/[$*\\/]/.test(text.split('@', 1)[0] ?? '') || text === '.' || /\.(?:whl|txt|zip|gz)$/.test(text)) return
  const requirement = parseRequirement(text)
  if (requirement === undefined) return
  const {specifier, url, marker} = requirement
  into.package(
    'pypi',
    requirement.name,
    {line: word.line, level, confidence: 0.95},
    {
      ...(specifier !== '' && {declared: specifier}),
      ...(url !== undefined && {source: url}),
      ...(marker !== undefined && {condition: marker}),
    },
  )
}

function reportNpm(word: ShellWord, into: Collector, level: Level): void {
  const match = npmName.exec(word.text)
  if (match === null || word.text.includes('$') || /^[.\d]+$/.test(word.text)) return
  const [, name = '', range] = match
  into.package('npm', name, {line: word.line, level, confidence: 0.95}, range === undefined ? {} : {declared: range})
}
