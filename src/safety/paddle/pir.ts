import {isJsonObject, type JsonObject, type JsonValue, memberOf} from '../../lib/parse/strict-json.ts'
import {LimitReached} from '../budget.ts'
import {tellOperator} from '../operators.ts'
import type {Examination} from '../reader.ts'
import catalogue from './pir-operators.json' with {type: 'json'}

const namesOf = (text: string): ReadonlySet<string> => new Set(text.split(' '))
const acts = namesOf(catalogue.acts)
/** Dialects by the number that stands for them in a file: what each of them brings, all of it computing. */
const dialects: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [namesOf(catalogue.builtin), namesOf(catalogue.pd_op), namesOf(catalogue.cf)].flatMap((names, index) => [
    [String(index), names] as const,
    [['builtin', 'pd_op', 'cf'][index] ?? '', names] as const,
  ]),
)
const parameter = 'p'
const depthLimit = 64
const namesShown = 16

/**
 * Judges a program of Paddle 3 in its intermediate representation, as JSON: blocks of operators, each by the number of
 * its dialect and its name.
 * @returns false where the value is no such program
 */
export function judgePir(file: Examination, value: JsonObject): boolean {
  if (memberOf(value['base_code'], 'magic') !== 'pir') return false
  file.isOf('paddle')
  const version = memberOf(value['base_code'], 'version')
  if (typeof version === 'number') file.fact('version', version)
  const judge = new ProgramJudge(file)
  judge.regions(value['program'], 0)
  judge.finish()
  return true
}

class ProgramJudge {
  readonly #file: Examination
  readonly #said = new Set<string>()
  readonly #inputs: string[] = []
  #nodes = 0
  #parameters = 0

  constructor(file: Examination) {
    this.#file = file
  }

  /** Of the program, or of an operator that has blocks of its own. */
  regions(owner: JsonValue | undefined, depth: number): void {
    if (depth > depthLimit) throw new LimitReached(`blocks nested deeper than ${depthLimit}`)
    for (const region of objectsIn(memberOf(owner, 'regions')))
      for (const block of objectsIn(region['blocks']))
        for (const operator of objectsIn(block['ops'])) {
          this.#file.budget.spend('items')
          this.#operator(operator)
          this.regions(operator, depth + 1)
        }
  }

  finish(): void {
    this.#file.fact('node_count', this.#nodes)
    this.#file.fact('parameters', this.#parameters)
    this.#file.fact('inputs', this.#inputs.slice(0, namesShown))
  }

  #operator(operator: JsonObject): void {
    const id = String(operator['#'] ?? '')
    if (id === parameter) {
      this.#parameters += elementsOf(operator)
      return
    }
    this.#nodes++
    const dot = id.indexOf('.')
    const [dialect, name] = [id.slice(0, Math.max(0, dot)), id.slice(dot + 1)]
    if (name === 'data') this.#inputs.push(...inputNameOf(operator))
    if (this.#said.has(id)) return
    this.#said.add(id)
    const own = name
      .replace(/_$/, '')
      .replace(/_grad$/, '')
      .replace(/_$/, '')
    const isKnown = dialects.get(dialect)?.has(own) === true
    const standing = acts.has(own) ? 'acts' : isKnown ? 'computes' : 'unlisted'
    const shown = standing === 'acts' ? name : id
    tellOperator(this.#file, standing, {operator: shown, framework: 'Paddle', evidence: name})
  }
}

function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** The shape stands in the type of the result, behind the type of an element. */
function elementsOf(operator: JsonObject): number {
  const shape = memberOf(memberOf(operator['O'], 'TT'), 'D')
  const sides = Array.isArray(shape) && Array.isArray(shape[1]) ? shape[1].map(Number) : []
  const elements = sides.reduce((product, side) => product * side, sides.length === 0 ? 0 : 1)
  return Number.isSafeInteger(elements) && elements > 0 ? elements : 0
}

function inputNameOf(operator: JsonObject): string[] {
  const name = objectsIn(operator['A']).find(attribute => attribute['N'] === 'name')
  const text = memberOf(name?.['AT'], 'D')
  return typeof text === 'string' ? [text] : []
}
