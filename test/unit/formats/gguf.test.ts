import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {GGMLFileQuantizationType, GGMLQuantizationType, gguf as readWithPackage} from '@huggingface/gguf'
import {describe, expect, it} from 'vitest'
import {ggufFacts} from '../../../src/formats/gguf/facts.ts'
import {countGgufParameters, readGguf} from '../../../src/formats/gguf/gguf.ts'
import {fileTypeNames, ggmlTypes} from '../../../src/formats/gguf/types.ts'
import {type ByteReader, memoryReader} from '../../../src/lib/byte-reader.ts'
import {sha256Hex} from '../../../src/lib/digest.ts'
import {concat, type GgufEntry, type GgufParts, gguf, u32, u64, utf8} from '../../support/weights.ts'

const entries: readonly GgufEntry[] = [
  ['general.architecture', 'string', 'llama'],
  ['general.name', 'string', 'Tiny'],
  ['general.license', 'string', 'apache-2.0'],
  ['general.file_type', 'u32', 15],
  ['general.languages', 'strings', ['en', 'de']],
  ['general.base_model.count', 'u32', 1],
  ['general.base_model.0.name', 'string', 'Base 1B'],
  ['general.base_model.0.repo_url', 'string', 'https://huggingface.co/acme/base-1b'],
  ['general.datasets', 'strings', ['acme/chat']],
  ['llama.context_length', 'u32', 4096],
  ['tokenizer.chat_template', 'string', '{{ messages }}'],
  ['tokenizer.chat_template.tool_use', 'string', '{{ tools }}'],
  ['tokenizer.ggml.tokens', 'strings', Array.from({length: 1000}, (_, index) => `token${index}`)],
  ['split.no', 'u32', 1],
  ['split.count', 'u32', 3],
]
const parts: GgufParts = {
  entries,
  tensors: [
    {name: 'token_embd.weight', dimensions: [256n, 2n], type: 12, offset: 0n},
    {name: 'output_norm.weight', dimensions: [4n], type: 0, offset: 288n},
  ],
  dataBytes: 304,
}

describe('readGguf', () => {
  it('gives up on a header that goes on past what is read of one', () => {
    const arrayBytes = 130n * 1024n * 1024n
    const start = concat(utf8('GGUF'), u32(3), u64(0n), u64(2n), u64(1n), utf8('a'), u32(9), u32(0), u64(arrayBytes))
    const byteLength = 2n * arrayBytes
    const file: ByteReader = {
      byteLength,
      read(offset, length) {
        const bytes = new Uint8Array(length)
        if (offset < BigInt(start.byteLength)) bytes.set(start.subarray(Number(offset), Number(offset) + length))
        return bytes
      },
    }
    expect(() => readGguf(file)).toThrow(expect.objectContaining({code: 'AIBOM_GGUF_HEADER_TOO_LARGE'}))
  })

  it.each([
    ['version 3', {}],
    ['version 2', {version: 2}],
    ['version 1', {version: 1}],
    ['big endian', {littleEndian: false}],
  ])('reads keys, tensors and facts: %s', (_name, change) => {
    const header = readGguf(memoryReader(gguf({...parts, ...change})))
    expect(countGgufParameters(header)).toBe(516n)
    expect(header.tensors.map(({type}) => type)).toEqual(['Q4_K', 'F32'])
    expect(header.values.get('tokenizer.ggml.tokens')).toEqual({length: 1000n})
    expect(ggufFacts(header)).toMatchObject({
      architecture: 'llama',
      name: 'Tiny',
      licence: 'apache-2.0',
      quantization: 'Q4_K_M',
      languages: ['en', 'de'],
      baseModels: [{name: 'Base 1B', url: 'https://huggingface.co/acme/base-1b'}],
      datasets: [{name: 'acme/chat'}],
      contextLength: 4096,
      chatTemplateSha256: sha256Hex('{{ messages }}'),
      namedChatTemplates: new Map([['tool_use', sha256Hex('{{ tools }}')]]),
      split: {number: 1, count: 3},
    })
  })

  it('reads a long header in few, growing ranges', () => {
    const tokens = Array.from({length: 100_000}, (_, index) => `token number ${index}`)
    const memory = memoryReader(gguf({entries: [['tokenizer.ggml.tokens', 'strings', tokens]]}))
    const ranges: number[] = []
    const remote: ByteReader = {
      byteLength: memory.byteLength,
      read(offset, length) {
        ranges.push(length)
        return memory.read(offset, length)
      },
    }
    readGguf(remote)
    expect(ranges.length).toBeLessThan(10)
    expect(ranges.reduce((sum, length) => sum + length, 0)).toBeLessThan(Number(memory.byteLength) * 1.1)
  })

  it('takes tensors of a type that is not known yet, and counts them', () => {
    const header = readGguf(
      memoryReader(gguf({tensors: [{name: 'a', dimensions: [10n], type: 999, offset: 0n}], dataBytes: 8})),
    )
    expect([header.tensors[0]?.type, countGgufParameters(header)]).toEqual(['type-999', 10n])
  })

  it.each<[string, Uint8Array, string]>([
    ['empty file', new Uint8Array(), 'AIBOM_GGUF_TRUNCATED'],
    ['other magic', concat(utf8('GGML'), u32(3)), 'AIBOM_GGUF_MAGIC'],
    ['version 4', concat(utf8('GGUF'), u32(4)), 'AIBOM_GGUF_VERSION'],
    ['header that ends after the version', concat(utf8('GGUF'), u32(3)), 'AIBOM_GGUF_TRUNCATED'],
    ['10^7 keys in a small file', gguf({keyCount: 10n ** 7n}), 'AIBOM_GGUF_COUNT'],
    ['2^63 tensors', gguf({tensorCount: 2n ** 63n}), 'AIBOM_GGUF_COUNT'],
    [
      'key of 2^60 bytes',
      concat(utf8('GGUF'), u32(3), u64(0n), u64(1n), u64(2n ** 60n), new Uint8Array(64)),
      'AIBOM_GGUF_COUNT',
    ],
    [
      'array of 2^62',
      gguf({entries: [['a', 'raw', concat(u32(9), u32(4), u64(2n ** 62n))]], dataBytes: 64}),
      'AIBOM_GGUF_COUNT',
    ],
    ['unknown value type', gguf({entries: [['a', 'raw', u32(13)]], dataBytes: 64}), 'AIBOM_GGUF_INVALID'],
    [
      'key twice',
      gguf({
        entries: [
          ['a', 'u32', 1],
          ['a', 'u32', 2],
        ],
      }),
      'AIBOM_GGUF_INVALID',
    ],
    ['key without a name', gguf({entries: [['', 'u32', 1]]}), 'AIBOM_GGUF_INVALID'],
    [
      'tensor twice',
      gguf({tensors: [0n, 32n].map(offset => ({name: 'a', dimensions: [1n], type: 0, offset})), dataBytes: 64}),
      'AIBOM_GGUF_INVALID',
    ],
    [
      'five dimensions',
      gguf({tensors: [{name: 'a', dimensions: [1n, 1n, 1n, 1n, 1n], type: 0, offset: 0n}], dataBytes: 64}),
      'AIBOM_GGUF_INVALID',
    ],
    ['alignment of 3', gguf({entries: [['general.alignment', 'u32', 3]]}), 'AIBOM_GGUF_INVALID'],
    [
      'offset that is not aligned',
      gguf({tensors: [{name: 'a', dimensions: [1n], type: 0, offset: 4n}], dataBytes: 64}),
      'AIBOM_GGUF_LAYOUT',
    ],
    [
      'overlap',
      gguf({tensors: ['a', 'b'].map(name => ({name, dimensions: [1n], type: 0, offset: 0n})), dataBytes: 64}),
      'AIBOM_GGUF_LAYOUT',
    ],
    [
      'rows that are no whole blocks',
      gguf({tensors: [{name: 'a', dimensions: [100n], type: 12, offset: 0n}], dataBytes: 640}),
      'AIBOM_GGUF_LAYOUT',
    ],
    [
      'product past 63 bits',
      gguf({tensors: [{name: 'a', dimensions: [2n ** 40n, 2n ** 40n], type: 0, offset: 0n}], dataBytes: 64}),
      'AIBOM_GGUF_LAYOUT',
    ],
    [
      'offset past the end',
      gguf({tensors: [{name: 'a', dimensions: [1n], type: 0, offset: 2n ** 33n}], dataBytes: 64}),
      'AIBOM_GGUF_LAYOUT',
    ],
    [
      'cut data',
      gguf({tensors: [{name: 'a', dimensions: [64n], type: 0, offset: 0n}], dataBytes: 255}),
      'AIBOM_GGUF_TRUNCATED',
    ],
  ])('refuses %s', (_name, content, code) => {
    expect(() => readGguf(memoryReader(content))).toThrow(expect.objectContaining({code}))
  })

  it('stops at arrays nested without end', () => {
    const nested = concat(u32(9), ...Array.from({length: 50_000}, () => concat(u32(9), u64(1n))), u32(4), u64(0n))
    expect(() => readGguf(memoryReader(gguf({entries: [['a', 'raw', nested]]})))).toThrow(
      expect.objectContaining({code: 'AIBOM_GGUF_INVALID'}),
    )
  })

  it('agrees with @huggingface/gguf on an honest file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aibom-gguf-'))
    try {
      const path = join(folder, 'tiny.gguf')
      writeFileSync(path, gguf(parts))
      const theirs = await readWithPackage(path, {allowLocalFile: true})
      const ours = readGguf(memoryReader(gguf(parts)))
      expect(ours.tensors.map(({name, dimensions}) => [name, dimensions])).toEqual(
        theirs.tensorInfos.map(({name, shape}) => [name, shape]),
      )
      expect(ours.dataOffset).toBe(theirs.tensorDataOffset)
      expect(ours.values.get('general.name')).toBe(Reflect.get(theirs.metadata, 'general.name'))
    } finally {
      rmSync(folder, {recursive: true})
    }
  })
})

describe('tables of GGUF', () => {
  it('name quantisations as @huggingface/gguf does', () => {
    for (const [number, name] of fileTypeNames) expect(GGMLFileQuantizationType[number]).toBe(name)
    for (const [number, {name}] of ggmlTypes) expect(GGMLQuantizationType[number]).toBe(name)
  })
})
