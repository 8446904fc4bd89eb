import {asRecord} from '../narrow.ts'

/**
 * Whether two values of JSON say the same, whatever the order of names. Recurses as deep as they nest, which parsing
 * bounds.
 */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqualJson(item, b[index]))
  const [left, right] = [asRecord(a), asRecord(b)]
  if (left === undefined || right === undefined) return false
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every(name => Object.hasOwn(right, name) && isEqualJson(left[name], right[name]))
  )
}
