/** Begins what a verdict says of the signature beside the bytes. */
export const signatureMark = 'the signature '
/** Ends it where that signature was verified and is of other files. */
export const notOfThisFile = ', which does not cover it'

/** Whether it was looked for who signed the bytes: absent from an answer, a signer is absent from the bytes. */
export function isAboutSigner({status, notCovered}: Verdict): boolean {
  if (status === 'unverifiable') return false
  return !notCovered.some(text => text.startsWith(signatureMark) && !text.endsWith(notOfThisFile))
}

/**
 * Four answers; "unsigned" is not "invalid", "could not tell" is not "verified". Each says what it covered and what
 * not.
 */
export type Verdict = {
  readonly checked: readonly string[]
  readonly notCovered: readonly string[]
  /** against what it was decided: a key, a root, a registry's statement */
  readonly trust: string
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
