import {posix} from 'node:path'
import {keyOf, packageId, subjectKey} from '../../../inventory/identity.ts'
import {isInRange} from '../../../lib/names/pep440.ts'
import {normalisePypiName} from '../../../lib/names/purl.ts'
import {folderOf} from '../../../lib/path.ts'
import type {Declared, Locked, LockNote, PackageScope} from '../notes.ts'
import {type Origin, packageOrigin} from '../origin.ts'
import {rankOf} from '../packages.ts'

/** A lock file as a graph, with what its manifests say about it. */
export interface LockGraph {
  readonly note: LockNote
  readonly byName: ReadonlyMap<string, readonly Locked[]>
  /** answers of {@link lockedTo} */
  readonly answers: Map<string, readonly Locked[]>
}

/** Versions of one package among which requirements are resolved: real locks fork into two or three. */
const forkLimit = 20

/** By normalised name; of one name the first 20 entries are kept. */
export function toGraph(note: LockNote): LockGraph {
  const byName = new Map<string, Locked[]>()
  for (const one of note.packages) {
    const name = normalisePypiName(one.name)
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [one])
    else if (same.length < forkLimit) same.push(one)
  }
  return {note, byName, answers: new Map()}
}

/** Folder of a member of the source, relative to it; undefined for what is fetched and for local archives. */
export function memberFolder({origin, distributions}: Locked, lockPath: string): string | undefined {
  if (origin?.kind !== 'path' || distributions.length > 0) return undefined
  const folder = posix.join(folderOf(lockPath), origin.url)
  return folder === '.' ? '' : folder.replace(/\/$/, '')
}

/** The project that the lock belongs to stands in it too: it is the subject. */
export function isRoot(locked: Locked, lockPath: string): boolean {
  return memberFolder(locked, lockPath) === folderOf(lockPath)
}

/** The project of the lock itself is the subject. */
export function keyOfLocked(locked: Locked, lockPath: string): string {
  if (isRoot(locked, lockPath)) return subjectKey
  const id = packageId('pypi', locked.name, packageOrigin(locked.origin, folderOf(lockPath)))
  return keyOf(locked.version === undefined ? {id} : {id, version: locked.version})
}

interface Wanted {
  readonly name: string
  readonly version?: string | undefined
  readonly accepts?: readonly string[] | undefined
  readonly origin?: Origin | undefined
  readonly isFromDefault?: boolean
}

/**
 * What a requirement is locked to. Where several of one name are locked, those in its range and of its origin; all when
 * none is.
 */
export function lockedTo(graph: LockGraph, wanted: Wanted): readonly Locked[] {
  const same = graph.byName.get(normalisePypiName(wanted.name)) ?? []
  if (same.length < 2) return same
  const question = JSON.stringify([
    wanted.name,
    wanted.version,
    wanted.accepts,
    wanted.origin?.url,
    wanted.isFromDefault,
  ])
  const known = graph.answers.get(question)
  if (known !== undefined) return known
  const fitting = same.filter(one =>
    wanted.version === undefined ? isAccepted(one, wanted.accepts) : one.version === wanted.version,
  )
  const answer = ofOrigin(fitting.length > 0 ? fitting : same, wanted)
  graph.answers.set(question, answer)
  return answer
}

function ofOrigin(fitting: readonly Locked[], {origin, isFromDefault}: Wanted): readonly Locked[] {
  if (origin === undefined && isFromDefault !== true) return fitting
  const same = fitting.filter(one => one.origin?.url === origin?.url)
  return same.length > 0 ? same : fitting
}

/** What cannot be judged is accepted. */
export function isAccepted({version}: Pick<Locked, 'version'>, accepts: readonly string[] | undefined): boolean {
  if (version === undefined || accepts === undefined) return true
  return accepts.some(specifier => isInRange(version, specifier) !== false)
}

/** A locked package that a manifest asks for, with the scope it asks for it in. */
export interface Seed {
  readonly locked: Locked
  readonly scope: PackageScope
}

/** What the members of the source and the manifests ask for themselves. */
export function seedsOf(graph: LockGraph, declared: readonly Declared[]): Seed[] {
  const {note} = graph
  const members = note.packages.filter(one => memberFolder(one, note.path) !== undefined)
  const byMember = members.flatMap(member =>
    member.edges.flatMap(edge =>
      lockedTo(graph, edge).map(locked => ({locked, scope: edge.scope ?? ('runtime' as const)})),
    ),
  )
  const byManifest = declared.flatMap(entry => lockedTo(graph, entry).map(locked => ({locked, scope: entry.scope})))
  return [...byMember, ...byManifest]
}

/** The strongest scope by which each package is reached; what the lock states itself comes first. */
export function scopesOf(graph: LockGraph, seeds: readonly Seed[]): Map<Locked, PackageScope> {
  const scopes = new Map<Locked, PackageScope>()
  for (const {locked, scope} of [...seeds].sort((a, b) => rankOf(a.scope) - rankOf(b.scope))) {
    const queue = [locked]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (scopes.has(next)) continue
      scopes.set(next, scope)
      const isMember = memberFolder(next, graph.note.path) !== undefined
      // extras and groups of a member are seeds of their own
      const edges = isMember
        ? next.edges.filter(edge => edge.scope === undefined || edge.scope === 'runtime')
        : next.edges
      for (const edge of edges) queue.push(...lockedTo(graph, edge))
    }
  }
  for (const one of graph.note.packages) if (one.scope !== undefined) scopes.set(one, one.scope)
  return scopes
}
