import {describe, expect, it} from 'vitest'
import {
  countParameters,
  dtypeHistogram,
  readSafetensorsHeader,
  tensorFingerprint,
} from '../../../src/formats/safetensors.ts'
import {type ByteReader, memoryReader} from '../../../src/lib/byte-reader.ts'
import {concat, safetensors, u64, utf8} from '../../support/weights.ts'

const tensor = (dtype: string, shape: readonly number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})
const good = {
  __metadata__: {format: 'pt', __proto__x: 'y'},
  a: tensor('BF16', [2, 3], 0, 12),
  b: tensor('F32', [], 12, 16),
  c: tensor('I8', [0], 16, 16),
}

describe('readSafetensorsHeader', () => {
  it('reads tensors, metadata, parameters and dtypes', () => {
    const header = readSafetensorsHeader(memoryReader(safetensors(good, 16)))
    expect(header.tensors.map(({name, shape, begin, end}) => [name, shape, begin, end])).toEqual([
      ['a', [2n, 3n], 0n, 12n],
      ['b', [], 12n, 16n],
      ['c', [0n], 16n, 16n],
    ])
    expect([...header.metadata]).toEqual([
      ['format', 'pt'],
      ['__proto__x', 'y'],
    ])
    expect(countParameters(header)).toBe(7n)
    expect([...dtypeHistogram(header)]).toEqual([
      ['BF16', 6n],
      ['F32', 1n],
      ['I8', 0n],
    ])
  })

  it('makes two range reads, wherever the file lies, and never touches the data', () => {
    const bytes = safetensors(good, 16)
    const ranges: [bigint, number][] = []
    const memory = memoryReader(bytes)
    const remote: ByteReader = {
      byteLength: memory.byteLength,
      read(offset, length) {
        ranges.push([offset, length])
        return memory.read(offset, length)
      },
    }
    readSafetensorsHeader(remote)
    expect(ranges).toEqual([
      [0n, 8],
      [8n, bytes.byteLength - 16 - 8],
    ])
  })

  it('takes a header that is padded with spaces, tensors in any order, sub-byte dtypes and a tensor called __proto__', () => {
    const json =
      '{"b":{"dtype":"F4","shape":[4],"data_offsets":[1,3]},"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}   '
    const header = readSafetensorsHeader(memoryReader(safetensors(json, 3)))
    expect(header.tensors.map(({name}) => name)).toEqual(['b', '__proto__'])
  })

  it.each([
    ['empty file', new Uint8Array(), 'AIBOM_SAFETENSORS_TRUNCATED'],
    ['length field of 2^63', u64(2n ** 63n), 'AIBOM_SAFETENSORS_HEADER_TOO_LARGE'],
    ['length field past the end', u64(100n), 'AIBOM_SAFETENSORS_TRUNCATED'],
    ['header that is not JSON', concat(u64(3n), utf8('{]}')), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    ['header that is an array', concat(u64(2n), utf8('[]')), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    ['header that starts with a space', concat(u64(3n), utf8(' {}')), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    [
      'header that is not UTF-8',
      concat(u64(4n), new Uint8Array([0x7b, 0x22, 0xff, 0x7d])),
      'AIBOM_SAFETENSORS_HEADER_INVALID',
    ],
    ['deep nesting', safetensors(`{"a":${'['.repeat(100_000)}`, 0), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    [
      'the same name twice',
      safetensors('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0077":{}}', 1),
      'AIBOM_SAFETENSORS_HEADER_INVALID',
    ],
    ['metadata that is no text', safetensors({__metadata__: {a: 1}}, 0), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    ['unknown dtype', safetensors({a: tensor('Q9', [1], 0, 1)}, 1), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    ['negative size', safetensors({a: tensor('U8', [-1], 0, 1)}, 1), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    ['fractional size', safetensors({a: tensor('U8', [1.5], 0, 1)}, 1), 'AIBOM_SAFETENSORS_HEADER_INVALID'],
    [
      'a size written as 1.0',
      safetensors('{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}', 1),
      'AIBOM_SAFETENSORS_HEADER_INVALID',
    ],
    [
      'an offset written as 1e0',
      safetensors('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1e0]}}', 1),
      'AIBOM_SAFETENSORS_HEADER_INVALID',
    ],
    [
      'three offsets',
      safetensors({a: {dtype: 'U8', shape: [1], data_offsets: [0, 1, 2]}}, 1),
      'AIBOM_SAFETENSORS_HEADER_INVALID',
    ],
    [
      'shape that overflows 64 bits',
      safetensors({a: tensor('F32', [2 ** 40, 2 ** 40], 0, 4)}, 4),
      'AIBOM_SAFETENSORS_LAYOUT',
    ],
    ['size that is not the range', safetensors({a: tensor('F32', [2], 0, 4)}, 4), 'AIBOM_SAFETENSORS_LAYOUT'],
    ['end before begin', safetensors({a: tensor('F32', [0], 4, 0)}, 4), 'AIBOM_SAFETENSORS_LAYOUT'],
    ['overlap', safetensors({a: tensor('U8', [2], 0, 2), b: tensor('U8', [2], 1, 3)}, 3), 'AIBOM_SAFETENSORS_LAYOUT'],
    ['hole', safetensors({a: tensor('U8', [1], 0, 1), b: tensor('U8', [1], 2, 3)}, 3), 'AIBOM_SAFETENSORS_LAYOUT'],
    ['bytes after the last tensor', safetensors({a: tensor('U8', [1], 0, 1)}, 2), 'AIBOM_SAFETENSORS_LAYOUT'],
    ['cut data', safetensors({a: tensor('U8', [9], 0, 9)}, 8), 'AIBOM_SAFETENSORS_TRUNCATED'],
    ['half bytes', safetensors({a: tensor('F4', [1], 0, 0)}, 0), 'AIBOM_SAFETENSORS_LAYOUT'],
  ])('refuses %s', (_name, content, code) => {
    expect(() => readSafetensorsHeader(memoryReader(content))).toThrow(expect.objectContaining({code}))
  })

  it('keeps its messages short, whatever the names', () => {
    const long = safetensors({['x'.repeat(100_000)]: tensor('Q9', [1], 0, 1)}, 1)
    expect(() => readSafetensorsHeader(memoryReader(long))).toThrow(
      expect.objectContaining({message: expect.stringMatching(/^.{0,250}$/)}),
    )
  })
})

describe('tensorFingerprint', () => {
  it('depends on names and shapes, not on their order', () => {
    const a = {name: 'a', shape: [1n, 2n]}
    const b = {name: 'b', shape: []}
    expect(tensorFingerprint([a, b])).toBe(tensorFingerprint([b, a]))
    expect(tensorFingerprint([a, b])).not.toBe(tensorFingerprint([{...a, shape: [2n, 1n]}, b]))
  })
})
