import {evidenceMissing} from '../../rules/evidence-missing.ts'
import type {Evidence} from '../file/policy.generated.ts'
import {type EvidenceAnswer, listed} from './answer.ts'
import {isAskedFor, reasonAgainst, type TestedPiece} from './counting.ts'
import {judgeMetrics} from './metrics.ts'
import {judgeProbes} from './probes.ts'

/**
 * Holds the results of tests of one asset against what a policy asks for.
 * @param label of the asset: `model gpt-4o`
 * @param pieces all that speak of the asset
 * @returns only what is not as it is asked for, or cannot be decided
 */
export function judgeEvidence(requirement: Evidence, label: string, pieces: readonly TestedPiece[]): EvidenceAnswer[] {
  const asked = pieces.filter(piece => isAskedFor(requirement, piece))
  const counting = asked.filter(piece => reasonAgainst(requirement, piece) === undefined)
  if (counting.length === 0)
    return [{meta: evidenceMissing, message: missingText(requirement, label, asked), isOpen: false}]
  return [...judgeProbes(requirement, label, counting), ...judgeMetrics(requirement, label, counting)]
}

function missingText(requirement: Evidence, label: string, asked: readonly TestedPiece[]): string {
  const {kind, tools} = requirement
  const what = [kind, 'evidence', ...(tools === undefined ? [] : [`of ${tools.join(' or ')}`])]
    .filter(word => word !== undefined)
    .join(' ')
  if (asked.length === 0) return `${label} has no ${what}`
  const reasons = asked.map(piece => `${piece.report.file.name} ${reasonAgainst(requirement, piece) ?? ''}`)
  return `no ${what} of ${label} counts: ${listed(reasons)}`
}
