import {basename, isAbsolute, resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {describeFile, type FolderEntry, listFolder} from '../../lib/fs/folder-list.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {groupBy} from '../../lib/group.ts'
import {baseName} from '../../lib/path.ts'
import {relativeInside} from '../../sources/inside.ts'
import {undecided} from '../../trust/failure.ts'
import type {VerifyRun} from './options.ts'

/**
 * The files that a BOM is compared with: a folder, a store of another program under the names that it gives its files,
 * or one file.
 */
export interface ArtifactFolder {
  /** as typed */
  readonly shown: string
  readonly absolutePath: string
  readonly entries: readonly FolderEntry[]
  /** @throws {TrustFailure} `path-unsafe` for a place that is not inside */
  at(place: string): FolderEntry | undefined
  /** files of that name, wherever they are */
  named(name: string): readonly FolderEntry[]
}

/**
 * @throws {AibomError} exit 2: `AIBOM_TARGET_NOT_FOUND`; exit 3: `AIBOM_FOLDER_UNREADABLE`, `AIBOM_FOLDER_TOO_LARGE`
 */
export async function openArtifacts(shown: string, run: VerifyRun): Promise<ArtifactFolder> {
  const absolutePath = resolve(run.cwd, shown)
  const entries = await listArtifacts(shown, absolutePath, run)
  const byPath = new Map(entries.map(entry => [entry.path, entry]))
  const files = groupBy(
    entries.filter(({kind}) => kind !== 'directory'),
    ({path}) => baseName(path),
  )
  return {
    shown,
    absolutePath,
    entries,
    at(place) {
      const [literal, ofWindows] = [place, place.replaceAll('\\', '/')].map(each =>
        byPath.get(toInner(each, absolutePath)),
      )
      if (literal !== undefined && ofWindows !== undefined && literal !== ofWindows)
        throw undecided(
          'path-unsafe',
          `${JSON.stringify(place)} is one file here, and another where \\ divides folders`,
        )
      return literal ?? ofWindows
    },
    named(name) {
      const exact = name.includes('/') ? byPath.get(name) : undefined
      if (exact !== undefined) return [exact]
      const alike = files.get(baseName(name)) ?? []
      // tools that scan an image or a root folder name files from there
      if (name.startsWith('/')) return alike.filter(({path}) => name.endsWith(`/${path}`))
      return alike.filter(({path}) => path === name || path.endsWith(`/${name}`))
    },
  }
}

async function listArtifacts(shown: string, absolutePath: string, run: VerifyRun): Promise<FolderEntry[]> {
  const kind = kindOfPath(absolutePath)
  if (kind === 'file') return [describeFile(absolutePath, basename(absolutePath))]
  if (kind !== 'folder')
    throw new AibomError('AIBOM_TARGET_NOT_FOUND', `${shown} is not a folder`, {
      hint: 'Name the folder with the files: --artifacts DIR',
    })
  const {openSource} = await import('../../sources/open-source.ts')
  await using source = await openSource(shown, {...run, exclude: [], offline: true})
  if (source.publications === undefined) return listFolder(absolutePath)
  const entries: FolderEntry[] = []
  for await (const {path} of source.walk(run.signal)) {
    const localPath = source.localPath?.(path)
    if (localPath !== undefined) entries.push(describeFile(localPath, path))
  }
  return entries
}

/** A place as a path inside the folder. */
function toInner(place: string, root: string): string {
  const inner = isAbsolute(place) ? relativeInside(root, place) : place.replace(/^(?:\.\/)+/, '')
  if (inner === undefined || inner.split('/').some(segment => segment === '..' || segment === '')) {
    throw undecided('path-unsafe', `${JSON.stringify(place)} is not a place inside the folder`)
  }
  return inner
}
