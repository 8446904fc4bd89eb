import {AibomError} from '../../lib/errors.ts'
import {makeTemporaryFolder, removeTemporaryFolder, unusable} from '../../lib/fs/temporary-folder.ts'
import {parseExcludes} from '../ignore/ignore-file.ts'
import type {SourceOptions} from '../opener.ts'
import type {Source} from '../source.ts'
import {makeBareRepository} from './bare.ts'
import {GitBlobs} from './blobs.ts'
import {type Commit, CommitSource} from './commit-source.ts'
import {FetchTooLarge, fetchWithin} from './fetch-within.ts'
import {openLocalCommit} from './local-commit.ts'
import {GitFailure, type GitSetting, gitEnvironment, runGit} from './process.ts'
import {listedEntries, toTree} from './tree.ts'
import {type GitAddress, withoutCredentials} from './url.ts'

/** Our own name for the commit: a remote's could collide with git's. */
const ref = 'refs/aibom/source'
/** How large one commit of a repository may be when it is fetched, packed. */
const fetchLimitGiB = 8

/**
 * One commit of a repository. Of one on this machine its objects are read where they lie. Otherwise, or where that does
 * not give the whole commit, it is fetched without history into a bare temporary repository, which is removed on
 * disposal. Nothing is checked out and no program of the repository's choice is started; LFS pointers stay pointers.
 *
 * @throws {AibomError} `AIBOM_SOURCE_NOT_FOUND`, `AIBOM_SOURCE_UNREADABLE`, `AIBOM_SOURCE_TOO_LARGE`,
 *   `AIBOM_GIT_MISSING`
 */
export async function openGitRepository(address: GitAddress, options: SourceOptions): Promise<Source> {
  const folder = makeTemporaryFolder('aibom-git-')
  try {
    const commit =
      openLocalCommit(address, parseExcludes(options.exclude), folder) ?? (await openFetched(address, options, folder))
    const close = async (): Promise<void> => {
      await commit.close()
      removeTemporaryFolder(folder)
    }
    return new CommitSource(address, {...commit, close})
  } catch (error) {
    removeTemporaryFolder(folder)
    throw error instanceof GitFailure ? toSourceError(address, error) : error
  }
}

async function openFetched(address: GitAddress, options: SourceOptions, folder: string): Promise<Commit> {
  const setting: GitSetting = {folder, env: gitEnvironment(options.env), signal: options.signal}
  const blobs = new GitBlobs(setting)
  try {
    await fetchCommit(address, setting)
    const id = await blobs.commitOf(ref)
    const listing = await runGit(setting, ['ls-tree', '-r', '-z', '-l', '--full-tree', id])
    const tree = toTree(listedEntries(listing), parseExcludes(options.exclude))
    return {id, tree, blobs, close: () => blobs.close()}
  } catch (error) {
    await blobs.close()
    throw error
  }
}

async function fetchCommit(address: GitAddress, setting: GitSetting): Promise<void> {
  makeBareRepository(setting.folder)
  const refspec = `+${address.revision ?? 'HEAD'}:${ref}`
  const flags = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head']
  await fetchWithin(setting, ['fetch', ...flags, '--', address.url, refspec], fetchLimitGiB * 1024 ** 3)
}

/** What git says when it cannot write to our repository. */
const unwritablePattern = /No space left on device|Disk quota exceeded|Read-only file system/

/** What hosts say that are asked too often, by HTTP and by ssh. */
const busyPattern = /returned error: (?:429|503)\b|\btoo many (?:requests|connections)\b|\brate limit/i

/** What git said of a remote, as an error of the user’s. */
export function toSourceError(address: GitAddress, failure: GitFailure): AibomError {
  const url = withoutCredentials(address.url)
  const at = address.revision === undefined ? url : `${url} at ${address.revision}`
  if (unwritablePattern.test(failure.message))
    return unusable(`${at} could not be written to the temporary folder: ${failure.message}`, failure)
  if (failure instanceof FetchTooLarge) {
    const hint = 'Clone it yourself and name the folder'
    return new AibomError(
      'AIBOM_SOURCE_TOO_LARGE',
      `${at} is larger than ${fetchLimitGiB} GiB, so it was not fetched whole`,
      {
        hint,
        exit: address.isLocal ? 2 : 3,
        cause: failure,
      },
    )
  }
  if (busyPattern.test(failure.message)) {
    return new AibomError('AIBOM_SOURCE_BUSY', `${at} is not given out now: ${failure.message}`, {
      hint: 'Its host receives too many requests: try again in some minutes',
      exit: 3,
      cause: failure,
    })
  }
  const isMissing = /couldn't find remote ref|does not appear to be a git repository|does not exist|not found/i.test(
    failure.message,
  )
  if (isMissing) {
    const hint = 'Check the address; a revision is a branch, a tag or a full commit'
    return new AibomError('AIBOM_SOURCE_NOT_FOUND', `${at} was not found: ${failure.message}`, {hint, cause: failure})
  }
  const hint = 'Clone it yourself and name the folder, or check your access'
  return new AibomError('AIBOM_SOURCE_UNREADABLE', `${at} could not be read: ${failure.message}`, {
    hint,
    exit: address.isLocal ? 2 : 3,
    cause: failure,
  })
}
