import {AibomError} from '../../lib/errors.ts'
import {makeTemporaryFolder, removeTemporaryFolder} from '../../lib/fs/temporary-folder.ts'
import {isObjectId} from '../git-objects/object.ts'
import {localGitFolder, readHeadCommit} from './folder.ts'
import {GitFailure, type GitSetting, gitEnvironment, runGit} from './process.ts'
import {toSourceError} from './source-error.ts'
import {type GitAddress, withoutCredentials} from './url.ts'

/** Asks remotes for their commits, from an empty folder of our own. */
export class GitRemotes implements AsyncDisposable {
  readonly #setting: Omit<GitSetting, 'signal'>

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#setting = {folder: makeTemporaryFolder('aibom-remotes-'), env: gitEnvironment(env)}
  }

  /**
   * The commit that a branch, a tag or HEAD names, by `git ls-remote`: nothing is fetched. Of a repository on this
   * machine, HEAD is read as the files say it, which starts no program.
   * @returns a revision that is a whole commit itself; undefined where the remote lists nothing by that name, so that
   *   only fetching tells
   * @throws {AibomError} `AIBOM_SOURCE_NOT_FOUND`, `AIBOM_SOURCE_UNREADABLE`, `AIBOM_SOURCE_TIMEOUT`,
   *   `AIBOM_GIT_MISSING`
   */
  async commitOf(address: GitAddress, signal: AbortSignal, timeoutMs: number): Promise<string | undefined> {
    const {revision = 'HEAD', url} = address
    if (isObjectId(revision)) return revision
    const local = address.isLocal && revision === 'HEAD' ? localHead(url) : undefined
    if (local !== undefined) return local
    const names =
      revision === 'HEAD'
        ? ['HEAD']
        : [revision, `refs/tags/${revision}^{}`, `refs/tags/${revision}`, `refs/heads/${revision}`]
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const listing = await runGit({...this.#setting, signal: AbortSignal.any([signal, timeout])}, [
        'ls-remote',
        '--quiet',
        '--',
        url,
        ...names,
      ])
      const found = new Map(listing.toString('utf8').split('\n').flatMap(toPair))
      return names.map(name => found.get(name)).find(commit => commit !== undefined)
    } catch (error) {
      if (error instanceof GitFailure) throw toSourceError(address, error)
      if (timeout.aborted && !signal.aborted) throw timedOut(withoutCredentials(url), timeoutMs)
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    removeTemporaryFolder(this.#setting.folder)
  }
}

/** Undefined where files alone do not tell, as for refs in a form of their own. */
function localHead(url: string): string | undefined {
  const git = localGitFolder(url)
  return git && readHeadCommit(git)
}

/** For a source that did not come to an end in its time. */
export function timedOut(shown: string, timeoutMs: number): AibomError {
  return new AibomError('AIBOM_SOURCE_TIMEOUT', `${shown} was given up after ${timeoutMs / 1000} s`, {
    hint: 'Give it more time: --timeout SECONDS',
    exit: 3,
  })
}

function toPair(line: string): [string, string][] {
  const [commit = '', name] = line.split('\t', 2)
  return name === undefined || !isObjectId(commit) ? [] : [[name, commit]]
}
