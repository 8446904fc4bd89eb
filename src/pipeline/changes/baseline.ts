import {dirname, relative, resolve, sep} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/read-file.ts'
import {decodeText} from '../../lib/text.ts'
import {findEnclosingRepository, findGitFolder, type GitFolder, readHeadCommit} from '../../sources/git-folder.ts'
import {readCommittedFile} from '../../sources/git-objects/committed-file.ts'
import {lockSide, type OpenedSide, openSide, type SideOptions} from './open-side.ts'

/** What a source is held against. */
export interface Baseline {
  /** as the user named it, or the default */
  readonly path: string
  /** the commit that it was read from */
  readonly commit?: string | undefined
  readonly side: OpenedSide
}

const lockName = 'aibom.lock'

/**
 * The baseline: what the user names, else `aibom.lock` as it is committed, so that a change cannot approve itself; outside git the file.
 * @param source what is checked
 * @throws {AibomError} `AIBOM_BASELINE_MISSING` (exit 2), and those of the reader
 */
export async function openBaseline(named: string | undefined, source: string, options: SideOptions): Promise<Baseline> {
  if (named !== undefined) return {path: named, side: await openSide(named, options)}
  const folder = folderOf(resolve(options.cwd, source))
  const repository = kindOfPath(folder) === 'folder' ? repositoryOf(folder) : undefined
  if (repository !== undefined) return committedLock(folder, repository)
  if (kindOfPath(resolve(folder, lockName)) === 'file') return {path: lockName, side: await openSide(resolve(folder, lockName), options)}
  throw missing(`${source} has no ${lockName}`)
}

/** A BOM is held against the lock beside it. */
function folderOf(absolutePath: string): string {
  return kindOfPath(absolutePath) === 'file' ? dirname(absolutePath) : absolutePath
}

interface Repository {
  readonly worktree: string
  readonly git: GitFolder
}

function repositoryOf(folder: string): Repository | undefined {
  const git = findGitFolder(folder)
  return git === undefined ? findEnclosingRepository(folder) : {worktree: folder, git}
}

function committedLock(folder: string, {worktree, git}: Repository): Baseline {
  const commit = readHeadCommit(git)
  const path = relative(worktree, resolve(folder, lockName)).split(sep).join('/')
  const content = commit === undefined ? undefined : readCommittedFile(git, commit, path)
  if (commit === undefined || content === undefined) throw missing(`${path} is not committed`)
  return {path, commit, side: lockSide(decodeText(content), path)}
}

function missing(what: string): AibomError {
  return new AibomError('AIBOM_BASELINE_MISSING', `${what}: there is nothing to hold the source against`, {
    hint: 'Write one with: aibom lock, and commit it; or name another: --baseline FILE',
    exit: 2,
  })
}
