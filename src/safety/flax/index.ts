import {type MsgpackValue, readMsgpack} from '../../formats/msgpack.ts'
import {AibomError} from '../../lib/errors.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {sliceReader} from '../probe.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'

/** Types of extension that Flax writes: an array, a complex number, a scalar of numpy. */
const arrayType = 1
const complexType = 2
const scalarType = 3
const itemBytes: ReadonlyMap<string, number> = new Map([
  ...['bool', 'bool_', 'int8', 'uint8', 'float8_e4m3fn', 'float8_e5m2', 'int4', 'uint4'].map(
    name => [name, 1] as const,
  ),
  ...['int16', 'uint16', 'float16', 'bfloat16'].map(name => [name, 2] as const),
  ...['int32', 'uint32', 'float32'].map(name => [name, 4] as const),
  ...['int64', 'uint64', 'float64', 'complex64'].map(name => [name, 8] as const),
  ['complex128', 16] as const,
])
const lookedAt = 64

/** Parameters of Flax as msgpack: maps of arrays, which is data alone. */
export const flax: FormatReader = {
  format: 'flax',
  matches(probe) {
    if (!isMap(probe.head[0] ?? 0)) return undefined
    if (/\.msgpack$/i.test(probe.name)) return 'certain'
    return holdsArray(probe) ? 'likely' : undefined
  },
  read(file) {
    const found: Found = {parameters: 0, tensors: 0, dtypes: new Set()}
    let end = 0
    for (const value of readMsgpack(file.bytes, 0, file.byteLength)) {
      file.budget.spend('items')
      end = value.end
      if (value.kind === 'extension') judgeExtension(file, value, found)
    }
    file.fact('tensor_count', found.tensors)
    file.fact('parameters', found.parameters)
    file.fact('dtypes', [...found.dtypes].sort())
    file.cover(0, end)
  },
}

function isMap(first: number): boolean {
  return (first > 0x80 && first <= 0x8f) || first === 0xde || first === 0xdf
}

/** A name first, and an array among the first values. */
function holdsArray({bytes, byteLength}: Probe): boolean {
  let count = 0
  try {
    for (const {kind, value} of readMsgpack(bytes, 0, byteLength)) {
      if (count === 1 && kind !== 'text') return false
      if (kind === 'extension') return value === arrayType
      if (++count > lookedAt) return false
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
  }
  return false
}

interface Found {
  parameters: number
  tensors: number
  readonly dtypes: Set<string>
}

function judgeExtension(file: Examination, extension: MsgpackValue, found: Found): void {
  const {value: type, at} = extension
  if (type === complexType && isComplex(file, extension)) return
  if (type !== arrayType && type !== scalarType) {
    const what = type === complexType ? 'that is not a complex number' : 'which Flax does not have'
    file.find(needsCode, `a value of the extension ${type}, ${what}`, {
      offset: at,
      evidence: `extension ${type}`,
    })
    return
  }
  const array = arrayOf(file, extension)
  if (array === undefined) file.find(headerLayout, 'an array that is not shape, type and bytes', {offset: at})
  else judgeArray(file, array, at, found)
}

/** Its two parts, and nothing else. */
function isComplex(file: Examination, {begin, end}: MsgpackValue): boolean {
  const [outer, ...parts] = [...valuesOf(file, begin, end)]
  const isWhole = begin + (parts.at(-1)?.end ?? 0) === end
  return outer?.kind === 'list' && outer.value === 2 && isWhole && parts.every(({kind}) => kind === 'number')
}

interface FlaxArray {
  readonly elements: number
  readonly dtype: string
  readonly byteLength: number
}

/** Shape, name of the type, bytes; undefined where the extension holds something else. */
function arrayOf(file: Examination, {begin, end}: MsgpackValue): FlaxArray | undefined {
  const [outer, shape, ...rest] = [...valuesOf(file, begin, end)]
  const count = shape?.value ?? 0
  const [dtype, content] = rest.slice(count)
  if (
    outer?.kind !== 'list' ||
    outer.value !== 3 ||
    shape?.kind !== 'list' ||
    dtype?.kind !== 'text' ||
    content?.kind !== 'bytes'
  )
    return undefined
  const elements = rest
    .slice(0, count)
    .reduce((product, side) => product * (side.kind === 'number' && side.value >= 0 ? side.value : Number.NaN), 1)
  const name = Buffer.from(file.bytes.read(BigInt(begin + dtype.begin), dtype.end - dtype.begin)).toString('utf8')
  return {elements, dtype: name, byteLength: content.end - content.begin}
}

function judgeArray(file: Examination, {elements, dtype, byteLength}: FlaxArray, offset: number, found: Found): void {
  const width = itemBytes.get(dtype)
  if (width === undefined)
    file.find(needsCode, `an array of ${JSON.stringify(dtype)}, which numpy does not have`, {offset, evidence: dtype})
  else if (elements * width !== byteLength)
    file.find(headerLayout, `an array of ${elements} × ${dtype} has ${byteLength} bytes`, {offset})
  else {
    found.dtypes.add(dtype)
    found.parameters += elements
    found.tensors++
  }
}

/** The values of one extension; a large shape is no shape. */
function* valuesOf(file: Examination, begin: number, end: number): Generator<MsgpackValue> {
  let count = 0
  for (const value of readMsgpack(sliceReader(file.bytes, begin, end), 0, end - begin)) {
    if (++count > lookedAt) return
    yield value
  }
}
