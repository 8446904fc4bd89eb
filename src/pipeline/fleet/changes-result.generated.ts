// Generated from the schema by `npm run generate`. Do not edit.

import type {Change, Counts} from '../changes/change.generated.ts'

/**
 * The --json result of `aibom fleet changes`.
 */
export interface FleetChangesResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * ISO 8601.
   */
  since: string
  counts: Counts
  /**
   * Sources with changes since then.
   */
  sources: {
    name: string
    address: string
    /**
     * The commit that was read.
     */
    revision?: string
    /**
     * When it was read, ISO 8601.
     */
    at: string
    /**
     * The worst first.
     */
    changes: Change[]
  }[]
  /**
   * Sources that were not there then.
   */
  added: {
    name: string
    address: string
    /**
     * The commit that was read.
     */
    revision?: string
    /**
     * When it was read, ISO 8601.
     */
    at: string
  }[]
  /**
   * Sources that were never scanned, or could not be read the last time.
   */
  notCurrent: string[]
  /**
   * Sources that are what they were.
   */
  unchanged: number
}
