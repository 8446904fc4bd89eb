import type {TrustFailure} from '../../trust/failure.ts'

/**
 * The worst of several failures: what contradicts a claim, before what is not signed at all, before what could not be
 * decided. Where every one must hold, a check goes on after the first failure, so that a later contradiction is not
 * hidden behind it.
 */
export function worstOf(failures: readonly TrustFailure[]): TrustFailure | undefined {
  return (['invalid', 'unsigned', 'unverifiable'] as const).flatMap(
    outcome => failures.find(failure => failure.outcome === outcome) ?? [],
  )[0]
}
