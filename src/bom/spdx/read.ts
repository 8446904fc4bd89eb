import {withoutEmpty} from '../../lib/compact.ts'
import {asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseUniqueJson} from '../../lib/parse/json.ts'
import {assemble, type ReadSpdx} from './assemble.ts'
import {entitiesOf, extraOf, refOf, toComponent} from './component.ts'
import {readGraph, type SpdxElement, type SpdxGraph} from './graph.ts'
import {lostOf} from './lost.ts'
import {vulnerabilitiesOf} from './security.ts'
import {backwards, completeness, conversionTime, converterName, listRelations, phases, serviceContent} from './terms.ts'
import {findUnkept} from './vocabulary.ts'

const packageTypes: ReadonlySet<string> = new Set([
  'ai_AIPackage',
  'dataset_DatasetPackage',
  'software_Package',
  'software_File',
])
const phaseByType = backwards(phases)
const aggregateByWord = backwards(completeness)

/**
 * Reads packages, files and what joins them, vulnerabilities, annotations and how much of it is listed. Elements of
 * other kinds are not carried: nothing in a review rests on them.
 */
export function fromSpdx(source: UnknownRecord): ReadSpdx {
  const graph = readGraph(source)
  const licences = {graph, spelled: new Map()}
  const all = [...graph.elements.values()]
  const head = all.find(({type}) => type === 'SpdxDocument')
  const info = infoOf(head, graph) ?? all.find(({type}) => type === 'CreationInfo')?.node ?? {}
  const makers = textsOf(info['createdBy']).filter(id => graph.elements.get(id)?.node['name'] !== converterName)
  const isProgram = (id: string): boolean => graph.elements.get(id)?.type === 'SoftwareAgent'
  return assemble({
    specVersion: asText(info['specVersion']) ?? '3.0.1',
    graph: {...graph, problems: [...graph.problems, ...findUnkept(all)]},
    packages: all.filter(({type}) => packageTypes.has(type)),
    subject: subjectOf(all, graph),
    created: info['comment'] === conversionTime ? undefined : info['created'],
    authors: entitiesOf(
      makers.filter(id => !isProgram(id)),
      graph,
    ),
    tools: [...textsOf(info['createdUsing']), ...makers.filter(isProgram)].flatMap(
      id => asText(graph.elements.get(id)?.node['name']) ?? [],
    ),
    lost: lostOf(all),
    ...besidesOf(all, graph, head),
    refOf,
    insideOf: ({id}) => graph.targetsOf(id, 'contains'),
    toComponent: (element, inner) => toComponent(element, inner, licences),
  })
}

/** Who made an element and when; the text of a graph refers to it, or has it inside. */
function infoOf(element: SpdxElement | undefined, graph: SpdxGraph): UnknownRecord | undefined {
  const info = element?.node['creationInfo']
  return asRecord(info) ?? graph.elements.get(asText(info) ?? '')?.node
}

function besidesOf(
  all: readonly SpdxElement[],
  graph: SpdxGraph,
  head: SpdxElement | undefined,
): {readonly besides: UnknownRecord; readonly metadata: UnknownRecord} {
  const services = servicesIn(all)
  const lists = {
    vulnerabilities: vulnerabilitiesOf(graph, refOf),
    compositions: compositionsOf(all, graph),
    annotations: annotationsOf(
      all.filter(element => !services.has(element)),
      graph,
    ),
    services: [...services.values()],
  }
  const lifecycles = all
    .filter(({type}) => type === 'software_Sbom')
    .flatMap(({node}) => textsOf(node['software_sbomType']))
    .flatMap(type => phaseByType.get(type === 'deployed' ? 'runtime' : type) ?? [])
  const [, serial] = /^(urn:uuid:[0-9a-f-]{36})(?:#|$)/i.exec(head?.id ?? '') ?? []
  return {
    besides: {
      ...(serial !== undefined && {serialNumber: serial}),
      ...withoutEmpty(lists),
    },
    metadata: withoutEmpty({
      lifecycles: [...new Set(lifecycles)].map(phase => ({phase})),
      properties: extraOf(head?.node ?? {}),
    }),
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

/** A relationship may say whether it names all that there is. */
function compositionsOf(all: readonly SpdxElement[], graph: SpdxGraph): UnknownRecord[] {
  return all.flatMap(({type, node}) => {
    const aggregate = aggregateByWord.get(String(node['completeness']))
    const from = graph.elements.get(asText(node['from']) ?? '')
    const [list] = listRelations.find(([, relation]) => relation === node['relationshipType']) ?? []
    if (!type.endsWith('Relationship') || aggregate === undefined || from === undefined || list === undefined) return []
    return [{aggregate, [list]: [refOf(from)]}]
  })
}

/** Longer statements are no service. */
const statementLimit = 1_000_000

function servicesIn(all: readonly SpdxElement[]): ReadonlyMap<SpdxElement, UnknownRecord> {
  const services = new Map<SpdxElement, UnknownRecord>()
  for (const element of all) {
    const service = serviceOf(element)
    if (service !== undefined) services.set(element, service)
  }
  return services
}

/** SPDX 3.0 has no element for a service; a conversion leaves each as an annotation. Undefined for every other element. */
function serviceOf({type, node}: SpdxElement): UnknownRecord | undefined {
  if (type !== 'Annotation' || node['contentType'] !== serviceContent) return undefined
  const text = asText(node['statement']) ?? ''
  return text.length > statementLimit ? undefined : asRecord(parseUniqueJson(text))
}

function annotationsOf(all: readonly SpdxElement[], graph: SpdxGraph): UnknownRecord[] {
  return all.flatMap(element => {
    const {type, node} = element
    const text = asText(node['statement'])
    const subject = graph.elements.get(asText(node['subject']) ?? '')
    if (type !== 'Annotation' || text === undefined || subject === undefined) return []
    const info = infoOf(element, graph) ?? {}
    const [maker] = entitiesOf(info['createdBy'], graph)
    return [{subjects: [refOf(subject)], annotator: {individual: maker ?? {}}, timestamp: info['created'], text}]
  })
}
