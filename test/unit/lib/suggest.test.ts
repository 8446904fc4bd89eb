import {describe, expect, it} from 'vitest'
import {nearestName} from '../../../src/lib/text/suggest.ts'

describe('nearestName', () => {
  const known = ['severities', 'signers', 'waivers', 'rules', 'content-changed']
  it.each([
    ['serverities', 'severities'],
    ['waiver', 'waivers'],
    ['sginers', 'signers'],
    ['Rules', 'rules'],
    ['contents-changed', 'content-changed'],
    ['colour', undefined],
    ['x'.repeat(10_000), undefined],
  ])('of %s is %s', (typed, expected) => expect(nearestName(typed, known)).toBe(expected))
})
