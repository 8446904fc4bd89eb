// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fleet worker`.
 */
export interface FleetWorkerResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * How many sources this worker read.
   */
  scanned: number
  /**
   * How many were what they were.
   */
  unchanged: number
  /**
   * Tries that failed; some are made again.
   */
  failed: {
    address: string
    name: string
    /**
     * An error code of docs/errors.md.
     */
    code: string
    message: string
  }[]
  /**
   * How many it gave back unfinished when it was told to end.
   */
  handedBack: number
}
