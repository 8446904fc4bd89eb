import {asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** A document without what reviews declared in it: that answers nothing that a framework asks of the vendor. */
export function withoutReviews(document: UnknownRecord): UnknownRecord {
  const [definitions, declarations] = [asRecord(document['definitions']), asRecord(document['declarations'])]
  if (declarations === undefined) return document
  const isOurs = (ref: unknown): boolean =>
    typeof ref === 'string' && /^(?:aibom|aibom-review):|^assessor:aibom$/.test(ref)
  const others = (list: unknown): UnknownRecord[] =>
    recordsOf(list).filter(each => !isOurs(each['bom-ref']) && !isOurs(each['assessor']))
  return {
    ...document,
    ...(definitions !== undefined && {definitions: {...definitions, standards: others(definitions['standards'])}}),
    declarations: Object.fromEntries(
      Object.entries(declarations).map(([name, list]) => [name, Array.isArray(list) ? others(list) : list]),
    ),
  }
}
