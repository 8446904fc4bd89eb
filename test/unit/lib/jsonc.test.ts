import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {AibomError} from '../../../src/lib/errors.ts'
import {parseJsonc} from '../../../src/lib/parse/jsonc.ts'

describe('parseJsonc', () => {
  it('reads comments and trailing commas, and says where keys and items stand', () => {
    const document = parseJsonc('// servers\n{\n  "a": [1,\n    {"b": 2},],\n  "c": "x"}\n', 'settings.json')
    expect(document.value).toEqual({a: [1, {b: 2}], c: 'x'})
    expect([
      document.lineOf(['a']),
      document.lineOf(['a', 1]),
      document.lineOf(['a', 1, 'b']),
      document.lineOf(['c']),
    ]).toEqual([3, 4, 4, 5])
    expect([document.lineOf(['z', 'q']), document.lineOf(['c', 'q'])]).toEqual([undefined, undefined])
  })

  it.each([
    ['a missing value', '{"a":', 'AIBOM_JSON_INVALID'],
    ['a missing quote', '"', 'AIBOM_JSON_INVALID'],
    ['100,000 nested brackets', '[ '.repeat(100_000), 'AIBOM_JSON_TOO_DEEP'],
  ])('refuses %s', (_name, text, code) => {
    expect(() => parseJsonc(text, 'x.json')).toThrow(expect.objectContaining({code}))
  })

  it('gives objects without a prototype to inherit from, whatever their keys', () => {
    const {value} = parseJsonc('{"__proto__": {"polluted": true}}', 'x.json')
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(({} as {polluted?: boolean}).polluted).toBeUndefined()
  })

  it('reads whatever JSON.stringify writes', () =>
    fc.assert(
      fc.property(fc.jsonValue({maxDepth: 5}), value => {
        expect(JSON.stringify(parseJsonc(JSON.stringify(value), 'x').value)).toBe(JSON.stringify(value))
      }),
    ))

  it('fails in no other way, whatever the text', () =>
    fc.assert(
      fc.property(fc.string(), text => {
        try {
          parseJsonc(text, 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
        }
      }),
    ))
})
