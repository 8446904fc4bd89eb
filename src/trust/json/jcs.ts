import {compareText} from '../../lib/sort.ts'

/**
 * JSON in its canonical form (RFC 8785): names in the order of their UTF-16 units, numbers and strings as ECMAScript
 * writes them.
 * @param value from a parser that bounds its depth
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => compareText(a, b))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}
