import type {Commit} from '../../inventory/asset.ts'
import {taskInTags} from '../../inventory/tasks.ts'
import {asList, asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {toInstant} from '../../lib/time/instant.ts'
import {isHubId} from './reference.ts'

/**
 * What the hub says of a repository at one commit. Popularity is left out: it moves by the hour and identifies nothing.
 */
export interface HubInfo {
  /** as the hub calls it today; another one than asked for after a rename */
  readonly id: string
  /** 40 hex digits */
  readonly commit: string
  readonly author?: string
  readonly isPrivate: boolean
  /** `auto` and `manual`: who asks gets access at once, or after a person agreed */
  readonly gated: 'no' | 'auto' | 'manual'
  readonly disabled: boolean
  /** of the commit, as stated */
  readonly lastModified?: string
  readonly library?: string
  readonly task?: string
  readonly tags: readonly string[]
  /** the metadata of its card, as the hub parsed it */
  readonly card?: UnknownRecord
  readonly architecture?: string
  readonly architectureFamily?: string
  /** elements of the tensors of its safetensors or GGUF files */
  readonly parameters?: bigint
  readonly security?: HubSecurity
  /** when the hub said all this, by its own clock: ISO 8601 */
  readonly askedAt?: string
}

/** The hub's opinion: scans that are not done say nothing. */
export interface HubSecurity {
  readonly scansDone: boolean
  readonly issues: readonly {readonly path: string; readonly level: string}[]
}

/** A file of a repository at one commit. */
export interface HubEntry {
  readonly path: string
  readonly byteLength: bigint
  /** SHA-1 of the git blob: of the pointer where the file is kept by LFS */
  readonly oid?: string
  /** of the content */
  readonly sha256?: string
  readonly xetHash?: string
}

/** The newest commits of a repository up to one of them. */
export interface HubHistory {
  readonly commits: readonly Commit[]
  /** as the hub counts them; of a long history only the newest were listed */
  readonly total?: number
}

const commitPattern = /^[0-9a-f]{40}$/
const sha256Pattern = /^[0-9a-f]{64}$/
const tagLimit = 1000
const issueLimit = 1000
const titleLimit = 300

/** @returns undefined where it is no answer of the hub's info call */
export function toHubInfo(value: unknown): HubInfo | undefined {
  const fields = asRecord(value)
  const id = asText(fields?.['id'])
  const commit = asText(fields?.['sha'])
  if (fields === undefined || id === undefined || !isHubId(id) || commit === undefined || !commitPattern.test(commit))
    return undefined
  const card = asRecord(fields['cardData'])
  const security = toSecurity(fields['securityRepoStatus'])
  const parameters = toParameters(fields)
  return {
    id,
    commit,
    ...named('author', fields['author']),
    isPrivate: fields['private'] === true,
    gated:
      fields['gated'] === 'auto' || fields['gated'] === 'manual'
        ? fields['gated']
        : fields['gated'] === true
          ? 'manual'
          : 'no',
    disabled: fields['disabled'] === true,
    ...named('lastModified', fields['lastModified']),
    ...named('library', fields['library_name']),
    ...named(
      'task',
      fields['pipeline_tag'] ??
        asRecord(fields['transformersInfo'])?.['pipeline_tag'] ??
        taskInTags(textsOf(fields['tags'])),
    ),
    ...named('architecture', textsOf(asRecord(fields['config'])?.['architectures'])[0]),
    ...named('architectureFamily', asRecord(fields['config'])?.['model_type']),
    tags: textsOf(fields['tags']).slice(0, tagLimit),
    ...(card !== undefined && {card}),
    ...(parameters !== undefined && {parameters}),
    ...(security !== undefined && {security}),
  }
}

/** @returns undefined for folders; `null` where it is no entry at all */
export function toHubEntry(value: unknown): HubEntry | undefined | null {
  const fields = asRecord(value)
  if (fields?.['type'] === 'directory') return undefined
  const path = fields?.['path']
  const lfs = asRecord(fields?.['lfs'])
  const size = lfs?.['size'] ?? fields?.['size']
  if (fields === undefined || typeof path !== 'string' || path === '' || !isSize(size)) return null
  const oid = hex(fields['oid'], commitPattern)
  const sha256 = hex(lfs?.['oid'], sha256Pattern)
  const xetHash = hex(fields['xetHash'], sha256Pattern)
  return {
    path,
    byteLength: BigInt(size),
    ...(oid !== undefined && {oid}),
    ...(sha256 !== undefined && {sha256}),
    ...(xetHash !== undefined && {xetHash}),
  }
}

/** @returns undefined where it is no commit */
export function toHubCommit(value: unknown): Commit | undefined {
  const fields = asRecord(value)
  const id = hex(fields?.['id'], commitPattern)
  if (fields === undefined || id === undefined) return undefined
  const title = asText(fields['title'])?.slice(0, titleLimit)
  const at = toInstant(fields['date'])
  const author = asText(recordsOf(fields['authors'])[0]?.['user'])
  return {id, ...(title !== undefined && {title}), ...(at !== undefined && {at}), ...(author !== undefined && {author})}
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function hex(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined
}

function named<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
  const entry: Partial<Record<K, string>> = {}
  const text = asText(value)
  if (text !== undefined) entry[key] = text
  return entry
}

function toSecurity(value: unknown): HubSecurity | undefined {
  const status = asRecord(value)
  if (typeof status?.['scansDone'] !== 'boolean' || asList(status['filesWithIssues']).length > issueLimit)
    return undefined
  const issues = recordsOf(status['filesWithIssues']).flatMap(issue => {
    const path = asText(issue['path'])
    return path === undefined ? [] : [{path, level: asText(issue['level']) ?? 'unstated'}]
  })
  return {scansDone: status['scansDone'], issues}
}

function toParameters(fields: UnknownRecord): bigint | undefined {
  const total = asRecord(fields['safetensors'])?.['total'] ?? asRecord(fields['gguf'])?.['total']
  return isSize(total) && total > 0 ? BigInt(total) : undefined
}
