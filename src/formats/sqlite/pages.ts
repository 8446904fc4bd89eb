import {sqliteInvalid} from './invalid.ts'

/** The pages of a database that lies in memory. */
export interface Pages {
  readonly bytes: Buffer
  readonly pageBytes: number
  /** bytes of a page that hold content: what extensions reserve at its end is left out */
  readonly usableBytes: number
}

/** What a row holds, as it is stored. */
export type Payload = Buffer

const leafTable = 0x0d
const interiorTable = 0x05
const databaseHeaderBytes = 100
/** Nine bytes of seven bits and eight: longer ones do not exist. */
const longestVarint = 9

/**
 * The rows of a table, in the order of the file.
 * @param root number of its first page, from 1
 * @see SQLite, "Database File Format", 1.6 "B-tree Pages"
 * @throws {AibomError} `AIBOM_SQLITE_INVALID`
 */
export function* tablePayloads(pages: Pages, root: number): Generator<Payload> {
  const seen = new Set<number>()
  const waiting = [root]
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const page = pageAt(pages, number, seen)
    const begin = number === 1 ? databaseHeaderBytes : 0
    const type = page[begin]
    if (type !== leafTable && type !== interiorTable) throw sqliteInvalid(`page ${number} is not one of a table`)
    const headerBytes = type === leafTable ? 8 : 12
    const cells = cellsOf(page, begin, headerBytes, number)
    if (type === leafTable) for (const cell of cells) yield payloadAt(pages, page, cell, seen)
    else {
      const children = cells.map(cell => uint32(page, cell))
      waiting.push(uint32(page, begin + 8), ...children.reverse())
    }
  }
}

/** Each page is part of one tree once; a damaged file may lead in circles. */
function pageAt({bytes, pageBytes}: Pages, number: number, seen: Set<number>): Buffer {
  const begin = (number - 1) * pageBytes
  if (number < 1 || begin + pageBytes > bytes.length) throw sqliteInvalid(`page ${number} is not in the file`)
  if (seen.has(number)) throw sqliteInvalid(`page ${number} is used twice`)
  seen.add(number)
  return bytes.subarray(begin, begin + pageBytes)
}

function cellsOf(page: Buffer, begin: number, headerBytes: number, number: number): number[] {
  const count = page.readUInt16BE(begin + 3)
  const at = begin + headerBytes
  if (at + 2 * count > page.length) throw sqliteInvalid(`page ${number} has more cells than it can hold`)
  return Array.from({length: count}, (_, index) => page.readUInt16BE(at + 2 * index))
}

/** What does not fit on the page goes on in a chain of others. */
function payloadAt(pages: Pages, page: Buffer, cell: number, seen: Set<number>): Payload {
  const [length, afterLength] = readVarint(page, cell)
  const [, begin] = readVarint(page, afterLength)
  if (length > pages.bytes.length) throw sqliteInvalid('a row is longer than the file')
  const here = localBytes(length, pages.usableBytes)
  if (begin + here > page.length) throw sqliteInvalid('a row goes beyond its page')
  const first = page.subarray(begin, begin + here)
  if (here === length) return first
  const parts = [first]
  let left = length - here
  for (let next = uint32(page, begin + here); left > 0; ) {
    const overflow = pageAt(pages, next, seen)
    const part = overflow.subarray(4, Math.min(pages.usableBytes, 4 + left))
    parts.push(part)
    left -= part.length
    next = uint32(overflow, 0)
  }
  return Buffer.concat(parts)
}

/** How much of a payload stands on the page of its cell. */
function localBytes(length: number, usable: number): number {
  const most = usable - 35
  if (length <= most) return length
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((length - least) % (usable - 4))
  return fitting <= most ? fitting : least
}

/**
 * A number of one to nine bytes, the high bit of each but the ninth telling that more follow.
 * @returns the number, which is inexact past 2^53, and the offset behind it
 */
export function readVarint(bytes: Buffer, begin: number): readonly [value: number, end: number] {
  let value = 0
  for (let at = begin; at < begin + longestVarint; at++) {
    const byte = bytes[at]
    if (byte === undefined) throw sqliteInvalid('a number is cut')
    if (at === begin + longestVarint - 1) return [value * 256 + byte, at + 1]
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return [value, at + 1]
  }
  return [value, begin + longestVarint]
}

function uint32(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) throw sqliteInvalid('the number of a page is cut')
  return bytes.readUInt32BE(at)
}
