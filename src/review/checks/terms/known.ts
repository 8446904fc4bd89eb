import {asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {knownLicence} from '../../facts/known-licences.ts'
import {termsOf} from '../../facts/licence-terms.ts'
import type {Part} from '../../view.ts'
import {type PlacedLicence, placedLicences} from './placed.ts'

/** What the license of a well-known model is, where the BOM states none. */
export function knownTerms(part: Part): PlacedLicence[] {
  const licence = knownLicence(hubName(part))
  if (part.role !== 'model' || licence === undefined) return []
  return [{part, text: licence, pointer: part.pointer, terms: termsOf(licence), source: 'list of well-known models'}]
}

/** A well-known model under a license that allows more than its publisher does. */
export function checkKnown({view, notes}: ReviewContext): void {
  for (const part of view.parts) {
    const [known] = knownTerms(part)
    const stated = placedLicences(part, view)
    const [first] = stated
    if (
      known === undefined ||
      first === undefined ||
      stated.some(({terms}) => terms.commercial !== 'yes' || terms.restricted)
    )
      continue
    const conflict = [
      {value: first.text, source: 'the BOM'},
      {value: known.text, source: 'list of well-known models'},
    ]
    const message = `the BOM says ${part.name} is under ${first.text}, but its publisher says ${known.text}`
    notes.find('licence-in-doubt', {
      subject: part.name,
      message,
      severity: 'high',
      conflict,
      evidence: [notes.cite(first.pointer, first.text)],
    })
  }
}

function hubName({node, name}: Part): string {
  const [, id] = /^pkg:huggingface\/([\w.%-]{1,96}\/[\w.%-]{1,96})/i.exec(asText(node['purl']) ?? '') ?? []
  return id ?? name
}
