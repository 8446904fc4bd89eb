import {asText} from '../../../lib/narrow.ts'
import {dayMs} from '../../../lib/time/day.ts'
import {isBefore} from '../../../lib/time/instant.ts'
import type {ReviewContext} from '../../context.ts'

/**
 * The day on which versions of CycloneDX were published.
 * @see releases of CycloneDX/specification
 */
const published: ReadonlyMap<string, string> = new Map([
  ['1.4', '2022-01-12'],
  ['1.5', '2023-06-26'],
  ['1.6', '2024-04-09'],
  ['1.7', '2025-10-21'],
])
/** Tools write a version while it is a draft. */
const draftMs = 180 * dayMs

/** A document that is older than the version of the format it is written in: a converted one, or a wrong date. */
export function checkFormatAge({view, notes, isOwn, isSpdx}: ReviewContext): void {
  const [made, version] = [asText(view.metadata['timestamp']), asText(view.document['specVersion']) ?? '']
  const day = published.get(version)
  if (isOwn || isSpdx === true || made === undefined || day === undefined || !isBefore(made, day, draftMs)) return
  notes.find('date-impossible', {
    subject: '',
    severity: 'low',
    message: `the BOM is dated ${made.slice(0, 10)}, but CycloneDX ${version} was published on ${day}: it was converted, or the date is wrong`,
    evidence: [notes.cite('/metadata/timestamp', made), notes.cite('/specVersion', version)],
  })
}
