import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {Gap} from '../inventory/gap.ts'
import {AibomError} from '../lib/errors.ts'
import {findEnclosingRepository, findGitFolder, type GitFolder, readGitIndex} from './git/folder.ts'
import type {GitIndex} from './git/index.ts'
import {type RuleChain, withIgnoreFile} from './ignore/rule-chain.ts'
import {relativeInside} from './inside.ts'

/**
 * The repository that a folder belongs to: which files it tracks, whatever the ignore rules say. Its index is read when
 * it is first asked.
 */
export class Repository {
  readonly #git: GitFolder
  readonly #gaps: Gap[]
  /** how a path of the source becomes one of the repository */
  readonly #skip: number
  readonly #prefix: string
  #index: GitIndex | undefined
  #isRead = false

  constructor(git: GitFolder, place: {readonly skip: number; readonly prefix: string}, gaps: Gap[]) {
    this.#git = git
    this.#gaps = gaps
    this.#skip = place.skip
    this.#prefix = place.prefix
  }

  tracks(path: string): boolean {
    return this.#readIndex()?.has(this.#prefix + path.slice(this.#skip)) === true
  }

  /** @param folder ends with a slash; empty for the whole source */
  tracksBelow(folder: string): boolean {
    return this.#readIndex()?.hasBelow(this.#prefix + folder.slice(this.#skip)) === true
  }

  #readIndex(): GitIndex | undefined {
    if (this.#isRead) return this.#index
    this.#isRead = true
    try {
      this.#index = readGitIndex(this.#git)
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      this.#gaps.push({
        path: '.git/index',
        stage: 'walk',
        code: 'git-index',
        message: `${error.message}: files that are tracked although ignored count as ignored`,
      })
    }
    return this.#index
  }
}

/** What bears on the names of a folder. */
export interface Surroundings {
  readonly chain: RuleChain | undefined
  readonly repository: Repository | undefined
}

/**
 * A working tree starts anew: rules of a repository around it do not reach into it, as in git.
 * @param folder relative to the root, with a slash at its end
 * @returns undefined when the folder's `.git` is none
 */
export function repositoryAt(root: string, folder: string, gaps: Gap[]): Surroundings | undefined {
  const git = findGitFolder(join(root, folder))
  if (git === undefined) return undefined
  const place = {skip: folder.length, prefix: ''}
  return {chain: withExcludeFile(git, place, gaps), repository: new Repository(git, place, gaps)}
}

/**
 * What a repository around the root says of it. It counts only where that repository tracks something below the root:
 * a folder that was merely unpacked inside another project is judged by itself.
 */
export function repositoryAround(root: string, gaps: Gap[]): Surroundings {
  const none: Surroundings = {chain: undefined, repository: undefined}
  const enclosing = findEnclosingRepository(root)
  const folder = enclosing && relativeInside(enclosing.worktree, root)
  if (enclosing === undefined || folder === undefined) return none
  const place = {skip: 0, prefix: `${folder}/`}
  const repository = new Repository(enclosing.git, place, gaps)
  if (!repository.tracksBelow('')) return none
  let chain = withExcludeFile(enclosing.git, place, gaps)
  let prefix = place.prefix
  let above = enclosing.worktree
  for (const segment of folder.split('/')) {
    const absolutePath = join(above, '.gitignore')
    if (existsSync(absolutePath)) chain = withIgnoreFile(chain, '.gitignore', absolutePath, {skip: 0, prefix}, gaps)
    above = join(above, segment)
    prefix = prefix.slice(segment.length + 1)
  }
  return {chain, repository}
}

function withExcludeFile(
  git: GitFolder,
  place: {readonly skip: number; readonly prefix: string},
  gaps: Gap[],
): RuleChain | undefined {
  const absolutePath = join(git.common, 'info', 'exclude')
  return existsSync(absolutePath)
    ? withIgnoreFile(undefined, '.git/info/exclude', absolutePath, place, gaps)
    : undefined
}
