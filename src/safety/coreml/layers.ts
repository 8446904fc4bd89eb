import {needsCode} from '../../rules/needs-code.ts'
import {LimitReached} from '../budget.ts'
import type {Message} from '../message.ts'
import {tellOperator} from '../operators.ts'
import type {Examination} from '../reader.ts'
import catalogue from './operators.json' with {type: 'json'}

const fields: ReadonlySet<number> = new Set(catalogue.layerFields)

const depthLimit = 64
const custom = 500
/** Layers with networks inside, and the fields that those are in. */
const nested: readonly (readonly [layer: number, networks: readonly number[]])[] = [
  [605, [1, 2]],
  [615, [3, 4]],
]

/** Judges the layers of a neural network, and those in the branches and loops among them. */
export function judgeLayers(file: Examination, network: Message, depth = 0): void {
  if (depth > depthLimit) throw new LimitReached(`layers nested deeper than ${depthLimit}`)
  for (const layer of network.each(1)) {
    judgeCustom(file, layer)
    judgeType(file, layer)
    for (const [number, fields] of nested)
      for (const control of layer.messages(number))
        for (const inner of fields.flatMap(field => control.messages(field))) judgeLayers(file, inner, depth + 1)
  }
}

/** A layer is what field of it is there. */
function judgeType(file: Examination, layer: Message): void {
  const unlisted = [...layer.numbers].find(number => !fields.has(number))
  if (unlisted === undefined) return
  const operator = `layer type ${unlisted}`
  tellOperator(file, 'unlisted', {operator, framework: 'Core ML', evidence: operator})
}

function judgeCustom(file: Examination, layer: Message): void {
  for (const params of layer.messages(custom)) {
    const name = params.text(10) ?? params.text(1) ?? ''
    file.find(
      needsCode,
      `the layer ${JSON.stringify(layer.text(1) ?? '')} is of the class ${JSON.stringify(name)}, which the app must bring`,
      {evidence: name},
    )
  }
}
