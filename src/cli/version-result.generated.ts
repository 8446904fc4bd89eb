// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom version`.
 */
export interface VersionResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  name: string
  version: string
  /**
   * As Node.js names it.
   */
  platform: string
  /**
   * The version of Node.js that runs aibom.
   */
  node: string
}
