import {asRecord, asText, indexedRecords} from '../../../lib/narrow.ts'
import {isBefore} from '../../../lib/time/instant.ts'
import type {ReviewContext} from '../../context.ts'
import {toldOf} from '../../facts/told.ts'
import type {Part} from '../../view.ts'
import {textsOfCard} from '../content/values.ts'

const cutoffName = /knowledge[-_ ]?cut-?off/i
const months = 'january february march april may june july august september october november december'.split(' ')
const cutoffText =
  /knowledge cut-?off(?: date)?(?: of| is|:)?\s{1,3}(?:(january|february|march|april|may|june|july|august|september|october|november|december)\s{1,3})?(20\d{2}(?:-\d{2}(?:-\d{2})?)?)/i

interface Cutoff {
  /** year, month and day, as far as is stated */
  readonly date: string
  readonly at: string
}

/** A model that is said to know what happened after it was released, or after this day. */
export function checkCutoffs(context: ReviewContext): void {
  const {view, notes} = context
  for (const model of view.models) {
    const limit = limitOf(model, context)
    for (const {date, at} of cutoffsOf(model)) {
      if (!isBefore(limit.date, firstDay(date))) continue
      notes.find('date-impossible', {
        subject: model.name,
        message: `the knowledge of ${model.name} is said to reach to ${date}, ${limit.what}`,
        evidence: [notes.cite(model.pointer + at, date)],
      })
    }
  }
}

/** The day after which it can know nothing: of its release, else of the BOM, else this one. */
function limitOf({node}: Part, {view, nowMs}: ReviewContext): {readonly date: unknown; readonly what: string} {
  const released = asText(asRecord(node['releaseNotes'])?.['timestamp'])
  if (released !== undefined) return {date: released, what: `but it was released on ${released.slice(0, 10)}`}
  const made = asText(view.metadata['timestamp'])
  if (made !== undefined) return {date: made, what: `but the BOM is dated ${made.slice(0, 10)}`}
  return {date: nowMs, what: 'which is in the future'}
}

const textLimit = 10_000

function cutoffsOf(model: Part): Cutoff[] {
  const stated = indexedRecords(model.node['properties']).flatMap(([index, {name, value}]): Cutoff[] => {
    const date = asText(value)
    const isDate = date !== undefined && /^20\d{2}(?:-\d{2}(?:-\d{2})?)?$/.test(date)
    return isDate && cutoffName.test(String(name)) ? [{date, at: `/properties/${index}/value`}] : []
  })
  const told = [...toldOf(model), ...textsOfCard(model)].flatMap(({text, pointer}): Cutoff[] => {
    const date = dateTold(text)
    return date === undefined ? [] : [{date, at: pointer.slice(model.pointer.length)}]
  })
  return [...stated, ...told]
}

/** Of a sentence, as year and month. */
function dateTold(text: string): string | undefined {
  const [, month, year] = cutoffText.exec(text.slice(0, textLimit)) ?? []
  if (year === undefined) return undefined
  const number = months.indexOf(month?.toLowerCase() ?? '') + 1
  return number === 0 ? year : `${year.slice(0, 4)}-${String(number).padStart(2, '0')}`
}

/** Of a year or a month that is stated alone, the first day: what is not later than that is in order. */
function firstDay(date: string): string {
  return `${date}-01-01`.slice(0, 10)
}
