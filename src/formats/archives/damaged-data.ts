import {AibomError} from '../../lib/errors.ts'

/** What a compressed file holds, and where in it the stream ended. */
export interface Unpacked {
  readonly bytes: Uint8Array
  readonly end: number
}

/** Compressed data that is cut or damaged, with what could be unpacked of it before the damage. */
export class DamagedDataError extends AibomError {
  readonly beginning: Uint8Array

  constructor(error: AibomError, beginning: Uint8Array) {
    super(error.code, error.message, {cause: error})
    this.beginning = beginning
  }
}

const limitCodes: ReadonlySet<string> = new Set(['AIBOM_ZIP_BOMB', 'AIBOM_LZMA_TOO_LARGE', 'AIBOM_BZIP2_TOO_LARGE'])

/**
 * Unpacks; where the data is damaged, the error keeps what was unpacked: loaders take data as it comes, and have run it
 * before they meet the damage.
 * @param beginning gives what was unpacked so far; `inner` is what an unpacker inside this one had
 * @throws {DamagedDataError} of the same code; the error itself past a limit
 */
export function keepBeginning<T>(unpack: () => T, beginning: (inner: Uint8Array) => Uint8Array): T {
  try {
    return unpack()
  } catch (error) {
    if (!(error instanceof AibomError) || limitCodes.has(error.code)) throw error
    const inner = error instanceof DamagedDataError ? error.beginning : new Uint8Array()
    throw new DamagedDataError(error, beginning(inner))
  }
}

/**
 * The same for an unpacker that adds to an output as it goes.
 * @param unpack returns where the stream ends
 */
export function unpackInto(output: {bytes(): Uint8Array}, unpack: () => number): Unpacked {
  const end = keepBeginning(unpack, () => output.bytes())
  return {bytes: output.bytes(), end}
}
