// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom sign`: what was signed by whom, and where the signatures were written.
 */
export interface SignResult {
  schemaVersion: 1
  target: string
  /**
   * key, certificate or identity
   */
  signer: string
  written: {
    path: string
    kind: 'model-signature' | 'bom-signature' | 'bom-attestation' | 'statement-signature'
    /**
     * files the signature covers; of a statement its subjects
     */
    files: number
  }[]
}
