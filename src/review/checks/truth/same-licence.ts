import {licenceKey} from '../../facts/licence-names.ts'

/** Whether two names are those of one license; a name that no list knows may be a longer one of the same. */
export function isSameLicence(a: string, b: string): boolean {
  const [left, right] = [a, b].map(plain)
  if (licenceKey(a) === licenceKey(b) || left === undefined || right === undefined) return true
  return left.includes(right) || right.includes(left)
}

/** Without what stands in brackets: `AGPL-3.0 License (https://…)`. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\([^()]{0,300}\)/g, '')
    .replace(/licen[cs]e|licenseref-|[^a-z0-9.]/g, '')
}
