import {isJsonObject, type JsonObject, type JsonValue} from '../../lib/parse/strict-json.ts'
import {kerasLambda} from '../../rules/keras-lambda.ts'
import {kerasLoads} from '../../rules/keras-loads.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {operatorActs} from '../../rules/operator-acts.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {targetActs} from '../../rules/target-acts.ts'
import {LimitReached} from '../budget.ts'
import {leadsOut} from '../paths.ts'
import {standingOf} from '../pickle/judge.ts'
import type {Examination} from '../reader.ts'
import {standingOfOperator} from '../tensorflow/operators.ts'
import catalogue from './classes.json' with {type: 'json'}

const classes: ReadonlySet<string> = new Set(catalogue.classes)
/** Operations of Keras 3 that compute; a functional model has them among its layers. */
const operations: ReadonlySet<string> = new Set(catalogue.operations.split(' '))
const ownModule = /^(?:keras|tf_keras|tensorflow\.(?:python\.)?keras|tensorflow\.compat\.v[12]\.keras)(?:\.|$)/
/** Modules of Keras whose functions open, fetch or load. */
const loadingModule =
  /^(?:keras|tf_keras|tensorflow\.keras)\.(?:src\.)?(?:utils|saving|models|export|legacy\.saving|backend|datasets|applications|callbacks)(?:\.|$)/
const loadingName =
  /^(?:get_file|load_model|load_weights|model_from_\w+|deserialize\w*|extract_archive|TorchModuleWrapper|TFSMLayer|FlaxLayer|JaxLayer|load_img|\w*_from_directory|enable_unsafe_deserialization)$/
/** Layers that older versions wrote for single operators of TensorFlow. */
const operatorLayers: ReadonlySet<string> = new Set(['TFOpLambda', 'SlicingOpLambda', 'TensorFlowOpLayer'])
/** A module of Python that some module of Keras has imported. */
const walkedModule = /^[\w.]+\.(?:builtins|ctypes|importlib|marshal|os|pickle|shutil|subprocess|sys)(?:\.|$)/
/** Words in names of functions and classes of Keras that reach for files or the network. */
const loadingWord =
  /(?:^|_)(?:load|save|open|fetch|download|deserialize|import|exec|eval|run_function)(?:_|$)|Editor$|^(?:Load|Save|Import)/
/** Modules of Keras whose functions compute. */
const functionModule =
  /^(?:keras|tf_keras|tensorflow\.keras)\.(?:src\.)?(?:activations|losses|metrics|initializers|ops|layers|regularizers|constraints|random)(?:\.|$)/
/** Operations that a functional model uses as layers: they compute, whatever functions they are given. */
const operationModule = /^keras\.(?:src\.)?ops\.\w+$/
const ownFunctions =
  /^(?:relu6?|leaky_relu|elu|selu|gelu|silu|swish|hard_\w+|sigmoid|softmax|log_softmax|softplus|softsign|tanh|exponential|linear|mish|celu|glu|mse|mae|mape|msle|kld|accuracy|\w+_(?:crossentropy|accuracy|error|similarity|divergence|hinge)|hinge|huber|log_cosh|poisson)$/
/** Symbols of TensorFlow that such a layer calls, which compute. */
const computingSymbol =
  /^(?:math|nn|linalg|signal|image|strings|random|sparse|ragged|bitwise|dtypes|quantization|sets|keras\.(?:backend|activations|ops|losses))\.\w+(?:\.\w+)?$|^__operators__\.\w+$|^compat\.v1\.(?:math|nn|image)\.\w+$|^(?!py_function$|numpy_function$|print$|load_\w+$|Module$|function$)[a-z]\w*$/
const depthLimit = 128

/** Judges the configuration of a Keras model: every object in it that its loader builds by its class. */
export function judgeKeras(file: Examination, value: JsonValue, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > depthLimit) throw new LimitReached(`a model nested deeper than ${depthLimit}`)
  file.budget.spend('items')
  if (Array.isArray(value)) {
    for (const item of value) judgeKeras(file, item, depth + 1)
    return
  }
  if (!isJsonObject(value)) return
  if (typeof value['class_name'] === 'string') judgeObject(file, value['class_name'], value)
  if (typeof value['function'] === 'object' && value['function_type'] === 'lambda')
    file.find(kerasLambda, 'it holds the code of a lambda', {evidence: 'lambda'})
  judgeVocabulary(file, value)
  judgeSymbol(file, value)
  for (const item of Object.values(value)) if (item !== undefined) judgeKeras(file, item, depth + 1)
}

function judgeObject(file: Examination, name: string, value: JsonObject): void {
  const {module, config, registered_name: registered} = value
  const given = givenName(config)
  const place = {member: given}
  if (/(?:^|\.)(?:Lambda|__lambda__)$/.test(name)) {
    file.find(kerasLambda, `${JSON.stringify(given ?? name)} is a ${name} layer: its code is in the file`, {
      ...place,
      evidence: name,
    })
    return
  }
  const path = typeof module === 'string' ? module : ''
  const isFunction = name === 'function' && typeof config === 'string'
  const target = isFunction ? config : name
  const full = [path, target].filter(part => part !== '').join('.')
  if (loads(path, target, isFunction))
    file.find(kerasLoads, `${full} fetches, opens or loads something`, {...place, evidence: full})
  else if (path === 'builtins') judgeBuiltin(file, target, isFunction, place)
  else if (isForeign(path)) judgeForeign(file, path, target, place)
  else if (!isFunction && (!operationModule.test(path) || isRegistered(registered)))
    judgeUnnamed(file, name, registered, place)
  else if (isFunction && path !== '' && !ownFunctions.test(target) && !functionModule.test(path))
    file.find(needsCode, `${full} is not a function that layers of Keras use`, {...place, evidence: full})
}

function isForeign(module: string): boolean {
  return module !== '' && (!ownModule.test(module) || walkedModule.test(module))
}

/**
 * Whether something of Keras reaches for files or the network: by its name, or by its module where no layer is known by
 * that name.
 */
function loads(module: string, target: string, isFunction: boolean): boolean {
  if (loadingName.test(target)) return true
  return (
    (loadingModule.test(module) && (isFunction || !classes.has(target))) ||
    (ownModule.test(module) && loadingWord.test(target))
  )
}

/** What the publisher calls this part of the model. */
function givenName(config: JsonValue | undefined): string | undefined {
  return isJsonObject(config) && typeof config['name'] === 'string' ? config['name'] : undefined
}

/** The loading program has a class of its own under this name, which it takes before that of Keras. */
function isRegistered(registered: JsonValue | undefined): registered is string {
  return typeof registered === 'string' && registered.includes('>')
}

/** Older files name a class alone. */
function judgeUnnamed(
  file: Examination,
  name: string,
  registered: JsonValue | undefined,
  place: {readonly member: string | undefined},
): void {
  const own = isRegistered(registered) ? registered : name
  if (isRegistered(registered) || ![classes, operations, operatorLayers].some(names => names.has(name)))
    file.find(needsCode, `the class ${JSON.stringify(own)} is not one of Keras: its code is not in the file`, {
      ...place,
      evidence: own,
    })
}

/** Plain values, and functions that are known by their name alone: those of Keras have a small one. */
function judgeBuiltin(
  file: Examination,
  name: string,
  isFunction: boolean,
  place: {readonly member: string | undefined},
): void {
  if (standingOf('builtins', name, file.trustedNames) === 'acts') judgeForeign(file, 'builtins', name, place)
  else if (isFunction ? !ownFunctions.test(name) : name === 'function')
    file.find(needsCode, `the function ${JSON.stringify(name)} is not in the file`, {...place, evidence: name})
}

function judgeForeign(
  file: Examination,
  module: string,
  name: string,
  place: {readonly member: string | undefined},
): void {
  const full = `${module}.${name}`
  if (standingOf(module, name, file.trustedNames) === 'acts')
    file.find(targetActs, `${full} is called when the model is loaded`, {...place, evidence: full})
  else file.find(needsCode, `${full} is not of Keras: its code is not in the file`, {...place, evidence: full})
}

/** A layer that calls one operator of TensorFlow by its name. */
function judgeSymbol(file: Examination, {class_name: name, config}: JsonObject): void {
  if (typeof name !== 'string' || !operatorLayers.has(name) || !isJsonObject(config)) return
  const {name: member, function: symbol, node_def: node} = config
  const place = typeof member === 'string' ? {member} : {}
  if (typeof symbol === 'string' && !computingSymbol.test(symbol))
    file.find(kerasLoads, `a layer calls tf.${symbol}`, {...place, evidence: symbol})
  const operator = typeof node === 'string' ? (/"op"\s{0,8}:\s{0,8}"(\w+)"/.exec(node)?.[1] ?? '') : undefined
  if (operator !== undefined && standingOfOperator(operator) !== 'computes')
    file.find(
      standingOfOperator(operator) === 'acts' ? operatorActs : needsCode,
      operator === '' ? 'a layer runs an operator that it does not name' : `a layer runs the operator ${operator}`,
      {
        ...place,
        evidence: operator,
      },
    )
}

/** A vocabulary that is a text is the path of a file, which is read when the model is loaded. */
function judgeVocabulary(file: Examination, value: JsonObject): void {
  const {vocabulary} = value
  if (typeof vocabulary !== 'string' || vocabulary === '') return
  const shown = `its vocabulary is the file ${JSON.stringify(vocabulary)}`
  if (leadsOut(vocabulary) || /^\w+:\/\//.test(vocabulary)) file.find(pathOutside, shown, {evidence: vocabulary})
  else file.find(needsCode, `${shown}, which is not part of the model`, {evidence: vocabulary})
}
