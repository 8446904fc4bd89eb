// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom verify`: one verdict for each thing that was named, and what it rests on.
 */
export interface VerifyResult {
  schemaVersion: 1
  /**
   * met: all that was required is verified (exit 0); failed: something is invalid, or required and missing (exit 1); undecided: the rest (exit 3)
   */
  outcome: 'met' | 'failed' | 'undecided'
  counts: {
    verified: number
    invalid: number
    unsigned: number
    unverifiable: number
  }
  subjects: Subject[]
}
export interface Subject {
  /**
   * what the verdict is about, as the user knows it
   */
  subject: string
  kind: string
  status: 'verified' | 'invalid' | 'unsigned' | 'unverifiable'
  required: 'signed' | 'provenance' | 'digest' | 'form'
  /**
   * whether this is what was required
   */
  met: boolean
  /**
   * why it is not verified, stable
   */
  code?: string
  message?: string
  signer?: string
  /**
   * what “verified” is worth: signed > registry-asserted > self-computed
   */
  level?: 'signed' | 'registry-asserted' | 'self-computed'
  /**
   * who vouches for the identity of the signer
   */
  issuer?: string
  /**
   * as a log or a timestamp authority saw it
   */
  signedAt?: string
  /**
   * of the signed statements that were accepted
   */
  predicateTypes?: string[]
  /**
   * what a verified provenance tells: repository, commit, workflow
   */
  source?: {
    [k: string]: string
  }
  /**
   * keys, roots and registries relied on
   */
  trust: string
  checked: string[]
  /**
   * files and parts that no signature covers
   */
  notCovered: string[]
  /**
   * what belongs to it and was not compared with anything; under --strict it leaves the answer open
   */
  notChecked?: string[]
}
