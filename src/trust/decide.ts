import type {Verdict} from '../inventory/verdict.ts'
import {AibomError} from '../lib/errors.ts'
import {TrustFailure} from './failure.ts'

/** What was checked and what no signature covers, noted on the way, so that a verdict can say it whatever the end. */
export interface Trail {
  readonly checked: string[]
  readonly notCovered: string[]
  /** keys, roots, registries that were relied on */
  readonly trust: string[]
}

/** Who signed, once everything that was asked has been checked. */
export interface Signed {
  readonly signer: string
  /** `sha256:hex` of the public key, where the signer is a key */
  readonly key?: string | undefined
  readonly issuer?: string | undefined
  readonly signedAt?: Date | undefined
}

/** A verdict with its code, which "unsigned" has for programs too. */
export type Decision = Verdict & {readonly message?: string; readonly code?: string}

/**
 * Runs one check to its verdict. Only a {@link TrustFailure} and a file that cannot be read are verdicts: any other
 * exception is a bug of ours and goes on its way, so that a library's `TypeError` is never taken for an answer.
 */
export async function decide(work: (trail: Trail) => Promise<Signed> | Signed): Promise<Decision> {
  const trail: Trail = {checked: [], notCovered: [], trust: []}
  try {
    const {signer, key, issuer, signedAt} = await work(trail)
    return {
      status: 'verified',
      signer,
      ...(key !== undefined && {key}),
      ...(issuer !== undefined && {issuer}),
      ...(signedAt !== undefined && {signedAt}),
      ...toFacts(trail),
    }
  } catch (error) {
    return {...toFailure(error), ...toFacts(trail)}
  }
}

function toFailure(error: unknown): {status: 'invalid' | 'unverifiable' | 'unsigned'; code: string; message: string} {
  if (error instanceof TrustFailure) {
    const {outcome, code, message} = error
    return {status: outcome, code, message}
  }
  if (error instanceof AibomError && error.code === 'AIBOM_FILE_CHANGED')
    return {status: 'invalid', code: 'file-changed', message: error.message}
  if (error instanceof AibomError && error.exit === 3)
    return {status: 'unverifiable', code: error.code, message: error.message}
  throw error
}

function toFacts(trail: Trail): Pick<Verdict, 'checked' | 'notCovered' | 'trust'> {
  return {
    checked: [...new Set(trail.checked)],
    notCovered: trail.notCovered,
    trust: [...new Set(trail.trust)].join('; ') || 'nothing',
  }
}
