import type {Asset} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {SourceDescription} from '../../inventory/source.ts'
import {compact} from '../../lib/compact.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
import {owaspMetadata, publishedModel} from '../check/owasp.ts'
import {accountProperties} from '../parts/account.ts'
import {type Addresses, writtenAddresses} from '../parts/addresses.ts'
import {toCompositions} from '../parts/compositions.ts'
import {toProperties} from '../parts/properties.ts'
import {toReleaseNotes} from '../parts/release.ts'
import {usualContexts, usualProperties} from '../parts/usual-contexts.ts'
import {withReports} from '../reports/write.ts'
import type {
  Component,
  CycloneDxDocument,
  Dependency,
  ExternalReference,
  Metadata,
} from '../spec/cyclonedx.generated.ts'
import {type ComponentContext, describeComponent, describeService} from './component.ts'
import {type Graph, layOut} from './graph.ts'
import {isSoftwareSource} from './source-kind.ts'
import type {WriteOptions} from './write-options.ts'

/** The richest form of the document, before it is fitted to a version; its components can be read once. */
export function toDocument(inventory: Inventory, options: WriteOptions): UnknownRecord {
  const graph = layOut(inventory)
  const published = publishedModel(inventory)
  const shape = {includePrompts: options.includePrompts === true, evidenceAsProperty: options.spec === '1.5'}
  const usual = shape.evidenceAsProperty ? new Map<string, string>() : usualContexts(inventory.assets)
  const context: ComponentContext = {
    ...{graph, ...shape, usualContexts: usual},
    published: published === undefined ? undefined : keyOf(published),
  }
  const services = graph.top.flatMap(asset => (asset.kind === 'service' ? describeService(asset, context) : []))
  const refOf = (key: string): string => graph.refs.get(key) ?? key
  const reports = (inventory.reports ?? []).map(report =>
    report.asset === undefined ? report : {...report, asset: refOf(report.asset)},
  )
  const properties = toProperties([
    ...accountProperties(inventory, refOf),
    ...usualProperties(usual),
    ...(published === undefined ? [] : owaspMetadata(published)),
  ])
  const document = compact({
    bomFormat: 'CycloneDX' as const,
    version: 1,
    metadata: {...metadataOf(inventory, options), component: subjectComponent(inventory.subject, context), properties},
    components: reports.length === 0 ? describeAll(context) : [...describeAll(context)],
    services: services.length === 0 ? undefined : services,
    dependencies: dependenciesOf(keysOf(graph), graph),
    compositions: toCompositions(inventory, graph),
  }) satisfies Omit<CycloneDxDocument, 'specVersion' | 'components'>
  return withReports(document, reports)
}

/** Each is described when it is its turn: of a large document no second copy stands in memory. */
function* describeAll(context: ComponentContext): Generator<Component> {
  for (const asset of context.graph.top) if (asset.kind !== 'service') yield describeWhole(asset, context)
}

function describeWhole(asset: Exclude<Asset, {kind: 'service'}>, context: ComponentContext): Component {
  const component = describeComponent(asset, context)
  const inside = context.graph.nested.get(keyOf(asset)) ?? []
  const components = inside.flatMap(child => (child.kind === 'service' ? [] : describeWhole(child, context)))
  return components.length === 0 ? component : {...component, components}
}

/** The keys of all that the document holds, in its order. */
function keysOf({top, nested}: Graph): string[] {
  const inOrder = (asset: Asset): string[] => [keyOf(asset), ...(nested.get(keyOf(asset)) ?? []).flatMap(inOrder)]
  const components = top.filter(({kind}) => kind !== 'service').flatMap(inOrder)
  return [subjectKey, ...components, ...top.filter(({kind}) => kind === 'service').map(keyOf)]
}

/** Readers take an entry without `dependsOn` for a broken one: what depends on nothing says so. */
function dependenciesOf(keys: readonly string[], {refs, edges}: Graph): Dependency[] {
  const held = new Set(keys)
  return keys.map(key => {
    const targets = (edges.get(key) ?? []).filter(to => to !== key && held.has(to))
    return {ref: refs.get(key) ?? key, dependsOn: [...new Set(targets)].map(to => refs.get(to) ?? to)}
  })
}

function metadataOf(inventory: Inventory, {timestamp, author, toolVersion}: WriteOptions): Metadata {
  return compact({
    timestamp: timestamp?.toISOString(),
    lifecycles: [
      {phase: isSoftwareSource(inventory.subject.scheme) ? ('pre-build' as const) : ('post-build' as const)},
    ],
    tools: {components: [{type: 'application' as const, name: 'aibom', version: toolVersion}]},
    authors: author === undefined ? undefined : [{name: author}],
  })
}

/** The application itself; only its name depends on what the source is called. */
function subjectComponent(source: SourceDescription, {graph, evidenceAsProperty}: ComponentContext): Component {
  const addresses = writtenAddresses()
  const references = [
    ...(source.url === undefined ? [] : [{type: 'vcs' as const, url: addresses.write(source.url)}]),
    ...(source.securityPolicy === undefined ? [] : [policyReference(source.securityPolicy, addresses)]),
  ]
  return compact({
    type: 'application' as const,
    'bom-ref': subjectKey,
    name: source.name,
    version: source.version,
    purl: source.purl,
    publisher: source.author,
    manufacturer: source.author === undefined || evidenceAsProperty ? undefined : {name: source.author},
    releaseNotes: toReleaseNotes(source.released),
    externalReferences: references.length === 0 ? undefined : references,
    properties: toProperties([
      ['aibom:source:scheme', source.scheme],
      ['aibom:source:revision', source.revision],
      ['aibom:source:committed', source.committed],
      ['aibom:address', addresses.verbatim()],
      ['aibom:relationship', graph.relationships.get(subjectKey)],
    ]),
  })
}

/** A file of RFC 9116 has a type of its own. */
function policyReference(path: string, addresses: Addresses): ExternalReference {
  return {type: path.endsWith('.txt') ? 'rfc-9116' : 'security-contact', url: addresses.write(path)}
}
