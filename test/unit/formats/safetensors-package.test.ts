import {createRequire} from 'node:module'
import {describe, expect, it} from 'vitest'
import {readSafetensorsHeader} from '../../../src/formats/safetensors.ts'
import {memoryReader} from '../../../src/lib/byte-reader.ts'
import {safetensors} from '../../support/weights.ts'

interface PackageTensors {
  readonly metadata: ReadonlyMap<string, {dtype: string; shape: number[]; data_offsets: number[]}>
}

/**
 * The npm package of that name, a browser loader; docs/decisions/0001-safetensors-package.md tells why it is here
 * alone.
 */
const {SafeTensor} = createRequire(import.meta.url)('safetensors') as {
  SafeTensor: new (bytes: Uint8Array) => PackageTensors
}
const tensor = {dtype: 'F32', shape: [1], data_offsets: [0, 4]}

describe('the npm package safetensors 0.0.1, beside our reader', () => {
  it('agrees on a file without metadata', () => {
    const bytes = safetensors({a: tensor, b: {dtype: 'U8', shape: [2, 2], data_offsets: [4, 8]}}, 8)
    const {metadata} = new SafeTensor(bytes)
    const ours = readSafetensorsHeader(memoryReader(bytes))
    const dataStart = 8 + ours.headerLength
    expect(
      ours.tensors.map(({name, dtype, shape, begin, end}) => [
        name,
        dtype,
        shape.map(Number),
        [Number(begin) + dataStart, Number(end) + dataStart],
      ]),
    ).toEqual([...metadata].map(([name, {dtype, shape, data_offsets}]) => [name, dtype, shape, data_offsets]))
  })

  it('fails on any file with __metadata__, which real files have; ours reads it', () => {
    const bytes = safetensors({__metadata__: {format: 'pt'}, a: tensor}, 4)
    expect(() => new SafeTensor(bytes)).toThrow(TypeError)
    expect(readSafetensorsHeader(memoryReader(bytes)).metadata.get('format')).toBe('pt')
  })

  it.each([
    ['tensors that overlap', {a: tensor, b: tensor}, 4],
    ['data that is cut', {a: tensor}, 0],
    ['an unknown dtype', {a: {...tensor, dtype: 'Q9'}}, 4],
  ])('accepts %s; ours refuses it', (_name, header, dataBytes) => {
    const bytes = safetensors(header, dataBytes)
    expect(() => new SafeTensor(bytes)).not.toThrow()
    expect(() => readSafetensorsHeader(memoryReader(bytes))).toThrow(
      expect.objectContaining({code: expect.stringMatching(/^AIBOM_SAFETENSORS_/)}),
    )
  })
})
