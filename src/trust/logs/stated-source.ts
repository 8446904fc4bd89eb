import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {invalid} from '../failure.ts'
import type {BuildSource} from './fulcio.ts'

/** `git+https://host/owner/name@refs/heads/main`, or without a revision */
const repositoryPattern = /^git\+(https:\/\/[^@]*)/
const provenancePattern = /^https:\/\/slsa\.dev\/provenance\/v\d+(?:\.\d+)*$/

/** What a provenance says of its source, as far as it says it as builders of GitHub and GitLab do. */
interface StatedSource {
  readonly repository: string | undefined
  /** of that repository: all that are named */
  readonly commits: readonly string[]
  /** path in the repository */
  readonly workflow: string | undefined
}

/**
 * A provenance is written by the very workflow that its certificate names: where it tells another source than the
 * certificate, one of the two is not what it says. Statements of other types tell none.
 * @throws {TrustFailure} `source-mismatch`
 */
export function checkStatedSource(statement: SourceStatement, certified: BuildSource): void {
  const contradiction = sourceContradiction(statement, certified)
  if (contradiction !== undefined) throw invalid('source-mismatch', contradiction)
}

/** A signed statement, as far as it may tell a source. */
export interface SourceStatement {
  readonly predicateType: string
  readonly predicate: UnknownRecord
}

/** What a provenance and its certificate say differently of the source, in words; undefined where they agree. */
export function sourceContradiction(
  {predicateType, predicate}: SourceStatement,
  {repository, commit, workflow}: BuildSource,
): string | undefined {
  const stated = provenancePattern.test(predicateType) ? (fromV1(predicate) ?? fromV02(predicate)) : undefined
  if (stated === undefined || repository === undefined) return undefined
  if (stated.repository !== undefined && stated.repository !== repository)
    return difference('the repository', stated.repository, repository)
  if (commit !== undefined && stated.commits.length > 0 && !stated.commits.includes(commit))
    return difference('the commit', stated.commits[0], commit)
  if (workflow !== undefined && stated.workflow !== undefined && !isOf(workflow, repository, stated.workflow))
    return difference('the workflow', stated.workflow, workflow)
  return undefined
}

/** `<repository>/<path>@<revision>`; of GitLab with two slashes. */
function isOf(workflow: string, repository: string, path: string): boolean {
  return [`${repository}/${path}@`, `${repository}//${path}@`].some(beginning => workflow.startsWith(beginning))
}

function fromV1(predicate: UnknownRecord): StatedSource | undefined {
  const definition = asRecord(predicate['buildDefinition'])
  const workflow = asRecord(asRecord(definition?.['externalParameters'])?.['workflow'])
  const repository = asText(workflow?.['repository'])
  if (repository === undefined) return undefined
  const commits = recordsOf(definition?.['resolvedDependencies']).flatMap(({uri, digest}) =>
    repositoryOf(asText(uri)) === repository ? (asText(asRecord(digest)?.['gitCommit']) ?? []) : [],
  )
  return {repository, commits, workflow: asText(workflow?.['path'])}
}

function fromV02(predicate: UnknownRecord): StatedSource | undefined {
  const source = asRecord(asRecord(predicate['invocation'])?.['configSource'])
  const repository = repositoryOf(asText(source?.['uri']))
  if (repository === undefined) return undefined
  const commit = asText(asRecord(source?.['digest'])?.['sha1'])
  return {repository, commits: commit === undefined ? [] : [commit], workflow: undefined}
}

function repositoryOf(uri: string | undefined): string | undefined {
  const [, address] = repositoryPattern.exec(uri ?? '') ?? []
  return address?.endsWith('.git') === true ? address.slice(0, -'.git'.length) : address
}

function difference(what: string, stated: string | undefined, certified: string): string {
  return `${what} is ${JSON.stringify(stated)} by the provenance, and ${JSON.stringify(certified)} by the certificate`
}
