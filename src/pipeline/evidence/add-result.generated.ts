// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom evidence add`.
 */
export interface EvidenceAddResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The BOM, as the user named it.
   */
  bom: string
  /**
   * The file that was written; null where no report could be read.
   */
  output: string | null
  /**
   * The in-toto statement that was written.
   */
  statement?: string
  added: Report[]
  /**
   * Reports that could not be read.
   */
  unread: {
    file: string
    code: string
    message: string
  }[]
}
export interface Report {
  /**
   * Name of the file, without its folder.
   */
  file: string
  tool: string
  toolVersion?: string
  kind: 'red-team' | 'evaluation'
  /**
   * Only a complete run can speak for its target.
   */
  state: 'complete' | 'incomplete' | 'cancelled' | 'failed' | 'empty'
  binding: 'bound' | 'named' | 'foreign'
  /**
   * Why.
   */
  basis: string
  /**
   * Key of the asset, or subject.
   */
  asset?: string
  probes: number
  /**
   * Attempts, over all probes.
   */
  resisted: number
  failed: number
  errored: number
  metrics: number
  /**
   * How many things the fingerprint has.
   */
  restsOn: number
  expires?: string
  notes: string[]
}
