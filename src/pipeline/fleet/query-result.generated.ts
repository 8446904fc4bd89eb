// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom fleet query`.
 */
export interface FleetQueryResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  query: string
  /**
   * Each asset in each source that every term fits.
   */
  assets: {
    kind: string
    name: string
    /**
     * What makes it the same asset in every source.
     */
    identity: string
    /**
     * Exact version or commit.
     */
    version?: string
    /**
     * As it is written where it is used.
     */
    revision?: string
    /**
     * The name can mean other content tomorrow.
     */
    floating?: boolean
    /**
     * As stated; empty when unknown.
     */
    licenses: string[]
    /**
     * Who serves it or gives it out.
     */
    provider?: string
    /**
     * Who owns a file that it is seen in, as CODEOWNERS names them; absent when nobody does.
     */
    owners?: string[]
    /**
     * The part of the source it belongs to.
     */
    scope: string
    /**
     * Name of the source.
     */
    source: string
    /**
     * Address of the source.
     */
    address: string
    /**
     * Where it was first seen.
     */
    place?: {
      path: string
      line?: number
    }
  }[]
  /**
   * There are more than were asked for.
   */
  more: boolean
  /**
   * Sources that were never scanned, or could not be read the last time: the answer may lack what is in them.
   */
  notCurrent: string[]
  /**
   * With --sql: what the statement gave.
   */
  table?: {
    columns: string[]
    rows: (string | number | boolean | null)[][]
  }
}
