import {createHash} from 'node:crypto'
import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import type {GitFolder} from '../git/folder.ts'
import {readLocalFile, withLocalRanges} from '../local-file.ts'
import {inflate, inflateStart} from './inflate.ts'
import {type GitObject, type ObjectType, typesByNumber} from './object.ts'
import {PackFile} from './pack-file.ts'

/** Packs that are searched; git joins them long before. */
const packLimit = 256
/** Deflated bytes that hold at least the type and the size of a loose object. */
const headBytes = 64
const headPattern = /^(commit|tree|blob|tag) (\d{1,15})\0/

/**
 * The objects of a repository, loose or packed. Our own code reads them, for git inside a repository obeys that
 * repository's configuration. What is kept elsewhere (alternates, a partial clone), damaged, or larger than the limit
 * is not there. Packs stay open until it is disposed.
 */
export class ObjectStore implements Disposable {
  readonly #git: GitFolder
  readonly #limitBytes: number
  #packs: readonly PackFile[] | undefined

  /** @param limitBytes of one object, and of each object that it is stored as a difference from */
  constructor(git: GitFolder, limitBytes: number) {
    this.#git = git
    this.#limitBytes = limitBytes
  }

  /**
   * An object, checked against its name.
   * @param oid 40 or 64 hex digits
   */
  read(oid: string, type: ObjectType): Buffer | undefined {
    const found = this.#readLoose(oid) ?? this.#readPacked(oid)
    if (found?.type !== type) return undefined
    const hash = createHash(oid.length === 64 ? 'sha256' : 'sha1')
      .update(`${type} ${found.content.length}\0`)
      .update(found.content)
    return hash.digest('hex') === oid ? found.content : undefined
  }

  /**
   * How many bytes an object has, as it says itself: it is not unpacked, so neither its name nor its type is checked.
   * @param oid 40 or 64 hex digits
   */
  lengthOf(oid: string): number | undefined {
    const loose = ifReadable(() => withLocalRanges(this.#pathOf(oid), read => inflateStart(read(0n, headBytes))))
    if (loose === undefined) return firstOf(this.#openPacks(), pack => pack.lengthOf(oid))
    const [, , length] = headPattern.exec(loose.toString('latin1', 0, headBytes)) ?? []
    return length === undefined ? undefined : Number(length)
  }

  [Symbol.dispose](): void {
    for (const pack of this.#packs ?? []) pack[Symbol.dispose]()
    this.#packs = undefined
  }

  #readLoose(oid: string): GitObject | undefined {
    const path = this.#pathOf(oid)
    const packed = ifReadable(() => readLocalFile(path, path, this.#limitBytes))
    const bytes = packed === undefined ? undefined : inflate(packed, this.#limitBytes)
    const end = bytes?.indexOf(0) ?? -1
    if (bytes === undefined || end === -1) return undefined
    const [name] = bytes.toString('latin1', 0, end).split(' ')
    const type = Object.values(typesByNumber).find(each => each === name)
    return type === undefined ? undefined : {type, content: bytes.subarray(end + 1)}
  }

  #readPacked(oid: string): GitObject | undefined {
    return firstOf(this.#openPacks(), pack => pack.read(oid, this.#limitBytes, base => this.#readLoose(base)))
  }

  #pathOf(oid: string): string {
    return join(this.#git.common, 'objects', oid.slice(0, 2), oid.slice(2))
  }

  #openPacks(): readonly PackFile[] {
    const folder = join(this.#git.common, 'objects/pack')
    this.#packs ??= (ifReadable(() => readdirSync(folder)) ?? [])
      .filter(name => name.endsWith('.idx'))
      .sort()
      .slice(0, packLimit)
      .flatMap(name => ifReadable(() => new PackFile(join(folder, name.slice(0, -'.idx'.length)))) ?? [])
    return this.#packs
  }
}

function firstOf<T>(packs: readonly PackFile[], ask: (pack: PackFile) => T | undefined): T | undefined {
  for (const pack of packs) {
    const answer = ifReadable(() => ask(pack))
    if (answer !== undefined) return answer
  }
  return undefined
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
