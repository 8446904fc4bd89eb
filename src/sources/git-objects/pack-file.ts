import {openLocalRanges} from '../local-file.ts'
import {BaseCache} from './base-cache.ts'
import type {GitObject} from './object.ts'
import {packedLength, readPackEntry} from './pack.ts'
import {findInPackIndex} from './pack-index.ts'

/** A pack and its index, open until they are closed. */
export class PackFile implements Disposable {
  readonly #index: ReturnType<typeof openLocalRanges>
  readonly #pack: ReturnType<typeof openLocalRanges>
  readonly #bases = new BaseCache()

  /**
   * @param path of both, without the ending
   * @throws {AibomError} `AIBOM_FILE_UNREADABLE`
   */
  constructor(path: string) {
    this.#index = openLocalRanges(`${path}.idx`)
    try {
      this.#pack = openLocalRanges(`${path}.pack`)
    } catch (error) {
      this.#index.close()
      throw error
    }
  }

  offsetOf(oid: string): bigint | undefined {
    return findInPackIndex(this.#index.read, Buffer.from(oid, 'hex'))
  }

  /**
   * @param readLoose finds the base of a delta that is not in this pack
   * @returns undefined where it is damaged or larger than the limit
   */
  read(oid: string, limitBytes: number, readLoose: (oid: string) => GitObject | undefined): GitObject | undefined {
    const offset = this.offsetOf(oid)
    if (offset === undefined) return undefined
    const findBase = (id: string): GitObject | bigint | undefined => readLoose(id) ?? this.offsetOf(id)
    const pack = {read: this.#pack.read, oidBytes: oid.length / 2, limitBytes, findBase, bases: this.#bases}
    return readPackEntry(pack, offset)
  }

  /** How long an object is when it is unpacked, as the pack says it. */
  lengthOf(oid: string): number | undefined {
    const offset = this.offsetOf(oid)
    return offset === undefined ? undefined : packedLength(this.#pack.read, offset, oid.length / 2)
  }

  [Symbol.dispose](): void {
    this.#index.close()
    this.#pack.close()
  }
}
