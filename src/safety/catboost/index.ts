import type {FlatBuffer} from '../../formats/flatbuffer/flatbuffer.ts'
import {AibomError} from '../../lib/errors.ts'
import {isJsonObject, type JsonValue, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {LimitReached} from '../budget.ts'
import {flatBufferOf} from '../flatbuffer.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {readTables} from './tables.ts'

const limitBytes = 1024 * 1024 * 1024
const magic = 'CBM1'
const headerBytes = 8
/** TModelCore: its fields by number. */
const core = {formatVersion: 0, trees: 1, infoMap: 2, partIds: 3} as const
/** Vectors of numbers in TModelTrees, and bytes of an item: dimensions, splits, sizes, starts, leaf values, weights. */
const treeVectors = [[1, 4] as const, [2, 4] as const, [3, 4] as const, [8, 8] as const, [9, 8] as const]
const shown = 200
/** The part that has a table for each set of categories; the other parts, for words and vectors, have no reader. */
const categories = 'static_provider_v1'

/** A model of CatBoost: trees as a flatbuffer, and tables for categories and words behind it. */
export const catboost: FormatReader = {
  format: 'catboost',
  matches: ({head}) => (Buffer.from(head.subarray(0, 4)).toString('latin1') === magic ? 'certain' : undefined),
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of a CatBoost model`)
    const size = new DataView(file.head.buffer, file.head.byteOffset, file.head.byteLength).getUint32(4, true)
    const available = file.byteLength - headerBytes
    if (size > available)
      throw new AibomError('AIBOM_FLATBUFFER_CUT', `the model states ${size} bytes, the file has ${available}`)
    const end = headerBytes + size
    file.cover(0, end)
    try {
      const parts = readCore(file, flatBufferOf(file, file.bytes.read(BigInt(headerBytes), size)))
      if (parts.length === 1 && parts[0] === categories) file.cover(end, readTables(file, end))
    } catch (error) {
      if (!(error instanceof AibomError) || error.code === 'AIBOM_FLATBUFFER_CUT') throw error
      file.find(headerLayout, error.message)
    }
  },
}

/** @returns names of the parts behind the trees */
function readCore(file: Examination, buffer: FlatBuffer): string[] {
  const root = buffer.root()
  file.fact('format_version', root.text(core.formatVersion) ?? '')
  const trees = root.table(core.trees)
  for (const [field, bytes] of treeVectors) trees?.span(field, bytes)
  if (trees !== undefined) file.fact('approx_dimension', trees.u32(0))
  for (const entry of root.tables(core.infoMap)) {
    const key = entry.text(0) ?? ''
    const value = entry.text(1) ?? ''
    if (key === 'params') statParameters(file, value)
    else if (key !== '' && value.length <= shown) file.fact(key, value)
  }
  return root.texts(core.partIds)
}

/** Settings of the training, as JSON in the map of notes. */
function statParameters(file: Examination, text: string): void {
  let value: JsonValue
  try {
    value = parseStrictJson(text, {pythonNumbers: true}).value
  } catch (error) {
    if (error instanceof AibomError) return
    throw error
  }
  const loss = isJsonObject(value) ? value['loss_function'] : undefined
  if (isJsonObject(loss) && typeof loss['type'] === 'string') file.fact('loss_function', loss['type'])
}
