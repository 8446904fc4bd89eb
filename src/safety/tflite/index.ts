import {FlatBuffer, type FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import {AibomError} from '../../lib/errors.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {operatorActs} from '../../rules/operator-acts.ts'
import {appendedZip} from '../archive/appended-zip.ts'
import {LimitReached} from '../budget.ts'
import {sliceReader} from '../probe.ts'
import type {Examination, FormatReader} from '../reader.ts'
import operators from '../tensorflow/operators.json' with {type: 'json'}
import {flexPrefix, judgeFlexNodes} from './flex.ts'

const limitBytes = 1024 * 1024 * 1024
/** Operators are aligned, and writers pad the end. */
const paddingBytes = 32
const magicEnd = 8
const customOperator = 32
const acts: ReadonlySet<string> = new Set(operators.acts)
const computes: ReadonlySet<string> = new Set(operators.known)
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
    const buffer = new FlatBuffer(bytes)
    try {
      readModel(file, buffer, bytes)
    } catch (error) {
      if (!(error instanceof AibomError) || error.code === 'AIBOM_FLATBUFFER_CUT') throw error
      file.find(headerLayout, error.message)
      return
    }
    file.cover(0, zipBegin - buffer.end <= paddingBytes ? zipBegin : buffer.end)
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
  let tensors = 0
  for (const graph of model.tables(2)) {
    tensors += visitGraph(graph)
    judgeFlexNodes(file, graph, codes, bytes)
  }
  file.fact('tensor_count', tensors)
  for (const each of model.tables(4)) each.span(0, 1)
  model.span(5, 4)
  for (const each of model.tables(6)) {
    const name = each.text(0)
    if (name !== undefined) file.fact('metadata', name)
  }
  for (const signature of model.tables(7)) {
    for (const field of [0, 1]) for (const map of signature.tables(field)) map.text(0)
    signature.text(2)
  }
}

function judgeOperator(file: Examination, code: FlatTable): void {
  const name = code.text(1)
  const isCustom = Math.max(code.i8(0), code.i32(3)) === customOperator
  if (name === undefined ? !isCustom : !isCustom && name === '') return
  const shown = name ?? ''
  const inner = shown.startsWith(flexPrefix) ? shown.slice(flexPrefix.length) : undefined
  // the node of TensorFlow that it stands for is judged where it is used
  if (inner !== undefined && isCustom && computes.has(inner)) return
  if (inner !== undefined && acts.has(inner))
    file.find(operatorActs, `the operator ${shown} reads, writes, connects or runs code`, {evidence: shown})
  else if (!runtime.has(shown))
    file.find(needsCode, `the operator ${JSON.stringify(shown)} is not one of TensorFlow Lite`, {evidence: shown})
}

/** Follows all that belongs to a graph, so that nothing behind it passes for a part of it. */
function visitGraph(graph: FlatTable): number {
  const tensors = graph.tables(0)
  for (const tensor of tensors) {
    tensor.span(0, 4)
    tensor.text(3)
    tensor.span(7, 4)
    const quantization = tensor.table(4)
    for (const [field, bytes] of [[0, 4] as const, [1, 4] as const, [2, 4] as const, [3, 8] as const])
      quantization?.span(field, bytes)
  }
  graph.span(1, 4)
  graph.span(2, 4)
  for (const operator of graph.tables(3))
    for (const [field, bytes] of [[1, 4] as const, [2, 4] as const, [5, 1] as const, [8, 4] as const])
      operator.span(field, bytes)
  graph.text(4)
  return tensors.length
}
