import {compact} from '../../../lib/compact.ts'
import {sha256Hex} from '../../../lib/digest.ts'
import {toMilliseconds} from '../../../lib/instant.ts'
import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {contextAddress, lacksOf} from '../terms.ts'
import {Carried} from './carried.ts'
import {addCompleteness, phaseOf} from './completeness.ts'
import {wholeSeconds} from './instant.ts'
import {addLicences} from './licences-of.ts'
import {type Making, packageOf} from './package-of.ts'
import {addVulnerabilities} from './security-of.ts'

/** A document in SPDX 3, and what SPDX has no field for. */
export interface SpdxDocument {
  readonly document: UnknownRecord
  readonly lost: readonly string[]
  /** what the AI and Dataset profiles ask for and the BOM does not state, in a sentence each */
  readonly missing: readonly string[]
}

const creation = '_:creation'
/** Components beyond these are not written: a document may claim any number. */
const elementLimit = 200_000

/** The graph while it is written. */
interface Writing extends Making {
  readonly elements: UnknownRecord[]
  /** IRI by bom-ref */
  readonly byRef: Map<string, string>
  readonly relationships: Map<string, {readonly from: string; readonly type: string; readonly to: string[]}>
  relate(from: string, type: string, to: string): void
  idOf(part: string): string
  /** of the component at a pointer */
  idAt(pointer: string): string
}

/**
 * A CycloneDX document as SPDX 3.0.1 with its AI and Dataset profiles, in JSON-LD.
 * @param created instant of the conversion, for a document that does not say when it was made
 * @see SPDX 3.0.1, "AI" and "Dataset"
 */
export function toSpdx(source: UnknownRecord, created: string): SpdxDocument {
  const writing = openWriting(source)
  const metadata = asRecord(source['metadata']) ?? {}
  for (const field of ['bomFormat', 'specVersion', '$schema']) writing.carried.mark(`/${field}`)
  if (source['version'] === 1) writing.carried.mark('/version')
  const subject = asRecord(metadata['component'])
  const root = subject === undefined ? undefined : addComponent(subject, '/metadata/component', writing)
  const tops = indexedRecords(source['components']).map(([index, node]) =>
    addComponent(node, `/components/${index}`, writing),
  )
  addDependencies(source, writing)
  addOrigins(source, writing)
  addVulnerabilities(source, writing, creation)
  const complete = addCompleteness(source, writing)
  const makers = addMakers(metadata, writing)
  const roots = root === undefined ? tops : [root]
  const relationships = [...writing.relationships].map(([key, {from, type, to}], index) =>
    compact({
      type: 'Relationship',
      spdxId: writing.idOf(`relationship-${index}`),
      creationInfo: creation,
      from,
      relationshipType: type,
      to: [...new Set(to)],
      completeness: complete.get(key),
    }),
  )
  const elements = [...writing.elements, ...relationships]
  const missing = missingOf(writing.elements)
  const profiles = ['core', 'software', 'simpleLicensing', ...(missing.length === 0 ? ['ai', 'dataset'] : [])]
  const ids = elements.map(element => element['spdxId'])
  const sbom = {
    type: 'software_Sbom',
    spdxId: writing.idOf('sbom'),
    creationInfo: creation,
    ...phaseOf(metadata, writing),
    ...(roots.length > 0 && {rootElement: roots}),
    element: ids,
  }
  const head = {
    type: 'SpdxDocument',
    spdxId: writing.idOf('document'),
    creationInfo: creation,
    profileConformance: profiles,
    rootElement: [sbom.spdxId],
    element: [sbom.spdxId, ...ids],
  }
  const info = {
    type: 'CreationInfo',
    '@id': creation,
    specVersion: '3.0.1',
    created: madeAt(metadata, writing) ?? created,
    ...makers,
  }
  return {
    document: {'@context': contextAddress, '@graph': [info, head, sbom, ...elements]},
    lost: writing.carried.lostOf(source),
    missing,
  }
}

function madeAt({timestamp}: UnknownRecord, {carried}: Writing): string | undefined {
  const milliseconds = toMilliseconds(timestamp)
  if (milliseconds === undefined) return undefined
  carried.mark('/metadata/timestamp')
  return wholeSeconds(new Date(milliseconds))
}

function openWriting(source: UnknownRecord): Writing {
  const carried = new Carried()
  const base = baseOf(source, carried)
  const elements: UnknownRecord[] = []
  const agents = new Map<string, string>()
  const idOf = (part: string): string => `${base}#${part}`
  const idAt = (pointer: string): string => idOf(pointer.slice(1).replaceAll('/', '-'))
  const agentOf = (entity: unknown, pointer: string): string | undefined => {
    const name = asText(asRecord(entity)?.['name'])
    if (name === undefined) return undefined
    carried.mark(`${pointer}/name`)
    const known = agents.get(name)
    if (known !== undefined) return known
    const spdxId = idOf(`agent-${agents.size}`)
    agents.set(name, spdxId)
    const type = /\/authors\/\d+$/.test(pointer) ? 'Agent' : 'Organization'
    const email = asText(asRecord(entity)?.['email'])
    if (email !== undefined) carried.mark(`${pointer}/email`)
    const identifier = {type: 'ExternalIdentifier', externalIdentifierType: 'email', identifier: email}
    elements.push({
      type,
      spdxId,
      creationInfo: creation,
      name,
      ...(email !== undefined && {externalIdentifier: [identifier]}),
    })
    return spdxId
  }
  const relationships: Writing['relationships'] = new Map()
  const relate = (from: string, type: string, to: string): void => {
    const key = `${from}\n${type}`
    const known = relationships.get(key)
    if (known === undefined) relationships.set(key, {from, type, to: [to]})
    else known.to.push(to)
  }
  return {carried, elements, byRef: new Map(), relationships, idOf, idAt, agentOf, relate}
}

/** Ids begin with the serial number; of a document that has none, or one that is no UUID, with its digest. */
function baseOf(source: UnknownRecord, carried: Carried): string {
  const serial = asText(source['serialNumber']) ?? ''
  if (!/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(serial))
    return `urn:aibom:${sha256Hex(JSON.stringify(source)).slice(0, 32)}`
  carried.mark('/serialNumber')
  return serial
}

function addComponent(node: UnknownRecord, pointer: string, writing: Writing): string {
  const spdxId = writing.idAt(pointer)
  if (writing.elements.length >= elementLimit) return spdxId
  writing.elements.push({...packageOf(node, pointer, writing), spdxId, creationInfo: creation})
  const ref = asText(node['bom-ref'])
  if (ref !== undefined) writing.byRef.set(ref, spdxId)
  addLicences(node, {spdxId, pointer, creationInfo: creation}, writing)
  for (const [index, child] of indexedRecords(node['components'])) {
    writing.relate(spdxId, 'contains', addComponent(child, `${pointer}/components/${index}`, writing))
  }
  for (const [index, ancestor] of indexedRecords(asRecord(node['pedigree'])?.['ancestors'])) {
    writing.relate(spdxId, 'descendantOf', addComponent(ancestor, `${pointer}/pedigree/ancestors/${index}`, writing))
  }
  return spdxId
}

function addDependencies(source: UnknownRecord, writing: Writing): void {
  for (const [index, {ref, dependsOn}] of indexedRecords(source['dependencies'])) {
    const from = writing.byRef.get(String(ref))
    const targets = textsOf(dependsOn)
    const known = targets.flatMap(target => writing.byRef.get(target) ?? [])
    if (from !== undefined) for (const to of known) writing.relate(from, 'dependsOn', to)
    if (from !== undefined && known.length === targets.length) writing.carried.mark(`/dependencies/${index}`)
  }
}

/** The data sets of the model cards, those that stand elsewhere and those inside. */
function addOrigins(source: UnknownRecord, writing: Writing): void {
  const visit = (node: UnknownRecord, pointer: string): void => {
    const from = writing.idAt(pointer)
    const datasets = asRecord(asRecord(node['modelCard'])?.['modelParameters'])?.['datasets']
    for (const [index, dataset] of indexedRecords(datasets)) {
      const at = `${pointer}/modelCard/modelParameters/datasets/${index}`
      const known = writing.byRef.get(asText(dataset['ref']) ?? '')
      if (known !== undefined) writing.carried.mark(`${at}/ref`)
      else if (asText(dataset['name']) === undefined) continue
      const to = known ?? addComponent({...dataset, type: 'data'}, at, writing)
      writing.relate(from, 'trainedOn', to)
    }
    for (const [index, child] of indexedRecords(node['components'])) visit(child, `${pointer}/components/${index}`)
  }
  const subject = asRecord(asRecord(source['metadata'])?.['component'])
  if (subject !== undefined) visit(subject, '/metadata/component')
  for (const [index, node] of indexedRecords(source['components'])) visit(node, `/components/${index}`)
}

/** Who made the BOM, and with what; the conversion itself where nobody says. */
function addMakers(metadata: UnknownRecord, writing: Writing): UnknownRecord {
  const authors = indexedRecords(metadata['authors']).map(([index, author]) =>
    writing.agentOf(author, `/metadata/authors/${index}`),
  )
  const makers = [
    ...authors,
    writing.agentOf(metadata['manufacturer'], '/metadata/manufacturer'),
    writing.agentOf(metadata['supplier'], '/metadata/supplier'),
  ]
  const tools = indexedRecords(asRecord(metadata['tools'])?.['components']).flatMap(([index, tool]) => {
    const name = asText(tool['name'])
    if (name === undefined) return []
    const pointer = `/metadata/tools/components/${index}`
    for (const field of ['type', 'name', 'version']) writing.carried.mark(`${pointer}/${field}`)
    const version = asText(tool['version'])
    const spdxId = writing.idOf(`tool-${index}`)
    writing.elements.push({
      type: 'Tool',
      spdxId,
      creationInfo: creation,
      name: version === undefined ? name : `${name} ${version}`,
    })
    return [spdxId]
  })
  const known = [...new Set(makers.flatMap(maker => maker ?? []))]
  if (known.length === 0) {
    const spdxId = writing.idOf('converter')
    writing.elements.push({type: 'SoftwareAgent', spdxId, creationInfo: creation, name: 'aibom convert'})
    known.push(spdxId)
  }
  return {createdBy: known, ...(tools.length > 0 && {createdUsing: tools})}
}

function missingOf(elements: readonly UnknownRecord[]): string[] {
  return elements.flatMap(element => {
    const fields = lacksOf(element)?.fields ?? []
    return fields.length === 0
      ? []
      : [`${String(element['name'])} states no ${fields.map(field => field.replace(/^software_/, '')).join(', no ')}`]
  })
}
