import {brokenFile} from '../../rules/broken-file.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import {coverFields, knowsAll, type Message, messageOf, readMessage} from '../message.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'
import {GraphJudge} from './graph.ts'

/** Fields of ModelProto. */
const known: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26])
const graphField = 7
const opsetField = 8
const itemsInMatch = 20_000

/**
 * A graph of operators with its weights. Data, but for operators that need code of their own and files that it names.
 */
export const onnx: FormatReader = {
  format: 'onnx',
  matches(probe) {
    // ir_version stands first
    if (probe.head[0] !== 0x08 || (probe.head[1] ?? 0xff) > 0x7f) return undefined
    if (/\.onnx$/i.test(probe.name)) return 'certain'
    return isModel(probe) ? 'certain' : undefined
  },
  read(file) {
    const model = readMessage(file.bytes, 0, file.byteLength, file.budget)
    const opset = Object.fromEntries(model.messages(opsetField).map(each => [each.text(1) ?? '', each.integer(2) ?? 0]))
    statFacts(file, model, opset)
    const judge = new GraphJudge(file, Object.keys(opset), model.messages(25))
    for (const graph of model.messages(graphField)) judge.graph(graph)
    for (const step of model.messages(20))
      for (const graph of [...step.messages(1), ...step.messages(2)]) judge.graph(graph)
    judge.functions()
    file.fact('parameters', judge.parameters)
    file.fact('node_count', judge.nodes)
    if (!model.numbers.has(opsetField))
      file.find(brokenFile, 'the model does not say which operators it uses: it is cut')
    if (model.numbers.has(graphField)) coverFields(file, known)
  },
}

function statFacts(file: Examination, model: Message, opset: Readonly<Record<string, number>>): void {
  const facts: readonly (readonly [string, string | number | undefined])[] = [
    ['ir_version', model.integer(1)],
    ['producer_name', model.text(2)],
    ['producer_version', model.text(3)],
    ['domain', model.text(4)],
    ['model_version', model.integer(5)],
    ['doc_string', model.text(6)],
    ['graph_name', model.messages(graphField)[0]?.text(2)],
  ]
  for (const [name, value] of facts) if (value !== undefined) file.fact(name, value)
  file.fact('opset', opset)
  const metadata = model.messages(14).map(each => [each.text(1) ?? '', each.text(2) ?? ''] as const)
  if (metadata.length > 0) file.fact('metadata', Object.fromEntries(metadata))
  for (const [name, value] of metadata) file.fact(name, value)
}

function isModel({bytes}: Probe): boolean {
  try {
    const model = messageOf(bytes, new Budget({...defaultLimits, items: itemsInMatch}))
    return model?.numbers.has(graphField) === true && model.numbers.has(opsetField) && knowsAll(model, known)
  } catch (error) {
    if (error instanceof LimitReached) return false
    throw error
  }
}
