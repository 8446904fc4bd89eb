import {AibomError} from '../../lib/errors.ts'
import {type Unpacked, unpackInto} from './damaged-data.ts'

/** What a frame begins with, little-endian. */
export const lz4Magic = 0x184d2204
/** Magic, flags, size of blocks, checksum of the header. */
const headerBytes = 7
const endMark = 0
const storedBlock = 0x80000000
/** Blocks hold at most 4 MiB, and what cannot be packed is stored as it is. */
const blockLimit = 4 * 1024 * 1024
const [longLiterals, longMatch, shortestMatch] = [15, 15, 4]
/** Flags of the frame header. */
const [hasDictionary, hasContentChecksum, hasContentSize, hasBlockChecksum] = [0x01, 0x04, 0x08, 0x10]

/**
 * Unpacks one LZ4 frame, as joblib writes it.
 * @returns what it holds, and where the frame ends
 * @throws {AibomError} `AIBOM_COMPRESSED_INVALID` for what is cut, damaged or has a dictionary, `AIBOM_ZIP_BOMB` past
 *   the limit
 * @see LZ4 frame format description, version 1.6.4
 */
export function unpackLz4(input: Uint8Array, limitBytes: number): Unpacked {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const output = new Output(limitBytes)
  return unpackInto(output, () => unpackFrame(view, output))
}

/** @returns where the frame ends */
function unpackFrame(view: DataView, output: Output): number {
  const flags = flagsOf(view)
  const sizeBytes = (flags & hasContentSize) === 0 ? 0 : 8
  const blocksEnd = unpackBlocks(view, headerBytes + sizeBytes, (flags & hasBlockChecksum) === 0 ? 0 : 4, output)
  const end = blocksEnd + ((flags & hasContentChecksum) === 0 ? 0 : 4)
  const isStated = sizeBytes === 0 || view.getBigUint64(6, true) === BigInt(output.bytes().length)
  if (end > view.byteLength || !isStated) throw damaged('its end')
  return end
}

function flagsOf(view: DataView): number {
  if (view.byteLength < headerBytes + 4 || view.getUint32(0, true) !== lz4Magic) throw damaged('its header')
  const flags = view.getUint8(4)
  // version 01, and no bit that nobody defined
  if (flags >> 6 !== 1 || (flags & 2) !== 0) throw damaged('its header')
  if ((flags & hasDictionary) !== 0) throw damaged('its header, which asks for a dictionary,')
  return flags
}

/** @returns where the mark that ends them ends */
function unpackBlocks(view: DataView, begin: number, checksumBytes: number, output: Output): number {
  const input = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  for (let at = begin; ; ) {
    if (at + 4 > input.length) throw damaged('a block')
    const mark = view.getUint32(at, true)
    at += 4
    if (mark === endMark) return at
    const end = at + (mark & ~storedBlock)
    if (end > input.length || end - at > blockLimit) throw damaged('a block')
    const block = input.subarray(at, end)
    if (mark >= storedBlock) output.add(block)
    else unpackBlock(block, output)
    at = end + checksumBytes
  }
}

/** Literals and matches in turn; the last literals have no match behind them. */
function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0
  const more = (length: number): number => {
    let sum = length
    for (let byte = 255; byte === 255; sum += byte) {
      byte = block[at++] ?? -1
      if (byte === -1) throw damaged('a block')
    }
    return sum
  }
  while (at < block.length) {
    const token = block[at++] ?? 0
    const literals = token >> 4 === longLiterals ? more(longLiterals) : token >> 4
    if (at + literals > block.length) throw damaged('a block')
    output.add(block.subarray(at, at + literals))
    at += literals
    if (at === block.length) return
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8)
    at += 2
    const match = (token & longMatch) === longMatch ? more(longMatch) : token & longMatch
    if (at > block.length) throw damaged('a block')
    output.repeat(distance, match + shortestMatch)
  }
  throw damaged('a block')
}

/** What is unpacked, in room that doubles; matches may reach back over the blocks before. */
class Output {
  #room = new Uint8Array(64 * 1024)
  #length = 0
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length)
  }

  add(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#room.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Copies what was unpacked `distance` bytes ago, byte by byte: a match may overlap itself. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.#length) throw damaged('a block')
    this.#reserve(count)
    const room = this.#room
    for (let at = this.#length, end = at + count; at < end; at++) room[at] = room[at - distance] ?? 0
    this.#length += count
  }

  #reserve(count: number): void {
    const wanted = this.#length + count
    if (wanted > this.#limit)
      throw new AibomError('AIBOM_ZIP_BOMB', `the compressed data unpacks to more than ${this.#limit} bytes`)
    if (wanted <= this.#room.length) return
    const room = new Uint8Array(Math.max(wanted, this.#room.length * 2))
    room.set(this.bytes())
    this.#room = room
  }
}

function damaged(what: string): AibomError {
  return new AibomError('AIBOM_COMPRESSED_INVALID', `the compressed data is cut or damaged at ${what}`)
}
