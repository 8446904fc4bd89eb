import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {decodeText} from '../../../src/lib/text/text.ts'

describe('decodeText', () => {
  it.each<[string, readonly number[], string]>([
    ['nothing', [], ''],
    ['ASCII', [0x61, 0x0a], 'a\n'],
    ['UTF-8', [0xc3, 0xa9], 'é'],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, 0x61], 'a'],
    ['UTF-16, little end first', [0xff, 0xfe, 0xe9, 0x00], 'é'],
    ['UTF-16, big end first', [0xfe, 0xff, 0x00, 0xe9], 'é'],
    ['half a unit at the end', [0xfe, 0xff, 0x00, 0xe9, 0x00], 'é'],
    ['Latin-1', [0x63, 0xe9], 'cé'],
  ])('reads %s', (_name, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes))).toBe(text)
  })

  it('gives back any text that was written as UTF-8, and never fails', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'binary'}),
        text => decodeText(new TextEncoder().encode(text)) === text.replace(/^\ufeff/, ''),
      ),
    )
    fc.assert(fc.property(fc.uint8Array(), bytes => typeof decodeText(bytes) === 'string'))
  })
})
