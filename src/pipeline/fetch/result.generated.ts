// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fetch`.
 */
export interface FetchResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  source: {
    scheme: string
    name: string
    /**
     * The commit that was fetched.
     */
    revision: string
  }
  /**
   * As the user named it.
   */
  folder: string
  /**
   * Received in this run.
   */
  bytes: number
  files: {
    path: string
    /**
     * fetched: written now · kept: was there already and agrees · unchecked: written, but the registry declares no digest · mismatch: other bytes than declared, not written · failed: could not be fetched.
     */
    status: 'fetched' | 'kept' | 'unchecked' | 'mismatch' | 'failed'
    /**
     * What its content was compared with: `sha256:…` or `git:…`.
     */
    digest?: string
    /**
     * Why it was not written.
     */
    message?: string
  }[]
}
