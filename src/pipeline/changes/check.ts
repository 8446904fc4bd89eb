import {type Change, type Comparison, compareSides} from '../../drift/compare.ts'
import type {Side} from '../../drift/entry.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {countBySeverity} from '../../inventory/severity.ts'
import {AibomError} from '../../lib/errors.ts'
import {type Fixes, fixRevisions, knownCommits} from '../fix/fix-step.ts'
import type {OpenedPolicy} from '../policy/open-policy.ts'
import type {Upstream, UpstreamOptions} from '../upstream/ask-upstream.ts'
import {accountOf, upstreamStep} from '../upstream/step.ts'
import {acceptedHere} from './accepted-here.ts'
import {type AttestOptions, attestedFile, writeAttestation} from './attest.ts'
import type {Baseline} from './baseline.ts'
import {type Blind, blindSpots, unreadSettings} from './blind.ts'
import type {CheckResult} from './check-result.generated.ts'
import {describeChange, describePermissions} from './diff.ts'
import {judgeOpened, outcomeOf, type Threshold} from './judge-opened.ts'
import {lostFiles} from './lost-files.ts'
import {type Gate, type GateOptions, openGate} from './open-gate.ts'
import {type OpenedSide, openSide} from './open-side.ts'

/** What `aibom check` is asked. */
export interface CheckOptions extends GateOptions, AttestOptions, Threshold, UpstreamOptions {
  /** the BOM that holds results of tests, as typed */
  readonly evidence?: string | undefined
  /** pins moving revisions: shows the lines, or writes them */
  readonly fix?: 'show' | 'write' | undefined
}

/**
 * `aibom check`: what a source has that its baseline does not, and what the rules and the policy say of it, judged by
 * severity. The policy is read and checked
 * before the source is.
 * @throws {AibomError} `AIBOM_BASELINE_MISSING`, `AIBOM_LOCK_INVALID`, `AIBOM_POLICY_INVALID`, `AIBOM_USAGE` for a
 *   lock as the source, and for a source that
 * cannot be opened
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const file = attestedFile(options)
  const {baseline, ownLock, policy, configured, namesAt, folder, notes} = await openGate(options)
  const opened = await openSide(options.source, {...options, configured})
  if (opened.form === 'lock') throw lockAsSource(options.source)
  const {before, after, comparison} = compareWith(baseline, opened)
  const {open, accepted} = acceptedHere(comparison.changes, ownLock, opened)
  const upstream = await upstreamOf(options, opened, before)
  const changes = [...open, ...upstream.changes]
  const blind = blindIn(changes, {before, comparison}, {old: baseline?.side.inventory, now: opened.inventory}, namesAt)
  const {rulesOff, evidence, ...applied} = await judgeOpened(
    opened,
    policy,
    {changes, before: before?.entries ?? [], blind},
    options,
  )
  const [unread, unlocked] = [[...after.unread].sort(), [...(after.unlocked ?? [])].sort()]
  const result: CheckResult = {
    schemaVersion: 1,
    source: options.source,
    ...(folder !== '' && {folder}),
    baseline: before === undefined || baseline === undefined ? null : describeBaseline(baseline, before),
    policy: policy === undefined ? null : describePolicy(policy),
    ...(evidence?.isThere === true && {evidence: {path: evidence.path, reports: evidence.reports.length}}),
    outcome: outcomeOf(
      applied,
      {unread: unread.length + unlocked.length, unanswered: upstream.failures.length, policy},
      options,
    ),
    failOn: options.failOn,
    counts: countBySeverity(applied.changes),
    changes: applied.changes.map(describeChange),
    permissions: describePermissions(applied.changes, after, opened.inventory),
    findings: applied.findings,
    undecided: applied.undecided,
    waived: applied.waived,
    acceptedHere: accepted.map(({change, reason}) => ({change: describeChange(change), reason})),
    rulesOff,
    unread,
    unlocked,
    notCompared: comparison.notCompared.map(item => ({...item})),
    unchanged: comparison.unchanged,
    upstream: options.online ? accountOf(upstream) : null,
    ...fixesOf(options, opened, knownCommits(before?.entries ?? [], upstream.heads)),
    notes: [
      ...notes,
      ...(comparison.related
        ? []
        : ['the source has no asset in common with the baseline. Are they the same product?']),
    ],
  }
  writeAttestation(result, options, {file, opened, policy})
  return result
}

function lockAsSource(source: string): AibomError {
  return new AibomError('AIBOM_USAGE', `${source} is a lock, and a lock is what a source is held against`, {
    hint: 'Name a source or a BOM: aibom check SOURCE --baseline LOCK; two locks are compared by aibom diff',
  })
}

const nothingAsked: Upstream = {asked: 0, noCommit: 0, changes: [], failures: [], heads: new Map(), notAsked: []}

/** What registries say, where the user wants them asked. */
async function upstreamOf(options: CheckOptions, opened: OpenedSide, before: Side | undefined): Promise<Upstream> {
  return options.online
    ? await upstreamStep(opened.project('each').entries, before?.entries ?? [], options)
    : nothingAsked
}

/** With --fix; a BOM has no text to change, and is refused. */
function fixesOf(
  {cwd, source, fix}: CheckOptions,
  {inventory}: OpenedSide,
  commits: ReadonlyMap<string, string>,
): {fixes?: Fixes} {
  if (fix === undefined || inventory === undefined) return {}
  return {fixes: fixRevisions(inventory, commits, {cwd, source, write: fix === 'write'})}
}

interface Compared {
  readonly before?: Side | undefined
  readonly after: Side
  readonly comparison: Pick<Comparison, 'changes' | 'unchanged' | 'notCompared' | 'related'>
}

/** What can no longer be seen: where AI was before, and in what comes with the changes. */
function blindIn(
  changes: readonly Change[],
  {before, comparison}: Pick<Compared, 'before' | 'comparison'>,
  {old, now}: {readonly old: Inventory | undefined; readonly now: Inventory | undefined},
  namesAt: Gate['namesAt'],
): Blind[] {
  const lost =
    before === undefined || now === undefined
      ? []
      : [...blindSpots(before, old, comparison, now), ...lostFiles({before, changes: comparison.changes}, now, namesAt)]
  const told = changes.flatMap(({class: name, after: paths}) => (name === 'not-read' ? paths : []))
  return [...lost, ...unreadSettings(now ?? {}, old, [...lost.map(({path}) => path), ...told])]
}

function compareWith(baseline: Baseline | undefined, opened: OpenedSide): Compared {
  if (baseline === undefined)
    return {after: opened.project('digest'), comparison: {changes: [], unchanged: 0, notCompared: [], related: true}}
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
