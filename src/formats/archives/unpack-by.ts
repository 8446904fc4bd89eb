import type {InputType, ZlibOptions} from 'node:zlib'
import type {Unpacked} from './damaged-data.ts'

type Unpack = (bytes: InputType, options: ZlibOptions & {info: true}) => unknown

/** Unpacks by Node, and tells how many bytes that took. */
export function unpackBy(unpack: Unpack, packed: Uint8Array, options: ZlibOptions): Unpacked {
  const {buffer, engine} = unpack(packed, {...options, info: true}) as {
    buffer: Uint8Array
    engine: {bytesWritten: number}
  }
  return {bytes: buffer, end: engine.bytesWritten}
}
