import {createCipheriv, createDecipheriv, randomBytes} from 'node:crypto'
import {closeSync, constants, fstatSync, futimesSync, openSync, readSync, renameSync, rmSync, writeSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {messageOf, systemErrorCode} from '../errors.ts'
import {temporaryName} from './own-temporary.ts'
import {makePrivateFolder} from './private-folder.ts'

/**
 * Names an entry, and seals it: both are made from what the entry was made of, so that a pack tells nothing to whoever
 * does not have that.
 */
export interface Seal {
  /** 64 hex digits */
  readonly id: string
  /** 64 hex digits; is not stored */
  readonly key: string
}

interface Place {
  readonly offset: number
  readonly byteLength: number
}

const magic = Buffer.from('aibom pack 1\n')
const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
/** id, offset (48 bit), length (32 bit) */
const rowBytes = 32 + 6 + 4
/** offset of the rows (48 bit) and their number (32 bit), at the end of the file */
const footerBytes = 10
const rowLimit = 1_000_000
const packLimitBytes = 512 * 1024 * 1024
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Many small entries in one file of the user's cache. A pack that is missing, broken, cut short or of another owner
 * counts as empty, and an entry that was changed as missing.
 * What a run asked for or put in stays; the rest goes when the pack is written again. Written whole or not at all, so
 * that two at once lose time and nothing else.
 */
export class SealedPack implements Disposable {
  readonly #path: string
  readonly #known: ReadonlyMap<string, Place>
  readonly #used = new Set<string>()
  readonly #added = new Map<string, Buffer>()
  #addedBytes = 0
  #descriptor: number | undefined

  /** @param absolutePath of the file; its folder is made when something is first saved */
  constructor(absolutePath: string) {
    this.#path = absolutePath
    this.#descriptor = openOwn(absolutePath)
    this.#known = this.#descriptor === undefined ? new Map() : readRows(this.#descriptor)
  }

  /** Entries that the file had when it was opened. */
  get size(): number {
    return this.#known.size
  }

  /** @returns undefined where there is no such entry, or not as it was written */
  get({id, key}: Seal): Buffer | undefined {
    const place = this.#known.get(id)
    if (place === undefined || this.#descriptor === undefined) return undefined
    const plain = unseal(readAt(this.#descriptor, place), key, id)
    if (plain !== undefined) this.#used.add(id)
    return plain
  }

  /** Keeps an entry that nobody asked for, when the pack is written again. */
  retain(id: string): void {
    if (this.#known.has(id)) this.#used.add(id)
  }

  put({id, key}: Seal, plain: Uint8Array): void {
    if (this.#addedBytes + plain.byteLength > packLimitBytes) return
    const sealed = seal(plain, key, id)
    this.#added.set(id, sealed)
    this.#addedBytes += sealed.byteLength
  }

  /**
   * Writes the pack when it has something new. Failing to write costs the next run time, and nothing else.
   * @returns whether there was something new, and why it could not be written: a full disk, a read-only home
   */
  save(): {readonly isNew: boolean; readonly failure?: string | undefined} {
    const isNew = this.#added.size > 0
    try {
      if (isNew) this.#write()
      else if (this.#descriptor !== undefined) futimesSync(this.#descriptor, new Date(), new Date())
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error
      // a pack that cannot be touched is only older than it could be
      return {isNew, ...(isNew && {failure: messageOf(error)})}
    }
    return {isNew}
  }

  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #write(): void {
    const folder = dirname(this.#path)
    makePrivateFolder(folder)
    const temporary = join(folder, temporaryName(basename(this.#path)))
    try {
      const target = openSync(temporary, 'wx', 0o600)
      try {
        this.#writeTo(target)
      } finally {
        closeSync(target)
      }
      renameSync(temporary, this.#path)
    } catch (error) {
      rmSync(temporary, {force: true})
      throw error
    }
  }

  #writeTo(target: number): void {
    const rows: Buffer[] = []
    let offset = 0
    const append = (bytes: Uint8Array): void => {
      writeAll(target, bytes)
      offset += bytes.byteLength
    }
    append(magic)
    const add = (id: string, bytes: Buffer): void => {
      if (offset + bytes.byteLength > packLimitBytes || rows.length >= rowLimit) return
      rows.push(toRow(id, offset, bytes.byteLength))
      append(bytes)
    }
    for (const [id, bytes] of this.#added) add(id, bytes)
    for (const id of this.#used) {
      const bytes = this.#added.has(id) ? undefined : this.#sealedOf(id)
      if (bytes !== undefined) add(id, bytes)
    }
    const footer = Buffer.alloc(footerBytes)
    footer.writeUIntLE(offset, 0, 6)
    footer.writeUInt32LE(rows.length, 6)
    append(Buffer.concat([...rows, footer]))
  }

  #sealedOf(id: string): Buffer | undefined {
    const place = this.#known.get(id)
    return place === undefined || this.#descriptor === undefined ? undefined : readAt(this.#descriptor, place)
  }
}

/** A regular file of this user that nobody else may write; undefined for anything else. */
function openOwn(absolutePath: string): number | undefined {
  let descriptor: number
  try {
    descriptor = openSync(absolutePath, readFlags)
  } catch {
    return undefined
  }
  const stats = fstatSync(descriptor)
  const isOurs = process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0)
  if (isOurs && stats.isFile()) return descriptor
  closeSync(descriptor)
  return undefined
}

/** Empty where the file is not a pack, or was cut short. */
function readRows(descriptor: number): ReadonlyMap<string, Place> {
  const rows = new Map<string, Place>()
  const {size} = fstatSync(descriptor)
  if (
    size > packLimitBytes * 2 ||
    readAt(descriptor, {offset: 0, byteLength: magic.byteLength})?.equals(magic) !== true
  )
    return rows
  const footer = readAt(descriptor, {offset: size - footerBytes, byteLength: footerBytes})
  if (footer === undefined) return rows
  const [start, count] = [footer.readUIntLE(0, 6), footer.readUInt32LE(6)]
  if (count > rowLimit || start + count * rowBytes + footerBytes !== size) return rows
  const table = readAt(descriptor, {offset: start, byteLength: count * rowBytes})
  if (table === undefined) return rows
  for (let at = 0; at < table.byteLength; at += rowBytes) {
    const place = {offset: table.readUIntLE(at + 32, 6), byteLength: table.readUInt32LE(at + 38)}
    if (place.offset + place.byteLength <= start) rows.set(table.toString('hex', at, at + 32), place)
  }
  return rows
}

function toRow(id: string, offset: number, byteLength: number): Buffer {
  const row = Buffer.alloc(rowBytes)
  row.write(id, 'hex')
  row.writeUIntLE(offset, 32, 6)
  row.writeUInt32LE(byteLength, 38)
  return row
}

/** undefined where the file ends before, or cannot be read */
function readAt(descriptor: number, {offset, byteLength}: Place): Buffer | undefined {
  if (offset < 0) return undefined
  const buffer = Buffer.allocUnsafe(byteLength)
  try {
    for (let filled = 0; filled < byteLength; ) {
      const count = readSync(descriptor, buffer, filled, byteLength - filled, offset + filled)
      if (count === 0) return undefined
      filled += count
    }
    return buffer
  } catch {
    return undefined
  }
}

function writeAll(target: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.byteLength; ) written += writeSync(target, bytes, written)
}

/** nonce, tag, text; the id is authenticated with it */
function seal(plain: Uint8Array, key: string, id: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const sealing = createCipheriv(cipher, Buffer.from(key, 'hex'), nonce).setAAD(Buffer.from(id, 'hex'))
  const text = [sealing.update(plain), sealing.final()]
  return Buffer.concat([nonce, sealing.getAuthTag(), ...text])
}

function unseal(sealed: Buffer | undefined, key: string, id: string): Buffer | undefined {
  if (sealed === undefined || sealed.byteLength < nonceBytes + tagBytes) return undefined
  try {
    const opening = createDecipheriv(cipher, Buffer.from(key, 'hex'), sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    opening.setAAD(Buffer.from(id, 'hex')).setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
    return Buffer.concat([opening.update(sealed.subarray(nonceBytes + tagBytes)), opening.final()])
  } catch {
    return undefined
  }
}
