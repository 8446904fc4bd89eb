import type {Change} from '../../drift/compare.ts'
import type {Entry} from '../../drift/entry.ts'
import type {Severity} from '../../inventory/severity.ts'
import {dayOf} from '../generate/source-date.ts'
import {type Applied, applyPolicy} from '../policy/apply-policy.ts'
import {judgeTests} from '../policy/judge/judge-evidence.ts'
import {judgePolicy} from '../policy/judge/judge-policy.ts'
import {type OpenedEvidence, openEvidence} from '../policy/open-evidence.ts'
import type {OpenedPolicy} from '../policy/open-policy.ts'
import type {RunContext} from '../run-context.ts'
import type {Blind} from './blind.ts'
import type {CheckResult} from './check-result.generated.ts'
import {isAtOrAbove, judgeSide} from './judge.ts'
import {joinJudged} from './judged.ts'
import type {OpenedSide} from './open-side.ts'

/** What judging needs beside what is open already. */
export interface JudgeOpenedOptions extends Pick<RunContext, 'cwd' | 'env' | 'now' | 'signal'> {
  /** as typed, or the name of what is judged */
  readonly source: string
  /** the BOM that holds results of tests, as typed */
  readonly evidence?: string | undefined
}

/** What a comparison and the registries add to the judgement; without a baseline, only the settings of assistants can be blind. */
export interface Compared {
  /** changes that nobody accepted */
  readonly changes: readonly Change[]
  /** the entries of the baseline */
  readonly before: readonly Entry[]
  readonly blind: readonly Blind[]
}

type JudgedSource = Applied & Pick<CheckResult, 'rulesOff'> & {readonly evidence: OpenedEvidence | undefined}

/**
 * What the rules, the policy and results of tests say of a source or BOM, with the severities and waivers of the
 * policy.
 */
export async function judgeOpened(
  opened: OpenedSide,
  policy: OpenedPolicy | undefined,
  {changes, before, blind}: Compared,
  options: JudgeOpenedOptions,
): Promise<JudgedSource> {
  const {rulesOff, ...judged} = judgeSide(opened, {today: dayOf(options), blind})
  // waivers run out by the clock, whatever day a reproducible build is given
  const today = new Date(options.now()).toISOString().slice(0, 10)
  const byPolicy = await judgePolicy(policy, {opened, changes, before, today, signal: options.signal, cwd: options.cwd})
  const evidence = openEvidence(options, opened, policy)
  const byTests = judgeTests({present: opened, evidence, policy, nowMs: options.now()})
  return {
    ...applyPolicy(policy?.policy, {...joinJudged([judged, byPolicy, byTests]), changes}, today),
    rulesOff,
    evidence,
  }
}

/** What makes a gate fail, and what leaves it open. */
export interface Threshold {
  /** the least severity that fails */
  readonly failOn: Severity | 'never'
  /** files that could not be read leave the answer open */
  readonly strict: boolean
}

/** What leaves an answer open. */
interface Open {
  /** files that could not be read */
  readonly unread: number
  /** assets whose registry gave no answer, where it was asked */
  readonly unanswered?: number
  readonly policy: OpenedPolicy | undefined
}

/**
 * What a rule of ours could not judge counts only where a finding of it would fail: no answer to it would change the
 * outcome otherwise. A rule of the user's own always has to have an answer.
 */
export function outcomeOf(
  {changes, findings, undecided}: Pick<Applied, 'changes' | 'findings' | 'undecided'>,
  {unread, unanswered = 0, policy}: Open,
  {failOn, strict}: Threshold,
): CheckResult['outcome'] {
  const fails = ({severity}: {readonly severity: Severity}): boolean => isAtOrAbove(severity, failOn)
  if (changes.some(fails) || findings.some(fails)) return 'failed'
  if (unanswered > 0) return 'undecided'
  const own = new Set(failOn === 'never' ? [] : policy?.rules.map(({rule}) => rule.id))
  return undecided.some(item => fails(item) || own.has(item.rule)) || (strict && unread > 0) ? 'undecided' : 'passed'
}
