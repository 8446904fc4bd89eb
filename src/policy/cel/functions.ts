import {PackageURL} from 'packageurl-js'
import {RE2JS} from 're2js'
import semver from 'semver'
import {anchoredPattern} from '../../lib/names/anchored-pattern.ts'
import {quote} from '../../lib/text/quote.ts'
import {satisfiesLicences} from '../licences.ts'

/** Longer ones are no patterns that a person wrote. */
const patternLimit = 1000
/** Compiled patterns that are kept: a rule may compute its pattern from each asset. */
const keptLimit = 100

interface CelFunction {
  readonly signature: string
  readonly description: string
  readonly run: (...values: never[]) => unknown
}

/** What rules can call beside CEL's own functions: all of them take time linear in their input. */
export const celFunctions: readonly CelFunction[] = [
  {
    signature: 'glob(string, string): bool',
    description:
      'glob(text, pattern): true if the pattern matches the whole text; `*` matches anything except `/`, `**` matches anything',
    run: (text: string, pattern: string) => kept(globs, pattern, anchoredPattern).test(text),
  },
  {
    signature: 'regex(string, string): bool',
    description:
      'regex(text, pattern): true if the regular expression (RE2 syntax) matches anywhere in the text; use `^` and `$` to anchor it',
    run: (text: string, pattern: string) => kept(expressions, pattern, compileRegex).matcher(text).find(),
  },
  {
    signature: 'semver(string, string): bool',
    description:
      "semver(version, range): true if the version is in the range, in npm's syntax; an error if the text is not a version",
    run: (version: string, range: string) => inRange(version, range),
  },
  {
    signature: 'spdx(string, list<string>): bool',
    description:
      'spdx(expression, allowed): true if at least one choice in the expression consists only of allowed licenses; an error for an empty text',
    run: (expression: string, allowed: readonly string[]) => {
      if (expression === '') throw new Error('the license is not known')
      return satisfiesLicences(expression, id => allowed.includes(id))
    },
  },
  {
    signature: 'purl(string): map<string, string>',
    description:
      'purl(text): the parts `type`, `namespace`, `name`, `version` and `subpath`, empty if missing; an error if the text is not a package URL',
    run: (text: string) => {
      const {type, namespace, name, version, subpath} = PackageURL.fromString(text)
      return new Map(
        Object.entries({type, namespace, name, version, subpath}).map(([key, value]) => [key, value ?? '']),
      )
    },
  },
]

const globs = new Map<string, ReturnType<typeof anchoredPattern>>()
const expressions = new Map<string, RE2JS>()

function kept<T>(cache: Map<string, T>, pattern: string, make: (pattern: string) => T): T {
  const found = cache.get(pattern)
  if (found !== undefined) return found
  if (pattern.length > patternLimit) throw new Error(`the pattern is longer than ${patternLimit} characters`)
  if (cache.size >= keptLimit) cache.clear()
  const made = make(pattern)
  cache.set(pattern, made)
  return made
}

/** @throws {Error} for what is no expression of RE2: look-around and back references are none */
export function compileRegex(pattern: string): RE2JS {
  return RE2JS.compile(pattern)
}

function inRange(version: string, range: string): boolean {
  if (semver.valid(version) === null) throw new Error(`${quote(version)} is not a version`)
  if (semver.validRange(range) === null) throw new Error(`${quote(range)} is not a range of versions`)
  return semver.satisfies(version, range, {includePrerelease: true})
}
