import {satisfies, valid, validRange} from '@renovatebot/pep440'

const exactPattern = /^={2,3}v?(\d[\w.!+-]*)$/i
/** Real versions and clauses have some 30 characters. */
const lengthLimit = 500

/** The version that a specifier set pins: `==1.2` or `===1.2` and nothing else; undefined for ranges and wildcards. */
export function exactVersion(specifier: string): string | undefined {
  return exactPattern.exec(specifier.replace(/\s/g, ''))?.[1]
}

/**
 * Whether a version lies in a specifier set; pre-releases count, since a lock file may hold them.
 * @returns undefined when PEP 440 does not know the set or the version
 */
export function isInRange(version: string, specifier: string): boolean | undefined {
  if (specifier === '') return true
  if (version.length > lengthLimit || specifier.length > lengthLimit) return undefined
  if (specifier.startsWith('===')) return version === specifier.slice(3)
  if (!validRange(specifier) || valid(version) === null) return undefined
  return satisfies(version, specifier, {prereleases: true})
}
