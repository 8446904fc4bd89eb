import {describe, expect, it} from 'vitest'
import {parseJsonOrNothing} from '../../../src/lib/parse/json.ts'

describe('parseJsonOrNothing', () => {
  it.each([
    ['{"a": [1, null]}', {a: [1, null]}],
    ['null', null],
    ['', undefined],
    ['<html>', undefined],
    ['{"a": 1', undefined],
  ])('takes %j for %j', (text, value) => expect(parseJsonOrNothing(text)).toEqual(value))
})
