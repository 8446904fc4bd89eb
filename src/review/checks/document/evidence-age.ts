import {asRecord, asText, indexedRecords, recordsOf, textsOf} from '../../../lib/narrow.ts'
import {isBefore} from '../../../lib/time/instant.ts'
import type {ReviewContext} from '../../context.ts'

/** Evidence of claims that is no longer valid, by its own date. */
export function checkEvidenceAge({view, notes, nowMs}: ReviewContext): void {
  const declarations = asRecord(view.document['declarations'])
  const claims = recordsOf(declarations?.['claims'])
  for (const [index, {'bom-ref': ref, propertyName, description, expires}] of indexedRecords(
    declarations?.['evidence'],
  )) {
    const end = asText(expires)
    if (end === undefined || !isBefore(end, nowMs)) continue
    const name = asText(description) ?? asText(propertyName) ?? asText(ref) ?? `evidence ${index + 1}`
    const claim = claims.find(({evidence}) => typeof ref === 'string' && textsOf(evidence).includes(ref))
    const predicate = asText(claim?.['predicate'])
    notes.find('evidence-expired', {
      subject: view.byRef.get(String(claim?.['target']))?.name ?? '',
      message: `“${name}” expired on ${end.slice(0, 10)}${predicate === undefined ? '' : `; the claim “${predicate}” rests on it`}`,
      evidence: [notes.cite(`/declarations/evidence/${index}/expires`, end)],
    })
  }
}
