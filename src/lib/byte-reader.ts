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
  /**
   * Of a file that lies elsewhere: brings its bytes up to `end` here, for a {@link read} that ended in {@link
   * NotFetchedError}.
   */
  fetchTo?(end: bigint): Promise<void>
}

/** A read of bytes that lie elsewhere and were not brought here yet. */
export class NotFetchedError extends AibomError {
  readonly end: bigint

  constructor(end: bigint) {
    super('AIBOM_NOT_FETCHED', `the bytes up to ${end} were not fetched`, {exit: 3})
    this.end = end
  }
}

/**
 * Runs synchronous work over a reader whose file may lie elsewhere: what it turns out to need is fetched, and it runs
 * again.
 * Each fetch brings at least as much as is here, so that the work runs a logarithmic number of times.
 */
export async function readFetching<T>(reader: ByteReader, work: () => T): Promise<T> {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof NotFetchedError) || reader.fetchTo === undefined) throw error
      await reader.fetchTo(error.end)
    }
  }
}

/** Refuses a range that is not wholly inside the file. For implementers of {@link ByteReader}. */
export function assertInside(byteLength: bigint, offset: bigint, length: number): void {
  if (offset >= 0n && length >= 0 && offset + BigInt(length) <= byteLength) return
  throw new AibomError(
    'AIBOM_READ_PAST_END',
    `read of ${length} bytes at ${offset} passes the end of the file (${byteLength} bytes)`,
  )
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
