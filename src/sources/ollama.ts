import {existsSync, lstatSync, readdirSync, statSync} from 'node:fs'
import {homedir} from 'node:os'
import {basename, join} from 'node:path'
import type {Gap} from '../inventory/gap.ts'
import {sha256Hex} from '../lib/digest.ts'
import {AibomError, messageOf} from '../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../lib/narrow.ts'
import {compareText} from '../lib/sort.ts'
import {type Artifact, type ArtifactLayer, toArtifact} from '../registries/oci/artifact.ts'
import {describeArtifact, type OciPlace, ollamaName} from '../registries/oci/describe.ts'
import {type OciDigest, toOciManifest} from '../registries/oci/manifest.ts'
import {readLocalFile} from './local-file.ts'
import {type MountedFile, MountedSource} from './mounted.ts'
import type {Publication} from './source.ts'

const manifestLimitBytes = 4 * 1024 * 1024
/** Licences, templates, prompts and configurations are far smaller. */
const textLimitBytes = 4 * 1024 * 1024
const textRoles = new Set(['template', 'system', 'licence', 'params'])
const fileRoles = new Set(['weights', 'adapter', 'projector'])
const modelLimit = 10_000

interface Store {
  readonly root: string
  readonly files: MountedFile[]
  readonly gaps: Gap[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** A folder in the layout of Ollama: `manifests/<host>/<owner>/<model>/<tag>` and `blobs/sha256-<hex>`. */
export function isOllamaStore(folder: string): boolean {
  return ['manifests', 'blobs'].every(name => statSync(join(folder, name), {throwIfNoEntry: false})?.isDirectory() === true)
}

/** `OLLAMA_MODELS`, else `~/.ollama/models`. */
export function ollamaFolder(env: Environment): string {
  const named = env['OLLAMA_MODELS']
  return named !== undefined && named !== '' ? named : join(env['HOME'] ?? env['USERPROFILE'] ?? homedir(), '.ollama', 'models')
}

/**
 * Ollama's store: every model with its files, template, prompt, licence and origin. Names of blobs are digests, which the hashes of their content are compared with.
 * @param root absolute, without links
 * @param only `llama3`, `llama3:8b`, `owner/model:tag`; every model without it
 * @throws {AibomError} `AIBOM_SOURCE_NOT_FOUND` when the store has no such model
 */
export function openOllamaStore(root: string, only?: string): MountedSource {
  const store: Store = {root, files: [], gaps: []}
  const wanted = only === undefined || only.includes(':') ? only : `${only}:latest`
  const places = manifestPlaces(root).filter(place => wanted === undefined || ollamaName(place) === wanted)
  if (wanted !== undefined && places.length === 0) {
    throw new AibomError('AIBOM_SOURCE_NOT_FOUND', `${wanted} is not in ${root}`, {hint: `ollama pull ${wanted}`})
  }
  const publications = places.flatMap(place => publicationOf(place, store) ?? [])
  const revision = publications.length === 1 ? publications[0]?.stated().assets[0]?.version : undefined
  const description = {scheme: 'ollama', name: wanted ?? basename(root), ...(wanted !== undefined && revision !== undefined && {revision})}
  return new MountedSource({description, publications, files: store.files, gaps: store.gaps})
}

function publicationOf(place: OciPlace, store: Store): Publication | undefined {
  const folder = `manifests/${place.host}/${place.repository}/${place.tag}`
  try {
    const bytes = readLocalFile(folder, join(store.root, folder), manifestLimitBytes)
    const manifest = toOciManifest(parseJson(bytes))
    const artifact = manifest === undefined ? undefined : toArtifact(manifest)
    if (artifact === undefined) throw new AibomError('AIBOM_MANIFEST_INVALID', 'it is no manifest of a model')
    addFiles(folder, artifact, store)
    const config = configOf(folder, artifact, store)
    const texts = textsOf(folder, artifact, store)
    const digest: OciDigest = {alg: 'sha256', hex: sha256Hex(bytes)}
    const detector = 'registries/ollama'
    return {kind: 'model', folder, stated: () => describeArtifact({place, artifact, digest, config, texts, folder, detector})}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    store.gaps.push({path: folder, stage: 'walk', code: 'unreadable', message: messageOf(error)})
    return undefined
  }
}

function addFiles(folder: string, artifact: Artifact, store: Store): void {
  for (const {role, name, descriptor} of artifact.layers) {
    if (!fileRoles.has(role)) continue
    const absolutePath = blobPath(store.root, descriptor.digest)
    if (!isBlob(absolutePath, folder, descriptor.size, store)) continue
    const {alg, hex} = descriptor.digest
    store.files.push({path: `${folder}/${name}`, absolutePath, known: [{alg, hex, of: 'content', from: 'declared'}]})
  }
}

function isBlob(absolutePath: string, folder: string, size: number, store: Store): boolean {
  const stats = lstatSync(absolutePath, {throwIfNoEntry: false})
  if (stats?.isFile() === true && stats.size === size) return true
  const what = stats === undefined ? 'is not here' : `has not the ${size} bytes that the manifest says`
  store.gaps.push({path: folder, stage: 'walk', code: 'missing-blob', message: `the blob ${basename(absolutePath)} ${what}`})
  return false
}

function configOf(folder: string, {config}: Artifact, store: Store): UnknownRecord {
  const bytes = readBlob(folder, {role: 'config', name: 'config', descriptor: config}, store)
  return bytes === undefined ? {} : (asRecord(parseJson(bytes)) ?? {})
}

function textsOf(folder: string, artifact: Artifact, store: Store): ReadonlyMap<string, string> {
  const wanted = artifact.layers.filter(({role}) => textRoles.has(role))
  return new Map(
    wanted.flatMap(layer => {
      const bytes = readBlob(folder, layer, store)
      return bytes === undefined ? [] : [[layer.role, bytes.toString('utf8')] as const]
    }),
  )
}

/** A small blob, checked against its name. */
function readBlob(folder: string, {role, descriptor}: ArtifactLayer, store: Store): Buffer | undefined {
  const absolutePath = blobPath(store.root, descriptor.digest)
  if (!isBlob(absolutePath, folder, descriptor.size, store)) return undefined
  const bytes = readLocalFile(folder, absolutePath, textLimitBytes)
  if (descriptor.digest.alg === 'sha256' && sha256Hex(bytes) === descriptor.digest.hex) return bytes
  const message = `the ${role} in ${basename(absolutePath)} has another content than its name says`
  store.gaps.push({path: folder, stage: 'verify', code: 'digest-mismatch', message})
  return undefined
}

function blobPath(root: string, {alg, hex}: OciDigest): string {
  return join(root, 'blobs', `${alg}-${hex}`)
}

/** @throws {AibomError} `AIBOM_MANIFEST_INVALID` */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new AibomError('AIBOM_MANIFEST_INVALID', 'it is no JSON', {cause: error})
  }
}

/** host / owner / model / tag; other depths are none of Ollama's. */
function manifestPlaces(root: string): OciPlace[] {
  const base = join(root, 'manifests')
  const level = (...parts: string[]): string[] => {
    const folder = join(base, ...parts)
    if (lstatSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) return []
    return readdirSync(folder)
      .filter(name => !name.startsWith('.'))
      .sort(compareText)
  }
  const places = level().flatMap(host =>
    level(host).flatMap(owner =>
      level(host, owner).flatMap(model => level(host, owner, model).map(tag => ({host, repository: `${owner}/${model}`, tag}))),
    ),
  )
  return places.filter(({host, repository, tag}) => existsSync(join(base, host, repository, tag))).slice(0, modelLimit)
}
