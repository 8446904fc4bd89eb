// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fleet scan`.
 */
export interface FleetScanResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The database, without its password.
   */
  database: string
  /**
   * How many sources were looked at.
   */
  sources: number
  /**
   * How many were read, since they or aibom had changed.
   */
  scanned: number
  /**
   * How many are what they were.
   */
  unchanged: number
  /**
   * Sources that could not be read; what is stored of them is older.
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
   * With --queue: how many sources were put in the queue for workers.
   */
  queued?: number
}
