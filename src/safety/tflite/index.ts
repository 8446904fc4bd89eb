import type {FlatBuffer, FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import {AibomError} from '../../lib/errors.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {operatorActs} from '../../rules/operator-acts.ts'
import {appendedZip} from '../archive/appended-zip.ts'
import {LimitReached} from '../budget.ts'
import {flatBufferOf} from '../flatbuffer.ts'
import {sliceReader} from '../probe.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {standingOfOperator} from '../tensorflow/operators.ts'
import {buffersOf, coverOutside} from './buffers.ts'
import {flexPrefix, judgeFlexNodes} from './flex.ts'
import {type GraphCount, judgeGraph} from './graph.ts'
import {statMetadata} from './metadata.ts'

const limitBytes = 1024 * 1024 * 1024
/** Operators are aligned, and writers pad the end. */
const paddingBytes = 32
const magicEnd = 8
const customOperator = 32
/** Of StableHLO: calls what the program around it has under a name. */
const customCall = 173
/** The newest operator of the schema: STABLEHLO_CASE. */
const lastOperator = 209
/** Vectors of an operator, and bytes of an item: inputs, outputs, options, intermediates. */
const operatorVectors = [[1, 4] as const, [2, 4] as const, [5, 1] as const, [8, 4] as const]
/** Custom operators that the runtime for vision and text tasks brings itself. */
const runtime: ReadonlySet<string> = new Set([
  'TFLite_Detection_PostProcess',
  'Convolution2DTransposeBias',
  'MaxPoolingWithArgmax2D',
  'MaxUnpooling2D',
])

/** A TensorFlow Lite model: operators, tensors, and often a zip of labels behind it. */
export const tflite: FormatReader = {
  format: 'tflite',
  carries: ['zip'],
  matches: ({head}) => (Buffer.from(head.subarray(4, 8)).toString('latin1') === 'TFL3' ? 'certain' : undefined),
  async read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of a TFLite model`)
    const {begin: zipBegin} = appendedZip(file, magicEnd)
    const bytes = file.bytes.read(0n, zipBegin)
    const buffer = flatBufferOf(file, bytes)
    try {
      readModel(file, buffer, bytes)
    } catch (error) {
      if (!(error instanceof AibomError) || error.code === 'AIBOM_FLATBUFFER_CUT') throw error
      file.find(headerLayout, error.message)
      return
    }
    if (zipBegin === file.byteLength) return
    await file.inside('associated files', sliceReader(file.bytes, zipBegin, file.byteLength))
    file.cover(zipBegin, file.byteLength)
  },
}

function readModel(file: Examination, buffer: FlatBuffer, bytes: Uint8Array): void {
  const model = buffer.root()
  file.fact('version', model.u32(0))
  const description = model.text(3)
  if (description !== undefined) file.fact('description', description)
  const codes = model.tables(1)
  for (const code of codes) judgeOperator(file, code)
  const parts = {buffers: buffersOf(model), operatorCodes: codes.length}
  const counts = model.tables(2).map(graph => {
    judgeFlexNodes(file, graph, codes, bytes)
    for (const operator of graph.tables(3)) for (const [field, size] of operatorVectors) operator.span(field, size)
    return judgeGraph(file, graph, parts)
  })
  statCounts(file, counts)
  statMetadata(file, model, bytes)
  model.span(5, 4)
  for (const signature of model.tables(7)) {
    for (const field of [0, 1]) for (const map of signature.tables(field)) map.text(0)
    signature.text(2)
  }
  file.cover(0, buffer.end)
  const end = coverOutside(file, model, buffer, bytes.length)
  const rest = bytes.subarray(end)
  if (rest.length <= paddingBytes && rest.every(byte => byte === 0)) file.cover(end, bytes.length)
}

function statCounts(file: Examination, counts: readonly GraphCount[]): void {
  file.fact('subgraph_count', counts.length)
  file.fact('tensor_count', sum(counts.map(({tensors}) => tensors)))
  file.fact('parameters', sum(counts.map(({parameters}) => parameters)))
  file.fact('dtypes', [...new Set(counts.flatMap(({types}) => [...types]))].sort())
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function judgeOperator(file: Examination, code: FlatTable): void {
  const name = code.text(1)
  const number = Math.max(code.i8(0), code.i32(3))
  const isCustom = number === customOperator
  if (number > lastOperator || number === customCall)
    file.find(needsCode, `the operator ${number} is not one of TensorFlow Lite`, {evidence: String(number)})
  if (name === undefined ? !isCustom : !isCustom && name === '') return
  const shown = name ?? ''
  const inner = shown.startsWith(flexPrefix) ? shown.slice(flexPrefix.length) : undefined
  // the node of TensorFlow that it stands for is judged where it is used
  const standing = inner === undefined ? undefined : standingOfOperator(inner)
  if (standing === 'computes' && isCustom) return
  if (standing === 'acts')
    file.find(operatorActs, `the operator ${shown} reads, writes, connects or runs code`, {evidence: shown})
  else if (!runtime.has(shown))
    file.find(needsCode, `the operator ${JSON.stringify(shown)} is not one of TensorFlow Lite`, {evidence: shown})
}
