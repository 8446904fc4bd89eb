import {compact} from '../../../lib/compact.ts'
import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {toMilliseconds} from '../../../lib/time/instant.ts'
import {contextAddress, conversionTime, converterName, lacksOf} from '../terms.ts'
import {addAnnotations} from './annotations.ts'
import {addCompleteness, phaseOf} from './completeness.ts'
import {extensionOf} from './extension.ts'
import {wholeSeconds} from './instant.ts'
import {addLicences} from './licences-of.ts'
import {packageOf} from './package-of.ts'
import {addVulnerabilities} from './security-of.ts'
import {addServices} from './services-of.ts'
import {creation, openWriting, type Writing} from './writing.ts'

/** A document in SPDX 3, and what SPDX has no field for. */
export interface SpdxDocument {
  readonly document: UnknownRecord
  readonly lost: readonly string[]
  /** what the AI and Dataset profiles ask for and the BOM does not state, in a sentence each */
  readonly missing: readonly string[]
}

/** Components beyond these are not written: a document may claim any number. */
const elementLimit = 200_000

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
  addAnnotations(source, writing)
  addServices(source, writing, creation)
  const complete = addCompleteness(source, writing)
  const makers = addMakers(metadata, writing)
  const roots = root === undefined ? tops : [root]
  const elements = [...writing.elements, ...relationshipsOf(writing, complete)]
  const missing = missingOf(writing.elements)
  const extension = extensionOf(metadata['properties'], '/metadata/properties', writing.carried)
  const ids = elements.flatMap(element => asText(element['spdxId']) ?? [])
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
    profileConformance: profilesOf([extension, ...elements], missing),
    rootElement: [sbom.spdxId],
    element: [sbom.spdxId, ...ids],
    ...extension,
  }
  const info = {
    type: 'CreationInfo',
    '@id': creation,
    specVersion: '3.0.1',
    ...createdAt(metadata, writing, created),
    ...makers,
  }
  return {
    document: {'@context': contextAddress, '@graph': [info, head, sbom, ...elements]},
    lost: writing.carried.lostOf(source),
    missing,
  }
}

function relationshipsOf(writing: Writing, complete: ReturnType<typeof addCompleteness>): UnknownRecord[] {
  return [...writing.relationships].map(([key, {from, type, to}], index) =>
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
}

function profilesOf(parts: readonly UnknownRecord[], missing: readonly string[]): string[] {
  return [
    ...['core', 'software', 'simpleLicensing'],
    ...(missing.length === 0 ? ['ai', 'dataset'] : []),
    ...(parts.some(part => 'extension' in part) ? ['extension'] : []),
  ]
}

/** SPDX wants a time: where the document has none, a comment says whose it is. */
function createdAt({timestamp}: UnknownRecord, {carried}: Writing, otherwise: string): UnknownRecord {
  const milliseconds = toMilliseconds(timestamp)
  if (milliseconds === undefined) return {created: otherwise, comment: conversionTime}
  carried.mark('/metadata/timestamp')
  return {created: wholeSeconds(new Date(milliseconds))}
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
    writing.elements.push({type: 'SoftwareAgent', spdxId, creationInfo: creation, name: converterName})
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
