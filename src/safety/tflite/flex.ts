import type {FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import {flexTexts} from '../../formats/flatbuffer/flexbuffer.ts'
import {memoryReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {readMessage} from '../message.ts'
import type {Examination} from '../reader.ts'
import {judgeNodes} from '../tensorflow/index.ts'

/** Before the name of an operator that TensorFlow itself runs. */
export const flexPrefix = 'Flex'

/** Judges the operators of a graph that TensorFlow runs. @param codes the table of operators of the model */
export function judgeFlexNodes(
  file: Examination,
  graph: FlatTable,
  codes: readonly FlatTable[],
  bytes: Uint8Array,
): void {
  for (const operator of graph.tables(3)) {
    const name = codes[operator.u32(0)]?.text(1)
    if (name?.startsWith(flexPrefix) === true) judgeFlexNode(file, name, operator, bytes)
  }
}

/** An operator of TensorFlow has its node among its options, and that node is what runs, whatever the name says. */
function judgeFlexNode(file: Examination, name: string, operator: FlatTable, bytes: Uint8Array): void {
  const places = operator.items(5, 1)
  const begin = places[0] ?? 0
  const options = bytes.subarray(begin, begin + places.length)
  const place = {evidence: name}
  try {
    const [, packed = new Uint8Array()] = flexTexts(options)
    const node = readMessage(memoryReader(packed), 0, packed.length, file.budget)
    const own = node.text(2) ?? ''
    if (own !== name.slice(flexPrefix.length))
      file.find(needsCode, `the operator ${name} runs the node ${JSON.stringify(own)}`, {evidence: own})
    judgeNodes(file, [node], new Set())
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    file.find(needsCode, `the node of the operator ${name} cannot be read: ${error.message}`, place)
  }
}
