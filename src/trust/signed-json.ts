import {AibomError} from '../lib/errors.ts'
import {parseStrictJson} from '../lib/strict-json.ts'
import {type FailureCode, invalid} from './failure.ts'

const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})

/**
 * JSON that somebody signed, or that carries a signature: valid UTF-8, no name twice in an object (parsers disagree on which one counts), bounded.
 * @throws {TrustFailure} with `code`
 */
export function parseSignedJson(content: string | Uint8Array, code: FailureCode, what: string): unknown {
  try {
    const text = typeof content === 'string' ? content : decoder.decode(content)
    const {duplicates} = parseStrictJson(text)
    if (duplicates.length > 0) throw invalid(code, `${what} has a name twice in one object: ${JSON.stringify(duplicates[0])}`)
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof AibomError) throw invalid(code, `${what} is not JSON that can be relied on: ${error.message}`, error)
    if (error instanceof TypeError) throw invalid(code, `${what} is not UTF-8 text`, error)
    throw error
  }
}

const base64Pattern = /^[A-Za-z0-9+/]*={0,2}$/
const base64UrlPattern = /^[A-Za-z0-9_-]*={0,2}$/

/**
 * Base64 in either alphabet, without white space or stray signs, which Node's decoder passes over.
 * @throws {TrustFailure} with `code`
 */
export function decodeBase64(text: unknown, code: FailureCode, what: string): Buffer {
  if (typeof text !== 'string' || !(base64Pattern.test(text) || base64UrlPattern.test(text)) || text.replace(/=+$/, '').length % 4 === 1) {
    throw invalid(code, `${what} is not base64`)
  }
  return Buffer.from(text, 'base64')
}
