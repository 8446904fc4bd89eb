import {expected} from '../lib/errors.ts'

/**
 * What a verdict that is not "verified" says by program; the words are stable and shared by every kind of signature.
 */
export const failureCodes = [
  ...['bundle-malformed', 'bundle-unsupported', 'signature-missing', 'signature-invalid', 'algorithm', 'coverage'],
  ...['key-missing', 'key-mismatch', 'key-unknown', 'key-expired', 'key-unsupported'],
  ...['roots-missing', 'untrusted-chain', 'cert-expired', 'cert-usage'],
  ...['identity-missing', 'identity-mismatch', 'issuer-mismatch', 'publisher-mismatch', 'source-mismatch'],
  ...['tlog-missing', 'tlog-inclusion', 'tlog-set', 'tlog-body', 'tlog-unsupported', 'timestamp'],
  ...['payload-type', 'statement-malformed', 'statement-type', 'predicate-type', 'predicate-content'],
  ...['subject-name', 'subject-digest', 'subject-count', 'artifact-missing'],
  ...[
    'manifest-inconsistent',
    'manifest-empty',
    'serialization-unknown',
    'hash-algorithm',
    'hash-length',
    'path-unsafe',
  ],
  ...[
    'symlink-not-allowed',
    'symlink-escape',
    'special-file',
    'file-extra',
    'file-missing',
    'file-changed',
    'digest-mismatch',
  ],
  ...[
    'attestation-missing',
    'attestation-version',
    'provenance-dropped',
    'provenance-changed',
    'blob-digest',
    'blob-missing',
    'media-type',
  ],
  ...['digest-missing', 'digest-weak', 'origin-mismatch', 'origin-unknown', 'version-missing', 'lock-entry'],
  ...['registry-unreachable', 'registry-answer', 'not-found', 'form-only', 'self-asserted', 'library-error'],
] as const

/** One of the stable words; `aibom verify --json` has it as `code`. */
export type FailureCode = (typeof failureCodes)[number]

/**
 * Why something is not verified. `invalid`: what was checked contradicts what was claimed; `unverifiable`: it could not
 * be decided;
 * `unsigned`: there is nothing to check.
 */
export class TrustFailure extends Error {
  readonly code: FailureCode
  readonly outcome: 'invalid' | 'unverifiable' | 'unsigned'

  constructor(outcome: TrustFailure['outcome'], code: FailureCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : {cause})
    this.name = 'TrustFailure'
    this.code = code
    this.outcome = outcome
  }
}

/** What some work gives, or why there is nothing; any other error passes. */
export function attempt<T>(work: () => T): T | TrustFailure {
  try {
    return work()
  } catch (error) {
    return expected(error, TrustFailure)
  }
}

/** What was checked contradicts the claim. */
export function invalid(code: FailureCode, message: string, cause?: unknown): TrustFailure {
  return new TrustFailure('invalid', code, message, cause)
}

/** It could not be checked: neither proven nor refuted. */
export function undecided(code: FailureCode, message: string, cause?: unknown): TrustFailure {
  return new TrustFailure('unverifiable', code, message, cause)
}

/** There is nothing to check; the code is `signature-missing`. */
export function unsigned(message: string): TrustFailure {
  return new TrustFailure('unsigned', 'signature-missing', message)
}
