import {relative, resolve, sep} from 'node:path'
import {recordAt, textsOf} from '../../lib/narrow.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import {decodeText} from '../../lib/text/text.ts'
import {readCommittedFile} from '../../sources/git-objects/committed-file.ts'
import type {RunContext} from '../run-context.ts'
import type {Repository} from './repository.ts'

type Configured = RunContext['configured']

/**
 * What a configuration file leaves out of a check. Of a pull request only what the target branch leaves out as well
 * counts, so that a change cannot hide itself; each pattern is told.
 * @param commit of the target branch; undefined where none was named
 */
export function committedExcludes(
  {cwd, configured}: Pick<RunContext, 'cwd' | 'configured'>,
  repository: Repository | undefined,
  commit: string | undefined,
): {readonly configured: Configured; readonly notes: readonly string[]} {
  if (configured === undefined || configured.excludes.length === 0) return {configured, notes: []}
  const {path, keys, excludes} = configured
  const known =
    repository === undefined || commit === undefined
      ? new Set(excludes)
      : new Set(excludesAt(repository, commit, {absolutePath: resolve(cwd, path), keys}))
  return {
    configured: {path, keys, excludes: excludes.filter(pattern => known.has(pattern))},
    notes: excludes.map(pattern =>
      known.has(pattern)
        ? `${path} excludes ${pattern}: nothing there is judged`
        : `${path} excludes ${pattern}, and the target branch does not: that does not count until it is merged`,
    ),
  }
}

interface Settings {
  readonly absolutePath: string
  readonly keys: readonly string[]
}

/** Read as the file at hand was: settings of another tool are none of ours. */
function excludesAt({worktree, git}: Repository, commit: string, {absolutePath, keys}: Settings): readonly string[] {
  const path = relative(worktree, absolutePath).split(sep).join('/')
  const content = readCommittedFile(git, commit, path)
  if (content === undefined) return []
  const answer = parseDocument(decodeText(content), keys.length === 0 ? 'aibom.config.yaml' : path)
  return answer.ok ? textsOf(recordAt(answer.document.value, keys)?.['exclude']) : []
}
