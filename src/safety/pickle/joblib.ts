import type {PickleCursor} from '../../formats/pickle/cursor.ts'
import {invalid} from '../../formats/pickle/cursor.ts'
import {type Call, entryOf, isKind, itemsOf, nameOf, type Value} from './values.ts'

const wrapperName = 'joblib.numpy_pickle.NumpyArrayWrapper'

/** How many bytes of an array follow its wrapper in the pickle; `objects` where another pickle does. */
export type RawArray =
  | {readonly kind: 'bytes'; readonly byteLength: number; readonly isAligned: boolean}
  | {readonly kind: 'objects'}

/**
 * What joblib's loader reads behind a wrapper, from the state that the pickle gave it; undefined where it is no
 * wrapper.
 */
export function rawArrayBehind(wrapper: Call, at: number): RawArray | undefined {
  if (nameOf(wrapper.callable) !== wrapperName) return undefined
  const {state} = wrapper
  const dtype = entryOf(state, 'dtype')
  const shape = entryOf(state, 'shape')
  const itemBytes = itemBytesOf(dtype)
  if (itemBytes === 'object') return {kind: 'objects'}
  if (itemBytes === undefined || !isKind(shape, 'tuple')) throw invalid(at, 'an array without dtype or shape')
  const count = shape.items.reduce(
    (product: number, size) => product * (typeof size === 'number' && size >= 0 ? size : Number.NaN),
    1,
  )
  const byteLength = count * itemBytes
  if (!Number.isSafeInteger(byteLength)) throw invalid(at, 'an array of impossible size')
  return {kind: 'bytes', byteLength, isAligned: entryOf(state, 'numpy_array_alignment_bytes') !== undefined}
}

/** Passes over the raw bytes of an array, its padding included. */
export function skipRaw(
  cursor: PickleCursor,
  {byteLength, isAligned}: {readonly byteLength: number; readonly isAligned: boolean},
): void {
  if (isAligned) cursor.skip(cursor.byte())
  cursor.skip(byteLength)
}

const itemPattern = /^[<>|=]?([a-zA-Z])(\d*)$/

/** Bytes of one element of a dtype that the pickle rebuilds; `object` where elements are pickled. */
export function itemBytesOf(dtype: Value | undefined): number | 'object' | undefined {
  if (!isKind(dtype, 'call') || nameOf(dtype.callable) !== 'numpy.dtype') return undefined
  const [code] = itemsOf(dtype.args)
  const [, letter = '', digits = ''] = itemPattern.exec(typeof code === 'string' ? code : '') ?? []
  if (letter === 'O') return 'object'
  if (letter === '') return undefined
  if (letter === 'V' && holdsObjects(dtype.state)) return 'object'
  const count = Number(digits === '' ? 1 : digits)
  return letter === 'U' ? count * 4 : count
}

/** Fields of a structured dtype whose values are pickled: flags or the dtypes themselves say so. */
function holdsObjects(state: Value | undefined): boolean {
  const fields = itemsOf(state)[4]
  if (!isKind(fields, 'dict')) return false
  return fields.pairs.some(([, field]) => itemBytesOf(itemsOf(field)[0]) === 'object')
}
