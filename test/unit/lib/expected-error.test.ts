import {describe, expect, it} from 'vitest'
import {AibomError, expected} from '../../../src/lib/errors.ts'

describe('an error of an expected kind', () => {
  it('is given back, and any other is thrown again', () => {
    const error = new AibomError('AIBOM_USAGE', 'wrong')
    expect(expected(error, AibomError)).toBe(error)
    expect(() => expected(error, TypeError)).toThrow(error)
    expect(() => expected('text', AibomError)).toThrow('text')
  })
})
