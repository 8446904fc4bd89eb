// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fleet push`.
 */
export interface FleetPushResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  sink: 'folder' | 'guac' | 'dependency-track'
  /**
   * The folder as typed, or the address of the server.
   */
  target: string
  /**
   * What the sink has now.
   */
  pushed: {
    address: string
    name: string
    /**
     * File or project.
     */
    as: string
    specVersion: string
    /**
     * Places in the document that this version of CycloneDX has no room for.
     */
    lost: number
  }[]
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
   * Sources that were never read, so that there is nothing to push.
   */
  notRead: string[]
}
