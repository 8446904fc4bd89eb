import {redactTokens} from './tokens.ts'
import {redactUrls} from './url.ts'

/**
 * Text that is about to be printed, without tokens that show themselves and without credentials in URLs: the last net,
 * which names and digests pass.
 */
export function redactPrinted(text: string): string {
  return text.length < 8 ? text : redactUrls(redactTokens(text))
}

/** The same for every string of a result. */
export function redactResult<T>(result: T): T
/** Goes into lists and plain objects; anything else passes as it is. */
export function redactResult(result: unknown): unknown {
  if (typeof result === 'string') return redactPrinted(result)
  if (typeof result !== 'object' || result === null) return result
  if (Array.isArray(result)) return result.map(item => redactResult(item))
  if (Object.getPrototypeOf(result) !== Object.prototype) return result
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, redactResult(value)]))
}
