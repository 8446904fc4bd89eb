import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'

/** Whether a document is an agent card of the A2A protocol: it must state a name, what it can and where it is. */
export function isAgentCard(root: UnknownRecord): boolean {
  const isSomewhere = asText(root['url']) !== undefined || root['supportedInterfaces'] !== undefined
  return (
    asText(root['name']) !== undefined &&
    Array.isArray(root['skills']) &&
    asRecord(root['capabilities']) !== undefined &&
    isSomewhere
  )
}
