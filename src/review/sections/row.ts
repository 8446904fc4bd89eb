import type {ReviewContext} from '../context.ts'
import {isHollow} from '../facts/hollow.ts'
import type {Row} from '../review-result.generated.ts'

/** A longer value is cut. */
const textLength = 2000

/** What a BOM states at a place; without a value it is not stated. */
export function row({notes}: ReviewContext, label: string, value: string | undefined, pointer: string): Row {
  if (value === undefined) return {label, value: 'not stated', status: 'unknown', evidence: []}
  const shown = value.length > textLength ? `${value.slice(0, textLength)} …` : value
  return {label, value: shown, status: isHollow(value) ? 'empty' : 'stated', evidence: [notes.cite(pointer, value)]}
}
