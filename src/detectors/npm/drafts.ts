import type {AssetOf} from '../../inventory/asset.ts'
import type {Digest, Evidence} from '../../inventory/evidence.ts'
import type {Distribution, PackageFacts} from '../../inventory/facts.ts'
import {keyOf, registryId} from '../../inventory/identity.ts'
import {toLicence} from '../../inventory/licence.ts'
import {npmPurl} from '../../lib/purl.ts'
import {compareText} from '../../lib/sort.ts'
import type {DependencyKind} from './lock.ts'
import {withoutCredentials} from './origin.ts'
import {strongerScope} from './scopes.ts'
import {isGit, toGitUrl} from './spec.ts'

/** One sighting of a package. */
export interface Sighting {
  readonly name: string
  readonly version?: string | undefined
  readonly evidence: readonly Evidence[]
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

/** A package while it is put together: all sightings of one name and version. */
interface Draft {
  readonly name: string
  readonly version: string | undefined
  readonly evidence: Map<string, Evidence>
  readonly distributions: Distribution[]
  readonly properties: Map<string, Set<string>>
  scope?: DependencyKind | undefined
  direct: boolean
  declared?: string | undefined
  source?: string | undefined
  local: boolean
  condition?: string | undefined
  licence?: string | undefined
}

export interface Drafts {
  /** @returns key of the package, for relationships; undefined where the name can be none */
  add(sighting: Sighting): string | undefined
  assets(): AssetOf<'package'>[]
}

/** npm allows 214; some old ones are longer. */
const nameLimit = 500
/** Archives of one version that contradict each other; a real version has one. */
const distributionLimit = 100
const namePattern = /^(?:@[^\s/@]+\/)?[^\s/@]+$/

export function collectDrafts(): Drafts {
  const drafts = new Map<string, Draft>()
  return {
    add(sighting) {
      const {name, version} = sighting
      if (name.length > nameLimit || !namePattern.test(name)) return undefined
      const key = keyOf({id: registryId('package', 'npm', name), ...(version !== undefined && {version})})
      const draft = drafts.get(key) ?? openDraft(name, version)
      drafts.set(key, draft)
      addTo(draft, sighting)
      return key
    },
    assets: () => [...drafts.values()].map(toAsset),
  }
}

function openDraft(name: string, version: string | undefined): Draft {
  return {name, version, evidence: new Map(), distributions: [], properties: new Map(), direct: false, local: false}
}

function addTo(draft: Draft, sighting: Sighting): void {
  for (const evidence of sighting.evidence) draft.evidence.set(`${evidence.path}:${evidence.line ?? ''}:${evidence.symbol ?? ''}`, evidence)
  draft.scope = strongerScope(draft.scope, sighting.scope)
  draft.direct ||= sighting.direct === true
  draft.local ||= sighting.local === true
  draft.declared ??= sighting.declared
  draft.source ??= sighting.source
  draft.condition ??= sighting.condition
  draft.licence ??= sighting.licence
  if (sighting.distribution !== undefined) addDistribution(draft.distributions, sighting.distribution)
  for (const [name, value] of Object.entries(sighting.properties ?? {})) {
    draft.properties.set(name, (draft.properties.get(name) ?? new Set()).add(value))
  }
}

/** Two locks may name one archive, with other hashes of it or another mirror: an equal digest, or an equal URL with no digest that speaks against it. */
function addDistribution(distributions: Distribution[], added: Distribution): void {
  const at = distributions.findIndex(one => isSameArchive(one, added))
  const known = distributions[at]
  if (known === undefined) {
    if (distributions.length < distributionLimit) distributions.push(added)
    return
  }
  const url = known.url ?? added.url
  const digests = [...known.digests, ...added.digests.filter(digest => !known.digests.some(other => isSameDigest(digest, other)))]
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
  const slash = draft.name.startsWith('@') ? draft.name.indexOf('/') : -1
  const licence = draft.licence === undefined ? undefined : toLicence(draft.licence)
  const [only, ...others] = draft.distributions
  return {
    kind: 'package',
    id: registryId('package', 'npm', draft.name),
    ...(slash !== -1 && {group: draft.name.slice(0, slash)}),
    name: draft.name.slice(slash + 1),
    ...(draft.version !== undefined && {version: draft.version}),
    ...(!draft.local && {purl: npmPurl(draft.name, draft.version, qualifiersOf(draft))}),
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
    ...(draft.declared !== undefined && {declared: withoutCredentials(draft.declared)}),
    ...(draft.source !== undefined && {source: draft.source}),
    ...(draft.local && {local: true}),
    ...(draft.condition !== undefined && {condition: draft.condition}),
    distributions: draft.distributions,
  }
}

/** @see purl-spec «Known qualifiers» */
function qualifiersOf(draft: Draft): Record<string, string> | undefined {
  const {source} = draft
  if (source === undefined) return undefined
  if (isGit(source)) return {vcs_url: toGitUrl(source)}
  if (!/^https?:/.test(source)) return undefined
  return draft.distributions.some(one => one.url === source) || /\.(tgz|tar\.gz)$/.test(source) ? {download_url: source} : {repository_url: source}
}

function toProperties(draft: Draft): Record<string, readonly string[]> {
  return Object.fromEntries([...draft.properties].map(([name, values]) => [name, [...values].sort(compareText)]))
}
