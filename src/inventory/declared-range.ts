import semver from 'semver'
import {isInRange} from '../lib/names/pep440.ts'
import type {PackageFacts} from './facts.ts'

/** Real ranges have some 30 characters. */
const lengthLimit = 500
/** `latest`, `next`: not what semver takes for a range (`x`, `v1`) */
const tagPattern = /^(?!x$)(?!v\d)[a-z][\w.-]*$/i
/** `=1.2`, `1.2.*`, `=1.2.*`: conda's "starts with" */
const condaPrefixPattern = /^=?([\w.!+]+?)(?:\.?\*)?$/

/**
 * Whether a version is one that every manifest allows.
 * @param declared ranges in the notation of the ecosystem
 * @returns true for a tag, which limits nothing; false for what cannot be judged, such as another tool's notation
 */
export function satisfiesDeclared(
  ecosystem: PackageFacts['ecosystem'],
  version: string,
  declared: readonly string[] = [],
): boolean {
  return declared.every(
    range =>
      range.length <= lengthLimit && version.length <= lengthLimit && satisfies(ecosystem, version, range.trim()),
  )
}

function satisfies(ecosystem: PackageFacts['ecosystem'], version: string, range: string): boolean {
  switch (ecosystem) {
    case 'npm':
      if (tagPattern.test(range)) return true
      return (
        semver.validRange(range, {loose: true}) !== null &&
        semver.satisfies(version, range, {loose: true, includePrerelease: true})
      )
    case 'pypi':
      return range === 'latest' || isInRange(version, range.replace(/\s/g, '')) === true
    case 'conda':
      return isInCondaRange(version, range.replace(/\s/g, ''))
    default:
      // the notations of the other registries are not judged
      return version === range
  }
}

function isInCondaRange(version: string, range: string): boolean {
  const [, prefix] = condaPrefixPattern.exec(range) ?? []
  if (prefix !== undefined) return version === prefix || version.startsWith(`${prefix}.`)
  return isInRange(version, range) === true
}
