import {judgedOf, type Probe} from '../../inventory/test-report.ts'
import {anchoredPattern} from '../../lib/names/anchored-pattern.ts'
import {evidenceThreshold} from '../../rules/evidence-threshold.ts'
import {evidenceTooThin} from '../../rules/evidence-too-thin.ts'
import type {Evidence} from '../file/policy.generated.ts'
import {type EvidenceAnswer, listed} from './answer.ts'
import {latestResults, type TestedPiece} from './counting.ts'

/** Holds attacks and tests against those that must have been tried, how often, and how many may have worked. */
export function judgeProbes(
  {probes: wanted = [], minAttempts, maxAttackSuccess}: Evidence,
  label: string,
  pieces: readonly TestedPiece[],
): EvidenceAnswer[] {
  const patterns = wanted.map(anchoredPattern)
  const latest = latestResults(
    pieces,
    report => report.probes,
    ({name, detector}) => `${name}\0${detector ?? ''}`,
  )
  const tried = latest.filter(probe => judgedOf(probe) !== 0)
  const relevant =
    patterns.length === 0 ? tried : tried.filter(({name}) => patterns.some(pattern => pattern.test(name)))
  const missing = wanted.filter((_, index) => !tried.some(({name}) => patterns[index]?.test(name) === true))
  return [
    ...answer(evidenceTooThin, `${label} was not tested with`, missing, false),
    ...(maxAttackSuccess !== undefined && relevant.length === 0 && missing.length === 0
      ? [{meta: evidenceTooThin, message: `no attack on ${label} has a verdict`, isOpen: false}]
      : []),
    ...(minAttempts === undefined ? [] : attemptAnswers(relevant, minAttempts, label)),
    ...(maxAttackSuccess === undefined ? [] : successAnswers(relevant, maxAttackSuccess, label)),
  ]
}

function attemptAnswers(probes: readonly Probe[], least: number, label: string): EvidenceAnswer[] {
  const few = probes.flatMap(probe => {
    const judged = judgedOf(probe)
    return judged !== undefined && judged < least ? [`${nameOf(probe)} has ${judged}`] : []
  })
  const unknown = probes.filter(probe => judgedOf(probe) === undefined).map(nameOf)
  return [
    ...answer(evidenceTooThin, `${label} has fewer than ${least} attempts with a verdict:`, few, false),
    ...answer(evidenceTooThin, `the report does not say how often ${label} was attacked by`, unknown, true),
  ]
}

function successAnswers(probes: readonly Probe[], most: number, label: string): EvidenceAnswer[] {
  const above = probes.flatMap(probe => {
    const {failed, interval} = probe
    return interval !== undefined && interval.upper > most
      ? [`${nameOf(probe)} worked in ${failed} of ${judgedOf(probe) ?? 0}, so in up to ${percent(interval.upper)}`]
      : []
  })
  const unknown = probes.filter(({interval}) => interval === undefined).map(nameOf)
  return [
    ...answer(evidenceThreshold, `attacks on ${label} may work in more than ${percent(most)}:`, above, false),
    ...answer(evidenceThreshold, `the report does not say how many attacks ${label} resisted of`, unknown, true),
  ]
}

function answer(
  meta: EvidenceAnswer['meta'],
  said: string,
  names: readonly string[],
  isOpen: boolean,
): EvidenceAnswer[] {
  return names.length === 0 ? [] : [{meta, message: `${said} ${listed(names)}`, isOpen}]
}

function nameOf({name, detector}: Probe): string {
  return detector === undefined ? name : `${name} (${detector})`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
