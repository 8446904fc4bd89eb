import {asList, asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'

const partFields = ['components', 'services', 'pedigree', 'modelCard'] as const
const none: readonly UnknownRecord[] = []

/** Components within a component, and those that it comes from. */
export function partsOf(node: UnknownRecord): readonly UnknownRecord[] {
  if (partFields.every(field => node[field] === undefined)) return none
  const datasets = asRecord(asRecord(node['modelCard'])?.['modelParameters'])?.['datasets']
  const lists = [node['components'], node['services'], asRecord(node['pedigree'])?.['ancestors'], datasets]
  return lists.flatMap(list => (list === undefined ? [] : recordsOf(asList(list))))
}
