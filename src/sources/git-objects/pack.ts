import type {ReadRange} from '../local-file.ts'
import type {BaseCache} from './base-cache.ts'
import {applyDelta, resultLength} from './delta.ts'
import {inflate, inflateStart} from './inflate.ts'
import {type GitObject, typesByNumber} from './object.ts'

/** Git writes chains of 50 deltas. */
const chainLimit = 200
const offsetDelta = 6
const referenceDelta = 7
/** Type, size and the base of an entry fit in this many bytes. */
const headBytes = 64

/** A pack file, as the reading of one of its objects sees it. */
export interface Pack {
  readonly read: ReadRange
  readonly oidBytes: number
  /** of one object, unpacked */
  readonly limitBytes: number
  /** an object that a delta names by its oid: a loose one, or its offset in this pack */
  readonly findBase: (oid: string) => GitObject | bigint | undefined
  readonly bases: BaseCache
}

/**
 * Reads an object of a pack, through the deltas that it is stored as.
 * @returns undefined where it is damaged or larger than the limit
 * @see https://git-scm.com/docs/pack-format
 */
export function readPackEntry(pack: Pack, offset: bigint, depth = 0): GitObject | undefined {
  if (depth > chainLimit) return undefined
  const object = pack.bases.get(offset) ?? readEntry(pack, offset, depth)
  if (object !== undefined && depth > 0) pack.bases.set(offset, object)
  return object
}

function readEntry(pack: Pack, offset: bigint, depth: number): GitObject | undefined {
  const head = pack.read(offset, headBytes)
  if (head.length < 2) return undefined
  const {kind, size, length} = entryHead(head)
  if (size > pack.limitBytes) return undefined
  const type = typesByNumber[kind]
  if (type !== undefined) {
    const content = unpack(pack, offset + BigInt(length), size)
    return content === undefined ? undefined : {type, content}
  }
  const base = baseOf(pack, {kind, offset, head, length}, depth)
  const delta = base === undefined ? undefined : unpack(pack, offset + BigInt(length + base.length), size)
  const content =
    base === undefined || delta === undefined ? undefined : applyDelta(base.object.content, delta, pack.limitBytes)
  return base === undefined || content === undefined ? undefined : {type: base.object.type, content}
}

/** How long an object of a pack is, as its entry says, without unpacking it. */
export function packedLength(read: ReadRange, offset: bigint, oidBytes: number): number | undefined {
  const head = read(offset, headBytes)
  if (head.length < 2) return undefined
  const {kind, size, length} = entryHead(head)
  if (typesByNumber[kind] !== undefined) return size
  if (kind !== referenceDelta && kind !== offsetDelta) return undefined
  const skipped = kind === referenceDelta ? oidBytes : distanceAt(head, length).used
  const delta = inflateStart(read(offset + BigInt(length + skipped), headBytes))
  return delta === undefined ? undefined : resultLength(delta)
}

/** Deflated bytes are at most a little longer than what they unpack to. */
function unpack({read}: Pack, offset: bigint, size: number): Buffer | undefined {
  const content = inflate(read(offset, size + (size >>> 3) + 1024), size)
  return content?.length === size ? content : undefined
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

interface Base {
  readonly object: GitObject
  /** bytes that name the base */
  readonly length: number
}

function baseOf(pack: Pack, delta: DeltaHead, depth: number): Base | undefined {
  if (delta.kind === referenceDelta) return referencedBase(pack, delta, depth)
  return delta.kind === offsetDelta ? earlierBase(pack, delta, depth) : undefined
}

function referencedBase(pack: Pack, {head, length}: DeltaHead, depth: number): Base | undefined {
  const found = pack.findBase(head.toString('hex', length, length + pack.oidBytes))
  const object = typeof found === 'bigint' ? readPackEntry(pack, found, depth + 1) : found
  return object === undefined ? undefined : {object, length: pack.oidBytes}
}

function earlierBase(pack: Pack, {head, length, offset}: DeltaHead, depth: number): Base | undefined {
  const {distance, used} = distanceAt(head, length)
  const object = distance > 0n && distance <= offset ? readPackEntry(pack, offset - distance, depth + 1) : undefined
  return object === undefined ? undefined : {object, length: used}
}

/**
 * The distance back to the base, seven bits a byte; each further byte adds one, so that no distance has two spellings.
 */
function distanceAt(head: Buffer, at: number): {readonly distance: bigint; readonly used: number} {
  let byte = head[at] ?? 0
  let distance = BigInt(byte & 127)
  let used = 1
  while (byte >= 128 && used < 10) {
    byte = head[at + used++] ?? 0
    distance = ((distance + 1n) << 7n) | BigInt(byte & 127)
  }
  return {distance, used}
}
