// Generated from the schema by `npm run generate`. Do not edit.

import type {Change, Counts} from '../changes/change.generated.ts'

/**
 * Assets that no registry was asked about: those of other registries, and those without an exact version.
 */
export type NotAsked = {
  what: string
  count: number
}[]
/**
 * Assets whose registry gave no answer.
 */
export type Failed = {
  id: string
  message: string
}[]

/**
 * The --json result of a round of `aibom watch`.
 */
export interface WatchResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The lock, BOM or source, as the user named it.
   */
  source: string
  /**
   * When the registries were asked: ISO 8601.
   */
  at: string
  /**
   * failed: a change at or above the threshold · undecided: a registry gave no answer.
   */
  outcome: 'passed' | 'failed' | 'undecided'
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'never'
  counts: Counts
  /**
   * What differs from what is recorded, the worst first.
   */
  changes: Change[]
  /**
   * How many assets a registry was asked about.
   */
  asked: number
  /**
   * Of how many of them no commit is recorded, so that nobody can tell whether they moved.
   */
  noCommit: number
  notAsked: NotAsked
  failed: Failed
}
