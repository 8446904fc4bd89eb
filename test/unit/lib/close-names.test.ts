import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {closeNames, editDistance} from '../../../src/lib/text/close-names.ts'

describe('closeNames', () => {
  it.each([
    ['mdoel', ['model', 'prompt', 'bom'], ['model']],
    ['gtp-4o', ['gpt-4o', 'gpt-4o-mini', 'o3'], ['gpt-4o']],
    ['minilm', ['sentence-transformers/all-MiniLM-L6-v2', 'bert'], ['sentence-transformers/all-MiniLM-L6-v2']],
    ['', ['a'], []],
  ])('%s', (typed, names, close) => {
    expect(closeNames(names, typed, 3)).toEqual(close)
  })
})

describe('editDistance', () => {
  it('is a distance', () =>
    fc.assert(
      fc.property(fc.string({maxLength: 9}), fc.string({maxLength: 9}), (a, b) => {
        expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9))
        expect(editDistance(a, b, 9) === 0).toBe(a === b)
      }),
    ))
})
