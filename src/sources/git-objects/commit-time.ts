import type {GitFolder} from '../git/folder.ts'
import {readGitObject} from './read-object.ts'

/** A commit holds its message, which people keep short. */
const commitLimit = 1024 * 1024
const committerPattern = /^committer .* (\d{1,12}) [+-]\d{4}$/m

/**
 * When a commit was made, from its object. Git is not run.
 * @param commit 40 or 64 hex digits
 * @returns undefined where the repository does not hold the commit, or the commit is damaged
 */
export function readCommitTime(git: GitFolder, commit: string): Date | undefined {
  const head = readGitObject(git, commit, 'commit', commitLimit)?.toString('utf8').split('\n\n', 1)[0] ?? ''
  const seconds = committerPattern.exec(head)?.[1]
  const date = new Date(Number(seconds) * 1000)
  return seconds === undefined || Number.isNaN(date.getTime()) ? undefined : date
}
