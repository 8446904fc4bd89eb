import type {Digest} from '../../inventory/evidence.ts'
import type {FileEntry} from '../../inventory/source.ts'
import type {ExpectedDigest} from '../../lib/download.ts'
import {AibomError} from '../../lib/errors.ts'
import {isOwnTemporary} from '../../lib/fs/own-temporary.ts'
import {bareRepositoryIn, isWritablePath, pathKey} from '../../lib/fs/safe-path.ts'
import type {Source} from '../../sources/source.ts'

/**
 * The files of a repository that may be written into one folder, each under a name of its own on any file system.
 * @throws {AibomError} `AIBOM_FETCH_UNSAFE` (exit 1), `AIBOM_FETCH_LIST` (exit 3)
 */
export async function listFiles(source: Source, signal: AbortSignal, platform: NodeJS.Platform): Promise<FileEntry[]> {
  const files: FileEntry[] = []
  for await (const file of source.walk(signal)) if (file.remote === true) files.push(file)
  assertWhole(source)
  for (const {path} of files) assertWritable(path, platform)
  assertDistinct(files.map(({path}) => path))
  assertNoRepository(files.map(({path}) => path))
  return files
}

function assertWhole(source: Source): void {
  const [trouble] = source.gaps()
  if (trouble === undefined) return
  if (trouble.code === 'unsafe-path') throw unsafe(trouble.message, 'the repository is not to be trusted')
  throw new AibomError('AIBOM_FETCH_LIST', `the list of files is not whole: ${trouble.message}`, {
    hint: 'Try again later',
    exit: 3,
  })
}

function assertWritable(path: string, platform: NodeJS.Platform): void {
  const shown = JSON.stringify(path)
  if (!isWritablePath(path, platform))
    throw unsafe(`${shown} has a name that some systems take for another`, 'it could be written to another place')
  if (path.split('/').some(isOwnTemporary))
    throw unsafe(`${shown} is named like a file that aibom is writing`, 'one could replace the other')
}

/**
 * Names that one file system keeps apart and another does not would overwrite each other, and so would a file and a
 * folder of one name.
 */
function assertDistinct(paths: readonly string[]): void {
  const files = new Map<string, string>()
  for (const path of paths) {
    const key = pathKey(path)
    const other = files.get(key)
    if (other !== undefined) {
      throw unsafe(
        `${JSON.stringify(other)} and ${JSON.stringify(path)} are one name on some file systems`,
        'one could replace the other',
      )
    }
    files.set(key, path)
  }
  for (const path of paths) {
    const key = pathKey(path)
    for (let end = key.indexOf('/'); end !== -1; end = key.indexOf('/', end + 1)) {
      const file = files.get(key.slice(0, end))
      if (file !== undefined)
        throw unsafe(
          `${JSON.stringify(file)} is a file, and a folder of ${JSON.stringify(path)}`,
          'one could replace the other',
        )
    }
  }
}

function assertNoRepository(paths: readonly string[]): void {
  const folder = bareRepositoryIn(paths)
  if (folder === undefined) return
  const where = folder === '' ? 'the repository itself' : JSON.stringify(folder)
  throw unsafe(`git takes ${where} for one of its own folders`, 'its configuration could run programs')
}

function unsafe(message: string, why: string): AibomError {
  return new AibomError('AIBOM_FETCH_UNSAFE', message, {hint: `Nothing was fetched: ${why}`, exit: 1})
}

/** The digest of the content, else the object id of the git blob, which is one of the content too. */
export function expectedOf(known: readonly Digest[]): ExpectedDigest | undefined {
  const content = known.find(({alg, of}) => of === 'content' && alg === 'sha256')
  if (content !== undefined) return {kind: 'sha256', hex: content.hex}
  const blob = known.find(({of}) => of === 'git-blob')
  return blob === undefined ? undefined : {kind: 'git', hex: blob.hex}
}
