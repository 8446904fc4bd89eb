import type {FlatBuffer} from '../../formats/flatbuffer/flatbuffer.ts'
import {AibomError} from '../../lib/errors.ts'
import {flatBufferOf} from '../flatbuffer.ts'
import type {Examination} from '../reader.ts'

const sizeBytes = 4
const smallestTable = 8

/**
 * Reads what a model knows of each category: the number of tables, then each as its size and a flatbuffer, which holds
 * a hash table and numbers.
 * @returns where they end
 * @throws {AibomError} `AIBOM_FLATBUFFER_CUT`, `AIBOM_FLATBUFFER_INVALID`
 */
export function readTables(file: Examination, begin: number): number {
  const count = sizeAt(file, begin)
  let position = begin + sizeBytes
  for (let index = 0; index < count; index++) {
    file.budget.spend('items')
    const size = sizeAt(file, position)
    position += sizeBytes
    assertHas(file, position, Math.max(size, smallestTable))
    readTable(flatBufferOf(file, file.bytes.read(BigInt(position), size)), size)
    position += size
  }
  return position
}

/** TCtrValueTable: which categories it is of, a hash table, numbers. Its size is the size that is stated. */
function readTable(buffer: FlatBuffer, size: number): void {
  const table = buffer.root()
  const base = table.table(0)
  const combination = base?.table(0)
  combination?.span(0, sizeBytes)
  for (const field of [1, 2]) combination?.tables(field)
  for (const field of [1, 2]) table.span(field, 1)
  if (size - buffer.end > smallestTable)
    throw new AibomError('AIBOM_FLATBUFFER_INVALID', `a table states ${size} bytes and has ${buffer.end}`)
}

function sizeAt(file: Examination, at: number): number {
  assertHas(file, at, sizeBytes)
  return Buffer.from(file.bytes.read(BigInt(at), sizeBytes)).readUInt32LE()
}

function assertHas(file: Examination, at: number, length: number): void {
  if (at + length > file.byteLength)
    throw new AibomError(
      'AIBOM_FLATBUFFER_CUT',
      `a table for categories ends at byte ${at + length}, the file has ${file.byteLength}`,
    )
}
