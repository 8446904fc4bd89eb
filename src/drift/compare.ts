import {type AssetKind, assetKinds} from '../inventory/asset.ts'
import {type Severity, severities} from '../inventory/severity.ts'
import {sortedBy} from '../lib/sort.ts'
import {type ChangeClass, severityOf} from './change-class.ts'
import {compareFacts} from './compare/facts.ts'
import {type Entry, type FactName, factOf, type Side} from './entry.ts'
import {matchEntries, type Pair, providerOf} from './match.ts'

/** One change of one asset. */
export interface Change {
  readonly class: ChangeClass
  readonly severity: Severity
  readonly kind: AssetKind
  /** identity on the new side, or on the old one of what is gone */
  readonly id: string
  readonly name: string
  /** identity on the old side, where it was another */
  readonly previousId?: string
  /** the fact that differs; absent for an asset that came or went */
  readonly fact?: FactName | undefined
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** where to show it: on the new side, of what is gone on the old one */
  readonly place?: {readonly path: string; readonly line?: number}
}

/** What two sides have in common, and what they do not. */
export interface Comparison {
  /** the worst first, then by identity */
  readonly changes: readonly Change[]
  /** on both sides and equal in every fact that was compared */
  readonly unchanged: number
  /** in another file or under another name than before, with the same content: no change */
  readonly moved: readonly {readonly from: string; readonly to: string}[]
  /** what one side does not state, with how often: it was not compared */
  readonly notCompared: readonly {readonly what: string; readonly count: number}[]
  /** false: the two have no asset in common, so they may be of two different products */
  readonly related: boolean
}

/** How many assets of each kind are on both sides, equal, and not among the entries. */
export type EqualKinds = ReadonlyMap<AssetKind, number>

/** The sum over all kinds. */
export function countOf(equal: EqualKinds): number {
  return [...equal.values()].reduce((sum, count) => sum + count, 0)
}

/** Compares two sides: every difference that matters, each with its class. Order, places and layout never matter. */
export function compareSides(before: Side, after: Side, equal: EqualKinds = new Map()): Comparison {
  const complete = before.complete && after.complete
  const listed = new Map(
    assetKinds.map(kind => [kind, equal.has(kind) || (isKindListed(kind, before) && isKindListed(kind, after))]),
  )
  const matched = matchEntries(before.entries, after.entries, before.isPart)
  const notCompared = new Map<string, number>()
  const skip = (what: string): void => void notCompared.set(what, (notCompared.get(what) ?? 0) + 1)
  const movedRevisions = movedRevisionsOf(matched.pairs)
  const changesOfPairs = matched.pairs.map(pair =>
    comparePair(pair, {complete, skip, movedRevisions, askedForSigner: after.askedForSigner}),
  )
  const present = (entry: Entry): boolean => {
    const known = listed.get(entry.kind) === true
    if (!known) skip(`${entry.kind}: only one of the two documents lists any`)
    return known
  }
  const added = matched.added
    .filter(present)
    .map(entry => toChange(entry.kind === 'package' ? 'package-added' : 'asset-added', entry))
  const removed = matched.removed.filter(present).map(entry => goneChange(entry, after))
  const changes = [...changesOfPairs.flat(), ...added, ...removed]
  return {
    changes: sortedBy(
      changes,
      ({severity, id, class: name, fact}) => `${severities.indexOf(severity)}\n${id}\n${name}\n${fact ?? ''}`,
    ),
    unchanged: changesOfPairs.filter(list => list.length === 0).length + countOf(equal),
    moved: sortedBy(
      matched.pairs.flatMap(({before: {id: from}, after: {id: to}}) => (from === to ? [] : [{from, to}])),
      ({from}) => from,
    ),
    notCompared: sortedBy(
      [...notCompared].map(([what, count]) => ({what, count})),
      ({what}) => what,
    ),
    related:
      equal.size > 0 ||
      matched.pairs.some(({by}) => by !== 'place') ||
      before.entries.length === 0 ||
      after.entries.length === 0,
  }
}

interface PairContext {
  readonly complete: boolean
  readonly skip: (what: string) => void
  /** identities of what points at another revision than before */
  readonly movedRevisions: ReadonlySet<string>
  readonly askedForSigner: Side['askedForSigner']
}

function comparePair(pair: Pair, {complete, skip, movedRevisions, askedForSigner}: PairContext): Change[] {
  if (pair.by === 'place') return replaced(pair)
  const {before, after} = pair
  const renamed = before.id === after.id ? {} : {previousId: before.id}
  const differences = compareFacts(before, after, {
    complete,
    skip,
    revisionMoved: after.facts.get('part-of')?.some(id => movedRevisions.has(id)) === true,
    askedForSigner: askedForSigner?.has(after.id) === true,
  })
  const follows = followsFromMatch(pair)
  const news = differences.filter(({fact}) => fact !== follows)
  const changes: Change[] = news.map(({class: name, fact, old, now}) => ({
    ...toChange(name, after),
    ...renamed,
    fact,
    before: old,
    after: now,
  }))
  if (pair.by === 'origin' && changes.every(({class: name}) => name !== 'origin-changed'))
    changes.push({...toChange('origin-changed', after), ...renamed, before: [before.id], after: [after.id]})
  const [old, now] = [providerOf(before), providerOf(after)]
  if (pair.by === 'provider' && old !== undefined && now !== undefined) {
    changes.push({...toChange('provider-changed', after), ...renamed, before: [old], after: [now]})
  }
  if (pair.by === 'series' && changes.every(({fact}) => fact !== 'floating')) {
    changes.push({
      ...toChange(seriesClass(before.name, after.name), after),
      ...renamed,
      fact: 'version',
      before: [before.name],
      after: [after.name],
    })
  }
  return changes
}

/** What differs because of the very thing that the two were matched through. */
function followsFromMatch({by, after}: Pair): FactName | undefined {
  // whether a name moves is a matter of its provider
  if (by === 'provider') return after.kind === 'model' ? 'floating' : undefined
  // the names tell it
  if (by === 'series') return 'version'
  // what a text is for may be known by its name alone
  return by === 'content' && after.kind === 'prompt' ? 'role' : undefined
}

/** Another one in its place: what it brings along that endangers is told beside it. */
function replaced({before, after}: Pair): Change[] {
  const previousId = before.id
  const name = after.kind === 'service' ? 'provider-changed' : 'asset-replaced'
  const runsCode = after.facts.has('remote-code') && !before.facts.has('remote-code')
  return [
    {...toChange(name, after), previousId, before: [before.name], after: [after.name]},
    ...(runsCode ? [{...toChange('remote-code-enabled', after), previousId, fact: 'remote-code' as const}] : []),
  ]
}

const dayAtEnd = /(\d{4})-?(\d{2})-?(\d{2})(?:-v\d{1,3}:\d{1,3})?$/

/** By the day that names end with: its provider may move one without a day. */
function seriesClass(before: string, after: string): ChangeClass {
  const [old, now] = [before, after].map(name => dayAtEnd.exec(name)?.slice(1).join(''))
  if (old === now) return 'version-changed'
  if (old === undefined || now === undefined) return now === undefined ? 'pin-lost' : 'pinned'
  return old < now ? 'version-up' : 'version-down'
}

/** Identities of models and data sets that point at another revision than before: their files change with them. */
function movedRevisionsOf(pairs: readonly Pair[]): Set<string> {
  return new Set(pairs.flatMap(({before, after}) => (isRevisionMoved(before, after) ? [after.id] : [])))
}

function isRevisionMoved(before: Entry, after: Entry): boolean {
  const [old, now] = [factOf(before, 'version'), factOf(after, 'version')]
  return old !== undefined && now !== undefined && old !== now
}

function toChange(name: ChangeClass, {kind, id, name: asset, place}: Entry): Change {
  return {
    class: name,
    severity: severityOf(name, kind),
    kind,
    id,
    name: asset,
    before: [],
    after: [],
    ...(place !== undefined && {place}),
  }
}

/** An asset is gone only where the files that named it could be read. */
function goneChange(entry: Entry, after: Side): Change {
  const blind = entry.paths.flatMap(withFoldersAbove).find(path => after.unread.has(path))
  if (blind !== undefined) return {...toChange('not-read', entry), after: [blind]}
  return toChange(entry.kind === 'package' ? 'package-removed' : 'asset-removed', entry)
}

/** `a/b/c.py`, `a/b`, `a`: a folder that could not be read hides all that is in it. */
function withFoldersAbove(path: string): string[] {
  const places = [path]
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) places.push(path.slice(0, end))
  return places
}

/** Another tool lists some kinds only: that it lists none of a kind says nothing about them. */
function isKindListed(kind: AssetKind, {entries, complete}: Side): boolean {
  return complete || entries.some(entry => entry.kind === kind)
}
