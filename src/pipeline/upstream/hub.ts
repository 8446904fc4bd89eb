import type {Change} from '../../drift/compare.ts'
import {sameContent} from '../../drift/digests.ts'
import {type Entry, factOf} from '../../drift/entry.ts'
import {AibomError} from '../../lib/errors.ts'
import {groupBy} from '../../lib/group.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {baseName} from '../../lib/path.ts'
import type {HubClient} from '../../registries/huggingface/client.ts'
import {type HubReference, isHubId, isRevision} from '../../registries/huggingface/reference.ts'
import type {HubEntry, HubInfo} from '../../registries/huggingface/schema.ts'
import {type Answer, upstreamChange} from './answer.ts'

/** A repository of the hub as it is recorded. */
export interface HubSubject {
  readonly entry: Entry
  readonly kind: 'model' | 'dataset'
  /** `org/name` */
  readonly id: string
  /** the commit that is recorded */
  readonly commit?: string | undefined
  /** the name that the commit was found by, where it may move; undefined for the default branch */
  readonly branch?: string | undefined
  readonly moves: boolean
  /** recorded files of it: path → `sha256:…` */
  readonly files: ReadonlyMap<string, readonly string[]>
}

/** Files that a change names; the list of a rewritten revision would be long. */
const shownFiles = 20

/** @param parts weights that the repository contains */
export function hubSubject(entry: Entry, parts: readonly Entry[]): HubSubject | undefined {
  const {kind} = entry
  if (kind !== 'model' && kind !== 'dataset') return undefined
  const prefix = `${kind}:huggingface/`
  const id = entry.id.slice(prefix.length)
  if (!entry.id.startsWith(prefix) || !isHubId(id)) return undefined
  const version = factOf(entry, 'version')?.toLowerCase()
  const commit = isCommit(version) ? version : undefined
  const named = factOf(entry, 'follows') ?? (commit === undefined ? factOf(entry, 'version') : undefined)
  const branch = named !== undefined && isRevision(named) ? named : undefined
  return {
    entry,
    kind,
    id,
    commit,
    branch,
    moves: commit === undefined || branch !== undefined || entry.facts.has('floating'),
    files: filesOf(parts),
  }
}

function filesOf(parts: readonly Entry[]): Map<string, readonly string[]> {
  return new Map(
    parts.flatMap(({name, facts}) => {
      const digests = (facts.get('digest') ?? []).filter(digest => digest.startsWith('sha256:'))
      return digests.length === 0 ? [] : [[name, digests] as const]
    }),
  )
}

/**
 * Asks the hub of one repository: one request, a second where its name moved, and the list of its files where some are
 * recorded.
 */
export async function askHub(subject: HubSubject, client: HubClient): Promise<Answer> {
  const {entry, commit, branch, moves} = subject
  const info = await orRefusal(() => client.info(reference(subject, moves ? branch : commit)))
  if (info instanceof AibomError) {
    const change = refused(entry, info, subject)
    return change === undefined ? failed(entry, info) : {changes: [change], failures: []}
  }
  const changes = stateOf(entry, info, subject.id)
  const head = moves ? {head: info.commit} : {}
  if (commit !== undefined && info.commit !== commit) {
    changes.push(upstreamChange('revision-moved', entry, {fact: 'version', before: [commit], after: [info.commit]}))
    // a rewritten history leaves the recorded commit behind
    const then = await orRefusal(() => client.info(reference(subject, commit)))
    if (!(then instanceof AibomError)) return {changes, failures: [], ...head}
    const change = refused(entry, then, {commit, branch: undefined})
    return change === undefined
      ? {...failed(entry, then), changes, ...head}
      : {changes: [...changes, change], failures: [], ...head}
  }
  const files = await orRefusal(() => replaced(subject, info, client))
  return files instanceof AibomError
    ? {...failed(entry, files), changes, ...head}
    : {changes: [...changes, ...files], failures: [], ...head}
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T | AibomError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AibomError) return error
    throw error
  }
}

function failed({id}: Entry, {message}: AibomError): Answer {
  return {changes: [], failures: [{id, message}]}
}

function reference({kind, id}: HubSubject, revision: string | undefined): HubReference {
  return {kind, id, ...(revision !== undefined && {revision})}
}

function stateOf(entry: Entry, info: HubInfo, asked: string): Change[] {
  const warned = (info.security?.issues ?? []).map(({path, level}) => `${path} ${level}`)
  const closed = [
    ...(info.disabled ? ['disabled'] : []),
    ...(info.gated === 'no' ? [] : [`gated: ${info.gated}`]),
    ...(info.isPrivate ? ['private'] : []),
  ]
  return [
    ...(info.id === asked ? [] : [upstreamChange('repository-renamed', entry, {before: [asked], after: [info.id]})]),
    ...(closed.length === 0 ? [] : [upstreamChange('access-restricted', entry, {after: closed})]),
    ...(warned.length === 0 ? [] : [upstreamChange('scan-warned', entry, {after: warned.slice(0, shownFiles)})]),
  ]
}

async function replaced({entry, kind, files}: HubSubject, info: HubInfo, client: HubClient): Promise<Change[]> {
  if (files.size === 0) return []
  const listed: HubEntry[] = []
  for await (const file of client.files({kind, id: info.id}, info.commit)) listed.push(file)
  const byName = groupBy(listed, ({path}) => baseName(path))
  const differing = [...files].flatMap(([name, digests]) => {
    const stated = (byName.get(baseName(name)) ?? []).map(({sha256}) =>
      sha256 === undefined ? undefined : `sha256:${sha256}`,
    )
    const isThere = stated.some(digest => digest === undefined || sameContent(digests, [digest]) !== false)
    return isThere ? [] : [{name, digests, now: stated[0] ?? 'gone'}]
  })
  if (differing.length === 0) return []
  const shown = differing.slice(0, shownFiles)
  const before = shown.flatMap(({name, digests}) => digests.map(digest => `${name} ${digest}`))
  return [
    upstreamChange('file-replaced', entry, {fact: 'file', before, after: shown.map(({name, now}) => `${name} ${now}`)}),
  ]
}

/** What a refusal says of the repository itself; undefined for one that says nothing of it. */
function refused(
  entry: Entry,
  {code}: AibomError,
  {commit, branch}: Pick<HubSubject, 'commit' | 'branch'>,
): Change | undefined {
  switch (code) {
    case 'AIBOM_HUB_NOT_FOUND':
    case 'AIBOM_HUB_NOT_VISIBLE':
      return upstreamChange('repository-gone', entry)
    case 'AIBOM_HUB_REVISION_NOT_FOUND':
      return upstreamChange('revision-deleted', entry, {fact: 'version', before: [branch ?? commit ?? '']})
    case 'AIBOM_HUB_DISABLED':
      return upstreamChange('access-restricted', entry, {after: ['disabled']})
    case 'AIBOM_HUB_GATED':
      return upstreamChange('access-restricted', entry, {after: ['gated']})
    default:
      return undefined
  }
}
