import {assetKinds} from '../inventory/asset.ts'
import {AibomError} from '../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../lib/narrow.ts'
import {conflictLine, isConflictMark} from '../lib/parse/merge-conflict.ts'
import {parseYaml, type YamlDocument} from '../lib/parse/yaml.ts'
import {sortedBy} from '../lib/sort.ts'
import {quote} from '../lib/text/quote.ts'
import {type Entry, type FactName, factNames, factOf} from './entry.ts'

/** An entry of a lock, and why it was let in. */
export interface LockedEntry extends Entry {
  readonly accepted?: string | undefined
}

const lockVersion = '1'
const header =
  '# The AI that this project may contain, written by "aibom lock". Review changes here as you review code.'
const ownKeys = new Set(['id', 'name', 'alias', 'accepted'])

/**
 * The text of a lock file: YAML, sorted, one fact a line and no places, so that code that moves changes nothing and a
 * change reads like a sentence.
 * @see schemas/aibom-lock.schema.json
 */
export function formatLock(entries: readonly LockedEntry[]): string {
  const counts = new Map<string, number>()
  for (const {id} of entries) counts.set(id, (counts.get(id) ?? 0) + 1)
  const keyed = entries.map(entry => [keyOf(entry, counts.get(entry.id) ?? 1), entry] as const)
  const blocks = sortedBy(keyed, ([key]) => key).map(([key, entry]) => formatEntry(key, entry))
  return [header, `lockVersion: ${lockVersion}`, blocks.length === 0 ? 'assets: {}' : 'assets:', ...blocks, ''].join(
    '\n',
  )
}

/** Several versions of one asset side by side are told apart by it. */
function keyOf(entry: Entry, sameId: number): string {
  return sameId === 1 ? entry.id : `${entry.id}@${factOf(entry, 'version') ?? ''}`
}

function formatEntry(key: string, entry: LockedEntry): string {
  const lines = [`  ${JSON.stringify(key)}:`]
  const add = (name: string, values: readonly string[]): void => {
    if (values.length === 1) lines.push(`    ${name}: ${JSON.stringify(values[0])}`)
    else if (values.length > 1) lines.push(`    ${name}:`, ...values.map(value => `      - ${JSON.stringify(value)}`))
  }
  if (key !== entry.id) add('id', [entry.id])
  add('name', [entry.name])
  add('alias', entry.aliases)
  for (const [name, values] of entry.facts) add(name, values)
  if (entry.accepted !== undefined) add('accepted', [entry.accepted])
  return lines.join('\n')
}

/**
 * True for text that begins as a lock does, marks of a merge conflict aside: one that was left unresolved is a lock
 * still, and is refused as such.
 */
export function isLockText(text: string): boolean {
  const plain = text
    .split('\n')
    .filter(line => !isConflictMark(line))
    .join('\n')
  return /^(?:\uFEFF?(?:#[^\n]{0,1000})?\r?\n){0,20}lockVersion:/.test(plain) || plain.startsWith('lockVersion:')
}

/**
 * Reads a lock.
 * @param path for messages
 * @throws {AibomError} `AIBOM_LOCK_INVALID` (exit 2): not YAML, conflict markers of a merge, a newer version, unknown
 *   names, a name twice
 */
export function parseLock(text: string, path: string): LockedEntry[] {
  const conflict = conflictLine(text)
  if (conflict !== undefined)
    throw invalid(path, conflict, 'an unresolved merge conflict', 'Resolve it, or write the lock again: aibom lock')
  const document = parseLockYaml(text, path)
  const root = asRecord(document.value)
  const version = root?.['lockVersion']
  if (root === undefined || typeof version !== 'string')
    throw invalid(path, 1, 'no lockVersion', 'Write a lock with: aibom lock')
  if (version !== lockVersion) {
    throw invalid(
      path,
      document.lineOf(['lockVersion']),
      `lockVersion ${version.slice(0, 20)}, and this aibom reads ${lockVersion}`,
      'Use a newer aibom',
    )
  }
  const assets = asRecord(root['assets'])
  if (assets === undefined)
    throw invalid(path, document.lineOf(['assets']), 'no map of assets', 'Write a lock with: aibom lock')
  return Object.entries(assets).map(([key, value]) => toEntry(key, value, {path, document}))
}

/** Says of broken YAML what it is the YAML of, and what to do. */
function parseLockYaml(text: string, path: string): YamlDocument {
  try {
    return parseYaml(text, path, {scalars: 'strings', uniqueKeys: true})
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    const hint = 'Mend that line, take the lock from the history, or write it again: aibom lock'
    throw new AibomError('AIBOM_LOCK_INVALID', error.message, {hint, exit: 2, cause: error})
  }
}

interface Reading {
  readonly path: string
  readonly document: YamlDocument
}

function toEntry(key: string, value: unknown, {path, document}: Reading): LockedEntry {
  const fail = (what: string, ...at: string[]): never => {
    throw invalid(
      path,
      document.lineOf(['assets', key, ...at]),
      what,
      'Mend that line, or write the lock again: aibom lock',
    )
  }
  const record = asRecord(value) ?? fail(`${JSON.stringify(key)} has no facts`)
  const unknown = Object.keys(record).find(name => !ownKeys.has(name) && !isFactName(name))
  if (unknown !== undefined) fail(`an unknown fact ${quote(unknown)}`, unknown)
  const read = (name: string): string[] =>
    textsOf(record, name) ?? fail(`${name} has to be a text or a list of texts`, name)
  const id = read('id')[0] ?? key
  const kind =
    assetKinds.find(each => id.startsWith(`${each}:`)) ??
    fail(`${JSON.stringify(key.slice(0, 100))} begins with no kind of asset`)
  return {
    id,
    kind,
    name: read('name')[0] ?? id.slice(kind.length + 1),
    aliases: read('alias'),
    facts: new Map(factNames.flatMap(name => (record[name] === undefined ? [] : [[name, read(name)] as const]))),
    paths: pathsOf(id, kind),
    accepted: read('accepted')[0],
  }
}

/** What only its source knows is named by its file: `prompt:src/agent.py#SYSTEM`. */
function pathsOf(id: string, kind: string): string[] {
  const [path = ''] = id.slice(kind.length + 1).split('#', 1)
  return path === '' || path.includes(':') ? [] : [path]
}

function isFactName(text: string): text is FactName {
  return factNames.some(name => name === text)
}

function textsOf(record: UnknownRecord, name: string): string[] | undefined {
  const value = record[name]
  if (value === undefined) return []
  const values = Array.isArray(value) ? value : [value]
  return values.every(each => typeof each === 'string') ? values : undefined
}

function invalid(path: string, line: number | undefined, what: string, hint: string): AibomError {
  return new AibomError(
    'AIBOM_LOCK_INVALID',
    `${path}${line === undefined ? '' : `:${line}`} is not a lock that can be read: ${what}`,
    {
      hint,
      exit: 2,
    },
  )
}
