import {bytesNotRead} from '../../rules/bytes-not-read.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {LimitReached} from '../budget.ts'
import type {Message} from '../message.ts'
import {tellOperator} from '../operators.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import catalogue from './operators.json' with {type: 'json'}

const operators: ReadonlySet<string> = new Set(catalogue.operators)

/** Blocks of loops and conditions, and values in values; real ones nest some three deep. */
const depthLimit = 64
const customOperator = 'custom_layer'
/** What the name of a file begins with, and what the loader puts the folder of the model in place of. */
const folderOfModel = '@model_path'
/** Of the note before each blob of weights; see weights.ts. */
const noteBytes = 64

/** Judges ML programs: the operators of each function, block by block, and the files that their weights are in. */
export class ProgramJudge {
  readonly #file: Examination
  readonly #said = new Set<string>()

  constructor(file: Examination) {
    this.#file = file
  }

  program(program: Message): void {
    for (const each of valuesOf(program, 2)) {
      for (const block of valuesOf(each, 3)) this.#block(block, 0)
      this.#values(valuesOf(each, 4), 0)
    }
    this.#values(valuesOf(program, 4), 0)
  }

  #block(block: Message, depth: number): void {
    if (depth > depthLimit) throw new LimitReached(`blocks nested deeper than ${depthLimit}`)
    for (const operation of block.each(3)) this.#operation(operation, depth)
    this.#values(valuesOf(block, 4), 0)
  }

  #operation(operation: Message, depth: number): void {
    const type = operation.text(1) ?? ''
    if (type === customOperator) this.#custom(operation)
    else if (!operators.has(type)) this.#unlisted(type)
    for (const block of operation.messages(4)) this.#block(block, depth + 1)
    for (const argument of valuesOf(operation, 2)) this.#values(boundTo(argument), 0)
    this.#values(valuesOf(operation, 5), 0)
  }

  #custom(operation: Message): void {
    const name = attributeText(operation, 'class_name') ?? ''
    const layer = attributeText(operation, 'name') ?? ''
    this.#once('class', name, () =>
      this.#file.find(
        needsCode,
        `the layer ${JSON.stringify(layer)} is of the class ${JSON.stringify(name)}, which the app must bring`,
        {evidence: name},
      ),
    )
  }

  #unlisted(operator: string): void {
    this.#once('operator', operator, () =>
      tellOperator(this.#file, 'unlisted', {operator, framework: 'Core ML', evidence: operator}),
    )
  }

  #values(values: readonly Message[], depth: number): void {
    if (depth > depthLimit) throw new LimitReached(`values nested deeper than ${depthLimit}`)
    for (const value of values) {
      for (const blob of value.messages(5)) for (const name of blob.texts(1)) this.#weights(name, blob.integer(2) ?? 0)
      for (const immediate of value.messages(3)) this.#values(partsOf(immediate), depth + 1)
    }
  }

  #weights(name: string, offset: number): void {
    const path = inPackage(name)
    if (path === undefined) this.#misplaced(name)
    else if (Number.isSafeInteger(offset) && offset >= 0) this.#file.describe(path, offset, offset + noteBytes)
    else
      this.#once('offset', name, () =>
        this.#file.find(headerLayout, `weights in ${JSON.stringify(name)} are at an impossible offset`, {
          evidence: name,
        }),
      )
  }

  #misplaced(name: string): void {
    const [rule, where] = leavesPackage(name)
      ? [pathOutside, 'outside the package']
      : [bytesNotRead, 'which is no place in the package']
    this.#once('weights', name, () =>
      this.#file.find(rule, `its weights are in ${JSON.stringify(name)}, ${where}`, {evidence: name}),
    )
  }

  #once(kind: string, name: string, say: () => void): void {
    const key = `${kind} ${name}`
    if (this.#said.has(key)) return
    this.#said.add(key)
    say()
  }
}

/** The path of a file that stays in the folder of the model. */
function inPackage(name: string): string | undefined {
  return name.startsWith(`${folderOfModel}/`) && !leavesPackage(name) ? name.slice(folderOfModel.length + 1) : undefined
}

/** `@model_path/../x`, an absolute path, and `@model_path.x`, which is beside the folder of the model. */
function leavesPackage(name: string): boolean {
  return leadsOut(name) || (name.startsWith(folderOfModel) && !/^\/|^$/.test(name.slice(folderOfModel.length)))
}

/** The values of a map, whatever their keys. */
function valuesOf(message: Message, map: number): Message[] {
  return message.messages(map).flatMap(entry => entry.messages(2))
}

/** The values that an argument states itself, and takes from no other operation. */
function boundTo(argument: Message): Message[] {
  return argument.messages(1).flatMap(binding => binding.messages(2))
}

/** The values of a tuple, a list, a dictionary. */
function partsOf(immediate: Message): Message[] {
  const pairs = immediate.messages(4).flatMap(dictionary => dictionary.messages(1))
  return [
    ...[...immediate.messages(2), ...immediate.messages(3)].flatMap(list => list.messages(1)),
    ...pairs.flatMap(pair => [...pair.messages(1), ...pair.messages(2)]),
  ]
}

/** The text that an operation states under a key, as an attribute or as an input. */
function attributeText(operation: Message, key: string): string | undefined {
  const under = (map: number): Message[] =>
    operation.messages(map).flatMap(entry => (entry.text(1) === key ? entry.messages(2) : []))
  return [...under(5), ...under(2).flatMap(boundTo)].map(textOf).at(-1)
}

/** Of a tensor of texts, the first. */
function textOf(value: Message): string | undefined {
  const tensors = value.messages(3).flatMap(immediate => immediate.messages(1))
  return tensors.flatMap(tensor => tensor.messages(4)).flatMap(strings => strings.texts(1))[0]
}
