import {invalid, type PickleCursor} from './cursor.ts'
import {latin1, parseInteger, parseLong, parseQuoted, parseRawUnicode, utf8} from './python-text.ts'

/** A payload that stays in the file. */
export interface Payload {
  readonly kind: 'bytes' | 'text'
  readonly begin: number
  readonly end: number
}

/** module and name of a GLOBAL or INST */
export type NamePair = readonly [module: string, name: string]
/** What an opcode carries: nothing, a number, a text, a stretch of the file, or two names. */
export type Argument = undefined | number | bigint | boolean | string | Payload | NamePair

/** Longer texts stay in the file: names are short, and a model of many long texts must not fill the memory. */
export const keptTextBytes = 1024
/** Longest number: 8,000 digits are no header of anything. */
const longLimitBytes = 4096

function u16(cursor: PickleCursor): number {
  const [a = 0, b = 0] = cursor.take(2)
  return a | (b << 8)
}

function u32(cursor: PickleCursor): number {
  const [a = 0, b = 0, c = 0, d = 0] = cursor.take(4)
  return a + b * 0x100 + c * 0x10000 + d * 0x1000000
}

function u64(cursor: PickleCursor): number {
  const low = u32(cursor)
  return low + u32(cursor) * 0x100000000
}

function bytesOf(length: (cursor: PickleCursor) => number) {
  return (cursor: PickleCursor): Payload => ({kind: 'bytes', ...cursor.skip(length(cursor))})
}

function textOf(length: (cursor: PickleCursor) => number, decode: (bytes: Uint8Array) => string) {
  return (cursor: PickleCursor): string | Payload => {
    const byteLength = length(cursor)
    return byteLength <= keptTextBytes ? decode(cursor.take(byteLength)) : {kind: 'text', ...cursor.skip(byteLength)}
  }
}

function long(length: (cursor: PickleCursor) => number) {
  return (cursor: PickleCursor): number | bigint => {
    const byteLength = length(cursor)
    if (byteLength > longLimitBytes) {
      cursor.skip(byteLength)
      return Number.NaN
    }
    return parseLong(cursor.take(byteLength))
  }
}

const byte = (cursor: PickleCursor): number => cursor.byte()
const none = (): undefined => undefined

function integerLine(cursor: PickleCursor): number | bigint | boolean {
  const at = cursor.position
  const text = latin1(cursor.line())
  if (text === '00' || text === '01') return text === '01'
  const value = parseInteger(text)
  if (value === undefined) throw invalid(at, 'not a number')
  return value
}

function pair(cursor: PickleCursor): NamePair {
  const module = utf8(cursor.line())
  return [module, utf8(cursor.line())]
}

function quotedLine(cursor: PickleCursor): string {
  const at = cursor.position
  const text = parseQuoted(cursor.line())
  if (text === undefined) throw invalid(at, 'a string without quotes')
  return text
}

function signed32(cursor: PickleCursor): number {
  return u32(cursor) | 0
}

function double(cursor: PickleCursor): number {
  const bytes = cursor.take(8)
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0)
}

/** Every instruction of protocols 0 to 5 by its byte, and how its argument is read. */
const byCharacter: Readonly<Record<string, (cursor: PickleCursor) => Argument>> = {
  '(': none,
  '.': none,
  '0': none,
  '1': none,
  '2': none,
  F: cursor => Number(latin1(cursor.line())),
  G: double,
  I: integerLine,
  J: signed32,
  K: byte,
  L: integerLine,
  M: u16,
  N: none,
  P: cursor => utf8(cursor.line()),
  Q: none,
  R: none,
  S: quotedLine,
  T: textOf(u32, latin1),
  U: textOf(byte, latin1),
  V: cursor => parseRawUnicode(cursor.line()),
  X: textOf(u32, utf8),
  a: none,
  b: none,
  c: pair,
  d: none,
  '}': none,
  e: none,
  g: integerLine,
  h: byte,
  i: pair,
  j: u32,
  l: none,
  ']': none,
  o: none,
  p: integerLine,
  q: byte,
  r: u32,
  s: none,
  t: none,
  ')': none,
  u: none,
  B: bytesOf(u32),
  C: bytesOf(byte),
  '\x80': byte,
  '\x81': none,
  '\x82': byte,
  '\x83': u16,
  '\x84': signed32,
  '\x85': none,
  '\x86': none,
  '\x87': none,
  '\x88': none,
  '\x89': none,
  '\x8a': long(byte),
  '\x8b': long(u32),
  '\x8c': textOf(byte, utf8),
  '\x8d': textOf(u64, utf8),
  '\x8e': bytesOf(u64),
  '\x8f': none,
  '\x90': none,
  '\x91': none,
  '\x92': none,
  '\x93': none,
  '\x94': none,
  '\x95': u64,
  '\x96': bytesOf(u64),
  '\x97': none,
  '\x98': none,
}

const byCode: readonly (((cursor: PickleCursor) => Argument) | undefined)[] = Array.from(
  {length: 256},
  (_, code) => byCharacter[String.fromCharCode(code)],
)

/**
 * The argument of an instruction whose byte was just read.
 * @throws {AibomError} `AIBOM_PICKLE_INVALID`, `AIBOM_PICKLE_TRUNCATED`
 */
export function readArgument(code: number, cursor: PickleCursor): Argument {
  const read = byCode[code]
  if (read === undefined)
    throw invalid(cursor.position - 1, `0x${code.toString(16).padStart(2, '0')} is not an instruction`)
  return read(cursor)
}
