import {type BigIntStats, lstatSync, readdirSync, realpathSync, statSync} from 'node:fs'
import {join, sep} from 'node:path'
import {AibomError, systemErrorCode} from '../errors.ts'
import {compareText} from '../sort.ts'
import {type FileIdentity, toIdentity} from './file-hash.ts'

/** Something in a folder, links included. */
export interface FolderEntry {
  /** below the folder, by `/` */
  readonly path: string
  readonly kind: 'file' | 'directory' | 'special'
  /** with links resolved */
  readonly absolutePath: string
  readonly byteLength: number
  /** the state the file was in when it was listed */
  readonly identity: FileIdentity
  /**
   * of a link: where it leads. `hub-blob`: into the blobs of the hub's own cache, which is how that cache stores every
   * file
   */
  readonly link?: 'inside' | 'outside' | 'nowhere' | 'hub-blob'
}

const entryLimit = 2_000_000
const snapshotPattern = /^(.*[\\/](?:models|datasets|spaces)--[^\\/]+)[\\/]snapshots[\\/][^\\/]+$/

/**
 * Everything in a folder, nothing left out, each once; sorted by path. Links to folders are listed and entered only
 * where they stay inside.
 * @throws {AibomError} exit 3: `AIBOM_FOLDER_UNREADABLE`, `AIBOM_FOLDER_TOO_LARGE`
 */
export function listFolder(folder: string): FolderEntry[] {
  const root = realpathSync(folder)
  const repository = snapshotPattern.exec(root)?.[1]
  const place = {root, blobs: repository === undefined ? undefined : join(repository, 'blobs')}
  const entries: FolderEntry[] = []
  const pending: Pending[] = [{absolutePath: root, path: '', via: []}]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name of readNames(next)) {
      const entry = toEntry(join(next.absolutePath, name), next.path === '' ? name : `${next.path}/${name}`, place)
      entries.push(entry)
      pending.push(...below(entry, next))
    }
    if (entries.length > entryLimit)
      throw new AibomError('AIBOM_FOLDER_TOO_LARGE', `more than ${entryLimit} files`, {exit: 3})
  }
  return entries.sort((a, b) => compareText(a.path, b.path))
}

interface Pending {
  readonly absolutePath: string
  readonly path: string
  /** folders that links led into on the way here: only those can hold themselves */
  readonly via: readonly string[]
}

/** What is to be entered of an entry: a link back into where it was met would be entered for ever. */
function below({kind, link, absolutePath, path}: FolderEntry, {via}: Pending): Pending[] {
  if (kind !== 'directory' || link === 'outside' || via.includes(absolutePath)) return []
  return [{absolutePath, path, via: link === undefined ? via : [...via, absolutePath]}]
}

/** One file, which may be a link. @throws {AibomError} `AIBOM_FOLDER_UNREADABLE` */
export function describeFile(absolutePath: string, name: string): FolderEntry {
  return resolved(absolutePath, name)
}

function readNames({absolutePath, path}: Pending): string[] {
  try {
    return readdirSync(absolutePath)
  } catch (error) {
    throw unreadable(path, error)
  }
}

function toEntry(
  absolutePath: string,
  path: string,
  {root, blobs}: {root: string; blobs: string | undefined},
): FolderEntry {
  const stats = stat(() => lstatSync(absolutePath, {bigint: true}), path)
  if (!stats.isSymbolicLink()) return fromStats(absolutePath, path, stats)
  const entry = resolved(absolutePath, path)
  if (blobs !== undefined && entry.kind === 'file' && entry.absolutePath.startsWith(blobs + sep))
    return {...entry, link: 'hub-blob'}
  if (entry.link === 'nowhere') return entry
  return {...entry, link: entry.absolutePath.startsWith(root + sep) ? 'inside' : 'outside'}
}

/** A link that leads nowhere is told as special, for no digest can be right of it. */
function resolved(absolutePath: string, path: string): FolderEntry {
  try {
    const real = realpathSync(absolutePath)
    return fromStats(real, path, statSync(real, {bigint: true}))
  } catch (error) {
    const code = systemErrorCode(error)
    if (code !== 'ENOENT' && code !== 'ELOOP') throw unreadable(path, error)
    return {
      ...fromStats(
        absolutePath,
        path,
        stat(() => lstatSync(absolutePath, {bigint: true}), path),
      ),
      kind: 'special',
      link: 'nowhere',
    }
  }
}

function fromStats(absolutePath: string, path: string, stats: BigIntStats): FolderEntry {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'special'
  return {path, kind, absolutePath, byteLength: Number(stats.size), identity: toIdentity(stats)}
}

function stat(read: () => BigIntStats, path: string): BigIntStats {
  try {
    return read()
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, cause: unknown): AibomError {
  return new AibomError(
    'AIBOM_FOLDER_UNREADABLE',
    `${path} cannot be read: ${systemErrorCode(cause) ?? 'unknown reason'}`,
    {exit: 3, cause},
  )
}
