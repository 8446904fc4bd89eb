import {sqliteInvalid} from './invalid.ts'
import {type Payload, readVarint} from './pages.ts'

/** A value of a row; an integer past 2^53 is inexact. */
export type SqliteValue = null | number | string | Buffer

/** By the number in the header of the database. */
export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be'

/** Bytes of the numbers that have a serial type of their own; 8 and 9 are 0 and 1. */
const numberBytes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]
const firstBlob = 12

/**
 * The values of a row.
 * @see SQLite, "Database File Format", 2.1 "Record Format"
 * @throws {AibomError} `AIBOM_SQLITE_INVALID`
 */
export function readRecord(payload: Payload, encoding: TextEncoding): SqliteValue[] {
  const [headerEnd, first] = readVarint(payload, 0)
  if (headerEnd > payload.length) throw sqliteInvalid('the head of a row is longer than the row')
  const values: SqliteValue[] = []
  let begin = headerEnd
  for (let at = first; at < headerEnd; ) {
    const [type, next] = readVarint(payload, at)
    const length = byteLengthOf(type)
    if (begin + length > payload.length) throw sqliteInvalid('a value goes beyond its row')
    values.push(readValue(payload.subarray(begin, begin + length), type, encoding))
    begin += length
    at = next
  }
  return values
}

function byteLengthOf(type: number): number {
  if (type >= firstBlob) return Math.floor((type - firstBlob) / 2)
  const length = numberBytes[type]
  if (length === undefined) throw sqliteInvalid('a value has no type')
  return length
}

function readValue(bytes: Buffer, type: number, encoding: TextEncoding): SqliteValue {
  if (type >= firstBlob) return type % 2 === 0 ? bytes : readText(bytes, encoding)
  if (type === 0) return null
  if (type === 8 || type === 9) return type - 8
  if (type === 7) return bytes.readDoubleBE(0)
  return bytes.length === 8 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, bytes.length)
}

function readText(bytes: Buffer, encoding: TextEncoding): string {
  if (encoding === 'utf8') return bytes.toString('utf8')
  if (bytes.length % 2 !== 0) throw sqliteInvalid('a text of two bytes a sign has an odd length')
  return (encoding === 'utf16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le')
}
