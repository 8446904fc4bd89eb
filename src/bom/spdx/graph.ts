import {asList, asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {Problem} from '../check/validate.ts'

/** An element of a graph, and where it stands. */
export interface SpdxElement {
  readonly id: string
  readonly type: string
  readonly node: UnknownRecord
  readonly pointer: string
}

/** The graph of an SPDX 3 document, and what is wrong in it. */
export interface SpdxGraph {
  readonly elements: ReadonlyMap<string, SpdxElement>
  /** ids of the elements that one of this type leads to */
  targetsOf(id: string, relationshipType: string): readonly string[]
  readonly problems: readonly Problem[]
}

const individual = 'https://spdx.org/rdf/3.0.1/terms/'
/** Licenses of the list of SPDX need no element. */
export const listedLicence = 'https://spdx.org/licenses/'
/** Properties whose values are ids of elements. */
const referring = ['from', 'to', 'suppliedBy', 'originatedBy', 'rootElement', 'createdBy', 'createdUsing', 'subject']
/** Types of relationships that are stated from the other end, or that mean the same here. */
const relations: ReadonlyMap<string, readonly [type: string, isInverse: boolean]> = new Map([
  ['ancestorOf', ['descendantOf', true]],
  ['hasDataFile', ['contains', false]],
  ['hasDistributionArtifact', ['contains', false]],
  ['hasPrerequisite', ['dependsOn', false]],
  ['hasDynamicLink', ['dependsOn', false]],
  ['hasStaticLink', ['dependsOn', false]],
  ['hasProvidedDependency', ['dependsOn', false]],
  ['hasOptionalDependency', ['dependsOn', false]],
])

/** Reads the elements of a graph and how they are related. */
export function readGraph(document: UnknownRecord): SpdxGraph {
  const problems: Problem[] = []
  const elements = new Map<string, SpdxElement>()
  const targets = new Map<string, Set<string>>()
  const items = document['@graph'] === undefined ? [[0, document] as const] : indexedRecords(document['@graph'])
  for (const [index, node] of items) {
    const pointer = document['@graph'] === undefined ? '' : `/@graph/${index}`
    const [id, type] = [asText(node['spdxId']) ?? asText(node['@id']), asText(node['type'])]
    if (id === undefined || type === undefined) {
      problems.push({code: 'schema', pointer, message: 'an element has no spdxId or no type', fix: 'Give it both'})
      continue
    }
    if (elements.has(id))
      problems.push({
        code: 'ref-doubled',
        pointer,
        message: `spdxId ${id} is also at ${elements.get(id)?.pointer}`,
        fix: 'Give each an id of its own',
      })
    elements.set(id, {id, type, node, pointer})
    if (type.endsWith('Relationship')) relate(node, pointer, {targets, problems})
  }
  if (elements.size === 0)
    problems.push({
      code: 'schema',
      pointer: '',
      message: 'no element of SPDX was found in the document',
      fix: 'List its elements in @graph',
    })
  problems.push(...danglingOf(elements))
  return {elements, problems, targetsOf: (id, type) => [...(targets.get(`${type}\n${id}`) ?? [])]}
}

function danglingOf(elements: ReadonlyMap<string, SpdxElement>): Problem[] {
  const all = [...elements.values()]
  const imported = new Set(
    all.flatMap(({node}) => asList(node['import']).map(each => asText(asRecord(each)?.['externalSpdxId']))),
  )
  const isKnown = (id: string): boolean =>
    elements.has(id) || id.startsWith(individual) || id.startsWith(listedLicence) || imported.has(id)
  return all.flatMap(({node, pointer}) =>
    referring
      .flatMap(field => textsOf(node[field]))
      .filter(id => !isKnown(id))
      .map(id => ({
        code: 'ref-dangling',
        pointer,
        message: `no element has the spdxId ${id}`,
        fix: 'Add what it refers to, or leave the reference out',
      })),
  )
}

interface Reading {
  readonly targets: Map<string, Set<string>>
  readonly problems: Problem[]
}

function relate(node: UnknownRecord, pointer: string, {targets, problems}: Reading): void {
  const [from, type, to] = [asText(node['from']), asText(node['relationshipType']), textsOf(node['to'])]
  if (from === undefined || type === undefined) {
    problems.push({
      code: 'schema',
      pointer,
      message: 'a relationship has no from or no relationshipType',
      fix: 'Give it both',
    })
    return
  }
  const [meant, isInverse] = relations.get(type) ?? [type, false]
  for (const end of to) {
    const [key, target] = isInverse ? [`${meant}\n${end}`, from] : [`${meant}\n${from}`, end]
    targets.set(key, (targets.get(key) ?? new Set()).add(target))
  }
}
