import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'

export interface NpyHeader {
  readonly version: string
  /** as the header writes it: `<f8`, `|O`, or a list of fields */
  readonly descr: string
  /** bytes of one element; `object` where elements are pickled */
  readonly itemBytes: number | 'object'
  readonly shape: readonly number[]
  readonly isFortran: boolean
  readonly dataBegin: number
}

/** Real headers have some 100 bytes; structured dtypes a few thousand. numpy itself refuses more than 10,000. */
const headerLimitBytes = 64 * 1024
const fixedBytes = 12

/**
 * Reads the header of a .npy file: magic, version, length, then the literal of a Python dict.
 * @throws {AibomError} `AIBOM_NPY_INVALID`
 */
export function readNpy(file: ByteReader): NpyHeader {
  const fixed = file.read(0n, Math.min(fixedBytes, Number(file.byteLength))).slice()
  const view = new DataView(fixed.buffer, fixed.byteOffset, fixed.byteLength)
  const [major = 0, minor = 0] = fixed.subarray(6, 8)
  if (fixed.length < fixedBytes || major < 1 || major > 3) throw invalid(`version ${major}.${minor} is not known`)
  const begin = major === 1 ? 10 : 12
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > headerLimitBytes || begin + length > Number(file.byteLength)) throw invalid(`a header of ${length} bytes`)
  const text = Buffer.from(file.read(BigInt(begin), length)).toString(major === 3 ? 'utf8' : 'latin1')
  return {version: `${major}.${minor}`, ...parseHeader(text), dataBegin: begin + length}
}

const headerPattern =
  /^\{\s*'descr'\s*:\s*(?<descr>'[^'\n]{1,64}'|\[[^\n]*\])\s*,\s*'fortran_order'\s*:\s*(?<fortran>True|False)\s*,\s*'shape'\s*:\s*\((?<shape>[\d\s,L-]*)\)\s*(?:,\s*)?\}\s*$/

function parseHeader(text: string): Pick<NpyHeader, 'descr' | 'itemBytes' | 'shape' | 'isFortran'> {
  const {descr = '', fortran, shape = ''} = headerPattern.exec(text)?.groups ?? {}
  if (descr === '') throw invalid('the header is not what numpy writes')
  const sides = shape.split(',').flatMap(side => (side.trim() === '' ? [] : [Number(side.trim().replace(/L$/, ''))]))
  return {descr: descr.startsWith("'") ? descr.slice(1, -1) : descr, itemBytes: itemBytesOf(descr), shape: sides, isFortran: fortran === 'True'}
}

const codePattern = /^[<>|=]?([a-zA-Z?])(\d*)(?:\[[^\]]*\])?$/

function itemBytesOf(descr: string): number | 'object' {
  if (descr.startsWith("'")) return bytesOfCode(descr.slice(1, -1))
  let total = 0
  const fields = [...descr.matchAll(/\(\s*(?:'[^']*'|\([^()]*\))\s*,\s*'([^']*)'\s*(?:,\s*\(([\d\s,]*)\)\s*)?(?:,\s*)?\)/g)]
  const nested = descr.replace(/\(\s*(?:'[^']*'|\([^()]*\))\s*,\s*'([^']*)'\s*(?:,\s*\(([\d\s,]*)\)\s*)?(?:,\s*)?\)/g, '')
  if (/'[<>|=]?O/.test(descr)) return 'object'
  if (fields.length === 0 || /['(]/.test(nested)) throw invalid('a dtype that aibom does not know')
  for (const [, code = '', sides = ''] of fields) {
    const bytes = bytesOfCode(code)
    if (bytes === 'object') return bytes
    total += bytes * product(sides.split(',').flatMap(side => (side.trim() === '' ? [] : [Number(side)])))
  }
  return total
}

function bytesOfCode(code: string): number | 'object' {
  const [, letter = '', digits = ''] = codePattern.exec(code) ?? []
  if (letter === 'O') return 'object'
  if (letter === '') throw invalid(`the dtype ${JSON.stringify(code)} is not known`)
  const count = digits === '' ? 1 : Number(digits)
  return letter === 'U' ? count * 4 : count
}

/** Elements of a shape. */
export function product(sides: readonly number[]): number {
  return sides.reduce((total, side) => total * side, 1)
}

function invalid(what: string): AibomError {
  return new AibomError('AIBOM_NPY_INVALID', `the numpy file is broken: ${what}`)
}
