import {parseRecord} from '../../bom/parts/record.ts'
import {indexedRecords} from '../../lib/narrow.ts'
import {ruleOf} from '../../rules/all.ts'
import type {ReviewContext} from '../context.ts'
import type {BomView} from '../view.ts'

/** What aibom found when it made the BOM: the BOM states it against itself, so it is told with the rule's own words. */
export function checkStatedFindings({view, notes}: ReviewContext): void {
  for (const [index, {name, value}] of indexedRecords(view.metadata['properties'])) {
    if (name !== 'aibom:finding' || typeof value !== 'string') continue
    const stated = parseRecord(value)
    const rule = ruleOf(stated?.get('rule')?.[0] ?? '')
    const message = stated?.get('message')?.[0]
    if (rule === undefined || message === undefined) continue
    const evidence = [notes.cite(`/metadata/properties/${index}`, value)]
    notes.findBy(rule, {subject: subjectOf(stated?.get('asset')?.[0], view), message, evidence})
  }
}

/** The name of what a bom-ref leads to. */
function subjectOf(ref: string | undefined, {byRef}: BomView): string {
  return ref === undefined ? '' : (byRef.get(ref)?.name ?? ref)
}
