import type {Digest, Evidence} from '../../../inventory/evidence.ts'
import type {Gap} from '../../../inventory/gap.ts'
import {subjectKey} from '../../../inventory/identity.ts'
import {type Declared, folderKey, type Lock, type LockedPackage} from '../lock.ts'
import {findLocked} from '../lookup.ts'
import type {Manifest} from '../manifest.ts'
import type {Projects} from '../projects.ts'
import {
  type Assembly,
  addDeclared,
  addDirect,
  addEdge,
  addLocal,
  addLocked,
  evidenceAt,
  isMissed,
  memberFolder,
  ownerKey,
  rangeOf,
} from './add-package.ts'
import {type Drift, driftGap, isOutside} from './drift.ts'
import {parseIntegrity} from './integrity.ts'
import {type Root, scopesOf} from './scopes.ts'

interface Direct extends Root {
  /** an asset, or the subject */
  readonly from: string
  readonly declared: Declared
  readonly manifest: Manifest | undefined
}

/** One lock while its packages are put together. */
interface LockWork {
  readonly assembly: Assembly
  readonly lock: Lock
  /** those of the lock, and members of the workspace that it leaves out, as yarn 1 does */
  readonly packages: Map<string, LockedPackage>
  readonly overridden: ReadonlySet<string>
  readonly direct: Direct[]
}

/** Name shown of an entry that makes no sense. */
const shownLength = 80

/**
 * Adds the packages of a lock, its edges, and what the manifests that it speaks for add to them.
 * @returns the folders of these manifests
 */
export function addLock(lock: Lock, assembly: Assembly): string[] {
  const folders = importersOf(lock, assembly.projects)
  const overridden = new Set([...lock.overridden, ...assembly.projects.overriddenIn(lock.folder)])
  const work: LockWork = {assembly, lock, packages: new Map(lock.packages), overridden, direct: []}
  for (const folder of folders) addImporter(folder, work)
  const root = ownerKey(lock.folder, lock.packages.get(folderKey(lock.folder)), assembly)
  work.direct.push(
    ...(lock.tools ?? []).map(({declared, to}) => ({
      from: root,
      to,
      kind: declared.kind,
      declared,
      manifest: undefined,
    })),
  )
  if (work.direct.length === 0) addUnrequired(work)
  const assetKeys = addPackages(work)
  for (const {from, to, declared, manifest} of work.direct) {
    addEdge(assembly, from, assetKeys.get(to))
    addDirect(work.packages.get(to), declared, manifest, assembly)
  }
  for (const [key, locked] of lock.packages) {
    for (const edge of locked.edges) addEdge(assembly, assetKeys.get(key), assetKeys.get(edge.to))
  }
  return folders
}

/** Projects that the lock names, and members of its workspace that have no lock of their own. */
function importersOf(lock: Lock, projects: Projects): string[] {
  const locked = new Set(projects.locks.map(one => one.folder))
  const members = [...projects.workspaceOf].flatMap(([member, workspace]) =>
    workspace === lock.folder && !locked.has(member) ? [member] : [],
  )
  return [...new Set([...lock.importers.keys(), ...members])]
}

function addImporter(folder: string, work: LockWork): void {
  const {assembly, lock} = work
  const manifest = assembly.projects.manifests.get(folder)
  const from = ownerKey(folder, lock.packages.get(folderKey(folder)), assembly)
  const drifts: Drift[] = []
  for (const declared of manifest?.dependencies ?? lock.importers.get(folder) ?? []) {
    const to = findLocked(lock.lookup, folder, declared.alias, declared.spec) ?? addMember(folder, declared, work)
    if (to === undefined) {
      addDeclared(from, declared, manifest?.path ?? lock.path, folder, 'not-locked', assembly)
      if (isMissed(declared)) drifts.push({declared})
      continue
    }
    work.direct.push({from, to, kind: declared.kind, declared, manifest})
    const locked = work.packages.get(to)
    if (locked !== undefined && isDrift(folder, declared, locked, work)) drifts.push({declared, locked: locked.version})
  }
  if (drifts.length > 0 && manifest !== undefined) assembly.gaps.push(driftGap(manifest.path, lock.path, drifts))
}

function isDrift(folder: string, declared: Declared, locked: LockedPackage, work: LockWork): boolean {
  if (locked.folder !== undefined || work.overridden.has(locked.name) || work.overridden.has(declared.alias))
    return false
  return isOutside(declared, rangeOf(declared, folder, work.assembly), locked)
}

function addMember(folder: string, declared: Declared, work: LockWork): string | undefined {
  const member = memberFolder(folder, declared, work.assembly)
  if (member === undefined) return undefined
  const key = folderKey(member)
  if (!work.packages.has(key)) work.packages.set(key, {name: declared.alias, folder: member, edges: []})
  return key
}

/** A lock that names no project, with no manifest beside it: what nothing requires is what the project asked for. */
function addUnrequired(work: LockWork): void {
  const required = new Set([...work.packages.values()].flatMap(locked => locked.edges.map(edge => edge.to)))
  for (const [to, locked] of work.packages) {
    if (required.has(to)) continue
    const declared: Declared = {alias: locked.alias ?? locked.name, spec: '', kind: locked.scope ?? 'runtime'}
    work.direct.push({from: subjectKey, to, kind: declared.kind, declared, manifest: undefined})
  }
}

/** @returns key in the lock → key of the asset */
function addPackages(work: LockWork): Map<string, string> {
  const {assembly, lock, packages} = work
  const scopes = scopesOf(packages, work.direct)
  const assetKeys = new Map<string, string>()
  const unnamed = [...lock.malformed]
  let broken = 0
  for (const [key, locked] of packages) {
    const digests = locked.integrity === undefined ? [] : parseIntegrity(locked.integrity)
    if (locked.integrity !== undefined && digests.length === 0) broken++
    const evidence = lock.packages.has(key) ? [lockEvidence(locked, work)] : []
    const assetKey = addOne(locked, digests, scopes.get(key), evidence, assembly)
    if (assetKey === undefined) unnamed.push(locked.name)
    else assetKeys.set(key, assetKey)
  }
  assembly.gaps.push(...lockGaps(lock.path, unnamed, broken))
  return assetKeys
}

function lockEvidence(locked: LockedPackage, {assembly, lock}: LockWork): Evidence {
  return evidenceAt(
    assembly,
    `npm/${lock.format}`,
    {path: lock.path, line: locked.line, symbol: locked.alias ?? locked.name},
    1,
  )
}

function addOne(
  locked: LockedPackage,
  digests: readonly Digest[],
  reached: LockedPackage['scope'],
  evidence: readonly Evidence[],
  assembly: Assembly,
): string | undefined {
  const scope = reached ?? locked.scope
  if (locked.folder !== undefined) return addLocal(locked.folder, locked, scope, evidence, assembly)
  return addLocked(locked, digests, scope, evidence, assembly)
}

function lockGaps(path: string, unnamed: readonly string[], broken: number): Gap[] {
  const gaps: Gap[] = []
  const [first] = unnamed
  if (first !== undefined) {
    const shown = JSON.stringify(first.slice(0, shownLength))
    gaps.push({
      path,
      stage: 'extract',
      code: 'lock-entry',
      message: `${path} has ${unnamed.length} entries that name no package, the first is ${shown}`,
    })
  }
  if (broken > 0)
    gaps.push({
      path,
      stage: 'extract',
      code: 'integrity',
      message: `${path} has ${broken} packages whose integrity is not a hash`,
    })
  return gaps
}
