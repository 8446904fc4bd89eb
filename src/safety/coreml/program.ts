import {needsCode} from '../../rules/needs-code.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {LimitReached} from '../budget.ts'
import type {Message} from '../message.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'

/** Blocks of loops and conditions, and values in values; real ones nest some three deep. */
const depthLimit = 64
const customOperator = 'custom_layer'
/** What the name of a file begins with, and what the loader puts the folder of the model in place of. */
const folderOfModel = '@model_path'

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
    for (const operation of block.messages(3)) this.#operation(operation, depth)
    this.#values(valuesOf(block, 4), 0)
  }

  #operation(operation: Message, depth: number): void {
    if (operation.text(1) === customOperator) this.#custom(operation)
    for (const block of operation.messages(4)) this.#block(block, depth + 1)
    for (const argument of valuesOf(operation, 2)) this.#values(boundTo(argument), 0)
    this.#values(valuesOf(operation, 5), 0)
  }

  #custom(operation: Message): void {
    const name = attributeText(operation, 'class_name') ?? ''
    const layer = attributeText(operation, 'name') ?? ''
    this.#once(name, () =>
      this.#file.find(
        needsCode,
        `the layer ${JSON.stringify(layer)} is of the class ${JSON.stringify(name)}, which the app must bring`,
        {evidence: name},
      ),
    )
  }

  #values(values: readonly Message[], depth: number): void {
    if (depth > depthLimit) throw new LimitReached(`values nested deeper than ${depthLimit}`)
    for (const value of values) {
      for (const blob of value.messages(5)) for (const name of blob.texts(1)) this.#weights(name)
      for (const immediate of value.messages(3)) this.#values(partsOf(immediate), depth + 1)
    }
  }

  #weights(name: string): void {
    if (!leavesPackage(name)) return
    this.#once(`${name}\n`, () =>
      this.#file.find(pathOutside, `its weights are in ${JSON.stringify(name)}, outside the package`, {evidence: name}),
    )
  }

  #once(what: string, say: () => void): void {
    if (this.#said.has(what)) return
    this.#said.add(what)
    say()
  }
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
