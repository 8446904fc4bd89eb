import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import {knowsAll, type Message, messageOf, readMessage} from '../message.ts'
import {tellOperator} from '../operators.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'
import catalogue from './operators.json' with {type: 'json'}

const computes: ReadonlySet<string> = new Set(catalogue.known)
const acts: ReadonlySet<string> = new Set(catalogue.acts)
/** Fields of ProgramDesc and BlockDesc. */
const programFields: ReadonlySet<number> = new Set([1, 4, 5])
const blockFields: ReadonlySet<number> = new Set([1, 2, 3, 4, 5])
const itemsInMatch = 50_000
const namesShown = 16

/** A program of PaddlePaddle: blocks of variables and operators; its weights lie in a file beside it. */
export const paddleProgram: FormatReader = {
  format: 'paddle',
  matches(probe) {
    if (probe.head[0] !== 0x0a) return undefined
    return isProgram(probe) ? 'certain' : /\.pdmodel$/i.test(probe.name) ? 'likely' : undefined
  },
  read(file) {
    const program = readMessage(file.bytes, 0, file.byteLength, file.budget)
    const version = program.messages(4)[0]?.integer(1)
    if (version !== undefined) file.fact('version', version)
    const blocks = program.messages(1)
    const operators = blocks.flatMap(block => block.messages(4))
    for (const type of new Set(operators.map(operator => operator.text(3) ?? ''))) judgeOperator(file, type)
    const feeds = operators.filter(operator => operator.text(3) === 'feed')
    file.fact('inputs', feeds.flatMap(feed => feed.messages(2).flatMap(output => output.texts(2))).slice(0, namesShown))
    file.fact('node_count', operators.length)
    file.fact('parameters', parametersOf(blocks))
    if (knowsAll(program, programFields) && blocks.every(block => knowsAll(block, blockFields)))
      file.cover(0, file.byteLength)
  },
}

function judgeOperator(file: Examination, type: string): void {
  const isKnown = computes.has(type.replace(/_grad$/, ''))
  const standing = acts.has(type) ? 'acts' : isKnown ? 'computes' : 'unlisted'
  tellOperator(file, standing, {operator: type, framework: 'Paddle', evidence: type})
}

/** Elements of all variables that are kept: weights. */
function parametersOf(blocks: readonly Message[]): number {
  let parameters = 0
  for (const variable of blocks.flatMap(block => block.messages(3))) {
    if (variable.integer(3) !== 1) continue
    const dims = variable
      .messages(2)
      .flatMap(type => type.messages(3))
      .flatMap(tensor => tensor.messages(1))
      .flatMap(tensor => tensor.integers(2))
    if (dims.length > 0 && dims.every(side => side >= 0))
      parameters += dims.reduce((product, side) => product * side, 1)
  }
  return parameters
}

/** Blocks with operators whose third field is a word. */
function isProgram({bytes}: Probe): boolean {
  try {
    const root = messageOf(bytes, new Budget({...defaultLimits, items: itemsInMatch}))
    if (root === undefined || !knowsAll(root, programFields)) return false
    const blocks = root.all(1).length <= 1000 ? root.messages(1) : []
    if (
      blocks.length === 0 ||
      !blocks.every(block => knowsAll(block, blockFields) && block.numbers.has(1) && block.numbers.has(2))
    )
      return false
    return blocks.some(block => block.messages(4).some(operator => /^\w+$/.test(operator.text(3) ?? '')))
  } catch (error) {
    if (error instanceof LimitReached || (error instanceof Error && 'code' in error)) return false
    throw error
  }
}
