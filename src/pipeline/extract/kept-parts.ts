import {join} from 'node:path'
import {deserialize} from 'node:v8'
import type {AssembleContext, Detector, Reread} from '../../detectors/detector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {keepNewest} from '../../lib/fs/keep-newest.ts'
import {type Seal, SealedPack} from '../../lib/fs/sealed-pack.ts'
import {readBuildId} from '../../lib/own-files.ts'
import type {FolderPlace, Source} from '../../sources/source.ts'
import {areUnchanged, type KeptAssembly, noticingContents, sealOfAssembly} from './kept-assembly.ts'
import {type ClaimedFile, type FileParts, type PackedParts, pack, packParts, unpackParts} from './parts.ts'
import {isKept, readWhole, sealOf} from './whole-file.ts'

const folderName = 'readings-v1'
/** Of all sources together; the packs that were not used for the longest time go first. */
const packLimit = 100
const allLimitBytes = 2 * 1024 * 1024 * 1024

/**
 * What was read of single files, from one run to the next: by the SHA-256 of the bytes that were read, the path, the
 * detectors that were asked and this very build of aibom. Nothing is taken on trust from the repository: each file is
 * read and hashed in each run. Entries are sealed by what they were made of, so that a secret of a file lies nowhere in
 * the clear.
 */
export class KeptParts implements Disposable {
  readonly #pack: SealedPack
  readonly #folder: string
  /** ids of what {@link reread} was asked for since an assembly began */
  readonly #rereadIds = new Set<string>()
  /** goes into every seal; what helpers are told */
  readonly realm: string

  private constructor(folder: string, name: string, realm: string) {
    this.#folder = folder
    this.#pack = new SealedPack(join(folder, name))
    this.realm = realm
  }

  /**
   * @returns undefined where nothing is kept: without a cache, for sources that a registry describes, and in
   * development
   */
  static open(
    source: Source,
    folder: FolderPlace,
    detectors: readonly Detector[],
    cacheFolder: string | undefined,
    build: string | undefined = readBuildId(),
  ): KeptParts | undefined {
    if (cacheFolder === undefined || build === undefined || source.publications !== undefined) return undefined
    const realm = [build, process.version, ...detectors.map(({id, version}) => `${id}@${version}`)].join('\n')
    const name = sha256Hex(`${folder.absolutePath}\n${detectors.length}`).slice(0, 32)
    return new KeptParts(join(cacheFolder, folderName), name, realm)
  }

  /** What a file held when the same bytes were read last; undefined where it is to be read. */
  async recall(source: Source, {file, named}: ClaimedFile): Promise<FileParts | undefined> {
    if (this.#pack.size === 0 || named.length === 0 || !isKept(file)) return undefined
    const opened = await openOrNot(source, file.path)
    if (opened === undefined) return undefined
    try {
      const read = isKept(opened) ? await readWhole(opened) : undefined
      const packed = read === undefined ? undefined : this.#pack.get(sealOf(this.realm, file, read.sha256))
      const parts = unpackParts(packed)
      return parts?.path === file.path ? parts : undefined
    } catch {
      // whoever reads it next says what is wrong with it
      return undefined
    } finally {
      opened.close?.()
    }
  }

  /** @param packed the same in bytes, where a thread handed it over so */
  keep(parts: FileParts, packed?: PackedParts): void {
    if (parts.seal === undefined) return
    const bytes = packed ?? packParts(parts)
    if (bytes !== undefined) this.#pack.put(parts.seal, bytes)
  }

  /** What an assembly makes of a file: see {@link Reread}. */
  readonly reread: Reread = async <T>(opened: OpenFile, purpose: string, read: (file: OpenFile) => Promise<T>) => {
    if (!isKept(opened)) return read(opened)
    const {file, sha256} = await readWhole(opened)
    const seal = sealOf(`${this.realm}\n${purpose}`, opened, sha256)
    this.#rereadIds.add(seal.id)
    const known = unpackMade<T>(this.#pack.get(seal))
    if (known !== undefined) return known.made
    const made = await read(file)
    const bytes = pack({made})
    if (bytes !== undefined) this.#pack.put(seal, bytes)
    return made
  }

  /**
   * What a detector makes of all its files together, as it was made of the same files in an earlier run.
   * @param seals of all files that it read
   */
  async assembled(
    detector: Detector,
    seals: readonly Seal[],
    context: AssembleContext,
    assemble: (context: AssembleContext) => Extraction | Promise<Extraction>,
  ): Promise<Extraction> {
    const seal = sealOfAssembly(this.realm, detector.id, seals, context.files)
    const known = unpackMade<KeptAssembly>(this.#pack.get(seal))?.made
    if (known !== undefined && (await areUnchanged(known.siblings, context))) {
      for (const id of known.reread) this.#pack.retain(id)
      return known.result
    }
    this.#rereadIds.clear()
    const noticed = noticingContents(context)
    const result = await assemble(noticed.context)
    const siblings = noticed.siblings()
    if (siblings === undefined) return result
    const bytes = pack({made: {result, siblings, reread: [...this.#rereadIds]} satisfies KeptAssembly})
    if (bytes !== undefined) this.#pack.put(seal, bytes)
    return result
  }

  /** @returns why nothing could be kept for the next run; undefined where it could */
  save(): string | undefined {
    const {isNew, failure} = this.#pack.save()
    // what was there before was counted when it was written
    if (isNew) keepNewest(this.#folder, packLimit, allLimitBytes)
    return failure
  }

  [Symbol.dispose](): void {
    this.#pack[Symbol.dispose]()
  }
}

/** Only a run of this build with the same bytes can have sealed it. */
function unpackMade<T>(packed: Uint8Array | undefined): {readonly made: T} | undefined {
  try {
    return packed === undefined ? undefined : deserialize(packed)
  } catch {
    return undefined
  }
}

async function openOrNot(source: Source, path: string): Promise<OpenFile | undefined> {
  try {
    return await source.open(path)
  } catch {
    return undefined
  }
}
