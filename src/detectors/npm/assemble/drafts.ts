import semver from 'semver'
import type {AssetOf} from '../../../inventory/asset.ts'
import type {Digest, Evidence} from '../../../inventory/evidence.ts'
import type {Distribution, PackageFacts} from '../../../inventory/facts.ts'
import {keyOf, packageId} from '../../../inventory/identity.ts'
import {toLicence} from '../../../inventory/licence.ts'
import {originQualifiers, type PackageOrigin} from '../../../inventory/package-origin.ts'
import {groupBy} from '../../../lib/group.ts'
import {npmPurl, splitNpmName} from '../../../lib/names/purl.ts'
import {compareText} from '../../../lib/sort.ts'
import type {DependencyKind, Patch} from '../lock.ts'
import {withoutCredentials} from '../origin.ts'
import {strongerScope} from './scopes.ts'

/** One sighting of a package. */
export interface Sighting {
  readonly name: string
  readonly version?: string | undefined
  readonly origin?: PackageOrigin | undefined
  readonly evidence: readonly Evidence[]
  /** the evidence is an entry of a lock */
  readonly lock?: boolean
  readonly scope?: DependencyKind | undefined
  readonly direct?: boolean
  readonly declared?: string | undefined
  readonly source?: string | undefined
  readonly local?: boolean
  readonly condition?: string | undefined
  readonly licence?: string | undefined
  readonly distribution?: Distribution | undefined
  readonly properties?: Readonly<Record<string, string>> | undefined
}

/** A package while it is put together: all sightings of one name, origin and version. */
interface Draft {
  readonly id: string
  readonly name: string
  readonly version: string | undefined
  readonly origin: PackageOrigin | undefined
  readonly declared: Set<string>
  readonly evidence: Map<string, Evidence>
  readonly distributions: Distribution[]
  readonly properties: Map<string, Set<string>>
  scope?: DependencyKind | undefined
  direct: boolean
  source?: string | undefined
  local: boolean
  condition?: string | undefined
  licence?: string | undefined
}

/** Gathers what files say of packages into one asset a version. */
export interface Drafts {
  /** @returns key of the package, for relationships; undefined where the name can be none */
  add(sighting: Sighting): string | undefined
  /** Marks the packages that patches change. */
  patch(patches: readonly Patch[]): void
  assets(): AssetOf<'package'>[]
}

/** npm allows 214; some old ones are longer. */
const nameLimit = 500
/** Archives of one version that contradict each other; a real version has one. */
const distributionLimit = 100
/** Patches of one package; real projects have two or three. */
const patchLimit = 100
const namePattern = /^(?:@[^\s/@]+\/)?[^\s/@]+$/

/** Starts with no package; names that npm would refuse never become one. */
export function collectDrafts(): Drafts {
  const drafts = new Map<string, Draft>()
  return {
    add(sighting) {
      const {name, version} = sighting
      if (name.length > nameLimit || !namePattern.test(name)) return undefined
      const known = drafts.get(keyOf(identityOf(sighting)))
      // another revision under the version that is known is another package
      const isOther = known !== undefined && known.origin?.url !== sighting.origin?.url
      const id = isOther ? `${packageId('npm', name)}?vcs_url=${sighting.origin?.url}` : identityOf(sighting).id
      const key = keyOf({id, ...(version !== undefined && {version})})
      const draft = drafts.get(key) ?? openDraft(id, sighting)
      drafts.set(key, draft)
      addTo(draft, sighting)
      return key
    },
    patch(patches) {
      const byName = groupBy(patches, ({name}) => name)
      for (const draft of drafts.values()) {
        if (draft.local) continue
        for (const {path} of (byName.get(draft.name) ?? [])
          .slice(0, patchLimit)
          .filter(({range}) => isPatched(draft.version, range))) {
          setProperty(draft, 'aibom:package:patched', 'true')
          if (path !== '') setProperty(draft, 'aibom:package:patch', path)
        }
      }
    },
    assets: () => [...drafts.values()].map(toAsset),
  }
}

function identityOf({name, version, origin}: Sighting): {id: string; version?: string} {
  return {id: packageId('npm', name, origin), ...(version !== undefined && {version})}
}

function openDraft(id: string, {name, version, origin}: Sighting): Draft {
  return {
    id,
    name,
    version,
    origin,
    declared: new Set(),
    evidence: new Map(),
    distributions: [],
    properties: new Map(),
    direct: false,
    local: false,
  }
}

function addTo(draft: Draft, sighting: Sighting): void {
  for (const evidence of sighting.evidence) addEvidence(draft.evidence, evidence, sighting.lock === true)
  draft.scope = strongerScope(draft.scope, sighting.scope)
  draft.direct ||= sighting.direct === true
  draft.local ||= sighting.local === true
  if (sighting.declared !== undefined) draft.declared.add(withoutCredentials(sighting.declared))
  draft.source ??= sighting.source
  draft.condition ??= sighting.condition
  draft.licence ??= sighting.licence
  if (sighting.distribution !== undefined) addDistribution(draft.distributions, sighting.distribution)
  for (const [name, value] of Object.entries(sighting.properties ?? {})) setProperty(draft, name, value)
}

/** A lock repeats a package wherever another copy of it is installed: its first entry stands for all. */
function addEvidence(known: Draft['evidence'], added: Evidence, isOfLock: boolean): void {
  const place = `${added.path}:${isOfLock ? '' : (added.line ?? '')}:${added.symbol ?? ''}`
  if (!isOfLock || !known.has(place)) known.set(place, added)
}

function setProperty(draft: Draft, name: string, value: string): void {
  draft.properties.set(name, (draft.properties.get(name) ?? new Set()).add(value))
}

function isPatched(version: string | undefined, range: string | undefined): boolean {
  if (version === undefined) return false
  return (
    range === undefined ||
    range === version ||
    (semver.validRange(range) !== null && semver.satisfies(version, range, {includePrerelease: true}))
  )
}

/**
 * Two locks may name one archive, with other hashes of it or another mirror: an equal digest, or an equal URL with no
 * digest that speaks against it.
 */
function addDistribution(distributions: Distribution[], added: Distribution): void {
  const at = distributions.findIndex(one => isSameArchive(one, added))
  const known = distributions[at]
  if (known === undefined) {
    if (distributions.length < distributionLimit) distributions.push(added)
    return
  }
  const url = known.url ?? added.url
  const digests = [
    ...known.digests,
    ...added.digests.filter(digest => !known.digests.some(other => isSameDigest(digest, other))),
  ]
  distributions[at] = {...(url !== undefined && {url}), digests}
}

function isSameArchive(a: Distribution, b: Distribution): boolean {
  if (a.digests.some(digest => b.digests.some(other => isSameDigest(digest, other)))) return true
  const contradicts = a.digests.some(digest => b.digests.some(other => other.alg === digest.alg))
  return !contradicts && (a.url === b.url || a.url === undefined || b.url === undefined)
}

function isSameDigest(a: Digest, b: Digest): boolean {
  return a.alg === b.alg && a.hex === b.hex
}

function toAsset(draft: Draft): AssetOf<'package'> {
  const licence = draft.licence === undefined ? undefined : toLicence(draft.licence)
  const [only, ...others] = draft.distributions
  return {
    kind: 'package',
    id: draft.id,
    ...splitNpmName(draft.name),
    ...(draft.version !== undefined && {version: draft.version}),
    ...(draft.origin?.kind !== 'path' && {purl: npmPurl(draft.name, draft.version, originQualifiers(draft.origin))}),
    aliases: [],
    ...(licence !== undefined && {licences: [licence]}),
    digests: only !== undefined && others.length === 0 ? only.digests : [],
    evidence: [...draft.evidence.values()],
    ...(draft.properties.size > 0 && {properties: toProperties(draft)}),
    facts: toFacts(draft),
  }
}

function toFacts(draft: Draft): PackageFacts {
  return {
    ecosystem: 'npm',
    scope: draft.scope ?? 'runtime',
    direct: draft.direct,
    ...(draft.declared.size > 0 && {declared: [...draft.declared].sort(compareText)}),
    ...(draft.source !== undefined && {source: draft.source}),
    ...(draft.local && {local: true}),
    ...(draft.condition !== undefined && {condition: draft.condition}),
    distributions: draft.distributions,
  }
}

function toProperties(draft: Draft): Record<string, readonly string[]> {
  return Object.fromEntries([...draft.properties].map(([name, values]) => [name, [...values].sort(compareText)]))
}
