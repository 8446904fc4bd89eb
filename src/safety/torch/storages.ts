import {brokenFile} from '../../rules/broken-file.ts'
import {tensorOutsideStorage} from '../../rules/tensor-outside-storage.ts'
import {loadsBytes} from '../pickle/data.ts'
import type {Run} from '../pickle/machine.ts'
import {type Call, isKind, itemsOf, nameOf, type Value} from '../pickle/values.ts'
import type {Examination} from '../reader.ts'

/** A storage that a pickle of torch asks for: the raw bytes of one or several tensors. */
export interface Storage {
  readonly key: string
  /** undefined for storages of bytes, whose size is in bytes */
  readonly dtype: string
  readonly itemBytes: number
  /** elements */
  readonly count: number
}

const itemBytesByName: ReadonlyMap<string, number> = new Map([
  ...['Char', 'Byte', 'Bool', 'QUInt8', 'QInt8', 'QUInt4x2', 'QUInt2x4', 'Untyped'].map(name => [name, 1] as const),
  ...['Half', 'BFloat16', 'Short'].map(name => [name, 2] as const),
  ...['Float', 'Int', 'QInt32'].map(name => [name, 4] as const),
  ...['Double', 'Long', 'ComplexFloat'].map(name => [name, 8] as const),
  ['ComplexDouble', 16] as const,
])
const dtypeByName: ReadonlyMap<string, string> = new Map([
  ['Float', 'float32'],
  ['Double', 'float64'],
  ['Half', 'float16'],
  ['BFloat16', 'bfloat16'],
  ['Long', 'int64'],
  ['Int', 'int32'],
  ['Short', 'int16'],
  ['Char', 'int8'],
  ['Byte', 'uint8'],
  ['Bool', 'bool'],
])

/** The storages of a pickle by key, in the order in which they are first asked for; what is not one is a finding. */
export function storagesOf(run: Run, unknown: (id: Value) => void): Map<string, Storage> {
  const storages = new Map<string, Storage>()
  for (const {id} of run.persistent) {
    const storage = toStorage(id)
    if (storage === undefined) unknown(id)
    else if (!storages.has(storage.key)) storages.set(storage.key, storage)
  }
  return storages
}

function toStorage(id: Value): Storage | undefined {
  if (!isKind(id, 'tuple')) return undefined
  const [word, type, key, , count] = id.items
  const name = /(?:^|\.)(\w+)Storage$/.exec(nameOf(type) ?? '')?.[1]
  const itemBytes = itemBytesByName.get(name ?? '')
  if (word !== 'storage' || name === undefined || itemBytes === undefined || !isKind(type, 'global')) return undefined
  if ((typeof key !== 'string' && typeof key !== 'number') || typeof count !== 'number' || !(count >= 0))
    return undefined
  return {key: String(key), dtype: dtypeByName.get(name) ?? name.toLowerCase(), itemBytes, count}
}

const rebuild = /^torch\._utils\._rebuild_(?:tensor(?:_v2|_v3)?|qtensor)$/
const itemBytesByDtype = /^torch\.(?:[a-z]*?)(\d+)/

/** Facts of the tensors that a pickle rebuilds, and a finding for each that does not fit its storage. */
export function examineTensors(file: Examination, run: Run): void {
  judgeSizes(file, run)
  let parameters = 0
  let count = 0
  const dtypes = new Set<string>()
  for (const call of run.calls) {
    if (!rebuild.test(nameOf(call.callable) ?? '')) continue
    const size = itemsOf(itemsOf(call.args)[2])
    count++
    parameters += size.reduce((product: number, side) => product * Number(side), 1)
    const storage = storageOf(call)
    if (storage === undefined) {
      if (!isLoaded(itemsOf(call.args)[0])) file.find(brokenFile, 'a tensor is made of no storage', {offset: call.at})
      continue
    }
    dtypes.add(storage.dtype)
    const fault = faultOf(call, storage)
    if (fault !== undefined)
      file.find(tensorOutsideStorage, fault, {offset: call.at, evidence: `storage ${storage.key}`})
  }
  if (count === 0) return
  nameTensors(file, run.result, 0)
  file.fact('tensor_count', count)
  if (Number.isSafeInteger(parameters)) file.fact('parameters', parameters)
  file.fact('dtypes', [...dtypes].sort())
}

/** A storage is loaded once, as it is first asked for: who asks for more of it later reads behind its end. */
function judgeSizes(file: Examination, {persistent}: Run): void {
  const sizes = new Map<string, number>()
  for (const {id} of persistent) {
    const storage = toStorage(id)
    if (storage === undefined) continue
    const byteLength = storage.count * storage.itemBytes
    const first = sizes.get(storage.key) ?? byteLength
    sizes.set(storage.key, first)
    if (first !== byteLength)
      file.find(
        tensorOutsideStorage,
        `storage ${storage.key} is asked for with ${first} and with ${byteLength} bytes`,
        {
          evidence: `storage ${storage.key}`,
        },
      )
  }
}

/** Keys of a checkpoint that a state dict lies under. */
const statePart = /^(?:state_dict|model|module|model_state_dict)$/

/** Tensors by their keys in a state dict, or in a part of a checkpoint. */
function nameTensors(file: Examination, value: Value, depth: number): void {
  for (const [key, item] of pairsOf(value)) {
    const storage = isKind(item, 'call') && rebuild.test(nameOf(item.callable) ?? '') ? storageOf(item) : undefined
    if (storage !== undefined && isKind(item, 'call'))
      file.tensor(String(key), itemsOf(itemsOf(item.args)[2]).map(Number), storage.dtype)
    else if (depth === 0 && statePart.test(String(key))) nameTensors(file, item, 1)
  }
}

function pairsOf(value: Value): readonly (readonly [key: Value, value: Value])[] {
  const held = isKind(value, 'call') ? value.state : value
  return isKind(held, 'dict') ? held.pairs : []
}

/** A storage of the file, or one whose bytes stand in the pickle. */
function isLoaded(value: Value | undefined): boolean {
  return isKind(value, 'persistent') || nameOf(value) === loadsBytes
}

function storageOf(call: Call): Storage | undefined {
  const [first] = itemsOf(call.args)
  return isKind(first, 'persistent') ? toStorage(first.id) : undefined
}

/** A view must stay inside its storage: offset plus the last element of each side. */
function faultOf(call: Call, storage: Storage): string | undefined {
  const [, offset, size, stride, , , dtype] = itemsOf(call.args)
  const sides = itemsOf(size).map(Number)
  const steps = itemsOf(stride).map(Number)
  const numbers = [Number(offset), ...sides, ...steps]
  if (numbers.some(value => !Number.isInteger(value) || value < 0) || sides.length !== steps.length)
    return `a tensor of storage ${storage.key} has sizes that are not whole positive numbers`
  if (sides.includes(0)) return undefined
  const last = sides.reduce((sum, side, index) => sum + (side - 1) * (steps[index] ?? 0), Number(offset))
  const bits = storage.dtype === 'untyped' ? itemBytesByDtype.exec(nameOf(dtype) ?? '')?.[1] : undefined
  const itemBytes = bits === undefined ? 1 : Math.ceil(Number(bits) / 8)
  if ((last + 1) * itemBytes <= storage.count) return undefined
  return `a tensor needs element ${last} of storage ${storage.key}, which has ${storage.count}`
}
