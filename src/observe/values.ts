import {toName} from './operation.ts'
import type {AttributeValue} from './otlp/record.ts'

/** A text that is not empty. */
export function textOf(value: AttributeValue): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A name, shortened where it is long. */
export function nameOf(value: AttributeValue): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? toName(value) : undefined
}

/** A number from zero on, or the text of one. */
export function numberOf(value: AttributeValue): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}
