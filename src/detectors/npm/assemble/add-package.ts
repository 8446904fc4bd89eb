import type {Relationship} from '../../../inventory/asset.ts'
import type {Digest, Evidence} from '../../../inventory/evidence.ts'
import type {Gap} from '../../../inventory/gap.ts'
import {subjectKey} from '../../../inventory/identity.ts'
import type {AssembleContext} from '../../detector.ts'
import {folderFrom} from '../folder.ts'
import type {Declared, LockedPackage} from '../lock.ts'
import type {Manifest} from '../manifest.ts'
import {packageOrigin, withoutCredentials} from '../origin.ts'
import type {Projects} from '../projects.ts'
import {exactVersion, parseSpec, type Spec} from '../spec.ts'
import type {Drafts} from './drafts.ts'

/** What is known so far of all npm packages of a source. */
export interface Assembly {
  readonly projects: Projects
  readonly context: AssembleContext
  readonly drafts: Drafts
  readonly edges: Map<string, Relationship>
  readonly gaps: Gap[]
}

/** A line in a manifest names a package; its version may be another one. */
const manifestConfidence = 0.9

/** Who depends on what a manifest declares: the member of a workspace, else the subject itself. */
export function ownerKey(folder: string, locked: LockedPackage | undefined, assembly: Assembly): string {
  if (!assembly.projects.workspaceOf.has(folder)) return subjectKey
  return addLocal(folder, locked, undefined, [], assembly) ?? subjectKey
}

/**
 * Folder of the package that a dependency means: members of a workspace go by their name, other folders by their path.
 */
export function memberFolder(folder: string, declared: Declared, assembly: Assembly): string | undefined {
  const {manifests, workspaceOf, memberNamed} = assembly.projects
  const {path, source} = parseSpec(declared.alias, declared.spec)
  if (path === undefined)
    return source === undefined ? memberNamed(workspaceOf.get(folder) ?? folder, declared.alias)?.folder : undefined
  const target = folderFrom(folder, path)
  return manifests.has(target) ? target : undefined
}

/** The range that a catalogue holds for a dependency; undefined where the dependency holds its own. */
export function rangeOf(declared: Declared, folder: string, assembly: Assembly): string | undefined {
  const {catalog} = parseSpec(declared.alias, declared.spec)
  return catalog === undefined ? undefined : assembly.projects.catalogRange(folder, catalog, declared.alias)
}

/** Whether a lock has to have a dependency: peers and optional ones may be absent. */
export function isMissed(declared: Declared): boolean {
  return declared.kind === 'runtime' || declared.kind === 'dev'
}

/** A package of a registry, a repository or an archive, as locked. */
export function addLocked(
  locked: LockedPackage,
  digests: readonly Digest[],
  scope: LockedPackage['scope'],
  evidence: readonly Evidence[],
  assembly: Assembly,
): string | undefined {
  const {name, version, source, condition, licence, url} = locked
  return assembly.drafts.add({
    name,
    version,
    origin: packageOrigin(source, url),
    source,
    condition,
    licence,
    scope,
    evidence,
    lock: true,
    ...((url !== undefined || digests.length > 0) && {distribution: {...(url !== undefined && {url}), digests}}),
    properties: {...locked.properties, ...(locked.alias !== undefined && {'aibom:package:alias': locked.alias})},
  })
}

/** A package that lies in this repository: name, version and licence are those of its own manifest. */
export function addLocal(
  folder: string,
  locked: LockedPackage | undefined,
  scope: LockedPackage['scope'],
  evidence: readonly Evidence[],
  assembly: Assembly,
): string | undefined {
  const manifest = assembly.projects.manifests.get(folder)
  const name = manifest?.name ?? locked?.name
  if (name === undefined) return undefined
  const own =
    manifest === undefined
      ? []
      : [evidenceAt(assembly, 'npm/manifest', {path: manifest.path, line: manifest.line, symbol: name}, 1)]
  const version = manifest === undefined ? locked?.version : manifest.version
  const licence = manifest?.licence ?? locked?.licence
  return assembly.drafts.add({
    name,
    version,
    origin: {kind: 'path', url: folder},
    licence,
    scope,
    local: true,
    evidence: [...own, ...evidence],
  })
}

/** What only the manifest says of a package that is locked: that it is wanted directly, where, and by which range. */
export function addDirect(
  locked: LockedPackage | undefined,
  declared: Declared,
  manifest: Manifest | undefined,
  assembly: Assembly,
): void {
  if (locked === undefined) return
  const own = locked.folder === undefined ? undefined : assembly.projects.manifests.get(locked.folder)
  const name = own?.name ?? locked.name
  const range = manifest === undefined ? undefined : rangeOf(declared, manifest.folder, assembly)
  assembly.drafts.add({
    name,
    version: own === undefined ? locked.version : own.version,
    origin: locked.folder === undefined ? packageOrigin(locked.source, locked.url) : {kind: 'path', url: locked.folder},
    direct: true,
    ...(declared.spec !== '' && {declared: range ?? declared.spec}),
    evidence: manifest === undefined ? [] : [manifestEvidence(manifest.path, declared, assembly)],
    properties: propertiesOf(name, declared),
  })
}

/** A dependency that no lock pins: its version is known only where the range is one. */
export function addDeclared(
  from: string,
  declared: Declared,
  path: string,
  folder: string,
  incomplete: string,
  assembly: Assembly,
): void {
  const spec = parseSpec(declared.alias, declared.spec)
  const range = rangeOf(declared, folder, assembly) ?? spec.range
  const source = spec.source === undefined ? undefined : withoutCredentials(spec.source)
  const key = assembly.drafts.add({
    name: spec.name,
    version: source === undefined ? exactVersion(range) : undefined,
    origin:
      spec.path !== undefined || spec.workspace === true
        ? {kind: 'path', url: folderOfSpec(spec, folder)}
        : packageOrigin(source, undefined),
    scope: declared.kind,
    direct: true,
    declared: range ?? declared.spec,
    source,
    local: spec.path !== undefined || spec.workspace === true,
    evidence: [manifestEvidence(path, declared, assembly)],
    properties: {'aibom:package:incomplete': incomplete, ...propertiesOf(spec.name, declared)},
  })
  addEdge(assembly, from, key)
}

/** A member that is not here has no folder. */
function folderOfSpec({path}: Spec, folder: string): string {
  return path === undefined ? 'workspace' : folderFrom(folder, path)
}

function propertiesOf(name: string, declared: Declared): Record<string, string> {
  return {
    ...(name !== declared.alias && {'aibom:package:alias': declared.alias}),
    ...(declared.optionalPeer === true && {'aibom:package:optional-peer': 'true'}),
  }
}

/** Keeps each edge once; ends that are not known, and edges of a package to itself, are left out. */
export function addEdge(assembly: Assembly, from: string | undefined, to: string | undefined): void {
  if (from === undefined || to === undefined || from === to) return
  assembly.edges.set(`${from}\n${to}`, {from, to, kind: 'depends-on'})
}

function manifestEvidence(path: string, declared: Declared, assembly: Assembly): Evidence {
  return evidenceAt(assembly, 'npm/manifest', {path, line: declared.line, symbol: declared.alias}, manifestConfidence)
}

/** A place in a manifest or lock. @param confidence 0 … 1 */
export function evidenceAt(
  assembly: Assembly,
  detector: string,
  place: {readonly path: string; readonly line: number | undefined; readonly symbol: string},
  confidence: number,
): Evidence {
  const {path, line, symbol} = place
  const scope = assembly.context.scopeOf(path)
  return {
    detector,
    technique: 'manifest',
    path,
    ...(line !== undefined && {line}),
    symbol,
    level: 'used',
    scope,
    confidence,
  }
}
