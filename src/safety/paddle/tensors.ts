import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {readMessage} from '../message.ts'
import type {Examination, FormatReader} from '../reader.ts'

/** VarType of Paddle: name and bytes of an element. */
const types: ReadonlyMap<number, readonly [name: string, bytes: number]> = new Map([
  [0, ['bool', 1]],
  [1, ['int16', 2]],
  [2, ['int32', 4]],
  [3, ['int64', 8]],
  [4, ['float16', 2]],
  [5, ['float32', 4]],
  [6, ['float64', 8]],
  [20, ['uint8', 1]],
  [21, ['int8', 1]],
  [22, ['bfloat16', 2]],
  [23, ['complex64', 8]],
  [24, ['complex128', 16]],
])
const levelsLimit = 16
const descriptionLimit = 64 * 1024

/** The weights of a Paddle program: tensors one after the other, each with a description and its raw data. */
export const paddleTensors: FormatReader = {
  format: 'paddle',
  matches({name, head, byteLength}) {
    // version 0, no levels, version 0, then a description that begins with its type
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
    const isTensor =
      byteLength >= 24 &&
      [0, 4, 8, 12].every(at => view.getUint32(at, true) === 0) &&
      view.getUint32(16, true) > 0 &&
      view.getUint32(16, true) < descriptionLimit &&
      head[20] === 0x08
    return isTensor ? 'certain' : /\.pdiparams$/i.test(name) ? 'likely' : undefined
  },
  read(file) {
    let at = 0
    let tensors = 0
    let parameters = 0
    const dtypes = new Set<string>()
    while (at < file.byteLength) {
      const tensor = readTensor(file, at)
      if (tensor === undefined) return
      file.budget.spend('items')
      file.cover(at, tensor.end)
      at = tensor.end
      tensors++
      parameters += tensor.count
      dtypes.add(tensor.type)
    }
    file.fact('tensor_count', tensors)
    file.fact('parameters', parameters)
    file.fact('dtypes', [...dtypes].sort())
  },
}

/** @returns undefined where the tensor does not fit the file, which is a finding */
function readTensor(
  file: Examination,
  begin: number,
): {readonly end: number; readonly count: number; readonly type: string} | undefined {
  let at = begin
  const u32 = (): number => {
    const bytes = file.bytes.read(BigInt(at), 4)
    at += 4
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
  }
  const u64 = (): number => u32() + u32() * 0x100000000
  const lie = (what: string): undefined =>
    file.find(headerLayout, `the tensor at byte ${begin} ${what}`, {offset: begin}) as undefined
  if (u32() !== 0) return lie('is of a version that is not known')
  const levels = u64()
  if (levels > levelsLimit) return lie(`has ${levels} levels`)
  for (let level = 0; level < levels; level++) {
    const size = u64()
    if (size > file.byteLength - at) return lie(`has a level of ${size} bytes`)
    at += size
  }
  if (u32() !== 0) return lie('is of a version that is not known')
  const length = u32()
  if (length > descriptionLimit || length > file.byteLength - at) return lie(`has a description of ${length} bytes`)
  const description = readMessage(file.bytes, at, at + length, file.budget)
  at += length
  const [type, itemBytes] = types.get(description.integer(1) ?? -1) ?? []
  if (type === undefined || itemBytes === undefined) {
    file.find(needsCode, `the tensor at byte ${begin} is of the type ${description.integer(1)}, which is not known`, {
      offset: begin,
    })
    return undefined
  }
  const count = description.integers(2).reduce((product, side) => product * (side >= 0 ? side : Number.NaN), 1)
  const end = at + count * itemBytes
  if (!Number.isSafeInteger(end) || end > file.byteLength)
    return lie(`needs ${count * itemBytes} bytes, the file has ${file.byteLength - at}`)
  return {end, count, type}
}
