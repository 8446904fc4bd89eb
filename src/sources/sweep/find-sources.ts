import {type Dirent, existsSync, readdirSync} from 'node:fs'
import {basename, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {isBomHead} from '../../bom/spec/head.ts'
import {AibomError} from '../../lib/errors.ts'
import {readHead} from '../../lib/fs/read-file.ts'
import {sortedBy} from '../../lib/sort.ts'
import {systemReason} from '../local-file.ts'
import {isBareRepository} from '../open-source.ts'

/** A source that a sweep looks at. */
export interface SweptSource {
  readonly address: string
  readonly form: 'git' | 'folder' | 'bom' | 'registry'
  /** until its BOM says better */
  readonly name: string
}

const headBytes = 4096
const bomEndings = /\.(?:json|xml)$/i

/** What a folder means to a fleet. */
export interface FolderSources {
  readonly sources: readonly SweptSource[]
  /** absolute paths of what is in it and was left out, since it holds neither a repository nor a BOM */
  readonly passedOver: readonly string[]
}

/** Folders that hold nothing but folders are looked into so deep: `host/group/subgroup/repository`. */
const groupDepth = 4

/**
 * The sources that a folder means: itself where it is a repository or holds neither repositories nor BOMs, else each of
 * these. Repositories may be sorted into folders.
 * @throws {AibomError} `AIBOM_SOURCE_UNREADABLE`
 */
export function sourcesOfFolder(folder: string): FolderSources {
  if (isRepository(folder)) return {sources: [folderSource(folder)], passedOver: []}
  const [sources, passedOver]: [SweptSource[], string[]] = [[], []]
  for (const entry of sortedBy(entriesOf(folder), ({name}) => name)) {
    const absolutePath = join(folder, entry.name)
    const found = sourcesOfEntry(entry, absolutePath)
    sources.push(...found)
    if (found.length === 0 && !entry.isFile() && !entry.name.startsWith('.')) passedOver.push(absolutePath)
  }
  return sources.length === 0 ? {sources: [folderSource(folder)], passedOver: []} : {sources, passedOver}
}

function sourcesOfEntry(entry: Dirent, absolutePath: string): SweptSource[] {
  if (entry.isDirectory()) return repositoriesIn(absolutePath, groupDepth)
  return entry.isFile() && isBomFile(absolutePath) ? [bomSource(absolutePath)] : []
}

/** The folder itself, or what a folder of folders holds. */
function repositoriesIn(folder: string, depth: number): SweptSource[] {
  if (isRepository(folder)) return [folderSource(folder)]
  if (depth === 0) return []
  const entries = readableEntries(folder).filter(({name}) => !name.startsWith('.'))
  if (!entries.every(entry => entry.isDirectory())) return []
  return sortedBy(entries, ({name}) => name).flatMap(({name}) => repositoriesIn(join(folder, name), depth - 1))
}

/** A file that is a BOM by its first bytes. */
export function isBomFile(absolutePath: string): boolean {
  return bomEndings.test(absolutePath) && isBomHead(readHead(absolutePath, absolutePath, headBytes).toString('utf8'))
}

/** A BOM in a file. */
export function bomSource(absolutePath: string): SweptSource {
  return {address: absolutePath, form: 'bom', name: basename(absolutePath)}
}

function isRepository(folder: string): boolean {
  return existsSync(join(folder, '.git')) || isBareRepository(folder)
}

/** Files of a bare repository lie in its commits; those of another folder are read as they are. */
function folderSource(folder: string): SweptSource {
  const name = basename(folder)
  if (!isBareRepository(folder)) return {address: folder, form: 'folder', name}
  return {address: pathToFileURL(folder).href, form: 'git', name: name.replace(/\.git$/, '')}
}

/** None of a folder that cannot be read, which is then passed over. */
function readableEntries(folder: string): Dirent[] {
  try {
    return entriesOf(folder)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return []
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true})
  } catch (error) {
    throw new AibomError('AIBOM_SOURCE_UNREADABLE', `${folder} could not be read: ${systemReason(error)}`, {
      hint: 'Check its permissions',
      cause: error,
    })
  }
}
