import {asRecord, asText, indexedRecords, recordsOf, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {isBefore} from '../../../lib/time/instant.ts'
import type {ReviewContext} from '../../context.ts'

/** Evidence of claims that is no longer valid, by its own date. */
export function checkEvidenceAge({view, notes, nowMs}: ReviewContext): void {
  const declarations = asRecord(view.document['declarations'])
  const claims = new Map<string, UnknownRecord>()
  for (const claim of recordsOf(declarations?.['claims']))
    for (const ref of textsOf(claim['evidence'])) if (!claims.has(ref)) claims.set(ref, claim)
  for (const [index, evidence] of indexedRecords(declarations?.['evidence'])) {
    const {'bom-ref': ref, propertyName, description, expires} = evidence
    const end = asText(expires)
    if (end === undefined || !isBefore(end, nowMs)) continue
    const name = asText(description) ?? asText(propertyName) ?? asText(ref) ?? `evidence ${index + 1}`
    const claim = claims.get(asText(ref) ?? '')
    const predicate = asText(claim?.['predicate'])
    notes.find('evidence-expired', {
      subject: view.byRef.get(String(claim?.['target']))?.name ?? '',
      message: `“${name}” expired on ${end.slice(0, 10)}${predicate === undefined ? '' : `; the claim “${predicate}” rests on it`}`,
      evidence: [notes.cite(`/declarations/evidence/${index}/expires`, end)],
    })
  }
}
