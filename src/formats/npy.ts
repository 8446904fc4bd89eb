import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'

/** What stands before the elements of an array; `version` as `major.minor`. */
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
  if (length > headerLimitBytes || begin + length > Number(file.byteLength))
    throw invalid(`a header of ${length} bytes`)
  const text = Buffer.from(file.read(BigInt(begin), length)).toString(major === 3 ? 'utf8' : 'latin1')
  return {version: `${major}.${minor}`, ...parseHeader(text), dataBegin: begin + length}
}

const headerPattern =
  /^\{\s*'descr'\s*:\s*(?<descr>'[^'\n]{1,64}'|\[[^\n]*\])\s*,\s*'fortran_order'\s*:\s*(?<fortran>True|False)\s*,\s*'shape'\s*:\s*\((?<shape>[\d\s,L-]*)\)\s*(?:,\s*)?\}\s*$/

function parseHeader(text: string): Pick<NpyHeader, 'descr' | 'itemBytes' | 'shape' | 'isFortran'> {
  const {descr = '', fortran, shape = ''} = headerPattern.exec(text)?.groups ?? {}
  if (descr === '') throw invalid('the header is not what numpy writes')
  const sides = shape.split(',').flatMap(side => (side.trim() === '' ? [] : [Number(side.trim().replace(/L$/, ''))]))
  return {
    descr: descr.startsWith("'") ? descr.slice(1, -1) : descr,
    itemBytes: itemBytesOf(descr),
    shape: sides,
    isFortran: fortran === 'True',
  }
}

const codePattern = /^[<>|=]?([a-zA-Z?])(\d*)(?:\[[^\]]*\])?$/

/** Fields in fields; numpy nests as deep as its users do. */
const descrDepth = 32
const tokenPattern = /\s*(?:'([^'\n]*)'|(\d+)L?|([[\](),]))/y

/**
 * Bytes of an element by the literal of its dtype: a code, or a list of `(name, dtype)` and `(name, dtype, shape)`,
 * where a name may be a pair too.
 */
function itemBytesOf(descr: string): number | 'object' {
  const tokens = tokensOf(descr)
  const bytes = descrBytes(tokens, 0)
  if (tokens.length > 0) throw invalid('a dtype that aibom does not know')
  return bytes
}

/** Texts keep their quote, so that they are told from brackets. */
function tokensOf(descr: string): string[] {
  const tokens: string[] = []
  tokenPattern.lastIndex = 0
  for (let at = 0; at < descr.length && descr.slice(at).trim() !== ''; at = tokenPattern.lastIndex) {
    tokenPattern.lastIndex = at
    const [, text, digits, bracket] = tokenPattern.exec(descr) ?? []
    const token = text === undefined ? (digits ?? bracket) : `'${text}`
    if (token === undefined) throw invalid('a dtype that aibom does not know')
    tokens.push(token)
  }
  return tokens.reverse()
}

/** @param tokens the next one last; what is read goes */
function descrBytes(tokens: string[], depth: number): number | 'object' {
  const token = tokens.pop() ?? ''
  if (token.startsWith("'")) return bytesOfCode(token.slice(1))
  if (token !== '[' || depth > descrDepth) throw invalid('a dtype that aibom does not know')
  let total = 0
  let hasObjects = false
  while (tokens.at(-1) !== ']') {
    const bytes = fieldBytes(tokens, depth)
    if (bytes === 'object') hasObjects = true
    else total += bytes
    if (tokens.at(-1) === ',') tokens.pop()
  }
  tokens.pop()
  return hasObjects ? 'object' : total
}

function fieldBytes(tokens: string[], depth: number): number | 'object' {
  take(tokens, '(')
  if (tokens.at(-1) === '(') while (tokens.length > 0 && tokens.pop() !== ')');
  else if (tokens.pop()?.startsWith("'") !== true) throw invalid('a dtype that aibom does not know')
  take(tokens, ',')
  const bytes = descrBytes(tokens, depth + 1)
  let count = 1
  if (tokens.at(-1) === ',') {
    tokens.pop()
    if (tokens.at(-1) !== ')') count = product(sidesOf(tokens))
  }
  if (tokens.at(-1) === ',') tokens.pop()
  take(tokens, ')')
  return bytes === 'object' ? bytes : bytes * count
}

/** A number, or a tuple of them. */
function sidesOf(tokens: string[]): number[] {
  const first = tokens.pop() ?? ''
  if (/^\d+$/.test(first)) return [Number(first)]
  const sides: number[] = []
  while (tokens.length > 0) {
    const token = tokens.pop() ?? ''
    if (token === ')') return sides
    if (/^\d+$/.test(token)) sides.push(Number(token))
    else if (token !== ',') break
  }
  throw invalid('a dtype that aibom does not know')
}

function take(tokens: string[], wanted: string): void {
  if (tokens.pop() !== wanted) throw invalid('a dtype that aibom does not know')
}

function bytesOfCode(code: string): number | 'object' {
  const [, letter = '', digits = ''] = codePattern.exec(code) ?? []
  if (letter === 'O') return 'object'
  if (letter === '') throw invalid(`the dtype ${JSON.stringify(code)} is not known`)
  // a letter alone is as long as the machine makes it: numpy writes none but those of one byte
  if (digits === '' && !/[?bBc]/.test(letter)) throw invalid(`the dtype ${JSON.stringify(code)} has no size`)
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
