import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'

/** A key, and where its value lies. */
export interface SstableEntry {
  readonly key: string
  /** of the value, in the file */
  readonly begin: number
  readonly end: number
}

const footerBytes = 48
const magic = 0xdb4775248b80fb57n
/** Type of compression and checksum behind each block. */
const trailerBytes = 5
const blockLimitBytes = 64 * 1024 * 1024

/**
 * Reads a table of LevelDB, as the index of a TensorFlow checkpoint is: keys in order, by an index of blocks.
 * @param onSpan called for each part of the file that belongs to the table
 * @throws {AibomError} `AIBOM_SSTABLE_INVALID`, also for blocks that are compressed, which TensorFlow does not write
 */
export function* readSstable(file: ByteReader, onSpan: (begin: number, end: number) => void): Generator<SstableEntry> {
  const byteLength = Number(file.byteLength)
  if (byteLength < footerBytes) throw invalid(0, 'it has no end')
  const footer = file.read(BigInt(byteLength - footerBytes), footerBytes).slice()
  if (new DataView(footer.buffer, footer.byteOffset, footerBytes).getBigUint64(footerBytes - 8, true) !== magic)
    throw invalid(byteLength - 8, 'no table ends here')
  onSpan(byteLength - footerBytes, byteLength)
  const handles = new VarintReader(footer)
  const meta = {offset: handles.next(), size: handles.next()}
  const index = {offset: handles.next(), size: handles.next()}
  for (const _entry of entriesOf(file, meta, onSpan))
    throw invalid(meta.offset, 'it has notes that TensorFlow does not write')
  for (const {begin, end} of entriesOf(file, index, onSpan)) {
    const handle = new VarintReader(file.read(BigInt(begin), end - begin).slice())
    yield* entriesOf(file, {offset: handle.next(), size: handle.next()}, onSpan)
  }
}

/** By the magic number in the last 8 bytes; `tail` has 48 at least, the length of the footer. */
export function isSstable(tail: Uint8Array): boolean {
  if (tail.length < footerBytes) return false
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  return view.getBigUint64(tail.length - 8, true) === magic
}

interface Handle {
  readonly offset: number
  readonly size: number
}

/** The entries of one block: each key takes over the beginning of the one before it. */
function* entriesOf(
  file: ByteReader,
  {offset, size}: Handle,
  onSpan: (begin: number, end: number) => void,
): Generator<SstableEntry> {
  const end = offset + size + trailerBytes
  if (size < 4 || size > blockLimitBytes || !Number.isSafeInteger(end) || end > Number(file.byteLength))
    throw invalid(offset, `a block of ${size} bytes`)
  const block = Buffer.from(file.read(BigInt(offset), size + trailerBytes))
  if (block[size] !== 0) throw invalid(offset, 'a block that is compressed')
  onSpan(offset, end)
  const restarts = block.readUInt32LE(size - 4)
  const limit = size - 4 - restarts * 4
  if (limit < 0) throw invalid(offset, `${restarts} restarts`)
  const reader = new VarintReader(block.subarray(0, limit))
  let last = Buffer.alloc(0)
  while (reader.at < limit) {
    const [shared, own, length] = [reader.next(), reader.next(), reader.next()]
    const begin = reader.at + own
    if (shared > last.length || begin + length > limit) throw invalid(offset, 'an entry longer than its block')
    last = Buffer.concat([last.subarray(0, shared), block.subarray(reader.at, begin)])
    reader.at = begin + length
    yield {key: last.toString('utf8'), begin: offset + begin, end: offset + begin + length}
  }
}

class VarintReader {
  at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  next(): number {
    let value = 0
    for (let shift = 0; shift < 53; shift += 7) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw invalid(this.at, 'a number without an end')
  }
}

function invalid(at: number, what: string): AibomError {
  return new AibomError('AIBOM_SSTABLE_INVALID', `the table is cut or broken at byte ${at}: ${what}`)
}
