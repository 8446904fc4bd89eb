import {countGgufParameters, type GgufHeader, type GgufValue, readGguf} from '../formats/gguf/gguf.ts'
import {elementsOf} from '../formats/gguf/tensors.ts'
import {ggmlTypes} from '../formats/gguf/types.ts'
import {AibomError} from '../lib/errors.ts'
import type {JsonValue} from '../lib/parse/strict-json.ts'
import {sortedBy} from '../lib/sort.ts'
import {brokenFile} from '../rules/broken-file.ts'
import {headerLayout} from '../rules/header-layout.ts'
import type {Examination, FormatReader} from './reader.ts'
import {judgeTemplate} from './template/judge-template.ts'

const typesByName = new Map([...ggmlTypes.values()].map(type => [type.name, type]))
/** Faults by which a header makes a reader allocate or read what is not there. */
const lies: ReadonlySet<string> = new Set([
  'AIBOM_GGUF_COUNT',
  'AIBOM_GGUF_INVALID',
  'AIBOM_GGUF_LAYOUT',
  'AIBOM_GGUF_HEADER_TOO_LARGE',
])
/** Real files are aligned to 32 bytes, or to a page. */
const paddingLimit = 64 * 1024
const templateKey = /^tokenizer\.chat_template(?:\.|$)/

/** Weights with their tokenizer and settings. Data, but for the chat template. */
export const gguf: FormatReader = {
  format: 'gguf',
  matches: ({head}) => (Buffer.from(head.subarray(0, 4)).toString('latin1') === 'GGUF' ? 'certain' : undefined),
  read(file) {
    const header = readHeader(file)
    if (header === undefined) return
    const {values, tensors, version} = header
    file.fact('version', version)
    for (const [key, value] of values) {
      if (templateKey.test(key) && typeof value === 'string') judgeTemplate(file, key, value)
      else file.fact(key, factOf(value))
    }
    file.fact('tensor_count', tensors.length)
    file.fact('parameters', Number(countGgufParameters(header)))
    file.fact(
      'dtypes',
      sortedBy(new Set(tensors.map(({type}) => type)), type => type),
    )
    coverTensors(file, header)
  },
}

function readHeader(file: Examination): GgufHeader | undefined {
  try {
    return readGguf(file.bytes)
  } catch (error) {
    if (!(error instanceof AibomError) || !lies.has(error.code)) throw error
    file.find(headerLayout, error.message)
    return undefined
  }
}

function coverTensors(file: Examination, {values, tensors, dataOffset, headerEnd}: GgufHeader): void {
  const alignment = Number(values.get('general.alignment') ?? 32)
  const data = Number(dataOffset)
  file.cover(0, Number(headerEnd))
  coverZeros(file, Number(headerEnd), data)
  for (const {name, type, dimensions, offset} of tensors) {
    const known = typesByName.get(type)
    if (known === undefined) {
      file.find(brokenFile, `the tensor ${JSON.stringify(name)} is of ${type}, which is not known`)
      continue
    }
    const byteLength = Number((elementsOf(dimensions) / known.blockElements) * known.blockBytes)
    const begin = data + Number(offset)
    file.cover(begin, begin + byteLength)
    coverZeros(file, begin + byteLength, Math.ceil((begin + byteLength) / alignment) * alignment)
  }
}

/** Padding is of zeros: anything else in it belongs to nothing. */
function coverZeros(file: Examination, begin: number, end: number): void {
  const last = Math.min(end, file.byteLength)
  const length = last - begin
  if (length > 0 && length <= paddingLimit && file.bytes.read(BigInt(begin), length).every(byte => byte === 0))
    file.cover(begin, last)
}

function factOf(value: GgufValue): JsonValue {
  if (typeof value !== 'object') return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  if ('length' in value && typeof value.length === 'bigint') return {length: value.length}
  return Array.isArray(value) ? value : null
}
