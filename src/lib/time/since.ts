import {AibomError} from '../errors.ts'

const unitMs: Readonly<Record<string, number>> = {m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000}
const agoPattern = /^(\d{1,6})([mhdw])$/
const timePattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/

/**
 * The point of time that `--since` means.
 * @param text a span before now (`90m`, `24h`, `7d`, `2w`), a day (`2026-11-28`), or a time
 *   (`2026-11-28T12:00`, `2026-11-28T12:00:00+01:00`); a day begins at midnight, and a time without a zone is in UTC
 * @returns milliseconds since 1970
 * @throws {AibomError} `AIBOM_USAGE`
 */
export function parseSince(text: string, nowMs: number): number {
  const [, amount, unit = ''] = agoPattern.exec(text) ?? []
  if (amount !== undefined) return nowMs - Number(amount) * (unitMs[unit] ?? 0)
  const [, day, time = '00:00', zone = 'Z'] = timePattern.exec(text) ?? []
  const sinceMs = day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone}`)
  if (!Number.isNaN(sinceMs)) return sinceMs
  throw new AibomError('AIBOM_USAGE', `--since ${text} is not a time`, {
    hint: 'Write a span before now (24h, 7d, 2w), a day (2026-11-28) or a time (2026-11-28T12:00:00Z)',
  })
}
