import {lfsPointerLimitBytes, parseLfsPointer} from '../../formats/lfs-pointer.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Digest} from '../../inventory/evidence.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {FileEntry} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {folderOf, pathIn} from '../../lib/path.ts'
import type {Source} from '../../sources/source.ts'

/** Files of data sets that lie in the source, by the key of the asset. */
export type DataFiles = ReadonlyMap<string, FileEntry>

const datasetPrefix = 'dataset:'

/**
 * The files that data sets named by a path are: from the root of the source, or from the folder of the file that names
 * them. Where both lie here nothing is chosen. Pure.
 */
export function dataFilesOf(assets: readonly Asset[], files: ReadonlyMap<string, FileEntry>): DataFiles {
  const found = new Map<string, FileEntry>()
  for (const asset of assets) {
    if (asset.kind !== 'dataset' || asset.facts.registry !== undefined || asset.facts.url !== undefined) continue
    const written = asset.id.startsWith(datasetPrefix) ? asset.id.slice(datasetPrefix.length) : ''
    if (!isPath(written)) continue
    const folders = ['', ...asset.evidence.map(({path}) => folderOf(path))]
    const paths = new Set(folders.flatMap(folder => pathIn(folder, written) ?? []))
    const here = [...paths].flatMap(path => files.get(path) ?? [])
    const [only] = here
    if (only !== undefined && here.length === 1 && only.remote !== true) found.set(keyOf(asset), only)
  }
  return found
}

/** A path from a folder, in no other form: no address, no pattern, nothing of a drive or a home. */
function isPath(written: string): boolean {
  return written !== '' && written.length <= 1000 && !/^[/~]|[\\:*?<>|\0]/.test(written)
}

/** What Git LFS keeps elsewhere is known by its pointer: the digest that it declares, by path. */
export async function pointerDigests(
  source: Source,
  files: DataFiles,
): Promise<ReadonlyMap<string, readonly Digest[]>> {
  const declared = new Map<string, readonly Digest[]>()
  for (const {path, byteLength} of files.values()) {
    if (byteLength > BigInt(lfsPointerLimitBytes)) continue
    const pointer = await pointerAt(source, path)
    if (pointer !== undefined) declared.set(path, [{alg: 'sha256', hex: pointer, of: 'content', from: 'declared'}])
  }
  return declared
}

async function pointerAt(source: Source, path: string): Promise<string | undefined> {
  try {
    const file = await source.open(path)
    try {
      return parseLfsPointer(new TextEncoder().encode(await file.text(lfsPointerLimitBytes)))?.sha256
    } finally {
      file.close?.()
    }
  } catch (error) {
    // what cannot be opened is told by the step that hashes it
    if (!(error instanceof AibomError)) throw error
    return undefined
  }
}

/** Puts the digests of their files on the data sets. Pure. */
export function attachDataDigests(
  assets: readonly Asset[],
  files: DataFiles,
  digestsByPath: ReadonlyMap<string, readonly Digest[]>,
): readonly Asset[] {
  return assets.map(asset => {
    const file = files.get(keyOf(asset))
    const digests = file === undefined ? undefined : digestsByPath.get(file.path)
    return digests === undefined || asset.digests.length > 0 ? asset : {...asset, digests: [...digests]}
  })
}
