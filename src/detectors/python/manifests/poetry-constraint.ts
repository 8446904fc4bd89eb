import {exactVersion} from '../../../lib/names/pep440.ts'

const releasePattern = /^v?(\d+(?:\.\d+)*)/i
const operatorPattern = /^(?:===|~=|==|!=|<=|>=|<|>)/
/** Real constraints have two or three alternatives. */
const alternativesLimit = 20

/**
 * Poetry's constraints as PEP 440 specifier sets, of which one has to hold: `^1.2 || ~3.0` → `>=1.2,<2`, `>=3.0,<3.1`.
 * @returns undefined when a part cannot be said so
 * @see Poetry documentation, "Version constraints"
 */
export function poetryAlternatives(constraint: string): string[] | undefined {
  const alternatives = constraint.split(/\|\|?/, alternativesLimit).map(toSpecifierSet)
  const known = alternatives.flatMap(alternative => alternative ?? [])
  return known.length === alternatives.length ? known : undefined
}

/** The version that a constraint pins: `1.2.3` alone, or with `==`. */
export function poetryExactVersion(constraint: string): string | undefined {
  const [only, second] = poetryAlternatives(constraint) ?? []
  return only === undefined || second !== undefined ? undefined : exactVersion(only)
}

function toSpecifierSet(alternative: string): string | undefined {
  const clauses = alternative
    .replace(/([<>=!~^])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter(clause => clause !== '')
    .map(toClause)
  return clauses.includes(undefined) ? undefined : clauses.filter(clause => clause !== '').join(',')
}

function toClause(clause: string): string | undefined {
  if (clause === '*') return ''
  if (clause.startsWith('^')) return between(clause.slice(1), caretPosition)
  if (clause.startsWith('~') && !clause.startsWith('~='))
    return between(clause.slice(1), parts => (parts.length > 1 ? 1 : 0))
  if (operatorPattern.test(clause)) return clause
  if (clause.startsWith('=')) return `=${clause}`
  return releasePattern.test(clause) ? `==${clause}` : undefined
}

/** The first part that is not zero may not change. */
function caretPosition(parts: readonly number[]): number {
  const first = parts.findIndex(part => part !== 0)
  return first === -1 ? parts.length - 1 : first
}

/** From the version up to the next one at a position. */
function between(version: string, position: (parts: readonly number[]) => number): string | undefined {
  const parts = releasePattern.exec(version)?.[1]?.split('.').map(Number)
  if (parts === undefined) return undefined
  const at = position(parts)
  const upper = parts.slice(0, at + 1).map((part, index) => (index === at ? part + 1 : part))
  return `>=${version},<${upper.join('.')}`
}
