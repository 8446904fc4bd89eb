import {sha256Hex} from '../lib/digest.ts'
import {asRecord, asText, numberOf} from '../lib/narrow.ts'

/** Names come from files that anybody may have written; longer ones are cut. */
const nameLimit = 300

/** A text of one line, cut where it is too long to be a name. */
export function nameOf(value: unknown): string | undefined {
  const text = asText(value)
    ?.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .trim()
    .toWellFormed()
  return text === undefined || text === '' ? undefined : text.slice(0, nameLimit)
}

/** A count: no fraction, not below 0. */
export function countOf(value: unknown): number | undefined {
  const number = numberOf(value)
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

const timePattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d{1,12})?(Z|[+-]\d\d:?\d\d)?$/

/**
 * A point of time in ISO 8601, from the text that a tool writes or from seconds since 1970; undefined for anything
 * else. A text without a zone is the tool's local time, and stays without one.
 */
export function timeOf(value: unknown): string | undefined {
  const seconds = typeof value === 'number' ? value : undefined
  if (seconds !== undefined)
    return seconds > 0 && seconds < 4e9
      ? new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z')
      : undefined
  const [, day, time, zone = ''] = timePattern.exec(asText(value) ?? '') ?? []
  const text = `${day}T${time}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`
  return day === undefined || Number.isNaN(Date.parse(text)) ? undefined : text
}

/** One digest over prompts and answers, which themselves are not kept. */
export class Transcripts {
  #count = 0
  readonly #digests: string[] = []

  add(...parts: readonly unknown[]): void {
    this.#count++
    this.#digests.push(parts.map(part => sha256Hex(JSON.stringify(part, withoutBigInt) ?? '')).join(' '))
  }

  sum(): {readonly count: number; readonly sha256: string} | undefined {
    return this.#count === 0 ? undefined : {count: this.#count, sha256: sha256Hex(this.#digests.join('\n'))}
  }
}

function withoutBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** A path of names through records. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((here, name) => asRecord(here)?.[name], value)
}
