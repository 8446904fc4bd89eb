import {describe, expect, it} from 'vitest'
import {isBefore, toMilliseconds} from '../../../src/lib/time/instant.ts'

describe('a time', () => {
  it.each<[unknown, number | undefined]>([
    ['2026-05-01T10:00:00Z', Date.UTC(2026, 4, 1, 10)],
    ['2026-05-01t10:00:00.5z', Date.UTC(2026, 4, 1, 10, 0, 0, 500)],
    ['2026-05-01 10:00', Date.UTC(2026, 4, 1, 10)],
    ['2026-05-01T10:00:00+02:00', Date.UTC(2026, 4, 1, 8)],
    ['2026-05-01T10:00:00-0230', Date.UTC(2026, 4, 1, 12, 30)],
    ['2026-05-01', Date.UTC(2026, 4, 1)],
    ['2026-05', Date.UTC(2026, 4, 1)],
    ['2026', Date.UTC(2026, 0, 1)],
    ['2026-13-01', undefined],
    ['2026-02-29', undefined],
    ['2026-02-31T10:00:00Z', undefined],
    ['7', undefined],
    ['model 7', undefined],
    ['next spring', undefined],
    ['12026-05-01', undefined],
    ['', undefined],
    [1, undefined],
    [undefined, undefined],
  ])('is read from %j as ISO 8601 has it, and from nothing else', (text, milliseconds) => {
    expect(toMilliseconds(text)).toBe(milliseconds)
  })

  it('is before another by more than the slack, and before nothing that cannot be read', () => {
    expect(isBefore('2026-05-01', '2026-05-03', 86_400_000)).toBe(true)
    expect(isBefore('2026-05-01', '2026-05-02', 86_400_000)).toBe(false)
    expect(isBefore('2026-05-01', Date.UTC(2026, 5, 1))).toBe(true)
    for (const other of ['soon', undefined, Number.NaN]) {
      expect(isBefore('2026-05-01', other)).toBe(false)
      expect(isBefore(other, '2026-05-01')).toBe(false)
    }
  })
})
