import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import type {Problem} from '../../check/validate.ts'
import type {SpdxElement, SpdxGraph} from '../graph.ts'

/** Fields that SPDX 2 requires of every document. */
const requiredFields = ['SPDXID', 'name', 'dataLicense', 'documentNamespace', 'creationInfo'] as const
/** So many faults are told of each kind. */
const problemLimit = 200

type Relation = 'contains' | 'dependsOn' | 'descendantOf' | 'describes' | 'trainedOn'

/** Relationship types from one element to another, in the words of SPDX 3. */
export const relations: ReadonlyMap<string, Relation> = new Map([
  ['CONTAINS', 'contains'],
  ['DESCRIBES', 'describes'],
  ['DESCENDANT_OF', 'descendantOf'],
  ['DEPENDS_ON', 'dependsOn'],
  ['HAS_PREREQUISITE', 'dependsOn'],
  ['DYNAMIC_LINK', 'dependsOn'],
  ['STATIC_LINK', 'dependsOn'],
])

/** Those that are stated from the other end. */
const inverseRelations: ReadonlyMap<string, Relation> = new Map([
  ['CONTAINED_BY', 'contains'],
  ['DESCRIBED_BY', 'describes'],
  ['ANCESTOR_OF', 'descendantOf'],
  ['DEPENDENCY_OF', 'dependsOn'],
  ['BUILD_DEPENDENCY_OF', 'dependsOn'],
  ['DEV_DEPENDENCY_OF', 'dependsOn'],
  ['OPTIONAL_DEPENDENCY_OF', 'dependsOn'],
  ['PROVIDED_DEPENDENCY_OF', 'dependsOn'],
  ['RUNTIME_DEPENDENCY_OF', 'dependsOn'],
  ['TEST_DEPENDENCY_OF', 'dependsOn'],
  ['PREREQUISITE_FOR', 'dependsOn'],
])

/** Reads the packages and files of an SPDX 2 document, and how they are related; types are `package` and `file`. */
export function readGraph2(document: UnknownRecord): SpdxGraph {
  const problems = missingFields(document)
  const elements = new Map<string, SpdxElement>()
  for (const [list, type] of [
    ['packages', 'package'],
    ['files', 'file'],
  ] as const) {
    for (const [index, node] of indexedRecords(document[list])) addElement(node, `/${list}/${index}`, type)
  }
  const targets = relationsOf(document, elements, problems)
  return {
    elements,
    problems: problems.slice(0, problemLimit),
    targetsOf: (id, type) => [...(targets.get(`${type}\n${id}`) ?? [])],
  }

  function addElement(node: UnknownRecord, pointer: string, type: string): void {
    const id = asText(node['SPDXID'])
    const known = id === undefined ? undefined : elements.get(id)
    if (id === undefined)
      problems.push({code: 'schema', pointer, message: `a ${type} has no SPDXID`, fix: 'Give it one'})
    else if (known !== undefined)
      problems.push({
        code: 'ref-doubled',
        pointer,
        message: `SPDXID ${id} is also at ${known.pointer}`,
        fix: 'Give each an id of its own',
      })
    else elements.set(id, {id, type, node, pointer})
  }
}

function missingFields(document: UnknownRecord): Problem[] {
  return requiredFields
    .filter(field => asText(document[field]) === undefined && asRecord(document[field]) === undefined)
    .map(field => ({
      code: 'schema',
      pointer: '',
      message: `the document has no ${field}, which SPDX requires`,
      fix: 'Ask for a complete SPDX document',
    }))
}

function relationsOf(
  document: UnknownRecord,
  elements: SpdxGraph['elements'],
  problems: Problem[],
): Map<string, Set<string>> {
  const targets = new Map<string, Set<string>>()
  const others = indexedRecords(document['snippets']).flatMap(([, {SPDXID}]) => asText(SPDXID) ?? [])
  const known = new Set([...elements.keys(), ...others, asText(document['SPDXID']) ?? 'SPDXRef-DOCUMENT'])
  const relate = (from: string, relation: Relation, to: string): void => {
    const key = `${relation}\n${from}`
    targets.set(key, (targets.get(key) ?? new Set()).add(to))
  }
  for (const id of textsOf(document['documentDescribes'])) relate('', 'describes', id)
  for (const {id, node} of elements.values()) for (const file of textsOf(node['hasFiles'])) relate(id, 'contains', file)
  for (const [index, node] of indexedRecords(document['relationships'])) {
    problems.push(...danglingOf(node, known, `/relationships/${index}`))
    const stated = relationIn(node) ?? dataIn(node, elements)
    if (stated !== undefined) relate(...stated)
  }
  return targets
}

/** Undefined for relationships of other types. Whatever describes an element, it is the document. */
function relationIn(node: UnknownRecord): readonly [from: string, relation: Relation, to: string] | undefined {
  const [type, [left, right]] = [asText(node['relationshipType']) ?? '', endsOf(node)]
  const relation = relations.get(type)
  if (relation !== undefined) return [relation === 'describes' ? '' : left, relation, right]
  const inverse = inverseRelations.get(type)
  return inverse === undefined ? undefined : [inverse === 'describes' ? '' : right, inverse, left]
}

/** A file is part of what uses it; a package of data is what a model was made with. */
function dataIn(
  node: UnknownRecord,
  elements: SpdxGraph['elements'],
): readonly [from: string, relation: Relation, to: string] | undefined {
  const [data, user] = endsOf(node)
  if (node['relationshipType'] !== 'DATA_FILE_OF') return undefined
  return [user, elements.get(data)?.type === 'package' ? 'trainedOn' : 'contains', data]
}

/** '' for an end that is missing. */
function endsOf(node: UnknownRecord): readonly [left: string, right: string] {
  return [asText(node['spdxElementId']) ?? '', asText(node['relatedSpdxElement']) ?? '']
}

/** Ids of other documents (`DocumentRef-…`), NONE and NOASSERTION name nothing here. */
function danglingOf(node: UnknownRecord, known: ReadonlySet<string>, pointer: string): Problem[] {
  return endsOf(node)
    .filter(id => id === '' || (id.startsWith('SPDXRef-') && !known.has(id)))
    .map(id => ({
      code: id === '' ? 'schema' : 'ref-dangling',
      pointer,
      message: id === '' ? 'a relationship lacks one of its ends' : `no element has the SPDXID ${id}`,
      fix: 'Add what it refers to, or leave the relationship out',
    }))
}
