import {AibomError} from '../../lib/errors.ts'

const dayMs = 86_400_000
const unitMs: Readonly<Record<string, number>> = {h: dayMs / 24, d: dayMs, w: 7 * dayMs}
const agoPattern = /^(\d{1,4})([hdw])$/
const datePattern = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?$/

/**
 * The time that `7d`, `12h`, `2w`, `2026-11-01` or `2026-11-01T12:00Z` means, in milliseconds since 1970; a day begins
 * at midnight UTC.
 * @throws {AibomError} `AIBOM_USAGE`
 */
export function parseSince(text: string, nowMs: number): number {
  const [, count, unit = ''] = agoPattern.exec(text) ?? []
  if (count !== undefined) return nowMs - Number(count) * (unitMs[unit] ?? 0)
  const time = datePattern.test(text)
    ? Date.parse(text.includes('T') && !text.endsWith('Z') ? `${text}Z` : text)
    : Number.NaN
  if (!Number.isNaN(time)) return time
  throw new AibomError('AIBOM_USAGE', `--since ${text} is not a time`, {
    hint: 'Write 7d, 12h, 2w, or a day: 2026-11-01',
  })
}
