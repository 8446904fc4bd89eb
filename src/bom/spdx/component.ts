import {compact, withoutEmpty} from '../../lib/compact.ts'
import {asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {Inner} from './assemble.ts'
import {cardOf, datasetOf, hyperparametersOf} from './card.ts'
import {dateFields, remarkField, spdxProperty} from './fields.ts'
import type {SpdxElement, SpdxGraph} from './graph.ts'
import {type LicenceReading, licencesOf} from './licences.ts'
import {backwards, hashNames, isReferenceWord, propertiesExtension, purposes, referenceTypes} from './terms.ts'

const typeByPurpose = backwards(purposes)
const algorithmByName = backwards(hashNames)
const referenceByType = backwards(referenceTypes)

/** The bom-ref of an element that came from CycloneDX; else its spdxId. */
export function refOf({id, node}: SpdxElement): string {
  const own = recordsOf(node['externalIdentifier']).find(({comment}) => comment === 'bom-ref')
  return asText(own?.['identifier']) ?? id
}

/** A package or file of SPDX 3 as a component. */
export function toComponent(
  element: SpdxElement,
  {components, ancestors}: Inner,
  reading: LicenceReading,
): UnknownRecord {
  const {graph} = reading
  const {id, node, type} = element
  const text = (from: string, to: string): UnknownRecord => (asText(node[from]) === undefined ? {} : {[to]: node[from]})
  const [supplier] = entitiesOf(node['suppliedBy'], graph)
  const dataset = type === 'dataset_DatasetPackage' ? datasetOf(node) : undefined
  const swhid = identifiersOf(node, 'swhid')
  const lists = {
    hashes: hashesOf(node),
    licenses: licencesOf(id, reading),
    externalReferences: referencesOf(node),
    components,
    authors: entitiesOf(node['originatedBy'], graph),
    ...(swhid.length > 0 && {swhid}),
    properties: [...hyperparametersOf(node), ...(dataset?.properties ?? []), ...fieldsBeyond(node), ...extraOf(node)],
  }
  return {
    type: componentType(element),
    'bom-ref': refOf(element),
    ...namesOf(asText(node['name']) ?? '', type),
    ...text('software_packageVersion', 'version'),
    ...text('summary', 'description'),
    ...text('description', 'description'),
    ...compact({purl: identifiersOf(node, 'packageUrl')[0]}),
    ...text('software_packageUrl', 'purl'),
    ...compact({cpe: identifiersOf(node, 'cpe23')[0] ?? identifiersOf(node, 'cpe22')[0]}),
    ...text('software_copyrightText', 'copyright'),
    ...(supplier !== undefined && {supplier: withoutMail(supplier)}),
    ...withoutEmpty(lists),
    ...pedigreeOf(node, ancestors),
    ...(asText(node['releaseTime']) !== undefined && {releaseNotes: {type: 'release', timestamp: node['releaseTime']}}),
    ...(type === 'ai_AIPackage' && {modelCard: cardOf(element, graph, refOf)}),
    ...(dataset !== undefined && {data: [dataset.data]}),
  }
}

function pedigreeOf(node: UnknownRecord, ancestors: readonly UnknownRecord[]): UnknownRecord {
  const pedigree = {
    ...(ancestors.length > 0 && {ancestors}),
    ...compact({notes: asText(node['software_sourceInfo'])}),
  }
  return Object.keys(pedigree).length === 0 ? {} : {pedigree}
}

/** The people and organizations with these ids: their names, and their mail. */
export function entitiesOf(ids: unknown, graph: SpdxGraph): UnknownRecord[] {
  return textsOf(ids).flatMap((id): UnknownRecord[] => {
    const node = graph.elements.get(id)?.node
    const name = asText(node?.['name'])
    if (node === undefined || name === undefined) return []
    const [email] = identifiersOf(node, 'email')
    return [{name, ...(email !== undefined && {email})}]
  })
}

function withoutMail({name, email}: UnknownRecord): UnknownRecord {
  return {name, ...(email !== undefined && {contact: [{email}]})}
}

function identifiersOf(node: UnknownRecord, type: string): string[] {
  const content = recordsOf(node['software_contentIdentifier']).flatMap(each =>
    each['software_contentIdentifierType'] === type ? textsOf(each['software_contentIdentifierValue']) : [],
  )
  const external = recordsOf(node['externalIdentifier']).flatMap(({externalIdentifierType, identifier}) =>
    externalIdentifierType === type ? textsOf(identifier) : [],
  )
  return [...content, ...external]
}

/** Dates and remarks, which CycloneDX has no field for. */
function fieldsBeyond(node: UnknownRecord): UnknownRecord[] {
  return [...dateFields, remarkField].flatMap(field =>
    textsOf(node[field]).map(value => ({name: spdxProperty(field), value})),
  )
}

/** Properties of CycloneDX that stand in an extension. */
export function extraOf(node: UnknownRecord): UnknownRecord[] {
  return recordsOf(node['extension'])
    .filter(({type}) => type === propertiesExtension)
    .flatMap(extension => recordsOf(extension['extension_cdxProperty']))
    .map(entry => ({name: entry['extension_cdxPropName'], value: entry['extension_cdxPropValue']}))
}

function componentType({type, node}: SpdxElement): string {
  if (type === 'ai_AIPackage') return 'machine-learning-model'
  if (type === 'dataset_DatasetPackage') return 'data'
  if (type === 'software_File') return 'file'
  return typeByPurpose.get(String(node['software_primaryPurpose'])) ?? 'library'
}

/** `owner/name` of models is a group and a name. */
function namesOf(name: string, type: string): UnknownRecord {
  const slash = type === 'ai_AIPackage' ? name.lastIndexOf('/') : -1
  return slash <= 0 ? {name} : {group: name.slice(0, slash), name: name.slice(slash + 1)}
}

function hashesOf(node: UnknownRecord): UnknownRecord[] {
  return recordsOf(node['verifiedUsing']).flatMap(({algorithm, hashValue}) => {
    const alg = algorithmByName.get(String(algorithm))
    return alg === undefined || asText(hashValue) === undefined ? [] : [{alg, content: hashValue}]
  })
}

function referencesOf(node: UnknownRecord): UnknownRecord[] {
  const [download, home] = [asText(node['software_downloadLocation']), asText(node['software_homePage'])]
  const others = recordsOf(node['externalRef']).flatMap(({externalRefType, locator, comment}) => {
    const word = asText(comment) ?? ''
    const told = externalRefType === 'other' && isReferenceWord(word) ? word : undefined
    return textsOf(locator).map(url => ({type: referenceByType.get(String(externalRefType)) ?? told ?? 'other', url}))
  })
  return [
    ...(download === undefined ? [] : [{type: 'distribution', url: download}]),
    ...(home === undefined ? [] : [{type: 'website', url: home}]),
    ...others,
  ]
}
