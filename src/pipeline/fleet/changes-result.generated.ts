// Generated from the schema by `npm run generate`. Do not edit.

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
