import {constants as bufferConstants} from 'node:buffer'
import {type BigIntStats, closeSync, constants, fstatSync, openSync, readSync} from 'node:fs'
import type {OpenFile} from '../inventory/source.ts'
import {assertInside, type ByteReader} from '../lib/byte-reader.ts'
import {AibomError, messageOf} from '../lib/errors.ts'
import {decodeText} from '../lib/text/text.ts'

/** A pipe must not block the opening, a link put there meanwhile must not be followed; Windows has neither flag. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** A regular file of this machine, opened once for all who read it. */
export class LocalFile implements OpenFile {
  readonly path: string
  readonly byteLength: bigint
  readonly known = []
  readonly #absolutePath: string
  readonly #stats: BigIntStats
  readonly #held: Set<LocalFile>
  #descriptor: number | undefined
  #text: string | undefined

  /**
   * @param path as shown to people, relative to the source
   * @param absolutePath without links
   * @param held open files are entered here until they are closed, so that a source can close what its users did not
   * @throws {AibomError} `AIBOM_FILE_UNREADABLE`
   */
  constructor(path: string, absolutePath: string, held: Set<LocalFile>) {
    const {descriptor, stats} = openRegular(path, absolutePath)
    this.path = path
    this.byteLength = stats.size
    this.#absolutePath = absolutePath
    this.#stats = stats
    this.#held = held
    this.#descriptor = descriptor
    held.add(this)
  }

  async text(limitBytes: number): Promise<string> {
    assertNotTooLarge(this.path, this.byteLength, limitBytes)
    this.#text ??= decodeText(this.#read(0n, Number(this.byteLength)))
    return this.#text
  }

  async bytes(): Promise<ByteReader> {
    return this.reader()
  }

  /** The same at once. */
  reader(): ByteReader {
    const {byteLength} = this
    return {
      byteLength,
      read: (offset, length) => {
        assertInside(byteLength, offset, length)
        return this.#read(offset, length)
      },
    }
  }

  close(): void {
    this.#text = undefined
    this.#held.delete(this)
    if (this.#descriptor === undefined) return
    closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #read(offset: bigint, length: number): Uint8Array {
    const descriptor = this.#open()
    const buffer = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const count = readChunk(this.path, descriptor, buffer.subarray(filled), offset + BigInt(filled))
      if (count === 0) throw unreadable(this.path, 'it became shorter while it was read')
      filled += count
    }
    return buffer
  }

  #open(): number {
    if (this.#descriptor !== undefined) return this.#descriptor
    const {descriptor, stats} = openRegular(this.path, this.#absolutePath)
    if (!isUnchanged(this.#stats, stats)) {
      closeSync(descriptor)
      throw unreadable(this.path, 'it changed while it was read')
    }
    this.#descriptor = descriptor
    this.#held.add(this)
    return descriptor
  }
}

/**
 * The whole of a small regular file; links are not followed.
 * @throws {AibomError} `AIBOM_FILE_TOO_LARGE`, `AIBOM_FILE_UNREADABLE`; the cause is the system's error
 */
export function readLocalFile(path: string, absolutePath: string, limitBytes: number): Buffer {
  const {descriptor, stats} = openRegular(path, absolutePath)
  try {
    assertNotTooLarge(path, stats.size, limitBytes)
    const buffer = Buffer.allocUnsafe(Number(stats.size))
    let filled = 0
    while (filled < buffer.length) {
      const count = readChunk(path, descriptor, buffer.subarray(filled), BigInt(filled))
      if (count === 0) break
      filled += count
    }
    return buffer.subarray(0, filled)
  } finally {
    closeSync(descriptor)
  }
}

/** Bytes of a file from an offset; fewer where the file ends before. */
export type ReadRange = (offset: bigint, length: number) => Buffer

/**
 * Opens a regular file for reads of parts of it, and closes it afterwards; links are not followed.
 * @throws {AibomError} `AIBOM_FILE_UNREADABLE`; the cause is the system's error
 */
export function withLocalRanges<T>(absolutePath: string, use: (read: ReadRange) => T): T {
  const {read, close} = openLocalRanges(absolutePath)
  try {
    return use(read)
  } finally {
    close()
  }
}

/** As {@link withLocalRanges}, for who closes the file. */
export function openLocalRanges(absolutePath: string): {readonly read: ReadRange; readonly close: () => void} {
  const {descriptor, stats} = openRegular(absolutePath, absolutePath)
  return {
    read: (offset, length) => {
      const rest = stats.size - offset
      const buffer = Buffer.alloc(rest < 0n ? 0 : rest < BigInt(length) ? Number(rest) : length)
      return buffer.subarray(0, readChunk(absolutePath, descriptor, buffer, offset))
    },
    close: () => closeSync(descriptor),
  }
}

/** Refuses before anything is allocated. @throws {AibomError} `AIBOM_FILE_TOO_LARGE` */
export function assertNotTooLarge(path: string, byteLength: bigint, limitBytes: number): void {
  const limit = Math.min(limitBytes, bufferConstants.MAX_STRING_LENGTH)
  if (byteLength <= BigInt(limit)) return
  throw new AibomError(
    'AIBOM_FILE_TOO_LARGE',
    `${path} has ${byteLength} bytes, more than the ${limit} that are read of such a file`,
  )
}

/** `AIBOM_FILE_UNREADABLE`; the file becomes a gap, and the rest goes on. */
export function unreadable(path: string, reason: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_FILE_UNREADABLE', `${path} could not be read: ${reason}`, {cause})
}

function openRegular(path: string, absolutePath: string): {readonly descriptor: number; readonly stats: BigIntStats} {
  const descriptor = openDescriptor(path, absolutePath)
  const stats = fstatSync(descriptor, {bigint: true})
  if (stats.isFile()) return {descriptor, stats}
  closeSync(descriptor)
  throw unreadable(path, 'it is not a regular file')
}

function openDescriptor(path: string, absolutePath: string): number {
  try {
    return openSync(absolutePath, openFlags)
  } catch (error) {
    throw unreadable(path, systemReason(error), error)
  }
}

function readChunk(path: string, descriptor: number, target: Uint8Array, offset: bigint): number {
  try {
    return readSync(descriptor, target, 0, target.length, offset)
  } catch (error) {
    throw unreadable(path, systemReason(error), error)
  }
}

/** The system's words without the absolute path and the call that they end with. */
export function systemReason(error: unknown): string {
  return messageOf(error).split(', ')[0] ?? ''
}

function isUnchanged(before: BigIntStats, now: BigIntStats): boolean {
  return before.dev === now.dev && before.ino === now.ino && before.size === now.size && before.mtimeNs === now.mtimeNs
}
