/**
 * Four answers; "unsigned" is not "invalid", "could not tell" is not "verified". Each says what it covered and what
 * not.
 */
export type Verdict = {
  readonly checked: readonly string[]
  readonly notCovered: readonly string[]
  /** against what it was decided: a key, a root, a registry's statement */
  readonly trust: string
  /** a signature is there, and nobody looked at it or could verify it: without a signer, nobody knows whether there is one */
  readonly signature?: 'unchecked'
} & (
  | {
      readonly status: 'verified'
      /** absent where nobody signed: the bytes equal a stated digest */
      readonly signer?: string
      /** `sha256:hex` of the public key (SPKI), where it was a key: names of its file differ from place to place */
      readonly key?: string
      readonly issuer?: string
      readonly signedAt?: Date
    }
  | {readonly status: 'invalid'; readonly code: string; readonly message: string}
  | {readonly status: 'unsigned'}
  | {readonly status: 'unverifiable'; readonly code: string; readonly message: string}
)

/** Whether it was looked for who signed the bytes: absent from an answer, a signer is absent from the bytes. */
export function isAboutSigner({status, signature}: Verdict): boolean {
  return status !== 'unverifiable' && signature === undefined
}
