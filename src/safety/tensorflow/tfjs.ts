import {isJsonObject, type JsonObject, type JsonValue, memberOf} from '../../lib/parse/strict-json.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {judgeKeras} from '../keras/judge-keras.ts'
import {tellOperator} from '../operators.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import {standingOfOperator} from './operators.ts'

const bytesByType: ReadonlyMap<string, number> = new Map([
  ...['bool', 'uint8', 'int8'].map(type => [type, 1] as const),
  ...['float16', 'uint16', 'int16'].map(type => [type, 2] as const),
  ...['float32', 'int32', 'uint32'].map(type => [type, 4] as const),
  ['complex64', 8] as const,
])
/** Files of weights are cut into parts of this size. */
const partBytes = 4 * 1024 * 1024

/**
 * Judges a model of TensorFlow.js: its layers or its graph, and the files of its weights.
 * @returns false where the value is no such model
 */
export function judgeTfjs(file: Examination, value: JsonObject): boolean {
  const {modelTopology: topology, weightsManifest: manifest} = value
  if (!isJsonObject(topology) || !Array.isArray(manifest)) return false
  file.isOf('tensorflow-js')
  judgeTopology(file, topology)
  const groups = manifest.filter(isJsonObject)
  for (const group of groups) judgeGroup(file, group)
  const weights = groups.flatMap(({weights}) => (Array.isArray(weights) ? weights : []))
  file.fact('tensor_count', weights.length)
  file.fact(
    'parameters',
    weights.reduce((sum: number, weight) => sum + elementsOf(weight), 0),
  )
  return true
}

/** The configuration of a Keras model, or a GraphDef as JSON. */
function judgeTopology(file: Examination, topology: JsonObject): void {
  const config = topology['model_config']
  judgeKeras(file, isJsonObject(config) ? config : topology)
  const functions = memberOf(topology['library'], 'function')
  const lists = [
    topology['node'],
    ...(Array.isArray(functions) ? functions.map(each => memberOf(each, 'nodeDef')) : []),
  ]
  const own = new Set(
    Array.isArray(functions) ? functions.map(each => String(memberOf(memberOf(each, 'signature'), 'name'))) : [],
  )
  const operators = new Set(
    lists.flatMap(nodes => (Array.isArray(nodes) ? nodes.map(node => String(memberOf(node, 'op') ?? '')) : [])),
  )
  for (const operator of operators)
    tellOperator(file, standingOfOperator(operator, own), {operator, framework: 'TensorFlow', evidence: operator})
}

/** A list of tensors, one behind the other in these files. */
function judgeGroup(file: Examination, {paths, weights}: JsonObject): void {
  const names = Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : []
  for (const name of names)
    if (leadsOut(name) || /^\w+:\/\//.test(name))
      file.find(pathOutside, `its weights are read from ${JSON.stringify(name)}, outside the folder of the model`, {
        evidence: name,
      })
  const byteLength = (Array.isArray(weights) ? weights : []).reduce(
    (sum: number, weight) => sum + elementsOf(weight) * bytesOf(weight),
    0,
  )
  if (!Number.isSafeInteger(byteLength) || Math.ceil(byteLength / partBytes) > names.length) return
  for (const [index, name] of names.entries())
    file.describe(name, 0, names.length === 1 ? byteLength : Math.min(partBytes, byteLength - index * partBytes))
}

function elementsOf(weight: JsonValue): number {
  const shape = memberOf(weight, 'shape')
  return Array.isArray(shape) ? shape.reduce((product: number, side) => product * Number(side), 1) : Number.NaN
}

/** Texts have no size of their own. */
function bytesOf(weight: JsonValue): number {
  const type = memberOf(memberOf(weight, 'quantization'), 'dtype') ?? memberOf(weight, 'dtype')
  return bytesByType.get(String(type)) ?? Number.NaN
}
