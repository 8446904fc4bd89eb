import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {AibomError} from '../../../src/lib/errors.ts'
import {memberOf, parseStrictJson} from '../../../src/lib/parse/strict-json.ts'

describe('parseStrictJson', () => {
  it('reads whatever JSON.stringify writes as JSON.parse does', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, isIndented) => {
        const text = JSON.stringify(value, null, isIndented ? 1 : undefined)
        const asNumber = (_name: string, item: unknown) => (typeof item === 'bigint' ? Number(item) : item)
        expect(JSON.stringify(parseStrictJson(text).value, asNumber)).toBe(JSON.stringify(JSON.parse(text)))
      }),
    ))

  it('accepts no text that JSON.parse refuses, and fails in no other way than by its errors', () =>
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom(...'{}[]",:\\u0e1-.nulltrue\n\t ')}), text => {
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        try {
          parseStrictJson(text)
          expect(isJson).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
          expect(isJson).toBe(false)
        }
      }),
      {numRuns: 2000},
    ))

  it.each([
    ['plain', '{"a":1,"a":2}', ['a']],
    ['by an escape', '{"w":1,"\\u0077":2}', ['w']],
    ['called __proto__', '{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['of objects inside arrays', '[{"x":1},{"x":1,"y":{"z":1,"z":1}}]', ['z']],
    ['none', '{"a":{"a":1}}', []],
  ])('tells duplicate names: %s', (_name, text, duplicates) => {
    expect(parseStrictJson(text).duplicates).toEqual(duplicates)
  })

  it('keeps __proto__ as a name and gives objects no prototype', () => {
    const {value} = parseStrictJson('{"__proto__":{"polluted":true},"constructor":1}')
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
    expect(memberOf(value, 'toString')).toBeUndefined()
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('keeps integers beyond 2^53 exact', () => {
    expect(parseStrictJson('[9007199254740993,-9223372036854775808,1e400,9007199254740991]').value).toEqual([
      9007199254740993n,
      -9223372036854775808n,
      Number.POSITIVE_INFINITY,
      9007199254740991,
    ])
  })

  it("takes Python's numbers only when asked to", () => {
    expect(parseStrictJson('[0.0, Infinity, -Infinity, NaN]', {pythonNumbers: true}).value).toEqual([
      0,
      Infinity,
      -Infinity,
      Number.NaN,
    ])
    expect(() => parseStrictJson('[NaN]')).toThrow(expect.objectContaining({code: 'AIBOM_JSON_INVALID'}))
  })

  it.each([
    ['nesting', '['.repeat(100_000)],
    ['nesting of objects', '{"a":'.repeat(100_000)],
  ])('stops at its depth limit: %s', (_name, text) => {
    expect(() => parseStrictJson(text)).toThrow(expect.objectContaining({code: 'AIBOM_JSON_TOO_LARGE'}))
  })

  it('stops at its limit of values', () => {
    expect(() => parseStrictJson('[1,2,3]', {maxValues: 3})).toThrow(
      expect.objectContaining({code: 'AIBOM_JSON_TOO_LARGE'}),
    )
    expect(parseStrictJson('[1,2]', {maxValues: 3}).value).toEqual([1, 2])
  })

  it('takes a megabyte of backslashes in linear time', () => {
    expect(() => parseStrictJson(`"${'\\'.repeat(1_000_001)}"`)).toThrow(AibomError)
    expect(() => parseStrictJson(`["${'\\"'.repeat(500_000)}"`)).toThrow(AibomError)
  }, 20_000)
})
