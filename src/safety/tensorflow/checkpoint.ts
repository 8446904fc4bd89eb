import {isSstable, readSstable} from '../../formats/sstable.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {readMessage} from '../message.ts'
import type {Examination, FormatReader} from '../reader.ts'

/** Types of TensorFlow: name and bytes of an element; texts have their own sizes. */
const types: ReadonlyMap<number, readonly [name: string, bytes: number]> = new Map([
  [1, ['float32', 4]],
  [2, ['float64', 8]],
  [3, ['int32', 4]],
  [4, ['uint8', 1]],
  [5, ['int16', 2]],
  [6, ['int8', 1]],
  [9, ['int64', 8]],
  [10, ['bool', 1]],
  [14, ['bfloat16', 2]],
  [19, ['float16', 2]],
])
const textType = 7

/** The index of a checkpoint: which tensor lies where in the data files beside it. */
export const tensorflowCheckpoint: FormatReader = {
  format: 'tensorflow-checkpoint',
  matches: probe => (isSstable(probe.tail()) ? 'certain' : undefined),
  read(file) {
    const prefix = file.name.slice(file.name.lastIndexOf('/') + 1).replace(/\.index$/, '')
    const found = {shards: 1, tensors: 0, parameters: 0, dtypes: new Set<string>()}
    for (const {key, begin, end} of readSstable(file.bytes, (from, to) => file.cover(from, to))) {
      file.budget.spend('items')
      if (key === '') found.shards = readMessage(file.bytes, begin, end, file.budget).integer(1) ?? 1
      else judgeEntry(file, key, {begin, end}, prefix, found)
    }
    file.fact('tensor_count', found.tensors)
    file.fact('parameters', found.parameters)
    file.fact('dtypes', [...found.dtypes].sort())
  },
}

interface Found {
  readonly shards: number
  tensors: number
  parameters: number
  readonly dtypes: Set<string>
}

function judgeEntry(
  file: Examination,
  key: string,
  {begin, end}: {readonly begin: number; readonly end: number},
  prefix: string,
  found: Found,
): void {
  const entry = readMessage(file.bytes, begin, end, file.budget)
  const dims = entry.messages(2).flatMap(shape => shape.messages(2).map(dim => dim.integer(1) ?? 0))
  const type = entry.integer(1) ?? 0
  const [shard, offset, size] = [entry.integer(3) ?? 0, entry.integer(4) ?? 0, entry.integer(5) ?? 0]
  const [name, itemBytes] = types.get(type) ?? []
  const count = dims.reduce((product, side) => product * side, 1)
  const isPlace =
    [shard, offset, size, offset + size].every(value => Number.isSafeInteger(value) && value >= 0) &&
    shard < found.shards
  // a variable that is kept in slices has no bytes of its own
  const isFilled = itemBytes === undefined || size === 0 || count * itemBytes === size
  if (!isPlace || !isFilled) {
    file.find(
      headerLayout,
      `the tensor ${JSON.stringify(key)} has ${size} bytes at ${offset}, which does not fit its shape or file`,
      {member: key},
    )
    return
  }
  file.describe(`${prefix}.data-${number(shard)}-of-${number(found.shards)}`, offset, offset + size)
  if (type === textType || name === undefined) return
  found.tensors++
  found.parameters += count
  found.dtypes.add(name)
}

function number(value: number): string {
  return String(value).padStart(5, '0')
}
