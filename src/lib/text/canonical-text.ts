import {asRecord} from '../narrow.ts'
import {remembering} from '../remember.ts'

/** Documents have a few hundred keys, each of them in every part. */
const quoted = remembering((key: string): string => JSON.stringify(key))

/**
 * What JSON.stringify writes, with the keys of objects in code-unit order: the same text for equal values. A big integer
 * is a text that ends in `n`, a date what it writes of itself. It recurses, so the value must not nest without limit.
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value === 'bigint') return `"${value}n"`
  if (value instanceof Date) return JSON.stringify(value)
  const fields = asRecord(value)
  if (fields === undefined) return JSON.stringify(value)
  let text = ''
  for (const key of Object.keys(fields).sort()) {
    if (fields[key] !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalText(fields[key])}`
  }
  return `{${text}}`
}
