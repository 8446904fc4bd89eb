import {type ASTNode, Environment} from '@marcbachmann/cel-js'
import {messageOf} from '../../lib/errors.ts'
import {nearestName} from '../../lib/text/suggest.ts'
import {celFunctions, compileRegex} from './functions.ts'
import {assetFields, changeFields, evidenceFields, type Subject} from './subject.ts'

/** A rule's `when`, read and checked. */
export interface Expression {
  /** it asks for the change: it is about changes then, and about assets otherwise */
  readonly isOfChange: boolean
  /** @throws {Error} where it cannot be answered: `no such key`, a version that is none */
  matches(subject: Subject): boolean
}

/** Why a text is no `when`: the sign where it stands, from 0. */
export interface CelProblem {
  readonly offset: number
  readonly message: string
  readonly suggestion?: string | undefined
}

/** People write rules of some lines; the parser recurses. */
const limits = {maxAstNodes: 2000, maxDepth: 60, maxListElements: 1000, maxMapEntries: 100, maxCallArguments: 10}
const variables = ['asset', 'change', 'evidence']

/**
 * Reads an expression and checks its types, before any data is at hand.
 * @returns the expression, or what is wrong with it
 */
export function compileWhen(text: string): Expression | CelProblem {
  const environment = createEnvironment()
  try {
    const parsed = environment.parse(text)
    const nodes = nodesOf(parsed.ast)
    const refused = refusalOf(nodes)
    if (refused !== undefined) return refused
    const checked = parsed.check()
    if (checked.error !== undefined) return problemOf(checked.error)
    if (checked.type !== 'bool')
      return {offset: 0, message: `it gives ${checked.type ?? 'nothing'}, and has to be true or false`}
    const isOfChange = nodes.some(({op, args}) => op === 'id' && args === 'change')
    return {isOfChange, matches: subject => parsed(toContext(subject)) === true}
  } catch (error) {
    return problemOf(error)
  }
}

/** Whether the text could not be compiled. */
export function isProblem(compiled: Expression | CelProblem): compiled is CelProblem {
  return 'offset' in compiled
}

function createEnvironment(): Environment {
  const environment = new Environment({unlistedVariablesAreDyn: false, limits})
    .registerVariable({name: 'asset', schema: schemaOf(assetFields)})
    .registerVariable({name: 'change', schema: schemaOf(changeFields)})
    .registerType('Evidence', {fields: schemaOf(evidenceFields)})
    .registerVariable('evidence', 'list<Evidence>')
  for (const {signature, run} of celFunctions) environment.registerFunction(signature, run)
  return environment
}

function schemaOf(fields: Readonly<Record<string, readonly [string, string]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, [type]]) => [name, type]))
}

/** CEL's integers are of 64 bits, which JavaScript writes as bigint. */
function toContext({asset, change, evidence}: Subject): Record<string, unknown> {
  return {
    asset: {...asset, parameters: BigInt(asset.parameters)},
    ...(change !== undefined && {change}),
    evidence: evidence.map(each => ({...each, line: BigInt(each.line)})),
  }
}

function nodesOf(root: ASTNode): ASTNode[] {
  const nodes: ASTNode[] = []
  const waiting: unknown[] = [root]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...value)
    else if (isNode(value)) {
      nodes.push(value)
      waiting.push(value.args)
    }
  }
  return nodes
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}

const macros = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/** What the types allow and we do not. */
function refusalOf(nodes: readonly ASTNode[]): CelProblem | undefined {
  for (const node of nodes) {
    const refused = callProblem(node)
    if (refused !== undefined) return refused
  }
  return undefined
}

function callProblem({op, args, start}: ASTNode): CelProblem | undefined {
  if (op !== 'call' && op !== 'rcall') return undefined
  const [name, ...rest] = args
  const values = rest.flat()
  if (name === 'matches') {
    return {
      offset: start,
      message: 'matches() runs JavaScript’s regular expressions, whose running time has no limit',
      suggestion: 'regex(text, pattern)',
    }
  }
  const [, iterator] = values
  if (op === 'rcall' && macros.has(name) && iterator?.op === 'id' && variables.includes(iterator.args)) {
    return {offset: iterator.start, message: `${iterator.args} is taken: name the item otherwise`}
  }
  const pattern = name === 'regex' ? values.at(-1) : undefined
  const broken = pattern?.op === 'value' && typeof pattern.args === 'string' ? brokenPattern(pattern.args) : undefined
  return broken === undefined ? undefined : {offset: pattern?.start ?? start, message: broken}
}

function brokenPattern(pattern: string): string | undefined {
  try {
    compileRegex(pattern)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

function problemOf(error: unknown): CelProblem {
  const {range, summary, code} = (error ?? {}) as {range?: {start: number}; summary?: string; code?: string}
  const message = summary ?? messageOf(error)
  const name = message.slice(message.lastIndexOf(' ') + 1)
  const known = [
    ...Object.keys(assetFields),
    ...Object.keys(changeFields),
    ...Object.keys(evidenceFields),
    ...variables,
  ]
  const isName = code === 'no_such_key' || code === 'unknown_variable'
  return {offset: range?.start ?? 0, message, suggestion: isName ? nearestName(name, known) : undefined}
}
