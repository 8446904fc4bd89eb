import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {detectFormat} from '../../src/formats/detect-format.ts'
import {ggufFacts} from '../../src/formats/gguf/facts.ts'
import {readGguf} from '../../src/formats/gguf/gguf.ts'
import {parseLfsPointer} from '../../src/formats/lfs-pointer.ts'
import {readSafetensorsHeader} from '../../src/formats/safetensors.ts'
import {memoryReader} from '../../src/lib/byte-reader.ts'
import {AibomError} from '../../src/lib/errors.ts'
import {gguf, safetensors} from '../support/weights.ts'

const honestSafetensors = safetensors(
  {__metadata__: {format: 'pt'}, a: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}},
  8,
)
const honestGguf = gguf({
  entries: [
    ['general.architecture', 'string', 'llama'],
    ['general.tags', 'strings', ['a', 'b']],
    ['general.base_model.count', 'u32', 2],
  ],
  tensors: [{name: 'a', dimensions: [32n], type: 2, offset: 0n}],
  dataBytes: 18,
})

/** An honest file with some bytes overwritten, cut or grown: reaches deeper than random bytes. */
function damaged(honest: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edit = fc.tuple(fc.nat(honest.byteLength - 1), fc.nat(255))
  return fc.tuple(fc.array(edit, {maxLength: 8}), fc.nat(honest.byteLength + 40)).map(([edits, length]) => {
    const bytes = new Uint8Array(Math.max(length, honest.byteLength))
    bytes.set(honest)
    for (const [at, value] of edits) bytes[at] = value
    return bytes.slice(0, length)
  })
}

function failsOnlyWell(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(AibomError)
  }
}

describe('readers of weight headers', () => {
  it('fail in no other way than by their errors, whatever the bytes', () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({maxLength: 300}), damaged(honestSafetensors), damaged(honestGguf)),
        content => {
          failsOnlyWell(() => readSafetensorsHeader(memoryReader(content)))
          failsOnlyWell(() => ggufFacts(readGguf(memoryReader(content))))
          detectFormat(content)
          parseLfsPointer(content)
        },
      ),
      {numRuns: 3000},
    ))

  it('accept only safetensors files whose tensors tile the data exactly', () =>
    fc.assert(
      fc.property(damaged(honestSafetensors), content => {
        failsOnlyWell(() => {
          const {tensors, headerLength} = readSafetensorsHeader(memoryReader(content))
          const covered = tensors.reduce((sum, {begin, end}) => sum + (end - begin), 0n)
          expect(8n + BigInt(headerLength) + covered).toBe(BigInt(content.byteLength))
        })
      }),
      {numRuns: 1000},
    ))
})
