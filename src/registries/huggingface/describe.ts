import type {Asset, Relationship} from '../../inventory/asset.ts'
import type {Digest, Evidence} from '../../inventory/evidence.ts'
import type {Distribution} from '../../inventory/facts.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {huggingfacePurl} from '../../lib/names/purl.ts'
import {toInstant} from '../../lib/time/instant.ts'
import {type HubReference, isHubId} from './reference.ts'
import type {HubEntry, HubHistory, HubInfo} from './schema.ts'

/** Files that a BOM lists one by one; of the rest the count is given. */
const listedFiles = 5000
/** `arxiv:2212.04356`, `doi:10.57967/hf/0039` */
const paperPattern =
  /^(?:arxiv:(\d{4}\.\d{4,5}(?:v\d{1,2})?|[a-z-]{2,20}\/\d{7})|doi:(10\.\d{4,9}\/[\w.()/:;-]{1,200}))$/
const relationPattern = /^base_model:(finetune|adapter|quantized|merge):(.+)$/

/** A repository as a source: what the hub's API alone knows of it. */
export interface DescribedRepository {
  /** as the user or the code names it */
  readonly requested: HubReference
  readonly info: HubInfo
  readonly history: HubHistory
  readonly entries: readonly HubEntry[]
  /** false where its files were not listed, or not all of them */
  readonly isListed: boolean
  /** address without credentials */
  readonly url: string
  /** whether the time of the hub's opinion is told: it is another one with each run */
  readonly isDated: boolean
}

/** The digests that the hub declares of a file. */
export function digestsOf({oid, sha256}: HubEntry): Digest[] {
  return [
    ...(sha256 === undefined ? [] : [{alg: 'sha256', hex: sha256, of: 'content', from: 'declared'} as const]),
    ...(oid === undefined ? [] : [{alg: 'sha1', hex: oid, of: 'git-blob', from: 'declared'} as const]),
  ]
}

/** The repository as an asset, and the bases that the hub's own tags tell with their relation. */
export function describeRepository(repository: DescribedRepository): Extraction {
  const asset = repository.requested.kind === 'model' ? describeModel(repository) : describeDataset(repository)
  const bases = asset.kind === 'model' ? taggedBases(repository.info) : []
  const relationships = bases.map(
    ({base, relation}): Relationship => ({from: keyOf(asset), to: keyOf(base), kind: 'derived-from', relation}),
  )
  return {assets: [asset, ...bases.map(({base}) => base)], relationships}
}

function describeModel(repository: DescribedRepository): Asset {
  const {requested, info, entries, url} = repository
  const made = makeModel(info.id, [evidence], {registry: 'huggingface', revision: info.commit})
  const purl = huggingfacePurl(info.id, info.commit)
  return {
    ...made,
    aliases: aliasesOf(requested, info),
    ...(purl !== undefined && {purl}),
    ...(info.author !== undefined && {author: info.author}),
    ...publishedAt(repository),
    references: [
      ...(hasCard(entries) ? [{type: 'model-card', url: `${url}/blob/${info.commit}/README.md`} as const] : []),
      ...referencesOf(repository),
    ],
    facts: {
      ...made.facts,
      ...revisionOf(requested, info),
      ...(info.task !== undefined && {task: info.task}),
      ...(info.library !== undefined && {library: info.library}),
      ...(info.architecture !== undefined && {architecture: info.architecture}),
      ...(info.architectureFamily !== undefined && {architectureFamily: info.architectureFamily}),
      ...(info.parameters !== undefined && {parameters: info.parameters}),
    },
    properties: propertiesOf(repository),
  }
}

function describeDataset(repository: DescribedRepository): Asset {
  const {requested, info, entries, url} = repository
  const made = makeDataset(info.id, [evidence], {registry: 'huggingface', revision: info.commit})
  return {
    ...made,
    aliases: aliasesOf(requested, info),
    ...(info.author !== undefined && {author: info.author}),
    ...publishedAt(repository),
    references: referencesOf(repository),
    facts: {...made.facts, ...revisionOf(requested, info), url, ...dataFiles(entries)},
    properties: propertiesOf(repository),
  }
}

/** The page is the git repository's address too. Papers and DOIs stand in tags, which the hub takes from the card. */
function referencesOf({info, url}: DescribedRepository): NonNullable<Asset['references']> {
  const papers = info.tags.flatMap(tag => {
    const [, arxiv, doi] = paperPattern.exec(tag) ?? []
    return arxiv === undefined
      ? doi === undefined
        ? []
        : [`https://doi.org/${doi}`]
      : [`https://arxiv.org/abs/${arxiv}`]
  })
  const documents = [...new Set(papers)].map(paper => ({type: 'documentation', url: paper}) as const)
  return [{type: 'vcs', url}, {type: 'website', url}, ...documents]
}

function publishedAt(repository: DescribedRepository): Pick<Asset, 'released' | 'commits'> {
  const {commits} = repository.history
  const released = releasedAt(repository)
  return {...(released !== undefined && {released}), ...(commits.length > 0 && {commits})}
}

/**
 * The date of the commit; where its commits were not listed and it is the head, that of the repository's last change.
 */
export function releasedAt({
  requested,
  info,
  history,
}: Pick<DescribedRepository, 'requested' | 'info' | 'history'>): string | undefined {
  const [head] = history.commits
  if (head !== undefined) return head.at
  return requested.revision === undefined ? toInstant(info.lastModified) : undefined
}

const evidence: Evidence = {
  detector: 'registries/huggingface',
  technique: 'registry',
  path: '.',
  level: 'used',
  scope: 'product',
  confidence: 1,
}

/** A branch or tag as asked for stays told beside the commit that it stood for. */
function revisionOf({revision}: HubReference, {commit}: HubInfo): {revision: string; floating?: boolean} {
  return revision === commit ? {revision} : {revision: revision ?? 'main', floating: true}
}

function aliasesOf({id}: HubReference, info: HubInfo): string[] {
  return id === info.id ? [] : [id]
}

function hasCard(entries: readonly HubEntry[]): boolean {
  return entries.some(({path}) => path === 'README.md')
}

/** The files of a data set whose content has a digest. */
export function dataFiles(entries: readonly HubEntry[]): {distributions?: readonly Distribution[]} {
  const stored = entries.filter(({sha256}) => sha256 !== undefined).slice(0, listedFiles)
  return stored.length === 0
    ? {}
    : {distributions: stored.map(entry => ({file: entry.path, digests: digestsOf(entry)}))}
}

function propertiesOf({
  requested,
  info,
  history,
  entries,
  isListed,
  isDated,
}: DescribedRepository): Record<string, readonly string[]> {
  const {security} = info
  const lists: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['aibom:hub:requested', requested.id === info.id ? [] : [requested.id]],
    ['aibom:hub:gated', info.gated === 'no' ? [] : [info.gated]],
    ['aibom:hub:private', info.isPrivate ? ['true'] : []],
    ['aibom:hub:disabled', info.disabled ? ['true'] : []],
    ['aibom:hub:last-modified', info.lastModified === undefined ? [] : [info.lastModified]],
    ['aibom:hub:commits', history.total === undefined ? [] : [String(history.total)]],
    ['aibom:hub:tag', [...info.tags].sort()],
    ['aibom:hub:scan', security === undefined ? [] : [security.scansDone ? 'done' : 'not done']],
    ['aibom:hub:scan-date', security === undefined || !isDated || info.askedAt === undefined ? [] : [info.askedAt]],
    ['aibom:hub:scan-issue', (security?.issues ?? []).map(({path, level}) => `${level} ${path}`).sort()],
  ]
  return {...stated(lists), ...fileProperties(entries, isListed)}
}

/** The list of a repository's files. */
export function fileProperties(entries: readonly HubEntry[], isListed: boolean): Record<string, readonly string[]> {
  const total = entries.reduce((sum, {byteLength}) => sum + byteLength, 0n)
  return stated([
    ['aibom:hub:files', isListed ? [String(entries.length)] : []],
    ['aibom:hub:bytes', isListed ? [String(total)] : []],
    ['aibom:hub:file', entries.slice(0, listedFiles).map(fileLine)],
  ])
}

function stated(
  lists: readonly (readonly [name: string, values: readonly string[]])[],
): Record<string, readonly string[]> {
  return Object.fromEntries(lists.filter(([, values]) => values.length > 0))
}

/** `123 sha256:… path`; the path stands last, since it may hold anything. */
function fileLine(entry: HubEntry): string {
  const digests = [
    ...(entry.sha256 === undefined ? [] : [`sha256:${entry.sha256}`]),
    ...(entry.oid === undefined ? [] : [`git:${entry.oid}`]),
    ...(entry.xetHash === undefined ? [] : [`xet:${entry.xetHash}`]),
  ]
  return [entry.byteLength, ...digests, entry.path].join(' ')
}

/** `base_model:adapter:org/name`: how the hub itself sees the relation. */
function taggedBases(info: HubInfo): {readonly base: Asset; readonly relation: string}[] {
  return info.tags.flatMap(tag => {
    const [, relation, id] = relationPattern.exec(tag) ?? []
    if (relation === undefined || id === undefined || !isHubId(id) || id === info.id) return []
    return [
      {base: makeModel(id, [{...evidence, symbol: tag, level: 'configured'}], {registry: 'huggingface'}), relation},
    ]
  })
}
