import {asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {readGraph, type SpdxElement, type SpdxGraph} from './graph.ts'
import {hashNames, purposes, referenceTypes} from './terms.ts'

/** An SPDX 3 document in the form of CycloneDX. */
export interface ReadSpdx {
  readonly document: UnknownRecord
  readonly specVersion: string
  /** pointer in the SPDX document by pointer in the other form */
  readonly places: ReadonlyMap<string, string>
  readonly problems: SpdxGraph['problems']
}

/** Packages contain each other some five deep; what is deeper is put at the top. */
const pointerLength = 1000
const packageTypes: ReadonlySet<string> = new Set([
  'ai_AIPackage',
  'dataset_DatasetPackage',
  'software_Package',
  'software_File',
])

interface Reading {
  readonly graph: SpdxGraph
  readonly places: Map<string, string>
  /** what has a place already: a graph may lead in a circle */
  readonly placed: Set<string>
}

/**
 * Reads packages, files and what joins them. Elements of other kinds are not carried: nothing in a review rests on
 * them.
 */
export function fromSpdx(source: UnknownRecord): ReadSpdx {
  const graph = readGraph(source)
  const reading: Reading = {graph, places: new Map(), placed: new Set()}
  const all = [...graph.elements.values()]
  const info = all.find(({type}) => type === 'CreationInfo')?.node ?? {}
  const packages = all.filter(({type}) => packageTypes.has(type))
  const subject = subjectOf(all, graph)
  const component = subject === undefined ? undefined : toComponent(subject, '/metadata/component', reading)
  const inside = new Set(
    packages.flatMap(({id}) => [...graph.targetsOf(id, 'contains'), ...graph.targetsOf(id, 'descendantOf')]),
  )
  const components: UnknownRecord[] = []
  for (const element of [...packages.filter(({id}) => !inside.has(id)), ...packages]) {
    if (!reading.placed.has(element.id))
      components.push(toComponent(element, `/components/${components.length}`, reading))
  }
  const specVersion = asText(info['specVersion']) ?? '3.0.1'
  const authors = textsOf(info['createdBy']).flatMap(id => nameOf(id, graph) ?? [])
  const tools = textsOf(info['createdUsing']).flatMap(id => nameOf(id, graph) ?? [])
  const dependencies = packages.flatMap(({id, node}) => {
    const dependsOn = graph.targetsOf(id, 'dependsOn').flatMap(to => refOf(graph.elements.get(to)) ?? [])
    return dependsOn.length === 0 ? [] : [{ref: refOf({id, node}), dependsOn}]
  })
  return {
    document: {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        ...(asText(info['created']) !== undefined && {timestamp: info['created']}),
        ...(authors.length > 0 && {authors: authors.map(name => ({name}))}),
        ...(tools.length > 0 && {tools: {components: tools.map(name => ({type: 'application', name}))}}),
        ...(component !== undefined && {component}),
      },
      components,
      ...(dependencies.length > 0 && {dependencies}),
    },
    specVersion,
    places: reading.places,
    problems: graph.problems,
  }
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

function refOf(element: Pick<SpdxElement, 'id' | 'node'> | undefined): string | undefined {
  if (element === undefined) return undefined
  const own = recordsOf(element.node['externalIdentifier']).find(({comment}) => comment === 'bom-ref')
  return asText(own?.['identifier']) ?? element.id
}

function nameOf(id: string, graph: SpdxGraph): string | undefined {
  return asText(graph.elements.get(id)?.node['name'])
}

const typeByPurpose = backwards(purposes)
const algorithmByName = backwards(hashNames)
const referenceByType = backwards(referenceTypes)

/** Words of CycloneDX by those of SPDX; of several for one the last. */
function backwards(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).map(([ours, theirs]) => [theirs, ours]))
}

function componentType({type, node}: SpdxElement): string {
  if (type === 'ai_AIPackage') return 'machine-learning-model'
  if (type === 'dataset_DatasetPackage') return 'data'
  if (type === 'software_File') return 'file'
  return typeByPurpose.get(String(node['software_primaryPurpose'])) ?? 'library'
}

function toComponent(element: SpdxElement, pointer: string, reading: Reading): UnknownRecord {
  const {graph, places, placed} = reading
  const {id, node, type} = element
  placed.add(id)
  places.set(pointer, element.pointer)
  const text = (from: string, to: string): UnknownRecord => (asText(node[from]) === undefined ? {} : {[to]: node[from]})
  const children = (relation: string, at: string): UnknownRecord[] => {
    const list: UnknownRecord[] = []
    if (pointer.length > pointerLength) return list
    for (const target of graph.targetsOf(id, relation)) {
      const child = graph.elements.get(target)
      if (child !== undefined && packageTypes.has(child.type) && !placed.has(target))
        list.push(toComponent(child, `${pointer}${at}/${list.length}`, reading))
    }
    return list
  }
  const supplier = nameOf(asText(node['suppliedBy']) ?? '', graph)
  const makers = textsOf(node['originatedBy']).flatMap(maker => nameOf(maker, graph) ?? [])
  const [components, ancestors] = [children('contains', '/components'), children('descendantOf', '/pedigree/ancestors')]
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
    .flatMap(to => refOf(graph.elements.get(to)) ?? [])
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
