import {existsSync, lstatSync, readdirSync, realpathSync} from 'node:fs'
import {basename, dirname, join, sep} from 'node:path'
import type {Asset} from '../inventory/asset.ts'
import type {Digest, Evidence} from '../inventory/evidence.ts'
import type {Gap} from '../inventory/gap.ts'
import {makeDataset, makeModel} from '../inventory/make.ts'
import {systemErrorCode} from '../lib/errors.ts'
import {compareText} from '../lib/sort.ts'
import {isHubId} from '../registries/huggingface/reference.ts'
import {readLocalFile} from './local-file.ts'
import {type MountedFile, MountedSource} from './mounted.ts'
import {gitBlobOid} from './remote-bytes.ts'
import type {Publication} from './source.ts'

const repositoryPattern = /^(model|dataset)s--(.+)$/
const commitPattern = /^[0-9a-f]{40}$/
const blobPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const refLimitBytes = 200
/** Files that git keeps itself are smaller than what the hub moves to LFS. */
const gitBlobLimitBytes = 64 * 1024 * 1024
const fileLimit = 500_000
const depthLimit = 64

interface Cache {
  readonly root: string
  readonly files: MountedFile[]
  readonly gaps: Gap[]
}

/** A folder in the layout of the hub's clients: `models--org--name/{refs,blobs,snapshots}`; or one such repository alone. */
export function isHubCache(folder: string): boolean {
  if (isCachedRepository(folder)) return true
  if (existsSync(join(folder, '.git'))) return false
  return namesIn(folder).some(name => isCachedRepository(join(folder, name)))
}

function isCachedRepository(folder: string): boolean {
  return repositoryPattern.test(basename(folder)) && existsSync(join(folder, 'snapshots'))
}

/**
 * The hub's cache: every snapshot as the model or data set that it is. The links of a snapshot lead to `../../blobs/`, exactly that is followed;
 * blobs are named by their digest, so that the cache proves itself without the network.
 * @param root absolute, without links
 * @see huggingface_hub documentation, «Understand caching»
 */
export function openHubCache(root: string): MountedSource {
  const isOne = isCachedRepository(root)
  const cache: Cache = {root: isOne ? dirname(root) : root, files: [], gaps: []}
  const names = isOne ? [basename(root)] : namesIn(root).filter(name => isCachedRepository(join(root, name)))
  const publications = names.flatMap(name => publicationsOf(name, cache))
  return new MountedSource({description: {scheme: 'hf-cache', name: basename(root)}, publications, files: cache.files, gaps: cache.gaps})
}

function publicationsOf(name: string, cache: Cache): Publication[] {
  const [, kind, dashed = ''] = repositoryPattern.exec(name) ?? []
  const id = dashed.split('--').join('/')
  if ((kind !== 'model' && kind !== 'dataset') || !isHubId(id)) return []
  const refs = refsOf(join(cache.root, name, 'refs'))
  return namesIn(join(cache.root, name, 'snapshots'))
    .filter(commit => commitPattern.test(commit))
    .map(commit => {
      const folder = `${name}/snapshots/${commit}`
      addFiles(folder, join(cache.root, name, 'blobs'), cache, 0)
      const asset = describe(kind, id, commit, refs.get(commit), folder)
      return {kind, folder, stated: () => ({assets: [asset]})}
    })
}

function describe(kind: 'model' | 'dataset', id: string, commit: string, ref: string | undefined, folder: string): Asset {
  const evidence: Evidence = {
    detector: 'registries/huggingface-cache',
    technique: 'registry',
    path: folder,
    level: 'used',
    scope: 'product',
    confidence: 0.95,
  }
  const make = kind === 'model' ? makeModel : makeDataset
  const made = make(id, [evidence], {registry: 'huggingface', revision: commit})
  if (ref === undefined) return made
  const facts = {...made.facts, revision: ref, floating: true}
  return made.kind === 'model' ? {...made, facts} : {...made, facts}
}

/** Commit → the first branch or tag that stands for it. */
function refsOf(folder: string): ReadonlyMap<string, string> {
  const refs = new Map<string, string>()
  for (const path of namesIn(folder, true)) {
    const absolutePath = join(folder, path)
    if (lstatSync(absolutePath).isFile() === false) continue
    const commit = readLocalFile(path, absolutePath, refLimitBytes).toString('latin1').trim()
    if (!refs.has(commit)) refs.set(commit, path.split(sep).join('/'))
  }
  return refs
}

function addFiles(folder: string, blobs: string, cache: Cache, depth: number): void {
  for (const name of namesIn(join(cache.root, folder))) {
    const path = `${folder}/${name}`
    if (cache.files.length >= fileLimit || depth >= depthLimit) return
    const stats = lstatSync(join(cache.root, path))
    if (stats.isDirectory()) addFiles(path, blobs, cache, depth + 1)
    else if (stats.isSymbolicLink()) addLinked(path, blobs, cache)
    // where links are not to be had, the clients put the file itself
    else if (stats.isFile()) cache.files.push({path, absolutePath: join(cache.root, path), known: []})
  }
}

function addLinked(path: string, blobs: string, cache: Cache): void {
  const target = targetOf(join(cache.root, path))
  if (target === undefined) {
    cache.gaps.push({path, stage: 'walk', code: 'broken-link', message: 'the blob that the link leads to is not here: not downloaded, or taken away'})
  } else if (dirname(target) !== blobs || !blobPattern.test(basename(target)) || !lstatSync(target).isFile()) {
    cache.gaps.push({path, stage: 'walk', code: 'link-outside', message: "the link does not lead to a blob of the same repository's cache"})
  } else {
    const known = digestOf(basename(target))
    if (known.of === 'git-blob') checkGitBlob(path, target, known.hex, cache)
    cache.files.push({path, absolutePath: target, known: [known]})
  }
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link)
  } catch (error) {
    if (systemErrorCode(error) !== undefined) return undefined
    throw error
  }
}

/** A blob is named by the SHA-256 of its content where LFS keeps it, else by its git object id. */
function digestOf(name: string): Digest {
  return name.length === 64 ? {alg: 'sha256', hex: name, of: 'content', from: 'declared'} : {alg: 'sha1', hex: name, of: 'git-blob', from: 'declared'}
}

function checkGitBlob(path: string, absolutePath: string, hex: string, {gaps}: Cache): void {
  if (gitBlobOid(readLocalFile(path, absolutePath, gitBlobLimitBytes)) === hex) return
  gaps.push({path, stage: 'verify', code: 'digest-mismatch', message: `the blob ${hex} has another content than its name says`})
}

/** In code-unit order; none where the folder is missing. */
function namesIn(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, {recursive, encoding: 'utf8'}).sort(compareText)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(systemErrorCode(error) ?? '')) return []
    throw error
  }
}
