import {addTo} from '../../lib/group.ts'
/**
 * A flat record as the text of one property: `key=value` pairs between separators. A key that stands twice is a list.
 * In a value `%`, control characters and the separator's sign are percent-encoded, so that any text reads back.
 */
export type RecordFields = readonly (readonly [
  key: string,
  value: string | number | boolean | readonly string[] | undefined,
])[]

/** `; ` for lines that hold sentences, a blank for words. */
export type Separator = '; ' | ' '

const escapePatterns = {'; ': /[%;\u0000-\u001f\u007f]/g, ' ': /[%\u0000-\u0020\u007f;]/g} as const
const encodedPattern = /%([0-9A-F]{2})/g

/** Absent values are left out; a list is its key once a value. */
export function formatRecord(fields: RecordFields, separator: Separator = '; '): string {
  let text = ''
  const add = (key: string, value: string): void => {
    text += `${text === '' ? '' : separator}${key}=${encodeText(value, separator)}`
  }
  for (const [key, value] of fields) {
    if (typeof value === 'object') for (const each of value) add(key, each)
    else if (value !== undefined) add(key, String(value))
  }
  return text
}

/** @returns the values by key; undefined for a text that is no record */
export function parseRecord(
  text: string,
  separator: Separator = '; ',
): ReadonlyMap<string, readonly string[]> | undefined {
  const values = new Map<string, string[]>()
  if (text === '') return values
  for (const pair of text.split(separator)) {
    const equals = pair.indexOf('=')
    if (equals <= 0) return undefined
    const key = pair.slice(0, equals)
    const value = decodeText(pair.slice(equals + 1))
    addTo(values, key, value)
  }
  return values
}

/** Percent-encodes `%`, control characters and the sign of the separator. */
export function encodeText(text: string, separator: Separator = '; '): string {
  return text.replace(
    escapePatterns[separator],
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/** The counterpart of {@link encodeText}, whatever the separator was. */
export function decodeText(text: string): string {
  return text.replace(encodedPattern, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
