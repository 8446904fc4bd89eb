import type {PickleCursor} from '../../formats/pickle/cursor.ts'
import {invalid} from '../../formats/pickle/cursor.ts'
import {itemBytesOf} from './dtype.ts'
import {type Call, entryOf, isKind, itemsOf, nameOf, type Value} from './values.ts'

const arrayWrapper = 'joblib.numpy_pickle.NumpyArrayWrapper'
/** The objects that joblib's loader replaces, once they are built, by what it reads from elsewhere. */
const wrappers: ReadonlySet<string> = new Set([
  arrayWrapper,
  'joblib.numpy_pickle.NDArrayWrapper',
  'joblib.numpy_pickle.ZNDArrayWrapper',
])
const reconstructor = /^copy_?reg\._reconstructor$/
const plainObject = /^(?:builtins|__builtin__)\.object$/
/** A class that is handed on deeper than this is no class that a listed function makes an object of. */
const [searchedDepth, searchedItems] = [3, 4] as const

/** How many bytes of an array follow its wrapper in the pickle; `objects` where another pickle does. */
export type RawArray =
  | {readonly kind: 'bytes'; readonly byteLength: number; readonly isAligned: boolean}
  | {readonly kind: 'objects'}

/** The wrapper of joblib that an object is, or may be: its class is called, or handed to what is called. */
export function wrapperOf({callable, args}: Call): string | undefined {
  return wrapperIn(callable, 0) ?? wrapperIn(args, 0)
}

function wrapperIn(value: Value, depth: number): string | undefined {
  const name = isKind(value, 'global') ? (nameOf(value) ?? '') : ''
  if (wrappers.has(name)) return name
  if (depth >= searchedDepth) return undefined
  for (const item of itemsOf(value).slice(0, searchedItems)) {
    const found = wrapperIn(item, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** As pickle makes an object of any class: nothing is set before its state is. */
export function isPlainWrapper({callable, args}: Call): boolean {
  if (!isKind(args, 'tuple')) return false
  const {items} = args
  if (wrappers.has(nameOf(callable) ?? '')) return isKind(callable, 'global') && items.length === 0
  const [made, base, state] = items
  const isReconstructed = reconstructor.test(nameOf(callable) ?? '') && isKind(made, 'global')
  return isReconstructed && plainObject.test(nameOf(base) ?? '') && state === null && items.length === 3
}

/**
 * What joblib's loader reads behind a wrapper, from the state that the pickle gave it; undefined where it is no
 * wrapper.
 */
export function rawArrayBehind(wrapper: Call, at: number): RawArray | undefined {
  if (wrapperOf(wrapper) !== arrayWrapper) return undefined
  const {state} = wrapper
  if (!isPlainWrapper(wrapper) || !isKind(state, 'dict'))
    throw invalid(at, 'an array whose wrapper is made as joblib never makes it')
  const shape = entryOf(state, 'shape')
  const itemBytes = itemBytesOf(entryOf(state, 'dtype'))
  if (itemBytes === 'object') return {kind: 'objects'}
  if (itemBytes === undefined || !isKind(shape, 'tuple')) throw invalid(at, 'an array without dtype or shape')
  let byteLength = itemBytes
  for (const size of shape.items) byteLength *= isCount(size) ? size : Number.NaN
  if (!Number.isSafeInteger(byteLength)) throw invalid(at, 'an array of impossible size')
  const alignment = entryOf(state, 'numpy_array_alignment_bytes')
  return {kind: 'bytes', byteLength, isAligned: alignment !== undefined && alignment !== null}
}

function isCount(size: Value): size is number {
  return typeof size === 'number' && Number.isInteger(size) && size >= 0
}

/** Passes over the raw bytes of an array, its padding included. */
export function skipRaw(
  cursor: PickleCursor,
  {byteLength, isAligned}: {readonly byteLength: number; readonly isAligned: boolean},
): void {
  if (isAligned) cursor.skip(cursor.byte())
  cursor.skip(byteLength)
}
