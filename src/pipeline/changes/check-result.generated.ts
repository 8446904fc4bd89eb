// Generated from the schema by `npm run generate`. Do not edit.

/**
 * What one side does not state, and how often.
 */
export type NotCompared = {
  what: string
  count: number
}[]

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
   * What it was held against; null with --no-baseline.
   */
  baseline: null | Baseline
  /**
   * failed: a change at or above the threshold · undecided: something could not be read or compared.
   */
  outcome: 'passed' | 'failed' | 'undecided'
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'never'
  counts: Counts
  /**
   * The worst first.
   */
  changes: Change[]
  /**
   * Files that could not be read, or not whole.
   */
  unread: string[]
  notCompared: NotCompared
  /**
   * Assets that are on both sides and equal in everything that was compared.
   */
  unchanged: number
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
/**
 * Changes by severity.
 */
export interface Counts {
  critical: number
  high: number
  medium: number
  low: number
  info: number
}
export interface Change {
  /**
   * One of the classes in docs/changes.md.
   */
  class: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  kind: string
  /**
   * Identity of the asset, without its version.
   */
  id: string
  name: string
  /**
   * Identity on the old side, where it was another.
   */
  previousId?: string
  /**
   * The fact that differs; absent for an asset that came or went.
   */
  fact?: string
  before: string[]
  after: string[]
  /**
   * The change as a sentence.
   */
  message: string
  /**
   * Where to show it: on the new side, of what is gone on the old one.
   */
  place?: {
    path: string
    line?: number
  }
}
