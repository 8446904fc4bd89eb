import {isDevName} from '../names.ts'
import type {ManifestNote, PackageScope, Project, Reading} from '../notes.ts'
import {declaredList} from './declared-list.ts'

interface Line {
  readonly text: string
  readonly line: number
}

interface Setting {
  readonly section: string
  readonly key: string
  /** one for each line of the value, without comments and blank lines */
  readonly values: readonly Line[]
  /** the value stands beside its key: entries are divided by `;`, which in a list of lines starts a marker */
  readonly isOneLine: boolean
}

interface Facts {
  readonly scope: PackageScope
  readonly role?: 'build'
  readonly group?: string
}

/** What `setup.cfg` declares, and where it leaves the declaring to others. */
export interface SetupCfg extends Reading {
  /** files that `file:` names */
  readonly files: readonly string[]
}

/**
 * setup.cfg of setuptools: `[options]`, `[options.extras_require]`, `[metadata]`.
 * @see setuptools, "Configuring setuptools using setup.cfg files"
 */
export function readSetupCfg(text: string, path: string): SetupCfg {
  const list = declaredList(path, keys => (typeof keys[0] === 'number' ? keys[0] : undefined))
  const files: string[] = []
  const settings = iniSettings(text)
  for (const setting of settings) {
    const facts = factsOf(setting)
    for (const {text: value, line} of facts === undefined ? [] : entriesOf(setting)) {
      if (value.startsWith('file:'))
        files.push(
          ...value
            .slice('file:'.length)
            .split(',')
            .map(name => name.trim()),
        )
      else if (facts !== undefined) list.add(value, [line], facts)
    }
  }
  const note: ManifestNote = {
    kind: 'manifest',
    dialect: 'setup-cfg',
    path,
    declared: list.declared,
    project: projectOf(settings),
  }
  return {notes: [note], gaps: list.gaps, files}
}

function entriesOf({values, isOneLine}: Setting): Line[] {
  if (!isOneLine) return [...values]
  return values.flatMap(({text, line}) =>
    text.split(';').flatMap(part => (part.trim() === '' ? [] : {text: part.trim(), line})),
  )
}

function factsOf({section, key}: Setting): Facts | undefined {
  if (section === 'options.extras_require') return {scope: isDevName(key) ? 'dev' : 'extra', group: key}
  if (section !== 'options') return undefined
  if (key === 'install_requires') return {scope: 'runtime'}
  if (key === 'setup_requires' || key === 'tests_require') return {scope: 'dev', role: 'build'}
  return undefined
}

function projectOf(settings: readonly Setting[]): Project | undefined {
  const metadata = settings.filter(({section}) => section === 'metadata')
  const first = (key: string) => metadata.find(setting => setting.key === key)?.values[0]
  const name = first('name')
  if (name === undefined || name.text.includes(':')) return undefined
  const version = first('version')?.text
  const isStated = version !== undefined && !/^(?:attr|file):/.test(version)
  return {name: name.text, line: name.line, licence: first('license')?.text, ...(isStated && {version})}
}

const sectionPattern = /^\[([^\]]*)\]/
const keyPattern = /^([\w.-]+)\s*[=:](.*)$/

/** The INI dialect of Python's configparser: an indented line continues the value above it. */
function iniSettings(text: string): Setting[] {
  const settings: (Setting & {values: Line[]})[] = []
  let section = ''
  for (const [at, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const content = raw.replace(/(?:^|\s)#.*$/s, '').trim()
    if (content === '' || content.startsWith(';')) continue
    if (/^\s/.test(raw)) {
      settings.at(-1)?.values.push({text: content, line: at + 1})
      continue
    }
    section = sectionPattern.exec(content)?.[1] ?? section
    const [, key, value = ''] = keyPattern.exec(content) ?? []
    if (key === undefined || content.startsWith('[')) continue
    const inline = value.trim()
    settings.push({section, key, values: inline === '' ? [] : [{text: inline, line: at + 1}], isOneLine: inline !== ''})
  }
  return settings
}
