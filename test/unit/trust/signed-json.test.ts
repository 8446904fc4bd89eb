import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {decodeBase64, objectsOf, parseSignedJson} from '../../../src/trust/json/signed-json.ts'

const malformed = expect.objectContaining({code: 'bundle-malformed'})

describe('parseSignedJson', () => {
  const parse = (content: string | Uint8Array): unknown => parseSignedJson(content, 'bundle-malformed', 'it')

  it('reads what JSON.parse reads, where all parsers agree', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value)
        fc.pre(text.isWellFormed() && !text.includes('__proto__') && !/\\ud[89a-f]/.test(text))
        expect(parse(Buffer.from(text))).toEqual(JSON.parse(text))
      }),
    )
    expect(parse('{"constructor":1,"a":{"constructor":2}}')).toEqual({constructor: 1, a: {constructor: 2}})
  })

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['a second value', '{}{}'],
    ['a comment', '{} // a'],
    ['a name twice', '{"a":1,"a":1}'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":1}'],
    ['a name twice, deep inside', '[{"b":[{"a":1,"a":1}]}]'],
    ['the name __proto__', '{"a":{"__proto__":{"b":1}}}'],
    ['the name __proto__, escaped', '{"\\u005f_proto__":1}'],
    ['a number that is too large', '[1e400]'],
    ['half a character', '{"a":"\\ud800"}'],
    ['half a character in a name', '{"\\udc00":1}'],
    ['a byte order mark', '\ufeff{}'],
    ['a byte order mark in bytes', Buffer.from('\ufeff{}')],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['letters in too many bytes', Buffer.from([0x22, 0xc1, 0xa1, 0x22])],
    ['100,000 brackets', '['.repeat(100_000)],
  ])('refuses %s', (_name, content) => {
    expect(() => parse(content)).toThrow(malformed)
  })
})

describe('decodeBase64', () => {
  const decode = (text: unknown): Buffer => decodeBase64(text, 'bundle-malformed', 'it')

  it('reads both alphabets, with padding and without', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        const buffer = Buffer.from(bytes)
        const [padded, url] = [buffer.toString('base64'), buffer.toString('base64url')]
        for (const text of [padded, url, padded.replace(/=+$/, '')]) expect(decode(text)).toEqual(buffer)
      }),
    )
  })

  it.each([
    'AA==\n',
    ' AAAA',
    'AA AA',
    'AAAA====',
    'AAA==',
    'A',
    'AAAAA',
    '=',
    'AA=',
    '+/-_',
    'AB==',
    'AAF=',
    'AAF',
    'A*AA',
    'AA==AA==',
    '\u0041\u0301',
    7,
    null,
    undefined,
  ])('refuses %j', text => {
    expect(() => decode(text)).toThrow(malformed)
  })
})

describe('objectsOf', () => {
  it('takes a list of objects, or nothing', () => {
    expect(objectsOf(undefined, 'bundle-malformed', 'it')).toEqual([])
    expect(objectsOf([{a: 1}, {}], 'bundle-malformed', 'it')).toEqual([{a: 1}, {}])
  })

  it.each([[null], [{}], ['x'], [7], [[null]], [[[]]], [[{}, 'x']]])('refuses %j', value => {
    expect(() => objectsOf(value, 'bundle-malformed', 'it')).toThrow(malformed)
  })
})
