import {type Change, type Comparison, compareSides} from '../../drift/compare.ts'
import type {Side} from '../../drift/entry.ts'
import {countBySeverity, type Severity} from '../../inventory/severity.ts'
import {AibomError} from '../../lib/errors.ts'
import {applyPolicy} from '../policy/apply-policy.ts'
import {judgeTests} from '../policy/judge-evidence.ts'
import {judgePolicy} from '../policy/judge-policy.ts'
import {openEvidence} from '../policy/open-evidence.ts'
import type {OpenedPolicy} from '../policy/open-policy.ts'
import {sourceDate} from '../source-date.ts'
import {acceptedHere} from './accepted-here.ts'
import {type AttestOptions, attestedFile, writeAttestation} from './attest.ts'
import type {Baseline} from './baseline.ts'
import {blindSpots} from './blind.ts'
import type {CheckResult} from './check-result.generated.ts'
import {describeChange} from './diff.ts'
import {isAtOrAbove, judgeSide} from './judge.ts'
import {joinJudged} from './judged.ts'
import {type GateOptions, openGate} from './open-gate.ts'
import {type OpenedSide, openSide} from './open-side.ts'

export interface CheckOptions extends GateOptions, AttestOptions {
  /** the least severity that fails */
  readonly failOn: Severity | 'never'
  /** the BOM that holds results of tests, as typed */
  readonly evidence?: string | undefined
  /** files that could not be read leave the answer open */
  readonly strict: boolean
}

/**
 * `aibom check`: what a source has that its baseline does not, and what the rules and the policy say of it, judged by severity. The policy is read and checked
 * before the source is.
 * @throws {AibomError} `AIBOM_BASELINE_MISSING`, `AIBOM_LOCK_INVALID`, `AIBOM_POLICY_INVALID`, `AIBOM_USAGE` for a lock as the source, and for a source that
 * cannot be opened
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const file = attestedFile(options)
  const {baseline, ownLock, policy, notes} = await openGate(options)
  const opened = await openSide(options.source, options)
  if (opened.form === 'lock') {
    throw new AibomError('AIBOM_USAGE', `${options.source} is a lock, and a lock is what a source is held against`, {
      hint: 'Name a source or a BOM: aibom check SOURCE --baseline LOCK; two locks are compared by aibom diff',
    })
  }
  const {before, after, comparison} = compareWith(baseline, opened)
  const {open, accepted} = acceptedHere(comparison.changes, ownLock, opened)
  const blind =
    before === undefined || opened.inventory === undefined ? [] : blindSpots(before, baseline?.side.inventory, comparison, opened.inventory)
  const {rulesOff, ...judged} = judgeSide(opened, {today: dayOf(options), blind})
  // waivers run out by the clock, whatever day a reproducible build is given
  const today = new Date(options.now()).toISOString().slice(0, 10)
  const byPolicy = await judgePolicy(policy, {opened, changes: open, before: before?.entries ?? [], today, signal: options.signal})
  const evidence = openEvidence(options, opened, policy)
  const byTests = judgeTests({present: opened, evidence, policy, nowMs: options.now()})
  const applied = applyPolicy(policy?.policy, {...joinJudged([judged, byPolicy, byTests]), changes: open}, today)
  const unread = [...after.unread].sort()
  const result: CheckResult = {
    schemaVersion: 1,
    source: options.source,
    baseline: before === undefined || baseline === undefined ? null : describeBaseline(baseline, before),
    policy: policy === undefined ? null : describePolicy(policy),
    ...(evidence?.isThere === true && {evidence: {path: evidence.path, reports: evidence.reports.length}}),
    outcome: outcomeOf(applied, {unread, policy}, options),
    failOn: options.failOn,
    counts: countBySeverity(applied.changes),
    changes: applied.changes.map(describeChange),
    findings: applied.findings,
    undecided: applied.undecided,
    waived: applied.waived,
    acceptedHere: accepted.map(({change, reason}) => ({change: describeChange(change), reason})),
    rulesOff,
    unread,
    notCompared: comparison.notCompared.map(item => ({...item})),
    unchanged: comparison.unchanged,
    notes: [...notes, ...(comparison.related ? [] : ['the source has no asset in common with the baseline; are they of the same product?'])],
  }
  writeAttestation(result, options, {file, opened, policy})
  return result
}

/** The day of the run, or that of SOURCE_DATE_EPOCH: what is retired depends on it. */
function dayOf({env, now}: CheckOptions): string {
  return (sourceDate(env) ?? new Date(now())).toISOString().slice(0, 10)
}

interface Compared {
  readonly before?: Side
  readonly after: Side
  readonly comparison: Pick<Comparison, 'changes' | 'unchanged' | 'notCompared' | 'related'>
}

function compareWith(baseline: Baseline | undefined, opened: OpenedSide): Compared {
  if (baseline === undefined) return {after: opened.project('digest'), comparison: {changes: [], unchanged: 0, notCompared: [], related: true}}
  const packages = baseline.side.form === 'lock' ? 'digest' : 'each'
  const [before, after] = [baseline.side.project(packages), opened.project(packages)]
  return {before, after, comparison: compareSides(before, after)}
}

function describeBaseline({path, side, commit}: Baseline, {entries}: Side): CheckResult['baseline'] {
  return {path, form: side.form, ...(commit !== undefined && {commit}), assets: entries.length}
}

function describePolicy({path, commit, policy: {layers, sha256}}: OpenedPolicy): CheckResult['policy'] {
  return {path, ...(commit !== undefined && {commit}), files: layers.map(layer => layer.path), sha256}
}

type Applied = Pick<CheckResult, 'findings' | 'undecided'> & {readonly changes: readonly Change[]}

interface Blind {
  readonly unread: readonly string[]
  readonly policy: OpenedPolicy | undefined
}

/**
 * What a rule of ours could not judge counts only where a finding of it would fail: no answer to it would change the outcome otherwise. A rule of the user's
 * own always has to have an answer.
 */
function outcomeOf({changes, findings, undecided}: Applied, {unread, policy}: Blind, {failOn, strict}: CheckOptions): CheckResult['outcome'] {
  const fails = ({severity}: {readonly severity: Severity}): boolean => isAtOrAbove(severity, failOn)
  if (changes.some(fails) || findings.some(fails)) return 'failed'
  const own = new Set(failOn === 'never' ? [] : policy?.rules.map(({rule}) => rule.id))
  return undecided.some(item => fails(item) || own.has(item.rule)) || (strict && unread.length > 0) ? 'undecided' : 'passed'
}
