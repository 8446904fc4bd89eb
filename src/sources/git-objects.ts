import {createHash} from 'node:crypto'
import {closeSync, fstatSync, openSync, readdirSync, readSync} from 'node:fs'
import {join} from 'node:path'
import {inflateSync} from 'node:zlib'
import {systemErrorCode} from '../lib/errors.ts'
import type {GitFolder} from './git-folder.ts'
import {readLocalFile} from './local-file.ts'

type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

interface GitObject {
  readonly type: ObjectType
  readonly content: Buffer
}

/** Of one object; a lock has some kilobytes, a tree some hundreds. */
const objectLimit = 64 * 1024 * 1024
const indexLimit = 1024 * 1024 * 1024
/** Git writes chains of 50 deltas. */
const chainLimit = 200
const typesByNumber: Readonly<Record<number, ObjectType>> = {1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag'}
const offsetDelta = 6
const referenceDelta = 7

/**
 * A file as it is committed. The objects are read by our own code, for git inside a repository obeys that repository's configuration; each is checked
 * against its name.
 * @param commit 40 or 64 hex digits
 * @param path `/`-separated, relative to the working tree
 * @returns undefined where the commit has no such file, or the repository keeps it elsewhere (alternates, a partial clone)
 */
export function readCommittedFile(git: GitFolder, commit: string, path: string): Buffer | undefined {
  const read = (oid: string, type: ObjectType): Buffer | undefined => readObject(git, oid, type)
  const [, root] = /^tree ([0-9a-f]{40,64})\n/.exec(read(commit, 'commit')?.toString('latin1').slice(0, 80) ?? '') ?? []
  let oid = root
  const segments = path.split('/')
  for (const [depth, name] of segments.entries()) {
    const tree = oid === undefined ? undefined : read(oid, 'tree')
    oid = tree === undefined ? undefined : entryOf(tree, name, commit.length / 2, depth === segments.length - 1)
  }
  return oid === undefined ? undefined : read(oid, 'blob')
}

/** `<mode> <name>\0<oid>` again and again. */
function entryOf(tree: Buffer, wanted: string, oidLength: number, isFile: boolean): string | undefined {
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at)
    if (end === -1 || end + oidLength >= tree.length + 1) return undefined
    const [mode = '', ...name] = tree.toString('utf8', at, end).split(' ')
    if (name.join(' ') === wanted && (isFile ? mode.startsWith('100') : mode === '40000')) return tree.toString('hex', end + 1, end + 1 + oidLength)
    at = end + 1 + oidLength
  }
  return undefined
}

function readObject(git: GitFolder, oid: string, type: ObjectType): Buffer | undefined {
  const found = readLoose(git, oid) ?? readPacked(git, oid)
  if (found?.type !== type) return undefined
  const hash = createHash(oid.length === 64 ? 'sha256' : 'sha1')
    .update(`${type} ${found.content.length}\0`)
    .update(found.content)
  return hash.digest('hex') === oid ? found.content : undefined
}

function readLoose({common}: GitFolder, oid: string): GitObject | undefined {
  const path = join(common, 'objects', oid.slice(0, 2), oid.slice(2))
  const packed = unlessMissing(() => readLocalFile(path, path, objectLimit))
  const bytes = packed === undefined ? undefined : inflate(packed, objectLimit)
  const end = bytes?.indexOf(0) ?? -1
  if (bytes === undefined || end === -1) return undefined
  const [type] = bytes.toString('latin1', 0, end).split(' ')
  const known = Object.values(typesByNumber).find(name => name === type)
  return known === undefined ? undefined : {type: known, content: bytes.subarray(end + 1)}
}

function readPacked(git: GitFolder, oid: string): GitObject | undefined {
  const folder = join(git.common, 'objects/pack')
  const names = unlessMissing(() => readdirSync(folder)) ?? []
  for (const name of names.filter(each => each.endsWith('.idx')).sort()) {
    const path = join(folder, name)
    const offset = offsetIn(
      unlessMissing(() => readLocalFile(path, path, indexLimit)),
      oid,
    )
    const found = offset === undefined ? undefined : readPackAt({git, path: path.replace(/idx$/, 'pack'), oidLength: oid.length / 2}, offset, 0)
    if (found !== undefined) return found
  }
  return undefined
}

const indexMagic = 0xff744f63
const fanoutStart = 8
const namesStart = fanoutStart + 256 * 4

/** Where an object begins in the pack of an index of version 2. */
function offsetIn(index: Buffer | undefined, oid: string): bigint | undefined {
  if (index === undefined || index.length < namesStart || index.readUInt32BE(0) !== indexMagic || index.readUInt32BE(4) !== 2) return undefined
  const wanted = Buffer.from(oid, 'hex')
  const first = wanted[0] ?? 0
  const count = index.readUInt32BE(fanoutStart + 255 * 4)
  const offsetsStart = namesStart + count * (wanted.length + 4)
  if (index.length < offsetsStart + count * 4) return undefined
  let low = first === 0 ? 0 : index.readUInt32BE(fanoutStart + (first - 1) * 4)
  let high = Math.min(count, index.readUInt32BE(fanoutStart + first * 4))
  while (low < high) {
    const middle = (low + high) >>> 1
    const at = namesStart + middle * wanted.length
    const order = index.compare(wanted, 0, wanted.length, at, at + wanted.length)
    if (order === 0) return longOffset(index, index.readUInt32BE(offsetsStart + middle * 4), offsetsStart + count * 4)
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

/** The highest bit says that the offset is in the table of long ones. */
function longOffset(index: Buffer, offset: number, tableStart: number): bigint | undefined {
  if (offset < 0x80000000) return BigInt(offset)
  const at = tableStart + (offset - 0x80000000) * 8
  return at + 8 <= index.length ? index.readBigUInt64BE(at) : undefined
}

interface Pack {
  readonly git: GitFolder
  readonly path: string
  readonly oidLength: number
}

/** Type and size are in a few bytes before the compressed data; a delta names its base by offset or by oid. */
function readPackAt(pack: Pack, offset: bigint, depth: number): GitObject | undefined {
  if (depth > chainLimit) return undefined
  const head = readRange(pack.path, offset, 64)
  if (head === undefined || head.length < 2) return undefined
  const {kind, size, length} = entryHead(head)
  if (size > objectLimit) return undefined
  const type = typesByNumber[kind]
  const base = type === undefined ? baseOf(pack, {kind, offset, head, length}, depth) : undefined
  if (type === undefined && base === undefined) return undefined
  const data = readRange(pack.path, offset + BigInt(length + (base?.length ?? 0)), size + (size >>> 3) + 1024)
  const content = data === undefined ? undefined : inflate(data, size)
  if (content === undefined || content.length !== size) return undefined
  if (base === undefined) return type === undefined ? undefined : {type, content}
  const applied = applyDelta(base.object.content, content)
  return applied === undefined ? undefined : {type: base.object.type, content: applied}
}

function entryHead(head: Buffer): {kind: number; size: number; length: number} {
  let byte = head[0] ?? 0
  const kind = (byte >> 4) & 7
  let size = byte & 15
  let length = 1
  for (let factor = 16; byte >= 128 && length < 8; factor *= 128) {
    byte = head[length++] ?? 0
    size += (byte & 127) * factor
  }
  return {kind, size, length}
}

interface DeltaHead {
  readonly kind: number
  readonly offset: bigint
  readonly head: Buffer
  readonly length: number
}

function baseOf(pack: Pack, {kind, offset, head, length}: DeltaHead, depth: number): {object: GitObject; length: number} | undefined {
  if (kind === referenceDelta) {
    const oid = head.toString('hex', length, length + pack.oidLength)
    const object = depth < chainLimit ? (readLoose(pack.git, oid) ?? samePack(pack, oid, depth)) : undefined
    return object === undefined ? undefined : {object, length: pack.oidLength}
  }
  if (kind !== offsetDelta) return undefined
  let byte = head[length] ?? 0
  let distance = BigInt(byte & 127)
  let used = 1
  while (byte >= 128 && used < 10) {
    byte = head[length + used++] ?? 0
    distance = ((distance + 1n) << 7n) | BigInt(byte & 127)
  }
  const object = distance > 0n && distance <= offset ? readPackAt(pack, offset - distance, depth + 1) : undefined
  return object === undefined ? undefined : {object, length: used}
}

function samePack(pack: Pack, oid: string, depth: number): GitObject | undefined {
  const path = pack.path.replace(/pack$/, 'idx')
  const offset = offsetIn(
    unlessMissing(() => readLocalFile(path, path, indexLimit)),
    oid,
  )
  return offset === undefined ? undefined : readPackAt(pack, offset, depth + 1)
}

/** Sizes of base and result, then copies out of the base and texts of its own. */
function applyDelta(base: Buffer, delta: Buffer): Buffer | undefined {
  const stated = sizeAt(delta, 0)
  const result = sizeAt(delta, stated.end)
  if (stated.size !== base.length || result.size > objectLimit) return undefined
  const target = Buffer.alloc(result.size)
  let filled = 0
  for (let at = result.end; at < delta.length; ) {
    const part = partAt(delta, at)
    const source = part.isCopy ? base : delta
    if (part.length === 0 || filled + part.length > target.length || part.start + part.length > source.length) return undefined
    source.copy(target, filled, part.start, part.start + part.length)
    filled += part.length
    at = part.end
  }
  return filled === target.length ? target : undefined
}

function sizeAt(delta: Buffer, start: number): {size: number; end: number} {
  let size = 0
  let end = start
  for (let factor = 1; end < delta.length && factor < 2 ** 42; factor *= 128) {
    const byte = delta[end++] ?? 0
    size += (byte & 127) * factor
    if (byte < 128) break
  }
  return {size, end}
}

interface Part {
  /** out of the base; else out of the delta itself */
  readonly isCopy: boolean
  readonly start: number
  readonly length: number
  /** where the next part begins in the delta */
  readonly end: number
}

function partAt(delta: Buffer, at: number): Part {
  const byte = delta[at] ?? 0
  if (byte < 128) return {isCopy: false, start: at + 1, length: byte, end: at + 1 + byte}
  const {offset, length, used} = copyOf(delta, at + 1, byte)
  return {isCopy: true, start: offset, length, end: at + 1 + used}
}

/** Which bytes of offset (four) and length (three) are there is said by the low bits. */
function copyOf(delta: Buffer, at: number, byte: number): {offset: number; length: number; used: number} {
  let used = 0
  const read = (bits: readonly number[]): number =>
    bits.reduce((value, bit, index) => ((byte & bit) === 0 ? value : value + (delta[at + used++] ?? 0) * 256 ** index), 0)
  const offset = read([1, 2, 4, 8])
  const length = read([16, 32, 64])
  return {offset, length: length === 0 ? 0x10000 : length, used}
}

function inflate(bytes: Buffer, limit: number): Buffer | undefined {
  try {
    return inflateSync(bytes, {maxOutputLength: Math.max(limit, 1)})
  } catch (error) {
    // what is no zlib stream, is cut, or unpacks to more than it says is no object
    if (systemErrorCode(error) === undefined) throw error
    return undefined
  }
}

function readRange(path: string, offset: bigint, length: number): Buffer | undefined {
  return unlessMissing(() => {
    const descriptor = openSync(path, 'r')
    try {
      const rest = fstatSync(descriptor, {bigint: true}).size - offset
      const bytes = Buffer.alloc(rest < 0n ? 0 : rest < BigInt(length) ? Number(rest) : length)
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset))
    } finally {
      closeSync(descriptor)
    }
  })
}

/** A file that is not there, or may not be read, holds no object. */
function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return undefined
  }
}
