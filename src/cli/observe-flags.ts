import {AibomError} from '../lib/errors.ts'
import {toInstant} from '../lib/instant.ts'

const unitMs: Readonly<Record<string, number>> = {m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000}

/**
 * The point of time that --since means.
 * @param text `2026-11-28`, `2026-11-28T12:00:00Z`, `90m`, `24h`, `7d`, `2w`
 * @returns milliseconds since the epoch
 * @throws {AibomError} `AIBOM_USAGE`
 */
export function parseSince(text: string, nowMs: number): number {
  const [, amount, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? []
  if (amount !== undefined) return nowMs - Number(amount) * (unitMs[unit] ?? 0)
  const instant = toInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
  if (instant !== undefined) return Date.parse(instant)
  throw new AibomError('AIBOM_USAGE', `--since ${text} is not a time`, {
    hint: 'Write 2026-11-28, 2026-11-28T12:00:00Z, or a span before now: 24h, 7d',
  })
}

/**
 * The address that --listen means.
 * @param text `127.0.0.1:4318`, `localhost:4318`, `[::1]:4318`
 * @throws {AibomError} `AIBOM_USAGE`
 */
export function parseAddress(text: string): {readonly host: string; readonly port: number} {
  const colon = text.lastIndexOf(':')
  const [host, port] = [text.slice(0, colon), text.slice(colon + 1)]
  const isHost = host.startsWith('[') ? /^\[[\da-f:.]+\]$/i.test(host) : /^[\w.-]+$/.test(host)
  if (colon > 0 && isHost && /^\d{1,5}$/.test(port) && Number(port) <= 65_535) return {host, port: Number(port)}
  throw new AibomError('AIBOM_USAGE', `--listen ${text} is not HOST:PORT`, {
    hint: 'For example --listen 127.0.0.1:4318',
  })
}
