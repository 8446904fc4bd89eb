import {asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {assemble, type Inner, type ReadSpdx} from './assemble.ts'
import {readGraph, type SpdxElement, type SpdxGraph} from './graph.ts'
import {backwards, hashNames, purposes, referenceTypes} from './terms.ts'

const packageTypes: ReadonlySet<string> = new Set([
  'ai_AIPackage',
  'dataset_DatasetPackage',
  'software_Package',
  'software_File',
])

/**
 * Reads packages, files and what joins them. Elements of other kinds are not carried: nothing in a review rests on
 * them.
 */
export function fromSpdx(source: UnknownRecord): ReadSpdx {
  const graph = readGraph(source)
  const all = [...graph.elements.values()]
  const info = all.find(({type}) => type === 'CreationInfo')?.node ?? {}
  const namesOf = (ids: unknown): string[] => textsOf(ids).flatMap(id => nameOf(id, graph) ?? [])
  return assemble({
    specVersion: asText(info['specVersion']) ?? '3.0.1',
    graph,
    packages: all.filter(({type}) => packageTypes.has(type)),
    subject: subjectOf(all, graph),
    created: info['created'],
    authors: namesOf(info['createdBy']),
    tools: namesOf(info['createdUsing']),
    refOf,
    insideOf: ({id}) => graph.targetsOf(id, 'contains'),
    toComponent: (element, inner) => toComponent(element, inner, graph),
  })
}

/** The only package that the document and its SBOM name as a root. */
function subjectOf(all: readonly SpdxElement[], graph: SpdxGraph): SpdxElement | undefined {
  const roots = all
    .filter(({type}) => type === 'software_Sbom' || type === 'SpdxDocument' || type === 'Bom')
    .flatMap(({node}) => textsOf(node['rootElement']))
    .flatMap(id => graph.elements.get(id) ?? [])
    .filter(({type}) => packageTypes.has(type))
  const [only, ...others] = [...new Set(roots)]
  return others.length === 0 ? only : undefined
}

function refOf({id, node}: SpdxElement): string {
  const own = recordsOf(node['externalIdentifier']).find(({comment}) => comment === 'bom-ref')
  return asText(own?.['identifier']) ?? id
}

function nameOf(id: string, graph: SpdxGraph): string | undefined {
  return asText(graph.elements.get(id)?.node['name'])
}

const typeByPurpose = backwards(purposes)
const algorithmByName = backwards(hashNames)
const referenceByType = backwards(referenceTypes)

function componentType({type, node}: SpdxElement): string {
  if (type === 'ai_AIPackage') return 'machine-learning-model'
  if (type === 'dataset_DatasetPackage') return 'data'
  if (type === 'software_File') return 'file'
  return typeByPurpose.get(String(node['software_primaryPurpose'])) ?? 'library'
}

function toComponent(element: SpdxElement, {components, ancestors}: Inner, graph: SpdxGraph): UnknownRecord {
  const {id, node, type} = element
  const text = (from: string, to: string): UnknownRecord => (asText(node[from]) === undefined ? {} : {[to]: node[from]})
  const supplier = nameOf(asText(node['suppliedBy']) ?? '', graph)
  const makers = textsOf(node['originatedBy']).flatMap(maker => nameOf(maker, graph) ?? [])
  const lists = {
    hashes: hashesOf(node),
    licenses: licencesOf(id, graph),
    externalReferences: referencesOf(node),
    components,
    authors: makers.map(name => ({name})),
  }
  return {
    type: componentType(element),
    'bom-ref': refOf(element),
    ...namesOf(asText(node['name']) ?? '', type),
    ...text('software_packageVersion', 'version'),
    ...text('description', 'description'),
    ...text('software_packageUrl', 'purl'),
    ...text('software_copyrightText', 'copyright'),
    ...(supplier !== undefined && {supplier: {name: supplier}}),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(ancestors.length > 0 && {pedigree: {ancestors}}),
    ...(asText(node['releaseTime']) !== undefined && {releaseNotes: {type: 'release', timestamp: node['releaseTime']}}),
    ...(type === 'ai_AIPackage' && {modelCard: cardOf(element, graph)}),
    ...(type === 'dataset_DatasetPackage' && {data: [{type: 'dataset', name: node['name']}]}),
  }
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

/** The declared license counts; where there is none, the concluded one. */
function licencesOf(id: string, graph: SpdxGraph): UnknownRecord[] {
  const declared = expressionsOf(graph.targetsOf(id, 'hasDeclaredLicense'), graph)
  const stated = declared.length > 0 ? declared : expressionsOf(graph.targetsOf(id, 'hasConcludedLicense'), graph)
  const [only, ...others] = stated
  if (only === undefined) return []
  return [{expression: others.length === 0 ? only : stated.map(each => `(${each})`).join(' AND ')}]
}

function expressionsOf(ids: readonly string[], graph: SpdxGraph): string[] {
  return ids.flatMap(id => {
    const node = graph.elements.get(id)?.node
    const text = asText(node?.['simplelicensing_licenseExpression']) ?? asText(node?.['name'])
    return text === undefined || text === 'NOASSERTION' ? [] : [text]
  })
}

function referencesOf(node: UnknownRecord): UnknownRecord[] {
  const download = asText(node['software_downloadLocation'])
  const others = recordsOf(node['externalRef']).flatMap(({externalRefType, locator}) =>
    textsOf(locator).map(url => ({type: referenceByType.get(String(externalRefType)) ?? 'other', url})),
  )
  return [...(download === undefined ? [] : [{type: 'distribution', url: download}]), ...others]
}

function cardOf({id, node}: SpdxElement, graph: SpdxGraph): UnknownRecord {
  const datasets = ['trainedOn', 'testedOn']
    .flatMap(type => graph.targetsOf(id, type))
    .flatMap(to => graph.elements.get(to) ?? [])
    .map(refOf)
  const [family, architecture] = textsOf(node['ai_typeOfModel'])
  const [task] = textsOf(node['ai_domain'])
  const metrics = recordsOf(node['ai_metric']).map(({key, value}) => ({type: key, value}))
  const lines = (field: string): string[] => textsOf(node[field]).flatMap(text => text.split('\n'))
  return {
    modelParameters: {
      ...(family !== undefined && {architectureFamily: family}),
      ...(architecture !== undefined && {modelArchitecture: architecture}),
      ...(task !== undefined && {task}),
      ...(datasets.length > 0 && {datasets: [...new Set(datasets)].map(ref => ({ref}))}),
    },
    ...(metrics.length > 0 && {quantitativeAnalysis: {performanceMetrics: metrics}}),
    considerations: {
      ...(lines('ai_informationAboutApplication').length > 0 && {useCases: lines('ai_informationAboutApplication')}),
      ...(lines('ai_limitation').length > 0 && {technicalLimitations: lines('ai_limitation')}),
    },
  }
}
