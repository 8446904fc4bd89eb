// Generated from the schema by `npm run generate`. Do not edit.

import type {Change, Counts, NotCompared, Permissions, Upstream} from './change.generated.ts'

/**
 * The --json result of `aibom check`.
 */
export interface CheckResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * What was checked, as the user named it.
   */
  source: string
  /**
   * The folder of the source within its repository, with /; absent at the root and outside git. Paths of places are relative to the source.
   */
  folder?: string
  /**
   * What it was held against; null with --no-baseline.
   */
  baseline: null | Baseline
  /**
   * failed: a change or finding at or above the threshold · undecided: something could not be read, compared or judged.
   */
  outcome: 'passed' | 'failed' | 'undecided'
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'never'
  counts: Counts
  /**
   * The worst first.
   */
  changes: Change[]
  permissions: Permissions
  /**
   * Files that could not be read, or not whole.
   */
  unread: string[]
  /**
   * Manifests without a lock file: the exact versions of their packages are unknown.
   */
  unlocked: string[]
  notCompared: NotCompared
  /**
   * Assets that are on both sides and equal in everything that was compared.
   */
  unchanged: number
  /**
   * What the rules say of the source, the worst first.
   */
  findings: Finding[]
  /**
   * What a rule could not judge. It leaves the outcome open where its severity is at or above the threshold.
   */
  undecided: Undecided[]
  /**
   * Rules that had nothing to judge by, and why.
   */
  rulesOff: {
    rule: string
    name: string
    reason: string
  }[]
  /**
   * The policy that was applied; null where there is none.
   */
  policy: null | Policy
  /**
   * The BOM whose results of tests were judged; absent where there is none.
   */
  evidence?: {
    path: string
    reports: number
  }
  /**
   * What the policy waives: it does not count.
   */
  waived: Waived[]
  /**
   * With --base: changes against that commit's lock that the lock of this one accepts. They do not count; whoever approves the lock answers for them.
   */
  acceptedHere: AcceptedHere[]
  /**
   * What --online asked registries; null without it.
   */
  upstream: null | Upstream
  /**
   * With --fix: moving revisions that are pinned to a known commit, and those that are not, with the reason.
   */
  fixes?: {
    /**
     * With --write: the files are changed.
     */
    written: boolean
    pinned: {
      id: string
      path: string
      line: number
      /**
       * The line as it was.
       */
      before: string
      /**
       * The line with the commit.
       */
      after: string
    }[]
    notPinned: {
      id: string
      path: string
      line?: number
      reason: string
    }[]
  }
  /**
   * What to know about the answer.
   */
  notes: string[]
}
export interface Baseline {
  /**
   * As the user named it, or aibom.lock.
   */
  path: string
  form: 'lock' | 'bom' | 'source'
  /**
   * The commit that it was read from.
   */
  commit?: string
  assets: number
}
export interface Finding {
  /**
   * Id of a rule in docs/rules.md, or of a rule of the policy.
   */
  rule: string
  /**
   * Name of the rule.
   */
  name: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  /**
   * Identity of the asset, without its version; `subject` for the source itself.
   */
  asset: string
  /**
   * Kind of the asset; `subject` for the source itself.
   */
  kind: string
  assetName: string
  /**
   * The finding as a sentence.
   */
  message: string
  /**
   * Where to show it.
   */
  place?: {
    path: string
    line?: number
  }
  /**
   * Equal for the same finding in the next run.
   */
  fingerprint: string
  /**
   * Of a rule of the policy.
   */
  why?: string
  /**
   * Of a rule of the policy.
   */
  fix?: string
}
export interface Undecided {
  rule: string
  name: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  asset: string
  /**
   * not-evaluated: the facts are not there · not-decidable: they say neither yes nor no.
   */
  reason: 'not-evaluated' | 'not-decidable'
  message: string
}
export interface Policy {
  /**
   * As the user named it, or aibom.policy.yaml.
   */
  path: string
  /**
   * The commit that it was read from.
   */
  commit?: string
  /**
   * The files that it consists of, those that are included first.
   */
  files: string[]
  /**
   * One digest over all of them.
   */
  sha256: string
}
export interface Waived {
  /**
   * Id of the rule, or class of the change.
   */
  rule: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  asset: string
  message: string
  reason: string
  owner: string
  /**
   * The last day on which it counts.
   */
  expires: string
}
export interface AcceptedHere {
  change: Change
  /**
   * As the lock has it.
   */
  reason: string
}
