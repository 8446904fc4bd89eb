import {isUtf8} from 'node:buffer'

/**
 * Text of a file of unknown encoding: UTF-16 where a byte order mark says so, UTF-8 where the bytes are valid, else
 * Latin-1, which takes any bytes.
 * A byte order mark is taken off; half a UTF-16 unit at the end is dropped.
 */
export function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (startsWith(buffer, 0xff, 0xfe)) return buffer.toString('utf16le', 2)
  if (startsWith(buffer, 0xfe, 0xff)) return decodeBigEndian(buffer)
  if (!isUtf8(buffer)) return buffer.toString('latin1')
  return buffer.toString('utf8', startsWith(buffer, 0xef, 0xbb, 0xbf) ? 3 : 0)
}

/** A text without the signs of one kind at its end. @param sign one UTF-16 unit */
export function withoutTrailing(text: string, sign: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === sign) end--
  return text.slice(0, end)
}

function startsWith(buffer: Buffer, ...mark: readonly number[]): boolean {
  return mark.every((byte, at) => buffer[at] === byte)
}

function decodeBigEndian(buffer: Buffer): string {
  const units = Buffer.from(buffer.subarray(2, buffer.length - (buffer.length % 2)))
  return units.swap16().toString('utf16le')
}
