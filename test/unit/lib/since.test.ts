import {describe, expect, it} from 'vitest'
import {parseSince} from '../../../src/lib/time/since.ts'

const nowMs = Date.parse('2026-11-28T12:00:00Z')

describe('--since', () => {
  it.each([
    ['90m', '2026-11-28T10:30:00Z'],
    ['24h', '2026-11-27T12:00:00Z'],
    ['7d', '2026-11-21T12:00:00Z'],
    ['2w', '2026-11-14T12:00:00Z'],
    ['2026-11-01', '2026-11-01T00:00:00Z'],
    ['2026-11-01T08:30', '2026-11-01T08:30:00Z'],
    ['2026-11-01T08:30:15Z', '2026-11-01T08:30:15Z'],
    ['2026-11-01T08:30:15+02:00', '2026-11-01T06:30:15Z'],
  ])('%s means %s', (text, expected) => {
    expect(parseSince(text, nowMs)).toBe(Date.parse(expected))
  })

  it.each(['', 'yesterday', '7', '7y', '-7d', '2026-13-01', '2026-11-01T25:00', '2026-11-01 08:30', '7d 2h'])(
    '%j is the mistake of the user',
    text => {
      expect(() => parseSince(text, nowMs)).toThrow(/is not a time/)
    },
  )
})
