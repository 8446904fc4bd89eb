import {ComponentType, LifecyclePhase} from '@cyclonedx/cyclonedx-library/Enums'
import {type BomRef, Metadata, OrganizationalContact, Tools} from '@cyclonedx/cyclonedx-library/Models'
import type {Asset} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {SourceDescription} from '../../inventory/source.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {owaspMetadata, publishedModel} from '../check/owasp.ts'
import {accountProperties} from '../parts/account.ts'
import {type Addresses, writtenAddresses} from '../parts/addresses.ts'
import {toCompositions} from '../parts/compositions.ts'
import {toProperties} from '../parts/properties.ts'
import {toReleaseNotes} from '../parts/release.ts'
import {withReports} from '../reports/write.ts'
import type {ExternalReference} from '../spec/cyclonedx.generated.ts'
import {AiBom, AiComponent, AiService, normalizeBom} from '../spec/library.ts'
import {type ComponentContext, describeComponent, describeService} from './component.ts'
import {type Graph, layOut} from './graph.ts'
import {isSoftwareSource} from './source-kind.ts'
import type {WriteOptions} from './write-options.ts'

/** The richest form of the document, before it is fitted to a version. */
export function toDocument(inventory: Inventory, options: WriteOptions): UnknownRecord {
  const graph = layOut(inventory)
  const published = publishedModel(inventory)
  const shape = {includePrompts: options.includePrompts === true, evidenceAsProperty: options.spec === '1.5'}
  const context: ComponentContext = {graph, ...shape, published: published === undefined ? undefined : keyOf(published)}
  const subject = subjectComponent(inventory.subject, context)
  const placed = new Map<string, AiComponent | AiService>([[subjectKey, subject]])
  const bom = new AiBom({metadata: metadataOf(inventory, subject, options)})
  for (const asset of graph.top) {
    const made = place(asset, context, placed)
    if (made instanceof AiService) bom.services.add(made)
    else bom.components.add(made)
  }
  connect(graph, placed)
  const refOf = (key: string): string => graph.refs.get(key) ?? key
  bom.extras = compact({
    properties: toProperties([
      ...accountProperties(inventory, refOf),
      ...(published === undefined ? [] : owaspMetadata(published)),
    ]),
    compositions: toCompositions(inventory, graph),
  })
  const reports = (inventory.reports ?? []).map(report =>
    report.asset === undefined ? report : {...report, asset: refOf(report.asset)},
  )
  return withReports(withLeaves(asRecord(normalizeBom(bom)) ?? {}), reports)
}

/** Readers take an entry without `dependsOn` for a broken one: what depends on nothing says so. */
function withLeaves(document: UnknownRecord): UnknownRecord {
  const dependencies = asList(document['dependencies']).map(item => ({
    ...asRecord(item),
    dependsOn: asRecord(item)?.['dependsOn'] ?? [],
  }))
  return {...document, dependencies}
}

function place(
  asset: Asset,
  context: ComponentContext,
  placed: Map<string, AiComponent | AiService>,
): AiComponent | AiService {
  const made = asset.kind === 'service' ? toService(asset, context) : toComponent(asset, context)
  placed.set(keyOf(asset), made)
  for (const child of context.graph.nested.get(keyOf(asset)) ?? []) {
    const inner = place(child, context, placed)
    if (made instanceof AiComponent && inner instanceof AiComponent) made.components.add(inner)
  }
  return made
}

function toComponent(asset: Exclude<Asset, {kind: 'service'}>, context: ComponentContext): AiComponent {
  const {
    type,
    name,
    'bom-ref': bomRef,
    group,
    version,
    description,
    scope,
    purl,
    ...extras
  } = describeComponent(asset, context)
  const component = new AiComponent(type as ComponentType, name, compact({bomRef, group, version, description, purl}))
  component.extras = compact({...extras, scope})
  return component
}

function toService(asset: Extract<Asset, {kind: 'service'}>, context: ComponentContext): AiService {
  const {name, 'bom-ref': bomRef, group, version, description, ...extras} = describeService(asset, context)
  const service = new AiService(name, compact({bomRef, group, version, description}))
  service.extras = extras
  return service
}

function connect(graph: Graph, placed: ReadonlyMap<string, AiComponent | AiService>): void {
  for (const [from, targets] of graph.edges) {
    const dependencies = placed.get(from)?.dependencies
    const refs = targets.map(to => placed.get(to)?.bomRef).filter((ref): ref is BomRef => ref !== undefined)
    for (const ref of refs) dependencies?.add(ref)
  }
}

function metadataOf(inventory: Inventory, subject: AiComponent, options: WriteOptions): Metadata {
  const tool = new AiComponent(ComponentType.Application, 'aibom', {version: options.toolVersion})
  const metadata = new Metadata({component: subject, tools: new Tools()})
  metadata.tools.components.add(tool)
  if (options.timestamp !== undefined) metadata.timestamp = options.timestamp
  if (options.author !== undefined) metadata.authors.add(new OrganizationalContact({name: options.author}))
  metadata.lifecycles.add(
    isSoftwareSource(inventory.subject.scheme) ? LifecyclePhase.PreBuild : LifecyclePhase.PostBuild,
  )
  return metadata
}

/** The application itself; only its name depends on what the source is called. */
function subjectComponent(source: SourceDescription, {graph, evidenceAsProperty}: ComponentContext): AiComponent {
  const addresses = writtenAddresses()
  const component = new AiComponent(
    ComponentType.Application,
    source.name,
    compact({bomRef: subjectKey, version: source.version, purl: source.purl, publisher: source.author}),
  )
  const references = [
    ...(source.url === undefined ? [] : [{type: 'vcs' as const, url: addresses.write(source.url)}]),
    ...(source.securityPolicy === undefined ? [] : [policyReference(source.securityPolicy, addresses)]),
  ]
  component.extras = compact({
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
  return component
}

/** A file of RFC 9116 has a type of its own. */
function policyReference(path: string, addresses: Addresses): ExternalReference {
  return {type: path.endsWith('.txt') ? 'rfc-9116' : 'security-contact', url: addresses.write(path)}
}
