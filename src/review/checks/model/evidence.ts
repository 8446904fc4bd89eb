import {asRecord, asText, indexedRecords} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'

/** Fields whose conclusion is told as they are stated. */
const compared: ReadonlySet<string> = new Set(['purl', 'version', 'name'])

/** What the evidence of a component concludes, held against what is stated. */
export function checkEvidence({view, notes}: ReviewContext): void {
  for (const part of view.parts) {
    for (const {field, value, pointer} of conclusionsOf(part)) {
      const stated = asText(part.node[field])
      if (stated === undefined || stated.toLowerCase() === value.toLowerCase()) continue
      const conflict = [
        {value: stated, source: 'the BOM'},
        {value, source: 'its evidence'},
      ]
      const message = `the ${field} of ${part.name} is ${stated}, but its evidence says ${value}`
      notes.find('purl-wrong', {
        subject: part.name,
        message,
        conflict,
        evidence: [notes.cite(`${part.pointer}/${field}`, stated), notes.cite(pointer, value)],
      })
    }
  }
}

interface Conclusion {
  readonly field: string
  readonly value: string
  readonly pointer: string
}

/** One identity up to 1.5, a list from 1.6 on. */
function conclusionsOf({node, pointer}: Part): Conclusion[] {
  const identity = asRecord(node['evidence'])?.['identity']
  const isList = Array.isArray(identity)
  return indexedRecords(isList ? identity : [identity]).flatMap(([index, {field, concludedValue}]) => {
    const [name, value] = [asText(field), asText(concludedValue)]
    if (name === undefined || value === undefined || !compared.has(name)) return []
    // cdxgen writes the file that it read there
    if (name === 'purl' && !value.startsWith('pkg:')) return []
    return [{field: name, value, pointer: `${pointer}/evidence/identity${isList ? `/${index}` : ''}`}]
  })
}
