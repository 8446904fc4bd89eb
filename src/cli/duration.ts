import {AibomError} from '../lib/errors.ts'

const unitMs = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000} as const
/** Registries are not to be asked more often, and a timer cannot wait longer than some weeks. */
const leastMs = 60_000
const mostMs = 7 * unitMs.d

/**
 * `30m`, `6h`, `1d` in milliseconds.
 * @throws {AibomError} `AIBOM_USAGE`
 */
export function parseInterval(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const ms = count === undefined ? 0 : Number(count) * unitMs[unit as keyof typeof unitMs]
  if (ms >= leastMs && ms <= mostMs) return ms
  throw new AibomError('AIBOM_USAGE', `--interval ${text} is not a time from 1m to 7d`, {
    hint: 'For example: --interval 6h',
  })
}
