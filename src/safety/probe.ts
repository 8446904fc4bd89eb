import {assertInside, type ByteReader} from '../lib/byte-reader.ts'
import type {Probe} from './reader.ts'

const headBytes = 4096
/** The end of a zip, its longest comment included. */
const tailBytes = 64 * 1024 + 22

/** The first bytes now, the last ones when somebody asks. */
export function probe(name: string, bytes: ByteReader): Probe {
  const byteLength = Number(bytes.byteLength)
  let tail: Uint8Array | undefined
  return {
    name,
    bytes,
    byteLength,
    head: bytes.read(0n, Math.min(headBytes, byteLength)).slice(),
    tail() {
      const length = Math.min(tailBytes, byteLength)
      tail ??= bytes.read(BigInt(byteLength - length), length).slice()
      return tail
    },
  }
}

/** A part of a file as a file of its own. */
export function sliceReader(bytes: ByteReader, begin: number, end: number): ByteReader {
  const byteLength = BigInt(end - begin)
  return {
    byteLength,
    read(offset, length) {
      assertInside(byteLength, offset, length)
      return bytes.read(offset + BigInt(begin), length)
    },
  }
}
