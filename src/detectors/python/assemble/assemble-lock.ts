import type {Relationship} from '../../../inventory/asset.ts'
import type {Gap} from '../../../inventory/gap.ts'
import {subjectKey} from '../../../inventory/identity.ts'
import {addTo} from '../../../lib/group.ts'
import {normalisePypiName} from '../../../lib/names/purl.ts'
import {folderOf} from '../../../lib/path.ts'
import {compareText} from '../../../lib/sort.ts'
import type {AssembleContext} from '../../detector.ts'
import type {Declared, Locked, LockNote, ManifestNote, PackageScope, Project} from '../notes.ts'
import {evidenceOf, makePackage, type PackageAsset} from '../packages.ts'
import {
  isAccepted,
  isRoot,
  keyOfLocked,
  type LockGraph,
  lockedTo,
  memberFolder,
  type Seed,
  scopesOf,
  seedsOf,
  toGraph,
} from './lock-graph.ts'

/** What one lock, or the manifests without one, come to. */
export interface Assembled {
  readonly packages: readonly PackageAsset[]
  readonly relationships: readonly Relationship[]
  readonly gaps: readonly Gap[]
}

/** A declaration with the manifest that it stands in. */
export interface Placed {
  readonly entry: Declared
  readonly manifest: ManifestNote
}

/**
 * A lock with the manifests it answers for; `projectAt` tells the version of a package that lies in a folder of the
 * source.
 */
export interface LockUnit {
  readonly note: LockNote
  readonly manifests: readonly ManifestNote[]
  readonly projectAt: (folder: string) => Project | undefined
}

/** Packages of a lock, and what its manifests ask for beyond them. */
export interface LockResult extends Assembled {
  /** declared, and not in the lock */
  readonly unlocked: readonly Placed[]
}

/** Packages of one lock file; what its manifests declare is evidence of the locked package. */
export function assembleLock({note, manifests, projectAt}: LockUnit, context: AssembleContext): LockResult {
  const graph = toGraph(note)
  const placed = manifests.flatMap(manifest =>
    manifest.declared.filter(entry => entry.role === undefined).map(entry => ({entry, manifest})),
  )
  const unlocked = placed.filter(({entry}) => !graph.byName.has(normalisePypiName(entry.name)))
  const seeds = seedsOf(
    graph,
    placed.map(({entry}) => entry),
  )
  const scopes = scopesOf(graph, seeds)
  const members = workspaceMembers(note)
  const direct = new Set([...directOf(graph, seeds), ...members])
  const declaredBy = groupByLocked(graph, placed)
  const packages = note.packages
    .filter(locked => !isRoot(locked, note.path))
    .map(locked => {
      const scope = scopes.get(locked) ?? 'runtime'
      return toPackage(
        locked,
        note,
        {scope, direct: direct.has(locked), placed: declaredBy.get(locked) ?? [], projectAt},
        context,
      )
    })
  return {
    packages,
    relationships: [...edgesOf(graph), ...subjectEdges(graph, direct, members, placed)],
    gaps: [...driftOf(graph, placed), ...unknownDirect(graph, seeds)],
    unlocked,
  }
}

function groupByLocked(graph: LockGraph, placed: readonly Placed[]): Map<Locked, Placed[]> {
  const groups = new Map<Locked, Placed[]>()
  for (const one of placed) {
    for (const locked of lockedTo(graph, one.entry)) {
      addTo(groups, locked, one)
    }
  }
  return groups
}

interface Reached {
  readonly scope: PackageScope
  readonly direct: boolean
  readonly placed: readonly Placed[]
  readonly projectAt: LockUnit['projectAt']
}

function toPackage(
  locked: Locked,
  note: LockNote,
  {scope, direct, placed, projectAt}: Reached,
  context: AssembleContext,
): PackageAsset {
  const folder = memberFolder(locked, note.path)
  const ranges = [...new Set(placed.flatMap(({entry}) => entry.range ?? []))].sort(compareText)
  return makePackage(
    {
      ...locked,
      scope,
      direct,
      ranges,
      ...(folder !== undefined && {project: projectAt(folder)}),
    },
    [
      evidenceOf(locked, {dialect: note.dialect, path: note.path, scope: context.scopeOf(note.path)}),
      ...placed.map(({entry, manifest}) =>
        evidenceOf(entry, {dialect: manifest.dialect, path: manifest.path, scope: context.scopeOf(manifest.path)}),
      ),
    ],
  )
}

/** Asked for by a manifest or member; without either, what nothing else in a lock with edges needs. */
function directOf(graph: LockGraph, seeds: readonly Seed[]): Set<Locked> {
  const stated = graph.note.packages.filter(one => one.direct === true)
  const direct = new Set([...seeds.map(({locked}) => locked), ...stated])
  if (direct.size > 0 || !hasEdges(graph)) return direct
  const needed = new Set(graph.note.packages.flatMap(one => one.edges.flatMap(edge => lockedTo(graph, edge))))
  return new Set(graph.note.packages.filter(one => !needed.has(one)))
}

function hasEdges({note}: LockGraph): boolean {
  return note.packages.some(one => one.edges.length > 0)
}

function unknownDirect(graph: LockGraph, seeds: readonly Seed[]): Gap[] {
  const {note} = graph
  if (
    seeds.length > 0 ||
    hasEdges(graph) ||
    note.packages.length === 0 ||
    note.packages.some(one => one.direct === true)
  )
    return []
  const message = 'no manifest beside the lock file: which packages are direct dependencies is not known'
  return [{path: note.path, stage: 'resolve', code: 'no-manifest', message}]
}

function edgesOf(graph: LockGraph): Relationship[] {
  const {path} = graph.note
  return graph.note.packages.flatMap(from =>
    from.edges.flatMap(edge =>
      lockedTo(graph, edge).map(to => dependsOn(keyOfLocked(from, path), keyOfLocked(to, path))),
    ),
  )
}

/** A workspace without a project of its own is its members: they are what the subject depends on. */
function workspaceMembers(note: LockNote): Locked[] {
  if (note.dialect !== 'uv' || note.packages.some(one => isRoot(one, note.path))) return []
  return note.packages.filter(one => memberFolder(one, note.path) !== undefined)
}

/**
 * From the subject to what the project of the lock asks for; where the project stands in a lock with edges its own
 * edges say it.
 */
function subjectEdges(
  graph: LockGraph,
  direct: ReadonlySet<Locked>,
  members: readonly Locked[],
  placed: readonly Placed[],
): Relationship[] {
  const {note} = graph
  if (hasEdges(graph) && note.packages.some(one => isRoot(one, note.path))) return []
  const beside = placed
    .filter(({manifest}) => folderOf(manifest.path) === folderOf(note.path))
    .flatMap(({entry}) => lockedTo(graph, entry))
  const targets = members.length > 0 ? [...members, ...beside] : direct
  return [...new Set(targets)]
    .filter(one => !isRoot(one, note.path))
    .map(one => dependsOn(subjectKey, keyOfLocked(one, note.path)))
}

/** Both ends are keys of assets. */
export function dependsOn(from: string, to: string): Relationship {
  return {from, to, kind: 'depends-on'}
}

/**
 * Where lock and manifest contradict each other. What a condition or a group that was not locked explains is no drift.
 */
function driftOf(graph: LockGraph, placed: readonly Placed[]): Gap[] {
  return placed.flatMap(({entry, manifest}) => {
    const locked = lockedTo(graph, entry)
    const problem = locked.length === 0 ? missingFrom(graph, entry) : versionProblem(entry, manifest, locked)
    if (problem === undefined) return []
    const message = `${problem} ${graph.note.path}: manifest and lock file disagree`
    return [
      {
        path: manifest.path,
        ...(entry.line !== undefined && {line: entry.line}),
        stage: 'resolve' as const,
        code: 'lock-drift',
        message,
      },
    ]
  })
}

function missingFrom({note}: LockGraph, entry: Declared): string | undefined {
  const group = entry.group ?? 'default'
  const isChosenAway =
    entry.condition !== undefined || note.dialect === 'pylock' || note.groups?.includes(group) === false
  return isChosenAway ? undefined : `${entry.name} is not in`
}

function versionProblem(entry: Declared, manifest: ManifestNote, locked: readonly Locked[]): string | undefined {
  const isJudged = entry.origin === undefined || entry.origin.kind === 'index'
  if (!isJudged || manifest.overridden?.includes(normalisePypiName(entry.name)) === true) return undefined
  if (locked.some(one => isAccepted(one, entry.accepts))) return undefined
  const versions = locked.map(one => one.version).join(', ')
  return `${entry.name} ${entry.range ?? ''} does not allow ${versions} of`
}
