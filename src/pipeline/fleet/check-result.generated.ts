// Generated from the schema by `npm run generate`. Do not edit.

import type {Finding, Undecided, Waived} from '../changes/check-result.generated.ts'

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
