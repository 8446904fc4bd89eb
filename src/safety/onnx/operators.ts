import {operatorActs} from '../../rules/operator-acts.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import catalogue from './operators.json' with {type: 'json'}

const standard: ReadonlySet<string> = new Set([
  '',
  'ai.onnx',
  'ai.onnx.ml',
  'ai.onnx.training',
  'ai.onnx.preview.training',
  'ai.onnx.preview',
])
/** Operators that the common runtime brings itself. */
const runtime: ReadonlySet<string> = new Set([
  'com.microsoft',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
  'com.microsoft.experimental',
])
/** The common runtime imports it into each model that it writes; what runs by it is `ATen`. */
const importedByRuntime = 'org.pytorch.aten'
const operators: ReadonlySet<string> = new Set(catalogue.operators)
const runtimeOperators: ReadonlySet<string> = new Set(catalogue.runtime.split(' '))
/** They hold a program for one device, or name the file that has it. */
const compiled: ReadonlySet<string> = new Set(['EPContext', 'Snpe'])
const runsPython = /^(?:PyOp|PythonOp|PyCustomOp|PyFunc|ATen)/

/**
 * computes: and does nothing else · python: runs it · compiled: holds or names a program for one device · unlisted:
 * nobody knows
 */
type OnnxStanding = 'computes' | 'python' | 'compiled' | 'unlisted'

/** Where an operator stands that the file does not define itself. */
function standingOf(operator: string, domain: string): OnnxStanding {
  if (runsPython.test(operator)) return 'python'
  if (compiled.has(operator) && runtime.has(domain)) return 'compiled'
  return isKnown(operator, domain) ? 'computes' : 'unlisted'
}

/** Whether operators of this domain come with the runtime. */
export function isOwnDomain(domain: string): boolean {
  return standard.has(domain) || runtime.has(domain) || domain === importedByRuntime
}

/** An operator of a graph: its name, its domain, the name of its node. */
export interface PlacedOperator {
  readonly operator: string
  readonly domain: string
  readonly node: string | undefined
  /** the file defines it itself */
  readonly isOwn: boolean
}

/**
 * Tells of an operator that does more than compute, or that nobody knows.
 * @param say tells once what needs code that is elsewhere
 * @returns its name, where it is compiled: where its program lies is then to be judged
 */
export function tellOnnxOperator(
  file: Examination,
  {operator, domain, node, isOwn}: PlacedOperator,
  say: (evidence: string, message: string) => void,
): string | undefined {
  const name = domain === '' ? operator : `${domain}.${operator}`
  const standing = standingOf(operator, domain)
  if (standing === 'python') file.find(operatorActs, `the operator ${name} runs Python`, {member: node, evidence: name})
  else if (standing === 'compiled')
    say(name, `the operator ${name} holds or names a program that was compiled for one device`)
  else if (standing === 'unlisted' && !isOwn) say(name, `the operator ${name} is not in the file and not of ONNX`)
  return standing === 'compiled' ? name : undefined
}

/** Where an operator has the program that was compiled for a device. */
interface CachePlace {
  readonly operator: string
  readonly node: string | undefined
  readonly place: string | undefined
  /** the program is in the model, and the place is no name of a file */
  readonly isInside: boolean
}

/** A program for a device may lie in a file beside the model, and nowhere else. */
export function judgeCachePlace(file: Examination, {operator, node, place, isInside}: CachePlace): void {
  if (isInside || place === undefined || !leadsOut(place)) return
  file.find(pathOutside, `the operator ${operator} reads ${JSON.stringify(place)}, outside the folder`, {
    member: node,
    evidence: place,
  })
}

/** Of the standard, or of the common runtime, whose inner domains have operators of the standard in another layout. */
function isKnown(operator: string, domain: string): boolean {
  if (standard.has(domain)) return operators.has(operator)
  return runtime.has(domain) && (runtimeOperators.has(operator) || operators.has(operator))
}
