import type {FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import type {Examination} from '../reader.ts'

/** TensorType of TensorFlow Lite: bits of an element; texts, resources and variants have no size of their own. */
const bitsByType: ReadonlyMap<number, number> = new Map([
  ...[4, 8, 10, 12].map(type => [type, 64] as const),
  ...[0, 2, 15].map(type => [type, 32] as const),
  ...[1, 7, 16, 18].map(type => [type, 16] as const),
  ...[3, 6, 9].map(type => [type, 8] as const),
  [11, 128] as const,
  ...[17, 20].map(type => [type, 4] as const),
  [19, 2] as const,
])
const namesByType: Readonly<Record<number, string>> = {
  ...{0: 'float32', 1: 'float16', 2: 'int32', 3: 'uint8', 4: 'int64', 5: 'string', 6: 'bool', 7: 'int16'},
  ...{8: 'complex64', 9: 'int8', 10: 'float64', 11: 'complex128', 12: 'uint64', 13: 'resource', 14: 'variant'},
  ...{15: 'uint32', 16: 'uint16', 17: 'int4', 18: 'bfloat16', 19: 'int2', 20: 'uint4'},
}
/** An input that an operator does without, and a side of a shape that is known later. */
const absent = -1

/** What of the model a graph may refer to. */
export interface ModelParts {
  /** bytes of each buffer */
  readonly buffers: readonly number[]
  readonly operatorCodes: number
}

/** What a graph has; weights are the tensors that have data in the file. */
export interface GraphCount {
  readonly tensors: number
  readonly parameters: number
  readonly types: ReadonlySet<string>
}

/** Judges the numbers by which a graph refers to its tensors, operators and buffers: the loader follows them. */
export function judgeGraph(file: Examination, graph: FlatTable, parts: ModelParts): GraphCount {
  const lie = (what: string): void => file.find(headerLayout, what, {member: graph.text(4)})
  const tensors = graph.tables(0)
  const count = {tensors: tensors.length, parameters: 0, types: new Set<string>()}
  for (const [index, tensor] of tensors.entries()) {
    file.budget.spend('items')
    const name = tensor.text(3) ?? String(index)
    const {fault, parameters} = judgeTensor(tensor, parts)
    if (fault !== undefined) lie(`the tensor ${JSON.stringify(name)} ${fault}`)
    if (parameters === 0) continue
    const type = namesByType[tensor.i8(1)] ?? String(tensor.i8(1))
    count.parameters += parameters
    count.types.add(type)
    file.tensor(name, tensor.integers(0), type)
  }
  const isTensor = (place: number): boolean => place >= 0 && place < tensors.length
  for (const [field, what] of [[1, 'input'] as const, [2, 'output'] as const]) {
    const wrong = graph.integers(field).find(place => !isTensor(place))
    if (wrong !== undefined) lie(`its ${what} is tensor ${wrong} of ${tensors.length}`)
  }
  for (const [index, operator] of graph.tables(3).entries()) {
    file.budget.spend('items')
    const code = operator.u32(0)
    if (code >= parts.operatorCodes) lie(`operator ${index} is of kind ${code} of ${parts.operatorCodes}`)
    const wrong = [1, 2, 8]
      .flatMap(field => operator.integers(field))
      .find(place => place !== absent && !isTensor(place))
    if (wrong !== undefined) lie(`operator ${index} uses tensor ${wrong} of ${tensors.length}`)
  }
  return count
}

/** Shape and type must fit the buffer. */
function judgeTensor(tensor: FlatTable, {buffers}: ModelParts): {readonly fault?: string; readonly parameters: number} {
  touchTensor(tensor)
  const sides = tensor.integers(0)
  const shape = sides.join(' × ')
  const elements = sides.reduce((product, side) => product * Math.abs(side), 1)
  if (sides.some(side => side < absent) || !Number.isSafeInteger(elements))
    return {fault: `has the impossible shape ${shape}`, parameters: 0}
  const index = tensor.u32(2)
  const held = buffers[index]
  if (held === undefined)
    return index === 0
      ? {parameters: 0}
      : {fault: `is in buffer ${index}, of which the model has ${buffers.length}`, parameters: 0}
  const bits = bitsByType.get(tensor.i8(1))
  if (held === 0 || bits === undefined) return {parameters: 0}
  const needed = Math.ceil((elements * bits) / 8)
  const isSparse = tensor.table(6) !== undefined
  if (needed > held && !isSparse && !sides.includes(absent))
    return {fault: `of the shape ${shape} needs ${needed} bytes and has ${held}`, parameters: 0}
  return {parameters: elements}
}

/** Follows all that belongs to a tensor, so that nothing behind it passes for a part of it. */
function touchTensor(tensor: FlatTable): void {
  tensor.span(7, 4)
  const quantization = tensor.table(4)
  for (const [field, bytes] of [[0, 4] as const, [1, 4] as const, [2, 4] as const, [3, 8] as const])
    quantization?.span(field, bytes)
}
