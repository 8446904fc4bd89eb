import {closeSync, openSync, readdirSync, readSync} from 'node:fs'
import {join} from 'node:path'
import {inflateSync} from 'node:zlib'
import {AibomError, systemErrorCode} from '../lib/errors.ts'
import type {GitFolder} from './git-folder.ts'
import {readLocalFile} from './local-file.ts'

/** A commit holds its message, which people keep short. */
const objectLimit = 1024 * 1024
/** Packs that are looked into; git gathers them long before. */
const packLimit = 64
const indexHeader = Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2])
const fanoutEnd = 8 + 256 * 4
const commitType = 1
const committerPattern = /^committer .* (\d{1,12}) [+-]\d{4}$/m

/**
 * When a commit was made, from its object: loose, or whole in a pack. Git is not run.
 * @returns undefined where the object is kept as a difference from another one, or is not here
 */
export function readCommitTime(git: GitFolder, commit: string): Date | undefined {
  try {
    const object = looseObject(git, commit) ?? packedObject(git, commit)
    const seconds = committerPattern.exec((object ?? '').split('\n\n', 1)[0] ?? '')?.[1]
    const date = new Date(Number(seconds) * 1000)
    return seconds === undefined || Number.isNaN(date.getTime()) ? undefined : date
  } catch (error) {
    // a damaged repository tells no time; what it means for the files is told where they are read
    if (error instanceof AibomError || systemErrorCode(error) !== undefined || error instanceof RangeError) return undefined
    throw error
  }
}

function looseObject(git: GitFolder, commit: string): string | undefined {
  const path = join(git.common, 'objects', commit.slice(0, 2), commit.slice(2))
  let bytes: Buffer
  try {
    bytes = readLocalFile('.git/objects', path, objectLimit)
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
  return inflateSync(bytes, {maxOutputLength: objectLimit}).toString('utf8')
}

function packedObject(git: GitFolder, commit: string): string | undefined {
  const folder = join(git.common, 'objects/pack')
  const indexes = readdirSync(folder).filter(name => name.endsWith('.idx'))
  for (const name of indexes.sort().slice(0, packLimit)) {
    const offset = withFile(join(folder, name), read => offsetIn(read, Buffer.from(commit, 'hex')))
    if (offset !== undefined) return withFile(join(folder, `${name.slice(0, -'.idx'.length)}.pack`), read => objectAt(read, offset))
  }
  return undefined
}

type Read = (position: number, length: number) => Buffer

function withFile<T>(path: string, use: (read: Read) => T): T {
  const descriptor = openSync(path, 'r')
  try {
    return use((position, length) => {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position))
    })
  } finally {
    closeSync(descriptor)
  }
}

/** Offset of an object in the pack. @see git «pack-format», version 2 of the index */
function offsetIn(read: Read, oid: Buffer): number | undefined {
  const head = read(0, fanoutEnd)
  if (head.length < fanoutEnd || !head.subarray(0, 8).equals(indexHeader)) return undefined
  const first = oid[0] ?? 0
  const count = head.readUInt32BE(8 + 255 * 4)
  let [low, high] = [first === 0 ? 0 : head.readUInt32BE(8 + (first - 1) * 4), head.readUInt32BE(8 + first * 4)]
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = Buffer.compare(read(fanoutEnd + middle * oid.length, oid.length), oid)
    if (order === 0) return smallOffset(read(fanoutEnd + count * (oid.length + 4) + middle * 4, 4))
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

/** Packs past 2 GiB keep their offsets elsewhere. */
function smallOffset(bytes: Buffer): number | undefined {
  const offset = bytes.length === 4 ? bytes.readUInt32BE(0) : 0x80000000
  return offset < 0x80000000 ? offset : undefined
}

/** A commit that is stored whole: its type and length, seven bits a byte, then deflated bytes. */
function objectAt(read: Read, offset: number): string | undefined {
  const bytes = read(offset, objectLimit)
  if ((((bytes[0] ?? 0) >> 4) & 7) !== commitType) return undefined
  const start = bytes.findIndex(byte => byte < 0x80) + 1
  return inflateSync(bytes.subarray(start), {maxOutputLength: objectLimit}).toString('utf8')
}
