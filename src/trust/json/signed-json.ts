import {AibomError} from '../../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {variantField} from '../../lib/parse/field-names.ts'
import {parseStrictJson} from '../../lib/parse/strict-json.ts'
import {type FailureCode, invalid} from '../failure.ts'

const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})

/**
 * JSON that somebody signed, or that carries a signature: one value in valid UTF-8, bounded, without anything that
 * parsers disagree on: a name twice in an object, the name `__proto__`, a number that is too large, half a character.
 * @throws {TrustFailure} with `code`
 */
export function parseSignedJson(content: string | Uint8Array, code: FailureCode, what: string): unknown {
  try {
    const text = typeof content === 'string' ? content : decoder.decode(content)
    const {duplicates} = parseStrictJson(text)
    if (duplicates.length > 0)
      throw invalid(code, `${what} has a name twice in one object: ${JSON.stringify(duplicates[0])}`)
    const value: unknown = JSON.parse(text)
    if (!isPlain(value))
      throw invalid(code, `${what} has a name, a number or a text that programs read in different ways`)
    return value
  } catch (error) {
    if (error instanceof AibomError)
      throw invalid(code, `${what} is not JSON that can be relied on: ${error.message}`, error)
    if (error instanceof TypeError) throw invalid(code, `${what} is not UTF-8 text`, error)
    throw error
  }
}

/** The parser before has bounded the depth. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  return Object.entries(value).every(([name, member]) => name !== '__proto__' && name.isWellFormed() && isPlain(member))
}

/**
 * The objects of a list that may be absent; one item that is no object makes it no such list.
 * @throws {TrustFailure} with `code`
 */
export function objectsOf(value: unknown, code: FailureCode, what: string): UnknownRecord[] {
  if (value === undefined) return []
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.map(item => {
    const record = asRecord(item)
    if (record === undefined || !Array.isArray(value)) throw invalid(code, `${what} is not a list of objects`)
    return record
  })
}

/**
 * That an object has no name that some programs take for one of these fields, and others for none.
 * @throws {TrustFailure} with `code`
 */
export function assertFields(record: UnknownRecord, fields: ReadonlySet<string>, code: FailureCode): void {
  const variant = variantField(record, fields)
  if (variant !== undefined) throw invalid(code, `some programs take ${JSON.stringify(variant)} for another field`)
}

const base64Pattern = /^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)(={0,2})$/
const groupLength = 4

/**
 * Base64 in one of its alphabets, padded rightly or not at all, without white space, stray signs or bits behind the
 * end, which Node's decoder passes over.
 * @throws {TrustFailure} with `code`
 */
export function decodeBase64(text: unknown, code: FailureCode, what: string): Buffer {
  const padding = typeof text === 'string' ? base64Pattern.exec(text)?.[1] : undefined
  if (typeof text !== 'string' || padding === undefined) throw invalid(code, `${what} is not base64`)
  const isWhole = padding === '' || text.length % groupLength === 0
  const tail = text
    .slice(0, text.length - padding.length)
    .slice(-((text.length - padding.length) % groupLength || groupLength))
  const alphabet = /[-_]/.test(text) ? 'base64url' : 'base64'
  const isCanonical =
    Buffer.from(tail, 'base64')
      .toString(alphabet)
      .replace(/={1,2}$/, '') === tail
  if (!isWhole || !isCanonical) throw invalid(code, `${what} is not base64 as it has to be written`)
  return Buffer.from(text, 'base64')
}
