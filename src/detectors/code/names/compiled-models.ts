import type {Call, Module, Value} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {makeModel} from '../../../inventory/make.ts'
import type {Finder} from '../finder.ts'

const settings = 'MLModelConfiguration'

/**
 * Xcode makes a class of each Core ML file, called like it: `VNCoreMLModel(for: Segmenter(configuration: c).model)`,
 * `Segmenter(configuration: MLModelConfiguration())`.
 */
export function addCompiledModels(finder: Finder): void {
  const {module} = finder
  if (module.language !== 'swift') return
  for (const {call} of module.calls) {
    const made = lastName(call.callee) === 'VNCoreMLModel' ? modelOf(call.args[0]?.value) : configured(call, module)
    const name = made?.callee.kind === 'name' ? made.callee.name : ''
    if (made === undefined || !/^[A-Z]\w{1,80}$/.test(name) || notCompiled.test(name) || isOwn(name, module)) continue
    const evidence = finder.evidence(placeOf(module, made.line), {rule: 'core-ml', confidence: 0.85, symbol: name})
    finder.bag.add(makeModel(name, [evidence]))
  }
}

/** Classes of the system and of libraries that take the same settings. */
const notCompiled = /^(?:ML|VN|NL|SN)[A-Z]|(?:Pipeline|Config|Configuration|Kit|Session|Manager|Loader)$/

/** `Segmenter(…).model` */
function modelOf(value: Value | undefined): Call | undefined {
  return value?.kind === 'member' && value.key === 'model' && value.of.kind === 'call' ? value.of : undefined
}

/** A call whose one argument is Core ML's settings. */
function configured(call: Call, module: Module): Call | undefined {
  const [only] = call.args
  if (call.args.length !== 1 || only?.name !== 'configuration') return undefined
  const {value} = only
  const isSettings =
    value.kind === 'call'
      ? lastName(value.callee) === settings
      : value.kind === 'name' && module.namings.some(one => one.name === value.name && isMade(one.value))
  return isSettings ? call : undefined
}

function isMade(value: Value): boolean {
  return value.kind === 'call' && lastName(value.callee) === settings
}

function isOwn(name: string, {root}: Module): boolean {
  return root.bindings.get(name)?.some(({value}) => value.kind === 'definition') === true
}
