// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom policy init`.
 */
export interface PolicyInitResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The file that was written, as the user named it.
   */
  policy: string
  /**
   * What was found and put into the approved lists.
   */
  approved: {
    [k: string]: string[]
  }
}
