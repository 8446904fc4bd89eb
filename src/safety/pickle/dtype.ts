import {isKind, itemsOf, nameOf, type Value} from './values.ts'

/** A letter with the bytes of one element, as numpy writes it; a letter alone means another number of bytes. */
const codePattern = /^[<>|=]?(b1|[iu][1248]|f(?:2|4|8|12|16)|c(?:8|16|24|32)|[mM]8|O[48]|[SUV]\d+)$/
/** Versions of the state of a dtype in which flags and size stand where they are read here. */
const stateVersions: ReadonlySet<Value> = new Set([3, 4])
const [subarrayAt, fieldsAt, sizeAt, flagsAt] = [2, 4, 5, 7] as const
const objectFlag = 1
/** A character of a text. */
const characterBytes = 4

/**
 * Bytes of one element of a dtype that the pickle rebuilds; `object` where elements are pickled; undefined where the
 * dtype is none that numpy writes: its code, size and flags must agree, for programs differ in which they believe.
 */
export function itemBytesOf(dtype: Value | undefined): number | 'object' | undefined {
  if (!isKind(dtype, 'call') || !isKind(dtype.callable, 'global') || nameOf(dtype) !== 'numpy.dtype') return undefined
  const [written] = itemsOf(dtype.args)
  const code = codePattern.exec(typeof written === 'string' ? written : '')?.[1]
  if (code === undefined) return undefined
  const letter = code.charAt(0)
  const byteLength = Number(code.slice(1)) * (letter === 'U' ? characterBytes : 1)
  const hasObjects = letter === 'O' || (letter === 'V' && holdsObjects(dtype.state))
  if (dtype.state !== undefined && !agrees(dtype.state, {letter, byteLength, hasObjects})) return undefined
  return hasObjects ? 'object' : byteLength
}

function agrees(
  state: Value,
  {
    letter,
    byteLength,
    hasObjects,
  }: {readonly letter: string; readonly byteLength: number; readonly hasObjects: boolean},
): boolean {
  const items = itemsOf(state)
  const [version, size, flags] = [items[0], items[sizeAt], items[flagsAt]]
  if (version === undefined || !stateVersions.has(version) || typeof flags !== 'number') return false
  if (/[SUV]/.test(letter) && size !== byteLength) return false
  return ((flags & objectFlag) !== 0) === hasObjects
}

/** Fields or elements whose values are pickled. */
function holdsObjects(state: Value | undefined): boolean {
  const items = itemsOf(state)
  const fields = items[fieldsAt]
  const parts = isKind(fields, 'dict') ? fields.pairs.map(([, field]) => itemsOf(field)[0]) : []
  return [...parts, itemsOf(items[subarrayAt])[0]].some(part => itemBytesOf(part) === 'object')
}
