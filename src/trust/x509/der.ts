/** A value in the one encoding that DER allows for it (X.690, chapter 10). */
export interface DerValue {
  /** the identifier octet: class, constructed bit and number */
  readonly tag: number
  /** tag, length and content */
  readonly bytes: Buffer
  readonly content: Buffer
  /** values inside a constructed one */
  readonly children: readonly DerValue[]
}

/** Bytes that are not DER, or not what should be there. */
export class DerError extends Error {}

/** Universal tags (X.680, table 1), with the constructed bit where DER has it. */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

const constructedBit = 0x20
const classMask = 0xc0
const numberMask = 0x1f
/** Certificates nest some ten levels deep. */
const depthLimit = 32
const longForm = 0x80
/** Lengths of up to 2^32 - 1: no certificate is longer. */
const lengthBytesLimit = 4

/**
 * Reads exactly one value: definite lengths in their shortest form, no multi-byte tags, no strings in pieces, and
 * nothing behind the value.
 * @throws {DerError}
 */
export function parseDer(bytes: Uint8Array): DerValue {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const value = readValue(buffer, 0)
  if (value.bytes.length !== buffer.length) throw new DerError('bytes follow the value')
  return value
}

function readValue(bytes: Buffer, depth: number): DerValue {
  if (depth > depthLimit) throw new DerError(`values nest more than ${depthLimit} deep`)
  const tag = byteAt(bytes, 0)
  assertTag(tag)
  const {headerLength, length} = readLength(bytes)
  const end = headerLength + length
  if (end > bytes.length) throw new DerError('a value is longer than its bytes')
  const content = bytes.subarray(headerLength, end)
  return {
    tag,
    bytes: bytes.subarray(0, end),
    content,
    children: (tag & constructedBit) === 0 ? [] : readAll(content, depth + 1),
  }
}

function readAll(content: Buffer, depth: number): DerValue[] {
  const values: DerValue[] = []
  for (let at = 0; at < content.length; ) {
    const value = readValue(content.subarray(at), depth)
    values.push(value)
    at += value.bytes.length
  }
  return values
}

/** Of the universal types, sequences and sets alone are constructed. */
function assertTag(tag: number): void {
  if ((tag & numberMask) === numberMask) throw new DerError('a tag has more than one byte')
  if ((tag & classMask) !== 0) return
  const isContainer = (tag | constructedBit) === derTag.sequence || (tag | constructedBit) === derTag.set
  if (isContainer !== ((tag & constructedBit) !== 0)) throw new DerError('a value has a form that DER does not allow')
}

function readLength(bytes: Buffer): {headerLength: number; length: number} {
  const first = byteAt(bytes, 1)
  if (first < longForm) return {headerLength: 2, length: first}
  const count = first - longForm
  if (count === 0 || count > lengthBytesLimit) throw new DerError('a length is indefinite or too large')
  let length = 0
  for (let index = 0; index < count; index++) length = length * 0x100 + byteAt(bytes, 2 + index)
  if (length < longForm || length < 0x100 ** (count - 1))
    throw new DerError('a length is not written in its shortest form')
  return {headerLength: 2 + count, length}
}

function byteAt(bytes: Buffer, index: number): number {
  const byte = bytes[index]
  if (byte === undefined) throw new DerError('the bytes end inside a value')
  return byte
}

/** The children of a value with this tag. @throws {DerError} */
export function childrenOf(value: DerValue | undefined, tag: number = derTag.sequence): readonly DerValue[] {
  return withTag(value, tag).children
}

/** @throws {DerError} where the value is missing or of another type */
export function withTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag === tag) return value
  throw new DerError(
    `expected a value with tag 0x${tag.toString(16)}, found ${value === undefined ? 'none' : `0x${value.tag.toString(16)}`}`,
  )
}

/** The only child. @throws {DerError} */
export function onlyChild(value: DerValue): DerValue {
  const [child, second] = value.children
  if (child === undefined || second !== undefined)
    throw new DerError(`expected one value, found ${value.children.length}`)
  return child
}

/** @throws {DerError} */
export function toBoolean(value: DerValue): boolean {
  const {content} = withTag(value, derTag.boolean)
  if (content.length === 1 && (content[0] === 0 || content[0] === 0xff)) return content[0] === 0xff
  throw new DerError('a boolean is neither 00 nor FF')
}

/** @throws {DerError} also for negative numbers, of which certificates have none that we read */
export function toNumber(value: DerValue): number {
  const {content} = value
  const [first = 0xff, second = 0xff] = content
  // what is absent counts as FF: a negative number, and no zero to spare
  const isShortest = first !== 0 || second >= 0x80
  if (content.length > 4 || first >= 0x80 || !isShortest)
    throw new DerError('an integer is negative, too large or padded')
  return content.readUIntBE(0, content.length)
}

/** Bits from the first on; the unused ones at the end are 0. @throws {DerError} */
export function toBits(value: DerValue): {readonly bytes: Buffer; readonly unusedBits: number} {
  const {content} = withTag(value, derTag.bitString)
  const unusedBits = byteAt(content, 0)
  const bytes = content.subarray(1)
  const last = bytes.at(-1)
  const isClean = last === undefined ? unusedBits === 0 : unusedBits < 8 && (last & (2 ** unusedBits - 1)) === 0
  if (!isClean) throw new DerError('a bit string has set bits behind its end')
  return {bytes, unusedBits}
}

/** A bit string of whole bytes: keys and signatures. @throws {DerError} */
export function toWholeBytes(value: DerValue | undefined): Buffer {
  const {bytes, unusedBits} = toBits(withTag(value, derTag.bitString))
  if (unusedBits === 0) return bytes
  throw new DerError('a bit string is not made of whole bytes')
}

/** Arithmetic on longer ones takes quadratic time. */
const oidLimitBytes = 64

/** Dotted text of an object identifier. @throws {DerError} */
export function toOid(value: DerValue | undefined): string {
  const {content} = withTag(value, derTag.oid)
  if (content.length > oidLimitBytes) throw new DerError('an object identifier is too long')
  const arcs: bigint[] = []
  let arc = 0n
  let isStart = true
  for (const byte of content) {
    if (isStart && byte === 0x80) throw new DerError('an object identifier has padding')
    arc = arc * 128n + BigInt(byte & 0x7f)
    isStart = byte < 0x80
    if (!isStart) continue
    arcs.push(arc)
    arc = 0n
  }
  const [first] = arcs
  if (first === undefined || !isStart) throw new DerError('an object identifier is cut off')
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...arcs.slice(1)].join('.')
}

const utcTimePattern = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
const generalizedTimePattern = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/

/** A time as RFC 5280 writes it, 4.1.2.5: to the second, in UTC. @throws {DerError} */
export function toTime(value: DerValue | undefined): Date {
  const text = value?.content.toString('latin1') ?? ''
  const parts = (
    value?.tag === derTag.utcTime
      ? utcTimePattern
      : value?.tag === derTag.generalizedTime
        ? generalizedTimePattern
        : undefined
  )?.exec(text)
  if (parts === null || parts === undefined) throw new DerError(`${JSON.stringify(text)} is not a time`)
  const [, written = '', month, day, hour, minute, second] = parts
  const year = written.length === 4 ? written : `${Number(written) < 50 ? '20' : '19'}${written}`
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const time = new Date(iso)
  if (Number.isNaN(time.getTime()) || time.toISOString() !== iso)
    throw new DerError(`${JSON.stringify(text)} is not a time`)
  return time
}
