import {existsSync, lstatSync} from 'node:fs'
import {basename, dirname, join, sep} from 'node:path'
import type {Asset} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {huggingfacePurl} from '../../lib/names/purl.ts'
import {dataFiles, fileProperties} from '../../registries/huggingface/describe.ts'
import {type HubReference, type HubRepository, isHubId, nameOf} from '../../registries/huggingface/reference.ts'
import type {HubEntry} from '../../registries/huggingface/schema.ts'
import {realPathOf} from '../inside.ts'
import {readLocalFile} from '../local-file.ts'
import {MountedSource} from '../mounted.ts'
import type {Publication} from '../source.ts'
import {addSnapshot, commitsIn, type Gathered, linkedCommitsIn, namesIn} from './hf-snapshot.ts'

const repositoryPattern = /^(model|dataset)s--(.+)$/
const refLimitBytes = 200

/**
 * A folder in the layout of the hub's clients: `models--org--name/{refs,blobs,snapshots}`; or one such repository
 * alone.
 */
export function isHubCache(folder: string): boolean {
  if (isCachedRepository(folder)) return true
  if (existsSync(join(folder, '.git'))) return false
  return namesIn(folder).some(name => isCachedRepository(join(folder, name)))
}

function isCachedRepository(folder: string): boolean {
  return repositoryPattern.test(basename(folder)) && existsSync(join(folder, 'snapshots'))
}

/**
 * The hub's cache: every snapshot as the model or data set that it is. The links of a snapshot lead to `../../blobs/`,
 * exactly that is followed;
 * blobs are named by their digest, so that the cache proves itself without the network.
 * @param root absolute, without links
 * @see huggingface_hub documentation, "Understand caching"
 */
export function openHubCache(root: string): MountedSource {
  const isOne = isCachedRepository(root)
  const cache = isOne ? dirname(root) : root
  const gathered: Gathered = {files: [], gaps: []}
  const names = isOne ? [basename(root)] : namesIn(root).filter(name => isCachedRepository(join(root, name)))
  const publications = names.flatMap(name => publicationsOf(name, cache, gathered))
  return new MountedSource({description: {scheme: 'hf-cache', name: basename(root)}, publications, ...gathered})
}

/** The folder of one commit of a repository in a cache, as the hub's clients return it; undefined for any other. */
export function openSnapshot(folder: string): MountedSource | undefined {
  const repository = dirname(dirname(folder))
  const found = repositoryOf(basename(repository))
  if (found === undefined || basename(dirname(folder)) !== 'snapshots' || !isCommit(basename(folder))) return undefined
  return openCachedRepository({...found, revision: basename(folder)}, dirname(repository))
}

/** What a folder of the cache is called after. */
function repositoryOf(name: string): Pick<HubReference, 'kind' | 'id'> | undefined {
  const [, kind, dashed = ''] = repositoryPattern.exec(name) ?? []
  const id = dashed.split('--').join('/')
  return (kind !== 'model' && kind !== 'dataset') || !isHubId(id) ? undefined : {kind, id}
}

/**
 * One repository at one commit, as the hub's clients find it when they are offline: a commit among the snapshots, a
 * branch or tag among the refs.
 * @param cacheFolder absolute
 * @param only the one file that is read, where not all are
 * @throws {AibomError} `AIBOM_OFFLINE` when it is not in the cache
 */
export function openCachedRepository(reference: HubReference, cacheFolder: string, only?: string): MountedSource {
  const {kind, id, revision = 'main'} = reference
  const name = `${kind}s--${id.replaceAll('/', '--')}`
  const isHere = existsSync(join(cacheFolder, name, 'snapshots'))
  const repository = join(isHere ? realPathOf(cacheFolder, cacheFolder) : cacheFolder, name)
  const commit = isCommit(revision) ? revision : commitOf(revision, join(repository, 'refs'))
  if (commit === undefined || !commitsIn(repository).includes(commit)) throw notCached(reference, cacheFolder)
  const gathered: Gathered = {files: [], gaps: []}
  const entries = addSnapshot({repository, commit, folder: ''}, gathered)
  const ref = revision === commit ? undefined : revision
  const asset = describe({kind, id}, {commit, ref, entries, folder: '.'})
  const purl = kind === 'model' ? huggingfacePurl(id, commit) : undefined
  const scheme = kind === 'model' ? 'hf' : 'hf-dataset'
  const description = {scheme, name: id, version: commit, revision: commit, ...(purl !== undefined && {purl})}
  const files = gathered.files.filter(({path}) => only === undefined || path === only)
  return new MountedSource({
    description,
    publications: [{kind, folder: '', stated: () => ({assets: [asset]})}],
    files,
    gaps: gathered.gaps,
  })
}

function notCached(reference: HubReference, cacheFolder: string): AibomError {
  const at = reference.revision === undefined ? '' : ` at ${reference.revision}`
  return new AibomError(
    'AIBOM_OFFLINE',
    `${nameOf(reference)}${at} is not in ${cacheFolder}, and HF_HUB_OFFLINE forbids asking the hub`,
    {
      hint: 'Set HF_HUB_OFFLINE=0, or name another cache: HF_HUB_CACHE=FOLDER',
    },
  )
}

function publicationsOf(name: string, cache: string, gathered: Gathered): Publication[] {
  const found = repositoryOf(name)
  if (found === undefined) return []
  const {kind} = found
  const repository = join(cache, name)
  const refs = refsOf(name, repository, gathered)
  for (const commit of linkedCommitsIn(repository)) {
    const message = 'the folder of the snapshot is a link, which is not followed'
    gathered.gaps.push({path: `${name}/snapshots/${commit}`, stage: 'walk', code: 'link-outside', message})
  }
  return commitsIn(repository).map(commit => {
    const folder = `${name}/snapshots/${commit}`
    const entries = addSnapshot({repository, commit, folder}, gathered)
    const asset = describe(found, {commit, ref: refs.get(commit), entries, folder})
    return {kind, folder, stated: () => ({assets: [asset]})}
  })
}

interface Found {
  readonly commit: string
  /** branch or tag that stands for it */
  readonly ref: string | undefined
  readonly entries: readonly HubEntry[]
  readonly folder: string
}

function describe({kind, id}: HubRepository, {commit, ref, entries, folder}: Found): Asset {
  const evidence: Evidence = {
    detector: 'registries/huggingface-cache',
    technique: 'registry',
    path: folder,
    level: 'used',
    scope: 'product',
    confidence: 0.95,
  }
  const identity = {registry: 'huggingface', revision: ref ?? commit, ...(ref !== undefined && {floating: true})}
  const properties = fileProperties(entries, entries.length > 0)
  if (kind === 'dataset') {
    const made = makeDataset(id, [evidence], {registry: 'huggingface', revision: commit})
    return {
      ...made,
      facts: {...made.facts, ...identity, ...dataFiles(entries)},
      properties: {...made.properties, ...properties},
    }
  }
  const made = makeModel(id, [evidence], {registry: 'huggingface', revision: commit})
  return {...made, facts: {...made.facts, ...identity}, properties: {...made.properties, ...properties}}
}

function commitOf(revision: string, refs: string): string | undefined {
  const path = join(refs, revision)
  if (lstatSync(path, {throwIfNoEntry: false})?.isFile() !== true) return undefined
  const commit = readLocalFile(`refs/${revision}`, path, refLimitBytes).toString('latin1').trim()
  return isCommit(commit) ? commit : undefined
}

/** Commit → the first branch or tag that stands for it. */
function refsOf(name: string, repository: string, {gaps}: Gathered): ReadonlyMap<string, string> {
  const folder = join(repository, 'refs')
  const refs = new Map<string, string>()
  for (const path of namesIn(folder, true)) {
    const absolutePath = join(folder, path)
    if (lstatSync(absolutePath).isFile() === false) continue
    const ref = path.split(sep).join('/')
    try {
      const commit = readLocalFile(`refs/${ref}`, absolutePath, refLimitBytes).toString('latin1').trim()
      if (!refs.has(commit)) refs.set(commit, ref)
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      gaps.push({path: `${name}/refs/${ref}`, stage: 'walk', code: gapCodeOf(error), message: error.message})
    }
  }
  return refs
}
