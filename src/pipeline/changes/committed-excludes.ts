import {relative, resolve, sep} from 'node:path'
import {asRecord, asText, textsOf} from '../../lib/narrow.ts'
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
  const {path, excludes} = configured
  const known =
    repository === undefined || commit === undefined
      ? new Set(excludes)
      : new Set(excludesAt(repository, commit, resolve(cwd, path)))
  return {
    configured: {path, excludes: excludes.filter(pattern => known.has(pattern))},
    notes: excludes.map(pattern =>
      known.has(pattern)
        ? `${path} excludes ${pattern}: nothing there is judged`
        : `${path} excludes ${pattern}, and the target branch does not: that does not count until it is merged`,
    ),
  }
}

function excludesAt({worktree, git}: Repository, commit: string, absolutePath: string): readonly string[] {
  const path = relative(worktree, absolutePath).split(sep).join('/')
  const content = readCommittedFile(git, commit, path)
  const answer = content === undefined ? undefined : parseDocument(decodeText(content), path)
  if (answer === undefined || !answer.ok) return []
  const document = asRecord(answer.document.value)
  // `aibom` of package.json, `[tool.aibom]` of pyproject.toml, or a file of its own
  const settings = asRecord(asRecord(document?.['tool'])?.['aibom']) ?? asRecord(document?.['aibom']) ?? document
  const text = asText(settings?.['exclude'])
  return text === undefined ? textsOf(settings?.['exclude']) : [text]
}
