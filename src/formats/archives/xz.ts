import {AibomError} from '../../lib/errors.ts'
import {keepBeginning, type Unpacked, unpackInto} from './damaged-data.ts'
import {decodeLzma2, LzmaDecoder, parseSettings} from './lzma.ts'

const streamHeaderBytes = 12
const checkBytes: readonly number[] = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]
const lzma2 = 0x21
const aloneHeaderBytes = 13

/**
 * Unpacks the blocks of an xz stream.
 * @throws {AibomError} `AIBOM_LZMA_INVALID`, `AIBOM_LZMA_TOO_LARGE`
 */
export function unpackXz(input: Uint8Array, limit: number): Unpacked {
  const parts: Uint8Array[] = []
  const end = keepBeginning(
    () => unpackBlocks(input, limit, parts),
    inner => Buffer.concat([...parts, inner]),
  )
  return {bytes: Buffer.concat(parts), end}
}

/** @returns where the stream ends */
function unpackBlocks(input: Uint8Array, limit: number, parts: Uint8Array[]): number {
  const check = checkBytes[(input[7] ?? 0) & 15] ?? 0
  let length = 0
  let at = streamHeaderBytes
  for (;;) {
    const size = input[at]
    if (size === undefined) throw invalid('the stream is cut')
    if (size === 0) break
    const headerEnd = at + (size + 1) * 4
    const {bytes, end} = decodeLzma2(input, dataOf(input, at, headerEnd), limit - length)
    parts.push(bytes)
    length += bytes.length
    at = headerEnd + Math.ceil((end - headerEnd) / 4) * 4 + check
  }
  return endOfIndex(input, at)
}

/** Unpacks a .lzma file: settings, size of the dictionary, size of the content, then the data. */
export function unpackLzma(input: Uint8Array, limit: number): Unpacked {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  if (input.length < aloneHeaderBytes) throw invalid('the header is cut')
  const size = view.getBigUint64(5, true)
  const decoder = new LzmaDecoder(limit)
  decoder.reset(parseSettings(input[0] ?? 0xff))
  const length = size === 0xffffffffffffffffn ? Number.POSITIVE_INFINITY : Number(size)
  return unpackInto(decoder, () => decoder.decode(input, aloneHeaderBytes, length))
}

/** Behind the header of a block, which must name LZMA2 alone. */
function dataOf(input: Uint8Array, at: number, headerEnd: number): number {
  const flags = input[at + 1] ?? 0xff
  let next = at + 2
  for (const bit of [0x40, 0x80]) if ((flags & bit) !== 0) while (((input[next++] ?? 0) & 0x80) !== 0);
  if ((flags & 3) !== 0 || input[next] !== lzma2) throw invalid('it is packed in an unknown way')
  return headerEnd
}

/** The index has a record for each block, a padding, a checksum; the footer follows. */
function endOfIndex(input: Uint8Array, begin: number): number {
  const footer = Buffer.from('YZ')
  const at = Buffer.from(input.buffer, input.byteOffset, input.byteLength).indexOf(footer, begin)
  return at === -1 ? begin : at + footer.length
}

function invalid(what: string): AibomError {
  return new AibomError('AIBOM_LZMA_INVALID', `the LZMA data is cut or broken: ${what}`)
}
