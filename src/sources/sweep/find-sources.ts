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

/**
 * The sources that a folder means: itself where it is a repository or holds neither repositories nor BOMs, else each of
 * these.
 * @throws {AibomError} `AIBOM_SOURCE_UNREADABLE`
 */
export function sourcesOfFolder(folder: string): SweptSource[] {
  if (isRepository(folder)) return [folderSource(folder)]
  const entries = sortedBy(entriesOf(folder), ({name}) => name)
  const found = entries.flatMap(entry => {
    const absolutePath = join(folder, entry.name)
    if (entry.isDirectory()) return isRepository(absolutePath) ? [folderSource(absolutePath)] : []
    return entry.isFile() && isBomFile(absolutePath) ? [bomSource(absolutePath)] : []
  })
  return found.length === 0 ? [folderSource(folder)] : found
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
