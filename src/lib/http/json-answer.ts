import {asRecord, type UnknownRecord} from '../narrow.ts'

/** The object that an answer holds; undefined for HTML, text, lists and what breaks off. */
export function jsonObject(bytes: Uint8Array): UnknownRecord | undefined {
  try {
    return asRecord(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
