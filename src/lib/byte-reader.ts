import {AibomError} from './errors.ts'

/** All that formats/ and safety/ see of a file: its length and synchronous range reads. */
export interface ByteReader {
  /** bytes */
  readonly byteLength: bigint
  /**
   * Exactly `length` bytes from `offset`; a view that is valid until the next read.
   * @throws {AibomError} `AIBOM_READ_PAST_END` when the range is not wholly inside the file
   */
  read(offset: bigint, length: number): Uint8Array
}

/** Refuses a range that is not wholly inside the file. For implementers of {@link ByteReader}. */
export function assertInside(byteLength: bigint, offset: bigint, length: number): void {
  if (offset >= 0n && length >= 0 && offset + BigInt(length) <= byteLength) return
  throw new AibomError('AIBOM_READ_PAST_END', `read of ${length} bytes at ${offset} passes the end of the file (${byteLength} bytes)`)
}

/** A reader over bytes that are already in memory. */
export function memoryReader(bytes: Uint8Array): ByteReader {
  const byteLength = BigInt(bytes.byteLength)
  return {
    byteLength,
    read(offset, length) {
      assertInside(byteLength, offset, length)
      return bytes.subarray(Number(offset), Number(offset) + length)
    },
  }
}
