import {describe, expect, it} from 'vitest'
import {anchoredPattern} from '../../../src/lib/names/anchored-pattern.ts'

describe('anchoredPattern', () => {
  it.each([
    ['openai/gpt-4o', 'openai/gpt-4o', true],
    ['openai/gpt-4o', 'evil/openai/gpt-4o', false],
    ['openai/gpt-4o', 'openai/gpt-4o-evil', false],
    ['openai/*', 'openai/gpt-4o', true],
    ['openai/*', 'openai/', true],
    ['openai/*', 'openai/a/b', false],
    ['openai/**', 'openai/a/b', true],
    ['**/name', 'a/b/name', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-', false],
    ['a.c', 'abc', false],
    ['***', 'a/b', true],
    ['é*', 'é🙂', true],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
  ])('%s stands for %s: %s', (pattern, text, expected) => expect(anchoredPattern(pattern).test(text)).toBe(expected))

  it('takes linear time in a text that almost matches, however many stars there are', () => {
    expect(anchoredPattern(`${'*a'.repeat(40)}b`).test('a'.repeat(20_000))).toBe(false)
  }, 10_000)
})
