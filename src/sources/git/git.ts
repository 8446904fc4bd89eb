import {makeTemporaryFolder, removeTemporaryFolder} from '../../lib/fs/temporary-folder.ts'
import {type IgnoreRules, parseExcludes} from '../ignore/ignore-file.ts'
import type {SourceOptions} from '../opener.ts'
import type {Source} from '../source.ts'
import {makeBareRepository} from './bare.ts'
import {GitBlobs} from './blobs.ts'
import {type Commit, CommitSource} from './commit-source.ts'
import {fetchLimitBytes, fetchWithin} from './fetch-within.ts'
import {openLocalCommit} from './local-commit.ts'
import {GitFailure, type GitSetting, gitEnvironment, runGit} from './process.ts'
import {toSourceError} from './source-error.ts'
import {listedEntries, toTree} from './tree.ts'
import type {GitAddress} from './url.ts'

/** Our own name for the commit: a remote's could collide with git's. */
const ref = 'refs/aibom/source'

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
    const exclude = parseExcludes(options.exclude)
    const setting: GitSetting = {folder, env: gitEnvironment(options.env), signal: options.signal}
    const commit = openLocalCommit(address, exclude, folder) ?? (await openFetched(address, exclude, setting))
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

async function openFetched(
  address: GitAddress,
  exclude: IgnoreRules | undefined,
  setting: GitSetting,
): Promise<Commit> {
  const blobs = new GitBlobs(setting)
  try {
    await fetchCommit(address, setting)
    const id = await blobs.commitOf(ref)
    const listing = await runGit(setting, ['ls-tree', '-r', '-z', '-l', '--full-tree', id])
    const tree = toTree(listedEntries(listing), exclude)
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
  await fetchWithin(setting, ['fetch', ...flags, '--', address.url, refspec], fetchLimitBytes)
}
