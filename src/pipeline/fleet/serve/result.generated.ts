// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fleet serve`, when it has ended.
 */
export interface FleetServeResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * Where the page was.
   */
  url?: string
  /**
   * How many were answered.
   */
  requests?: number
  /**
   * With --export: the folder as it was typed, and how many files are in it.
   */
  exported?: {
    folder: string
    files: number
  }
}
