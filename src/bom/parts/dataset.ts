import {asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** Whether a component of the type `data` is a data set: configuration, source code and resources of servers are data too. */
export function isDataset(node: UnknownRecord): boolean {
  const kinds = recordsOf(node['data']).flatMap(({type}) => asText(type) ?? [])
  if (kinds.length > 0) return kinds.includes('dataset')
  return (
    node['purl'] !== undefined ||
    node['licenses'] !== undefined ||
    node['description'] !== undefined ||
    /^data(?:set)?[:/]/.test(asText(node['bom-ref']) ?? '')
  )
}
