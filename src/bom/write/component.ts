import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {Digest} from '../../inventory/evidence.ts'
import {fullName, keyOf} from '../../inventory/identity.ts'
import {compact} from '../../lib/compact.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {sortedBy} from '../../lib/sort.ts'
import {owaspCard} from '../check/owasp.ts'
import {type Addresses, writtenAddresses} from '../parts/addresses.ts'
import {digestProperties, toHashes} from '../parts/digests.ts'
import {type Occurrence, toEvidenceText, toIdentity, toOccurrences} from '../parts/evidence.ts'
import {factProperties} from '../parts/facts-out.ts'
import {toLicences} from '../parts/licences.ts'
import {toModelCard} from '../parts/model-card.ts'
import {toComponentScope} from '../parts/package.ts'
import {toPedigree} from '../parts/pedigree.ts'
import {type PropertyFields, toProperties} from '../parts/properties.ts'
import {lacksFiles, toExternalReferences} from '../parts/references.ts'
import {toReleaseNotes} from '../parts/release.ts'
import type {
  Component as CdxComponent,
  Service as CdxService,
  ComponentData,
  ComponentEvidence,
} from '../spec/cyclonedx.generated.ts'
import {componentType} from './component-type.ts'
import type {Graph} from './graph.ts'

/** What writing one component has to know of the document and the user's choices. */
export interface ComponentContext {
  readonly graph: Graph
  readonly includePrompts: boolean
  /** 1.5 has no line, symbol or context in an occurrence: evidence is then a property */
  readonly evidenceAsProperty: boolean
  /** by path: what evidence of packages there does not say again */
  readonly usualContexts: ReadonlyMap<string, string>
  /** key of the model that a registry publishes as what was asked for */
  readonly published?: string | undefined
}

/** A component with all that is known of the asset, in the terms of CycloneDX 1.7. */
export function describeComponent(asset: Exclude<Asset, {kind: 'service'}>, context: ComponentContext): CdxComponent {
  const addresses = writtenAddresses()
  const hashed = toHashes(asset.digests)
  const licences = asset.licences === undefined ? undefined : toLicences(asset.licences, addresses)
  const references = toExternalReferences(asset, addresses)
  const data = dataOf(asset, context, addresses)
  return compact({
    type: componentType(asset.kind),
    'bom-ref': refOf(asset, context.graph),
    group: asset.group || undefined,
    name: context.graph.names.get(keyOf(asset)) ?? asset.name,
    version: asset.version || undefined,
    description: asset.description || undefined,
    publisher: asset.author,
    manufacturer: manufacturerOf(asset, context),
    scope: asset.kind === 'package' ? toComponentScope(asset.facts.scope) : undefined,
    hashes: listed(hashed.hashes),
    licenses: licences?.licenses,
    purl: asset.purl,
    swhid: swhidOf(asset),
    pedigree: toPedigree(asset, context.graph),
    externalReferences: listed(references),
    evidence: evidenceOf(asset, context),
    releaseNotes: toReleaseNotes(asset.released),
    modelCard: asset.kind === 'model' ? modelCardOf(asset, context) : undefined,
    data,
    properties: toProperties([
      ...commonProperties(asset, context),
      ...digestProperties(hashed),
      ['aibom:package:no-file', lacksFiles(asset) ? true : undefined],
      ...(licences?.properties ?? []),
      ...foreignProperties(asset),
      ['aibom:evidence', context.evidenceAsProperty ? toEvidenceText(asset.evidence) : undefined],
      ...trailingProperties(asset, context, addresses),
    ]),
  })
}

function modelCardOf(model: AssetOf<'model'>, {graph, published}: ComponentContext): CdxComponent['modelCard'] {
  const key = keyOf(model)
  return toModelCard(model, graph.datasets.get(key) ?? [], key === published ? toProperties(owaspCard(model)) : [])
}

/** The same for a service, which CycloneDX lists apart from components. */
export function describeService(asset: AssetOf<'service'>, context: ComponentContext): CdxService {
  const addresses = writtenAddresses()
  const licences = asset.licences === undefined ? undefined : toLicences(asset.licences, addresses)
  const hashed = toHashes(asset.digests)
  return compact({
    'bom-ref': refOf(asset, context.graph),
    group: asset.group || undefined,
    name: asset.name,
    version: asset.version || undefined,
    description: asset.description || undefined,
    provider: asset.facts.crossesTrustBoundary === true ? {name: asset.name} : undefined,
    endpoints: listed(asset.facts.endpoints.map(endpoint => addresses.write(endpoint))),
    authenticated: asset.facts.authenticated,
    'x-trust-boundary': asset.facts.crossesTrustBoundary,
    data: listed(asset.facts.dataFlows?.map(({flow, classification}) => ({flow, classification})) ?? []),
    licenses: licences?.licenses,
    externalReferences: listed(toExternalReferences(asset, addresses)),
    properties: toProperties([
      ...commonProperties(asset, context),
      ['aibom:author', asset.author],
      ['aibom:purl', asset.purl],
      ['aibom:digest', [...hashed.others, ...asset.digests.filter(isHashed(hashed.others)).map(digestText)]],
      ...(licences?.properties ?? []),
      ...foreignProperties(asset),
      ['aibom:evidence', toEvidenceText(asset.evidence)],
      ...trailingProperties(asset, context, addresses),
    ]),
  })
}

function digestText({alg, hex, of, from}: Digest): string {
  return `${alg}:${hex} ${of} ${from}`
}

function isHashed(others: readonly string[]): (digest: Digest) => boolean {
  const texts = new Set(others)
  return digest => !texts.has(digestText(digest))
}

/** Its bom-ref; the id where the document does not have the asset. */
export function refOf(asset: Asset, graph: Graph): string {
  return graph.refs.get(keyOf(asset)) ?? asset.id
}

function commonProperties(asset: Asset, {graph}: ComponentContext): PropertyFields {
  return [
    ['aibom:kind', asset.kind],
    ['aibom:id', refOf(asset, graph) === asset.id ? undefined : asset.id],
    ['aibom:name', graph.names.has(keyOf(asset)) ? asset.name : undefined],
    ['aibom:alias', [...asset.aliases]],
    ...factProperties(asset),
  ]
}

function foreignProperties(asset: Asset): PropertyFields {
  if (asset.properties === undefined) return []
  const own = new Set(factProperties(asset).map(([name]) => name))
  return sortedBy(Object.entries(asset.properties), ([name]) => name).filter(([name]) => !own.has(name))
}

function trailingProperties(asset: Asset, {graph}: ComponentContext, addresses: Addresses): PropertyFields {
  return [
    ['aibom:address', addresses.verbatim()],
    ['aibom:relationship', graph.relationships.get(keyOf(asset))],
  ]
}

/** A hub repository is a git repository: its pinned commit has a software heritage identifier. */
function swhidOf(asset: Asset): string[] | undefined {
  if ((asset.kind !== 'model' && asset.kind !== 'dataset') || asset.facts.registry !== 'huggingface') return undefined
  return isCommit(asset.version) ? [`swh:1:rev:${asset.version}`] : undefined
}

function evidenceOf(asset: Asset, context: ComponentContext): ComponentEvidence | undefined {
  if (asset.evidence.length === 0) return undefined
  return {
    identity: [toIdentity(asset.purl === undefined ? 'name' : 'purl', asset.evidence)],
    occurrences: occurrencesOf(asset, context),
  }
}

function occurrencesOf(asset: Asset, {evidenceAsProperty, usualContexts}: ComponentContext): Occurrence[] {
  if (evidenceAsProperty) {
    const locations = new Set(toOccurrences(asset.evidence).map(({location}) => location))
    return [...locations].map(location => ({location}))
  }
  const usual = asset.kind === 'package' ? {contexts: usualContexts, name: fullName(asset)} : undefined
  return toOccurrences(asset.evidence, usual)
}

/**
 * Whoever a registry publishes a model or data set for made it, as far as the registry tells; 1.5 has only a publisher.
 */
function manufacturerOf(asset: Asset, {evidenceAsProperty}: ComponentContext): CdxComponent['manufacturer'] {
  const isMade = asset.kind === 'model' || asset.kind === 'dataset'
  return isMade && asset.author !== undefined && !evidenceAsProperty ? {name: asset.author} : undefined
}

function dataOf(asset: Asset, {includePrompts}: ComponentContext, addresses: Addresses): ComponentData[] | undefined {
  const name = asset.name
  if (asset.kind === 'dataset') {
    const url = asset.facts.url
    return [
      compact({type: 'dataset' as const, name, contents: url === undefined ? undefined : {url: addresses.write(url)}}),
    ]
  }
  if (asset.kind !== 'prompt') return undefined
  const text = includePrompts ? asset.facts.text : undefined
  // `definition` is in the schema and not in the enumeration of the Java library, which then refuses the whole document
  return [
    compact({
      type: 'configuration' as const,
      name,
      contents: text === undefined ? undefined : {attachment: {contentType: 'text/plain', content: text}},
    }),
  ]
}

function listed<T>(items: readonly T[]): T[] | undefined {
  return items.length === 0 ? undefined : [...items]
}
