// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fleet check`.
 */
export interface FleetCheckResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The policy file, as the user named it; null where the rules alone judged.
   */
  policy: string | null
  /**
   * The least severity that fails.
   */
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'never'
  outcome: 'passed' | 'failed' | 'undecided'
  /**
   * Every source that was read at least once.
   */
  sources: {
    name: string
    address: string
    outcome: 'passed' | 'failed' | 'undecided'
    /**
     * The worst first.
     */
    findings: Finding[]
    /**
     * What a rule could not judge.
     */
    undecided: Undecided[]
    /**
     * What the policy waives.
     */
    waived: Waived[]
    /**
     * Files that could not be read.
     */
    unread: number
  }[]
  /**
   * Sources that were never scanned, or could not be read the last time: they leave the answer open.
   */
  notCurrent: string[]
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
