import {inflateSync} from 'node:zlib'
import type {Payload} from '../../formats/pickle/instructions.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {sliceReader} from '../probe.ts'
import {type Call, isKind, itemsOf, nameOf, type Value} from './values.ts'

/** Data in a pickle that may be a pickle in turn. */
export interface DataFound {
  readonly at: number
  readonly content: string | Payload
  /** the pickle hands it to a function that acts, which may load it */
  readonly isLoaded: boolean
  readonly encoding: 'bytes' | 'base64' | 'hex'
  /** what it is given to loads it, whatever it looks like */
  readonly isWhole?: true
}

/** Loads a tensor from bytes in the pickle: as safe as those bytes, which are examined as a file of their own. */
export const loadsBytes = 'torch.storage._load_from_bytes'
const plainBytes: ReadonlySet<unknown> = new Set(['latin1', 'latin-1', 'iso-8859-1'])

/** Shorter than the shortest pickle that calls anything. */
const shortestPickle = 8
/** Larger data is weights, not a hidden program. */
export const largestDataBytes = 16 * 1024 * 1024
const shownAsBase64 = /^[A-Za-z0-9+/_-]{16,}={0,2}$/
const shownAsHex = /^(?:[0-9a-fA-F]{2}){8,}$/
const ownName =
  /^_?(?:codecs\.(?:encode|decode)|io\.BytesIO)$|^(?:base64\.b64decode|binascii\.(?:unhexlify|a2b_hex|a2b_base64)|zlib\.decompress|bytes\.fromhex|builtins\.bytes|builtins\.bytearray)$/

/** Bytes, and texts that spell bytes, that are worth reading as a pickle. */
export function suspectsOf(content: string | Payload, at: number): DataFound[] {
  const encoding = typeof content === 'string' ? encodingOf(content) : 'bytes'
  if (encoding === undefined) return []
  if (typeof content !== 'string') {
    const byteLength = content.end - content.begin
    if (byteLength < shortestPickle || byteLength > largestDataBytes) return []
  }
  return [{at, content, isLoaded: false, encoding}]
}

/** First characters tell most texts apart from what spells a pickle, or one that is compressed. */
function encodingOf(text: string): DataFound['encoding'] | undefined {
  if (text.length < shortestPickle) return undefined
  if (/^(?:80|63|28|5[dD]|7[dD]|78)/.test(text) && shownAsHex.test(text)) return 'hex'
  if (/^(?:gA[A-Z]|Y[2-5]|K[A-P]|XS|fS|eJ|eN|eA|eF)/.test(text) && shownAsBase64.test(text)) return 'base64'
  const first = text.charCodeAt(0)
  return first === 0x80 || first === 0x78 || (text.endsWith('.') && text.includes('\n')) ? 'bytes' : undefined
}

/** The data that a call is given. */
export function dataIn(call: Call): DataFound[] {
  const name = nameOf(call.callable) ?? ''
  if (ownName.test(name)) return []
  const whole = name === loadsBytes ? writtenBytes(itemsOf(call.args)[0]) : undefined
  if (whole !== undefined) return [{at: call.at, content: whole, isLoaded: true, encoding: 'bytes', isWhole: true}]
  return itemsOf(call.args)
    .slice(0, 4)
    .flatMap(argument => dataOf(argument, call.at, 0))
}

/** Bytes that stand in the pickle as they are, or as the characters of a text. */
export function writtenBytes(value: Value | undefined): string | Payload | undefined {
  if (isKind(value, 'bytes')) return value
  if (!isKind(value, 'call') || nameOf(value) !== '_codecs.encode' || !isKind(value.callable, 'global'))
    return undefined
  const [text, codec] = itemsOf(value.args)
  return (typeof text === 'string' || isKind(text, 'text')) && plainBytes.has(codec) ? text : undefined
}

function dataOf(value: Value, at: number, depth: number): DataFound[] {
  if (typeof value === 'string') return suspectsOf(value, at).map(found => ({...found, isLoaded: true}))
  if (isKind(value, 'bytes') || isKind(value, 'text'))
    return suspectsOf(value, at).map(found => ({...found, isLoaded: true}))
  if (!isKind(value, 'call') || depth > 4 || !ownName.test(nameOf(value.callable) ?? '')) return []
  return itemsOf(value.args).flatMap(argument => dataOf(argument, at, depth + 1))
}

/** All bytes of what is loaded, whatever it looks like. */
export function wholeOf({content}: DataFound, file: ByteReader): ByteReader | Uint8Array {
  if (typeof content === 'string') return Buffer.from(content, 'latin1')
  if (content.kind === 'bytes') return sliceReader(file, content.begin, content.end)
  const text = file.read(BigInt(content.begin), content.end - content.begin)
  return Buffer.from(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('utf8'), 'latin1')
}

/** The bytes that were found, or undefined where they do not begin as a pickle does. */
export function bytesOf({content, encoding}: DataFound, file: ByteReader): Uint8Array | undefined {
  const raw =
    typeof content === 'string'
      ? Buffer.from(content, encoding === 'bytes' ? 'latin1' : encoding)
      : payloadOf(content, file)
  if (raw === undefined) return undefined
  const bytes = inflated(raw)
  return mayBePickle(bytes) ? bytes : undefined
}

function payloadOf({begin, end}: Payload, file: ByteReader): Uint8Array | undefined {
  const head = file.read(BigInt(begin), Math.min(64, end - begin))
  if (!mayBeginPickle(head) && !isZlib(head) && !mayBeText(head)) return undefined
  const bytes = file.read(BigInt(begin), end - begin).slice()
  if (!mayBeText(head)) return bytes
  const text = Buffer.from(bytes).toString('latin1')
  if (shownAsHex.test(text)) return Buffer.from(text, 'hex')
  return shownAsBase64.test(text) ? Buffer.from(text, 'base64') : bytes
}

function inflated(bytes: Uint8Array): Uint8Array {
  if (!isZlib(bytes)) return bytes
  try {
    return inflateSync(bytes, {maxOutputLength: largestDataBytes})
  } catch {
    // not zlib after all: two bytes are no proof
    return bytes
  }
}

function isZlib(bytes: Uint8Array): boolean {
  return bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0)
}

function mayBeText(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte > 0x20 && byte < 0x7f)
}

/** A header of protocol 2 to 5, or a first instruction of the older ones. */
function mayBeginPickle(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return (first === 0x80 && second <= 5) || first === 0x63 || first === 0x28 || first === 0x5d || first === 0x7d
}

function mayBePickle(bytes: Uint8Array): boolean {
  return bytes.length >= shortestPickle && mayBeginPickle(bytes) && bytes.lastIndexOf(0x2e) !== -1
}
