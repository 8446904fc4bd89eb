import type {FlatBuffer, FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import type {Examination} from '../reader.ts'

/** Data of large models lies behind the flatbuffer; it is aligned, and what is between is padding. */
const alignment = 64
/** A file that lost its end needs some more bytes than it has; a lie asks for many times as many. */
const cutRatio = 64n

/** Bytes outside the flatbuffer that a buffer or the options of an operator are read from. */
interface Outside {
  readonly what: string
  readonly begin: bigint
  readonly byteLength: bigint
}

/** @returns bytes of each buffer of the model, wherever they lie */
export function buffersOf(model: FlatTable): number[] {
  return model.tables(4).map(buffer => {
    const own = buffer.span(0, 1)
    const {begin, byteLength} = outsideOf(buffer, 1, '')
    return begin > 1n ? Number(byteLength) : own
  })
}

/**
 * Accounts for what the model keeps behind its flatbuffer, up to `end`.
 * @returns where that ends: the end of the flatbuffer where there is nothing
 */
export function coverOutside(file: Examination, model: FlatTable, {end: own}: FlatBuffer, end: number): number {
  let position = own
  for (const {what, begin, byteLength} of allOutside(model)) {
    const last = begin + byteLength
    if (last > BigInt(end)) {
      const rule = last > BigInt(end) * cutRatio ? headerLayout : brokenFile
      file.find(rule, `${what} ends at byte ${last}, the file has ${end}`)
      continue
    }
    const first = Number(begin)
    file.cover(isPadding(file, position, first) ? position : first, Number(last))
    position = Math.max(position, Number(last))
  }
  return position
}

function isPadding({bytes}: Examination, begin: number, end: number): boolean {
  const length = end - begin
  return length >= 0 && length <= alignment && bytes.read(BigInt(begin), length).every(byte => byte === 0)
}

function allOutside(model: FlatTable): Outside[] {
  const buffers = model.tables(4).map((buffer, index) => outsideOf(buffer, 1, `buffer ${index}`))
  const options = model
    .tables(2)
    .flatMap(graph => graph.tables(3))
    .map((operator, index) => outsideOf(operator, 9, `the options of operator ${index}`))
  return [...buffers, ...options]
    .filter(({begin}) => begin > 1n)
    .sort((one, other) => (one.begin < other.begin ? -1 : Number(one.begin > other.begin)))
}

/** Offset and size, in two fields; an offset of 0 or 1 is none. */
function outsideOf(table: FlatTable, field: number, what: string): Outside {
  return {what, begin: table.u64(field), byteLength: table.u64(field + 1)}
}
