import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {PickleCursor} from '../../../src/formats/pickle/cursor.ts'
import {readArgument} from '../../../src/formats/pickle/instructions.ts'
import {parseInteger, parseLong, parseQuoted, parseRawUnicode} from '../../../src/formats/pickle/python-text.ts'
import {memoryReader} from '../../../src/lib/byte-reader.ts'
import {AibomError} from '../../../src/lib/errors.ts'
import {bytes} from '../../support/pickles.ts'

function argumentOf(content: Uint8Array): unknown {
  const cursor = new PickleCursor(memoryReader(content), 0, content.length)
  return readArgument(cursor.byte(), cursor)
}

describe('readArgument', () => {
  it.each([
    ['cos\nsystem\n', ['os', 'system']],
    ['I01\n', true],
    ['I-7\n', -7],
    ['L12345678901234567890L\n', 12345678901234567890n],
    ['K\xff', 255],
    ['J\xff\xff\xff\xff', -1],
    ['\x8a\x02\x00\xff', -256],
    ['\x8a\x00', 0],
    ['G\x3f\xf0\x00\x00\x00\x00\x00\x00', 1],
    ['X\x02\x00\x00\x00\xc3\xa9', 'é'],
    ['\x8c\x01a', 'a'],
    ["S'a\\x62\\n'\n", 'ab\n'],
    ['V\\u0061b\n', 'ab'],
    ['C\x03abc', {kind: 'bytes', begin: 2, end: 5}],
  ])('%s gives its value', (content, value) => expect(argumentOf(bytes(content))).toEqual(value))

  it.each([
    ['\x00', 'AIBOM_PICKLE_INVALID'],
    ['Iabc\n', 'AIBOM_PICKLE_INVALID'],
    ['Sabc\n', 'AIBOM_PICKLE_INVALID'],
    ['cos\nsystem', 'AIBOM_PICKLE_TRUNCATED'],
    ['X\xff\xff\xff\xff', 'AIBOM_PICKLE_TRUNCATED'],
    ['\x8e\xff\xff\xff\xff\xff\xff\xff\xff', 'AIBOM_PICKLE_TRUNCATED'],
  ])('%j is refused', (content, code) =>
    expect(() => argumentOf(bytes(content))).toThrow(expect.objectContaining({code})),
  )

  it('fails in no other way, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({minLength: 1}), content => {
        try {
          argumentOf(content)
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
        }
      }),
    )
  })
})

describe('numbers and texts of Python', () => {
  it('reads what Python reads', () => {
    expect(parseInteger(' 1_000 ')).toBe(1000)
    expect(parseInteger('0x10')).toBe(16)
    expect(parseInteger('007')).toBe(7)
    expect(parseInteger('1.5')).toBeUndefined()
    expect(parseLong(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00]))).toBe(2n ** 64n - 1n)
    expect(parseQuoted(bytes('"a\\tb\\101"'))).toBe('a\tbA')
    expect(parseQuoted(bytes('"a\''))).toBeUndefined()
    expect(parseRawUnicode(bytes('\\U0001f600\\u00'))).toBe('😀\\u00')
  })
})
