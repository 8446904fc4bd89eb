import {AibomError} from '../errors.ts'
import {parseStrictJson} from './strict-json.ts'

/** The value of a JSON text; undefined where it is no JSON, which no JSON says. */
export function parseJsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The same where no object may have a name twice: programs take different ones of the two. Undefined where one has. */
export function parseUniqueJson(text: string): unknown {
  try {
    return parseStrictJson(text).duplicates.length === 0 ? JSON.parse(text) : undefined
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
}
