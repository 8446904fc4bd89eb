import {compareText} from '../lib/sort.ts'
import {type Entry, factOf} from './entry.ts'

/** One asset on both sides. */
export interface Pair {
  readonly before: Entry
  readonly after: Entry
  /** why two different identities are taken for one asset */
  readonly by: 'identity' | 'alias' | 'origin' | 'content' | 'symbol' | 'provider' | 'series' | 'place'
}

/** Every entry of both sides, in exactly one of the three. */
export interface Matched {
  readonly pairs: readonly Pair[]
  readonly removed: readonly Entry[]
  readonly added: readonly Entry[]
}

/**
 * Finds the same asset on both sides: by identity (the same version first, so that only real version changes are left),
 * then, of what remains, by an old name, as one package from another place, by equal content, by name at another provider, as another version of one
 * hosted model, by name within another file, and as the one that took the place of another. A guess counts only where
 * it is the only one on either side.
 * @param isPart the old side holds only a part of what was there, so another version may have been there as well
 */
export function matchEntries(before: readonly Entry[], after: readonly Entry[], isPart = false): Matched {
  const pairs: Pair[] = []
  const removed = new Set(before)
  const added = new Set(after)
  const take = (by: Pair['by'], found: readonly (readonly [Entry, Entry])[]): void => {
    for (const [old, now] of found) {
      if (!removed.delete(old)) continue
      if (added.delete(now)) pairs.push({before: old, after: now, by})
      else removed.add(old)
    }
  }
  take(
    'identity',
    byKey(removed, added, ({id, facts}) => [`${id}\n${facts.get('version')?.join() ?? ''}`]),
  )
  take('identity', inOrder(removed, added))
  take('alias', byKey(removed, added, nameOf, aliasesOf))
  take('alias', byKey(removed, added, aliasesOf, nameOf))
  take('origin', byKey(removed, added, packageOf))
  take('content', byKey(removed, added, contentOf))
  take('provider', byKey(removed, added, providedNameOf))
  if (!isPart) take('series', byKey(removed, added, seriesOf))
  take('symbol', byKey(removed, added, symbolsWith(new Set([...before, ...after].flatMap(basesOf)))))
  if (!isPart) for (const roleOf of rolesOf) take('place', byKey(removed, added, roleOf).filter(isInOnePlace))
  return {pairs, removed: [...removed], added: [...added]}
}

type KeysOf = (entry: Entry) => readonly string[]

/** Pairs of entries that share a key which nothing else on their side has. */
function byKey(
  before: ReadonlySet<Entry>,
  after: ReadonlySet<Entry>,
  keysBefore: KeysOf,
  keysAfter = keysBefore,
): [Entry, Entry][] {
  const olds = uniqueByKey(before, keysBefore)
  const news = uniqueByKey(after, keysAfter)
  return [...olds].flatMap(([key, old]): [Entry, Entry][] => {
    const now = news.get(key)
    return old === undefined || now === undefined ? [] : [[old, now]]
  })
}

function uniqueByKey(entries: ReadonlySet<Entry>, keysOf: KeysOf): Map<string, Entry | undefined> {
  const byKey = new Map<string, Entry | undefined>()
  for (const entry of entries) for (const key of keysOf(entry)) byKey.set(key, byKey.has(key) ? undefined : entry)
  return byKey
}

/** Several versions of one identity: what is left of them is paired in order of version. */
function inOrder(before: ReadonlySet<Entry>, after: ReadonlySet<Entry>): [Entry, Entry][] {
  const news = groupById(after)
  return [...groupById(before)].flatMap(([id, olds]) => {
    const now = news.get(id) ?? []
    return olds.flatMap((old, index): [Entry, Entry][] => (now[index] === undefined ? [] : [[old, now[index]]]))
  })
}

function groupById(entries: ReadonlySet<Entry>): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const group = groups.get(entry.id)
    if (group === undefined) groups.set(entry.id, [entry])
    else group.push(entry)
  }
  for (const group of groups.values())
    group.sort((a, b) => compareText(factOf(a, 'version') ?? '', factOf(b, 'version') ?? ''))
  return groups
}

function nameOf({kind, name}: Entry): string[] {
  return [`${kind}\n${name}`]
}

function aliasesOf({kind, aliases}: Entry): string[] {
  return aliases.map(alias => `${kind}\n${alias}`)
}

/** A package without where it comes from: `package:pypi/torch?repository_url=…` is another one than `package:pypi/torch`. */
function packageOf({id, kind}: Entry): string[] {
  return kind === 'package' ? [id.split('?', 1)[0] ?? id] : []
}

function contentOf({kind, facts}: Entry): string[] {
  const digests = facts.get('digest')
  return digests === undefined ? [] : [`${kind}\n${digests.join()}`]
}

/**
 * The name within its file, for what only this source knows: `prompt:a.py#SYSTEM` and `prompt:b.py#SYSTEM`. A package
 * or a service has no file, and a repository of another owner is another one, whatever its last name: of a base, the
 * model that is derived from it says so.
 */
function symbolsWith(bases: ReadonlySet<string>): KeysOf {
  return ({id, kind, name}) => {
    if (kind === 'package' || kind === 'service' || kind === 'dependency-manifest') return []
    if (isOwned(id, name) && !bases.has(id)) return []
    const hash = id.indexOf('#')
    return [`${kind}\n${hash === -1 ? name.slice(name.lastIndexOf('/') + 1) : id.slice(hash + 1)}`]
  }
}

function basesOf({facts}: Entry): readonly string[] {
  return facts.get('base') ?? []
}

/** `huggingface/acme/chat`, `s3://acme/chat`: the name says whose it is. */
function isOwned(id: string, name: string): boolean {
  return name.includes('://') || isOwnedAt(bareId(id), name)
}

const embeds = /embed|rerank|(?:^|[/-])(?:bge|e5|gte)-/i

/** What something does that another may do in its place: of one provider or registry first, then of any. */
const rolesOf: readonly KeysOf[] = [
  entry => workOf(entry).map(work => `${work}\n${entry.id.slice(0, entry.id.indexOf('/') + 1)}`),
  workOf,
]

function workOf({id, kind}: Entry): string[] {
  if (kind === 'model') return [embeds.test(id) ? 'embeds' : 'answers']
  return kind === 'dataset' || kind === 'service' ? [kind] : []
}

/** In one file at least; a lock does not say where something was. */
function isInOnePlace([before, after]: readonly [Entry, Entry]): boolean {
  if (before.place === undefined || after.place === undefined) return true
  return after.paths.some(path => before.paths.includes(path))
}

const versionEnding = /[-@](?:\d{4}-?\d{2}-?\d{2}|latest)(?:-v\d{1,3}:\d{1,3})?$|:[\w.-]{1,60}$/

/**
 * A hosted model without the day or tag that its name ends with: `gpt-4o-2024-08-06` and `gpt-4o-2024-11-20`,
 * `llama3:8b` and `llama3:70b`.
 */
function seriesOf({id, kind}: Entry): string[] {
  const name = bareId(id)
  return kind === 'model' && name.split('/').length < 3 ? [`${kind}\n${name.replace(versionEnding, '')}`] : []
}

/**
 * The same model at another provider, or at one that was not known before: `model:openai/gpt-4o`,
 * `model:azure-openai/gpt-4o`, `model:gpt-4o`; and a service that is now another one that speaks its protocol.
 */
function providedNameOf({id, kind, name}: Entry): string[] {
  if (kind === 'service') return [id.replace(/-compatible$/, '')]
  if (kind !== 'model') return []
  const bare = bareId(id)
  if (isOwnedAt(bare, name)) return [`${kind}\n${name.toLowerCase()}`]
  const parts = bare.split('/')
  return parts.length < 3 ? [`${kind}\n${parts.at(-1)}`] : []
}

/** `openrouter/meta-llama/llama-3`: the provider, then whose model it is. */
function isOwnedAt(bare: string, name: string): boolean {
  return name.includes('/') && bare.endsWith(`/${name}`)
}

/** Who provides a hosted model: undefined where the identity does not say. */
export function providerOf({id, name}: Entry): string | undefined {
  const bare = bareId(id)
  if (isOwnedAt(bare, name)) return bare.slice(0, -name.length - 1)
  const parts = bare.split('/')
  return parts.length === 2 ? parts[0] : undefined
}

/** An identity without its kind. */
function bareId(id: string): string {
  return id.slice(id.indexOf(':') + 1)
}
