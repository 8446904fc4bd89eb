// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom keygen`.
 */
export interface KeygenResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * File with the private key.
   */
  privateKey: string
  /**
   * File with the public key.
   */
  publicKey: string
  type: 'p256' | 'ed25519'
  /**
   * The private key is encrypted with AIBOM_KEY_PASSPHRASE.
   */
  encrypted: boolean
}
