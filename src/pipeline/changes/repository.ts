import {AibomError} from '../../lib/errors.ts'
import {
  findEnclosingRepository,
  findGitFolder,
  type GitFolder,
  readHeadCommit,
  readRevision,
} from '../../sources/git/folder.ts'
import {readGitObject} from '../../sources/git-objects/read-object.ts'

/** The repository that a folder is in. */
export interface Repository {
  readonly worktree: string
  readonly git: GitFolder
  /** that HEAD stands at; undefined before the first one */
  readonly head: string | undefined
}

/** @returns undefined for a folder outside git */
export function repositoryOf(folder: string): Repository | undefined {
  const own = findGitFolder(folder)
  const found = own === undefined ? findEnclosingRepository(folder) : {worktree: folder, git: own}
  return found === undefined ? undefined : {...found, head: readHeadCommit(found.git)}
}

const objectLimit = 1024 * 1024
/** What git works out: `HEAD~1`, `main^`, `main@{1}`, and ids that are cut short. */
const expressionPattern = /[~^@{]|^[0-9a-f]{4,39}$/

/**
 * The commit that a name stands for, of which the repository holds the object.
 * @throws {AibomError} `AIBOM_BASE_MISSING` (exit 2)
 */
export function commitOf({git}: Repository, name: string): string {
  const oid = readRevision(git, name)
  if (oid === undefined) {
    throw new AibomError('AIBOM_BASE_MISSING', `${name} is not a branch, tag or full commit id of this repository`, {
      hint: expressionPattern.test(name)
        ? `Give the commit that git names: git rev-parse ${name}`
        : `Fetch it first: git fetch origin ${name}`,
    })
  }
  // an annotated tag is an object of its own
  const [, target] =
    /^object ([0-9a-f]{40,64})\n/.exec(readGitObject(git, oid, 'tag', objectLimit)?.toString('latin1', 0, 80) ?? '') ??
    []
  const commit = target ?? oid
  if (readGitObject(git, commit, 'commit', objectLimit) === undefined) {
    throw new AibomError('AIBOM_BASE_MISSING', `the commit ${commit} is not in this repository`, {
      hint: `Fetch it first: git fetch --depth=1 origin ${commit}`,
    })
  }
  return commit
}
