import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** What is added to a document's standards and declarations; each with a bom-ref of ours. */
export interface Added {
  readonly standards: readonly UnknownRecord[]
  readonly assessors: readonly UnknownRecord[]
  readonly attestations: readonly UnknownRecord[]
  readonly claims: readonly UnknownRecord[]
  readonly evidence: readonly UnknownRecord[]
}

/**
 * A copy of a document with further declarations. Those of an earlier review by the same assessor give way to these;
 * those of others stay.
 */
export function mergeDeclarations(document: UnknownRecord, added: Added): UnknownRecord {
  const [definitions, declarations] = [
    asRecord(document['definitions']) ?? {},
    asRecord(document['declarations']) ?? {},
  ]
  const renewed = new Set(
    [...added.standards, ...added.assessors, ...added.claims, ...added.evidence].flatMap(
      each => asText(each['bom-ref']) ?? [],
    ),
  )
  const merge = (list: unknown, more: readonly UnknownRecord[]): UnknownRecord[] => [
    ...recordsOf(list).filter(each => !renewed.has(String(each['bom-ref'])) && !renewed.has(String(each['assessor']))),
    ...uniqueByRef(more),
  ]
  const {standards, ...rest} = added
  const lists = Object.entries(rest).map(([name, more]) => [name, merge(declarations[name], more)] as const)
  return {
    ...document,
    ...(standards.length > 0 && {definitions: {...definitions, standards: merge(definitions['standards'], standards)}}),
    declarations: {...declarations, ...Object.fromEntries(lists.filter(([, list]) => list.length > 0))},
  }
}

function uniqueByRef(list: readonly UnknownRecord[]): UnknownRecord[] {
  return [...new Map(list.map((item, index) => [asText(item['bom-ref']) ?? index, item])).values()]
}
