import {relative, resolve, sep} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {decodeText} from '../../lib/text/text.ts'
import {readCommittedFile} from '../../sources/git-objects/committed-file.ts'
import {lockSide, type OpenedSide, openComparable, type SideOptions} from './open-side.ts'
import type {Repository} from './repository.ts'

/** What a source is held against. */
export interface Baseline {
  /** as the user named it, or the default */
  readonly path: string
  /** the commit that it was read from */
  readonly commit?: string | undefined
  readonly side: OpenedSide
}

/** What a lock is called where nobody names it. */
export const lockName = 'aibom.lock'

/**
 * The lock of a folder as a commit has it, so that a change cannot approve itself.
 * @returns undefined where the commit has none
 */
export function committedLock(
  folder: string,
  {worktree, git}: Repository,
  commit: string | undefined,
): Baseline | undefined {
  const path = relative(worktree, resolve(folder, lockName)).split(sep).join('/')
  const content = commit === undefined ? undefined : readCommittedFile(git, commit, path)
  return content === undefined ? undefined : {path, commit, side: lockSide(decodeText(content), path)}
}

/** The lock of a folder that is in no repository. */
export async function folderLock(folder: string, options: SideOptions): Promise<Baseline | undefined> {
  const absolutePath = resolve(folder, lockName)
  return kindOfPath(absolutePath) === 'file'
    ? {path: lockName, side: await openComparable(absolutePath, options)}
    : undefined
}

/** `AIBOM_BASELINE_MISSING` (exit 2): a check without a baseline must not pass in silence. */
export function baselineMissing(what: string, source = '.'): AibomError {
  return new AibomError('AIBOM_BASELINE_MISSING', `${what}: there is nothing to compare the source with`, {
    hint: `Write one with: aibom lock${source === '.' ? '' : ` ${source}`}, and commit it; or name another: --baseline FILE; or ask the rules alone: --no-baseline`,
    exit: 2,
  })
}
