import {needsCode} from '../../rules/needs-code.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import {type Message, messageOf, readMessage} from '../message.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'
import {judgeLayers} from './layers.ts'
import {ProgramJudge} from './program.ts'

const itemsInMatch = 20_000
/** Fields of Model: what it is, and the types that hold nothing but numbers and layers of Core ML. */
const frame: ReadonlySet<number> = new Set([1, 2, 10])
const classifiers: ReadonlySet<number> = new Set([200, 201])
const plainPipeline = 202
const pipelineDepth = 8
const networks: ReadonlySet<number> = new Set([303, 403, 500])
const plain: ReadonlySet<number> = new Set([
  300, 301, 302, 304, 400, 401, 402, 404, 501, 560, 600, 601, 602, 603, 604, 606, 607, 609, 610, 900, 2000, 2001, 2002,
  2003, 2004, 2005, 2006,
])
const customModel = 555
const linkedModel = 556
const serializedModel = 3000
const program = 502
const known: ReadonlySet<number> = new Set([
  ...[...frame, ...classifiers, plainPipeline, ...networks, ...plain],
  ...[customModel, linkedModel, serializedModel, program],
])

/** A Core ML model. Data, but for models and layers that name a class of the app. */
export const coreml: FormatReader = {
  format: 'coreml',
  matches(probe) {
    if (probe.head[0] !== 0x08) return undefined
    return isModel(probe) ? 'certain' : /\.mlmodel$/i.test(probe.name) ? 'likely' : undefined
  },
  read(file) {
    const model = readMessage(file.bytes, 0, file.byteLength, file.budget)
    statFacts(file, model)
    judgeModel(file, model, 0)
    file.cover(0, file.byteLength)
  },
}

function statFacts(file: Examination, model: Message): void {
  const version = model.integer(1)
  if (version !== undefined) file.fact('specificationVersion', version)
  const [metadata] = model.messages(2).flatMap(description => description.messages(100))
  if (metadata === undefined) return
  for (const [number, name] of [
    [1, 'description'] as const,
    [2, 'version'] as const,
    [3, 'author'] as const,
    [4, 'license'] as const,
  ]) {
    const value = metadata.text(number)
    if (value !== undefined) file.fact(name, value)
  }
}

function judgeModel(file: Examination, model: Message, depth: number): void {
  const unlisted = [...model.numbers].find(number => !known.has(number))
  if (unlisted !== undefined) file.find(needsCode, `Core ML is not known to have models of the type ${unlisted}`)
  for (const custom of model.messages(customModel)) {
    const name = custom.text(10) ?? ''
    file.find(needsCode, `the model is of the class ${JSON.stringify(name)}, which the app must bring`, {
      evidence: name,
    })
  }
  if (model.all(serializedModel).length > 0) file.find(needsCode, 'the model is in a form that is not published')
  if (model.all(linkedModel).length > 0) file.find(needsCode, 'the model is linked to another file')
  for (const network of messagesOf(model, networks)) judgeLayers(file, network)
  for (const each of model.messages(program)) new ProgramJudge(file).program(each)
  if (depth > pipelineDepth) throw new LimitReached(`pipelines nested deeper than ${pipelineDepth}`)
  const inPipelines = [
    ...messagesOf(model, classifiers).flatMap(outer => outer.messages(1)),
    ...model.messages(plainPipeline),
  ]
  for (const pipeline of inPipelines) for (const inner of pipeline.messages(1)) judgeModel(file, inner, depth + 1)
}

function messagesOf(model: Message, numbers: Iterable<number>): Message[] {
  return [...numbers].flatMap(number => model.messages(number))
}

/** A specification version, a description and exactly one type of model. */
function isModel({bytes}: Probe): boolean {
  try {
    const model = messageOf(bytes, new Budget({...defaultLimits, items: itemsInMatch}))
    if (model === undefined || !model.numbers.has(1) || !model.numbers.has(2)) return false
    return (
      [...model.numbers].filter(number => !frame.has(number)).every(number => number >= 200 && number <= 3000) &&
      model.numbers.size >= 3
    )
  } catch (error) {
    if (error instanceof LimitReached) return false
    throw error
  }
}
