import {AibomError} from '../../lib/errors.ts'
import type {RunContext} from '../run-context.ts'

/**
 * Time that the environment sets for reproducible builds; undefined where it sets none.
 * @throws {AibomError} `AIBOM_SOURCE_DATE_EPOCH`
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function sourceDate(env: Readonly<Record<string, string | undefined>>): Date | undefined {
  const text = env['SOURCE_DATE_EPOCH']
  if (text === undefined || text === '') return undefined
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  const date = new Date(seconds * 1000)
  if (!Number.isNaN(date.getTime())) return date
  throw new AibomError('AIBOM_SOURCE_DATE_EPOCH', `SOURCE_DATE_EPOCH is not a number of seconds: ${text}`, {
    hint: 'Unset it, or: SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)',
  })
}

/** The day of the run, or that of SOURCE_DATE_EPOCH: what is retired depends on it. */
export function dayOf({env, now}: Pick<RunContext, 'env' | 'now'>): string {
  return (sourceDate(env) ?? new Date(now())).toISOString().slice(0, 10)
}
