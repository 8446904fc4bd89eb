import {invalid, TrustFailure} from '../failure.ts'

/** Codes and messages of Sigstore's library → ours. */
const codes: ReadonlyMap<string, Parameters<typeof invalid>[0]> = new Map([
  ['TIMESTAMP_ERROR', 'timestamp'],
  ['CERTIFICATE_ERROR', 'untrusted-chain'],
  ['UNTRUSTED_SIGNER_ERROR', 'untrusted-chain'],
  ['PUBLIC_KEY_ERROR', 'key-unknown'],
  ['SIGNATURE_ERROR', 'signature-invalid'],
  ['TLOG_ERROR', 'tlog-missing'],
  ['TLOG_BODY_ERROR', 'tlog-body'],
  ['TLOG_INCLUSION_PROMISE_ERROR', 'tlog-set'],
  ['TLOG_INCLUSION_PROOF_ERROR', 'tlog-inclusion'],
  ['TLOG_MISSING_INCLUSION_ERROR', 'tlog-inclusion'],
])

/** A verdict of Sigstore's library; anything else it throws is what it could not read. */
export function fromLibrary(error: unknown): Error {
  if (error instanceof TrustFailure) return error
  if (!(error instanceof Error)) return new Error('a library threw something other than an error', {cause: error})
  const code = 'code' in error && typeof error.code === 'string' ? codes.get(error.code) : undefined
  if (code !== undefined) return invalid(/expired/.test(error.message) ? 'cert-expired' : code, error.message, error)
  if (error.name === 'ValidationError')
    return invalid('bundle-malformed', `the bundle is malformed: ${error.message}`, error)
  return invalid('bundle-malformed', `the bundle could not be read to its end: ${error.message}`, error)
}
