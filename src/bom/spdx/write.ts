import {sha256Hex} from '../../lib/digest.ts'
import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {Carried} from './carried.ts'
import {type Making, packageOf, wholeSeconds} from './package-of.ts'
import {contextAddress, noLicence} from './terms.ts'

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
  for (const field of ['bomFormat', 'specVersion', 'serialNumber', '$schema', 'version'])
    writing.carried.mark(`/${field}`)
  const subject = asRecord(metadata['component'])
  const root = subject === undefined ? undefined : addComponent(subject, '/metadata/component', writing)
  const tops = indexedRecords(source['components']).map(([index, node]) =>
    addComponent(node, `/components/${index}`, writing),
  )
  addDependencies(source, writing)
  addOrigins(source, writing)
  const makers = addMakers(metadata, writing)
  const roots = root === undefined ? tops : [root]
  const relationships = [...writing.relationships.values()].map(({from, type, to}, index) => ({
    type: 'Relationship',
    spdxId: writing.idOf(`relationship-${index}`),
    creationInfo: creation,
    from,
    relationshipType: type,
    to: [...new Set(to)],
  }))
  const elements = [...writing.elements, ...relationships]
  const missing = missingOf(writing.elements)
  const profiles = ['core', 'software', 'simpleLicensing', ...(missing.length === 0 ? ['ai', 'dataset'] : [])]
  const ids = elements.map(element => element['spdxId'])
  const sbom = {
    type: 'software_Sbom',
    spdxId: writing.idOf('sbom'),
    creationInfo: creation,
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
  if (typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp))) return undefined
  carried.mark('/metadata/timestamp')
  return wholeSeconds(new Date(timestamp))
}

function openWriting(source: UnknownRecord): Writing {
  const base = asText(source['serialNumber']) ?? `urn:aibom:${sha256Hex(JSON.stringify(source)).slice(0, 32)}`
  const carried = new Carried()
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
    elements.push({type, spdxId, creationInfo: creation, name})
    return spdxId
  }
  return {carried, elements, byRef: new Map(), relationships: new Map(), idOf, idAt, agentOf}
}

function relate(from: string, type: string, to: string, {relationships}: Writing): void {
  const key = `${from}\n${type}`
  const known = relationships.get(key)
  if (known === undefined) relationships.set(key, {from, type, to: [to]})
  else known.to.push(to)
}

function addComponent(node: UnknownRecord, pointer: string, writing: Writing): string {
  const spdxId = writing.idAt(pointer)
  if (writing.elements.length >= elementLimit) return spdxId
  writing.elements.push({...packageOf(node, pointer, writing), spdxId, creationInfo: creation})
  const ref = asText(node['bom-ref'])
  if (ref !== undefined) writing.byRef.set(ref, spdxId)
  addLicences(node, {spdxId, pointer}, writing)
  for (const [index, child] of indexedRecords(node['components'])) {
    relate(spdxId, 'contains', addComponent(child, `${pointer}/components/${index}`, writing), writing)
  }
  for (const [index, ancestor] of indexedRecords(asRecord(node['pedigree'])?.['ancestors'])) {
    relate(spdxId, 'descendantOf', addComponent(ancestor, `${pointer}/pedigree/ancestors/${index}`, writing), writing)
  }
  return spdxId
}

/** Each package has one declared license; several that hold together are one expression. */
function addLicences(
  node: UnknownRecord,
  {spdxId, pointer}: {readonly spdxId: string; readonly pointer: string},
  writing: Writing,
): void {
  const texts = indexedRecords(node['licenses']).flatMap(([index, item]) => {
    const licence = asRecord(item['license'])
    const [expression, id, name] = [asText(item['expression']), asText(licence?.['id']), asText(licence?.['name'])]
    const text = expression ?? id ?? (name === undefined ? undefined : `LicenseRef-${plainOf(name)}`)
    if (text === undefined) return []
    writing.carried.mark(
      `${pointer}/licenses/${index}/${expression === undefined ? `license/${id === undefined ? 'name' : 'id'}` : 'expression'}`,
    )
    return [{text, name: expression === undefined && id === undefined ? name : undefined}]
  })
  if (node['type'] === 'file' && texts.length === 0) return
  if (texts.length === 0) {
    relate(spdxId, 'hasDeclaredLicense', noLicence, writing)
    return
  }
  const licence = `${spdxId}-license`
  const names = texts.flatMap(({name}) => name ?? [])
  writing.elements.push({
    type: 'simplelicensing_LicenseExpression',
    spdxId: licence,
    creationInfo: creation,
    simplelicensing_licenseExpression: texts
      .map(({text}) => (texts.length > 1 && / /.test(text) ? `(${text})` : text))
      .join(' AND '),
    ...(names.length > 0 && {comment: `stated as: ${names.join('; ')}`}),
  })
  relate(spdxId, 'hasDeclaredLicense', licence, writing)
}

/** Letters, digits and dots, which is what an id may have. */
function plainOf(name: string): string {
  const words = name.split(/[^A-Za-z0-9.]/).filter(word => word !== '')
  return words.length === 0 ? 'unnamed' : words.join('-')
}

function addDependencies(source: UnknownRecord, writing: Writing): void {
  for (const [index, {ref, dependsOn}] of indexedRecords(source['dependencies'])) {
    const from = writing.byRef.get(String(ref))
    const targets = textsOf(dependsOn)
    const known = targets.flatMap(target => writing.byRef.get(target) ?? [])
    if (from !== undefined) for (const to of known) relate(from, 'dependsOn', to, writing)
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
      relate(from, 'trainedOn', to, writing)
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

const asked: Readonly<Record<string, readonly string[]>> = {
  ai_AIPackage: [
    'releaseTime',
    'suppliedBy',
    'software_downloadLocation',
    'software_packageVersion',
    'software_primaryPurpose',
  ],
  dataset_DatasetPackage: ['originatedBy', 'releaseTime', 'software_downloadLocation', 'software_primaryPurpose'],
}

function missingOf(elements: readonly UnknownRecord[]): string[] {
  return elements.flatMap(element => {
    const fields = (asked[String(element['type'])] ?? []).filter(field => element[field] === undefined)
    return fields.length === 0
      ? []
      : [`${String(element['name'])} states no ${fields.map(field => field.replace(/^software_/, '')).join(', no ')}`]
  })
}
