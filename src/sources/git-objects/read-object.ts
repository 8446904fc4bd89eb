import {createHash} from 'node:crypto'
import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import type {GitFolder} from '../git/folder.ts'
import {readLocalFile, withLocalRanges} from '../local-file.ts'
import {inflate} from './inflate.ts'
import {type GitObject, type ObjectType, typesByNumber} from './object.ts'
import {readPackEntry} from './pack.ts'
import {findInPackIndex} from './pack-index.ts'

/** Packs that are searched; git joins them long before. */
const packLimit = 256

/**
 * An object of a repository, loose or packed, checked against its name. Our own code reads it, for git inside a
 * repository obeys that repository's configuration.
 * @param oid 40 or 64 hex digits
 * @param limitBytes of the object, and of each object that it is stored as a difference from
 * @returns undefined where the repository does not hold it (alternates, a partial clone), or it is damaged, too
 *   large, or of another type
 */
export function readGitObject(git: GitFolder, oid: string, type: ObjectType, limitBytes: number): Buffer | undefined {
  const found = readLoose(git, oid, limitBytes) ?? readPacked(git, oid, limitBytes)
  if (found?.type !== type) return undefined
  const hash = createHash(oid.length === 64 ? 'sha256' : 'sha1')
    .update(`${type} ${found.content.length}\0`)
    .update(found.content)
  return hash.digest('hex') === oid ? found.content : undefined
}

function readLoose({common}: GitFolder, oid: string, limitBytes: number): GitObject | undefined {
  const path = join(common, 'objects', oid.slice(0, 2), oid.slice(2))
  const packed = ifReadable(() => readLocalFile(path, path, limitBytes))
  const bytes = packed === undefined ? undefined : inflate(packed, limitBytes)
  const end = bytes?.indexOf(0) ?? -1
  if (bytes === undefined || end === -1) return undefined
  const [name] = bytes.toString('latin1', 0, end).split(' ')
  const type = Object.values(typesByNumber).find(each => each === name)
  return type === undefined ? undefined : {type, content: bytes.subarray(end + 1)}
}

function readPacked(git: GitFolder, oid: string, limitBytes: number): GitObject | undefined {
  const folder = join(git.common, 'objects/pack')
  const indexes = (ifReadable(() => readdirSync(folder)) ?? []).filter(name => name.endsWith('.idx'))
  for (const name of indexes.sort().slice(0, packLimit)) {
    const found = ifReadable(() => readFromPack(git, join(folder, name.slice(0, -'.idx'.length)), oid, limitBytes))
    if (found !== undefined) return found
  }
  return undefined
}

/** @param path of a pack and its index, without the ending */
function readFromPack(git: GitFolder, path: string, oid: string, limitBytes: number): GitObject | undefined {
  const offsetOf = (id: string): bigint | undefined =>
    withLocalRanges(`${path}.idx`, read => findInPackIndex(read, Buffer.from(id, 'hex')))
  const offset = offsetOf(oid)
  if (offset === undefined) return undefined
  const findBase = (id: string): GitObject | bigint | undefined => readLoose(git, id, limitBytes) ?? offsetOf(id)
  return withLocalRanges(`${path}.pack`, read =>
    readPackEntry({read, oidBytes: oid.length / 2, limitBytes, findBase}, offset),
  )
}

/** A file that is missing, too large or not a regular one, or that may not be read, holds no object. */
function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof AibomError || systemErrorCode(error) !== undefined) return undefined
    throw error
  }
}
