import {existsSync, statSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {GapCode} from '../../inventory/gap-code.generated.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import {asList, asRecord, asText, recordsOf, textsOf} from '../../lib/narrow.ts'
import {
  formatOciDigest,
  indexedManifests,
  manifestLimitBytes,
  type OciDigest,
  parseOciDigest,
} from '../../registries/oci/manifest.ts'
import {readLocalFile} from '../local-file.ts'
import {MountedSource} from '../mounted.ts'
import type {Publication} from '../source.ts'
import {type ArtifactStore, parseStoreJson, publicationOf} from './artifact-store.ts'
import {layoutBlobPath} from './oci-layout-folder.ts'

/** A manifest of a store, and under which names it stands there. */
interface Listed {
  readonly digest: OciDigest
  readonly manifestPath: string
  readonly name?: string
}

const modelLimit = 10_000
/** An index may list indexes. */
const depthLimit = 4

/** The store of Docker's model runner: `models.json`, `manifests/sha256/<hex>`, `blobs/sha256/<hex>`. */
export function isDockerModelStore(folder: string): boolean {
  return (
    existsSync(join(folder, 'models.json')) &&
    isFolder(join(folder, 'manifests', 'sha256')) &&
    isFolder(join(folder, 'blobs', 'sha256'))
  )
}

/**
 * Every model of an image layout.
 * @param root absolute, without links
 * @throws {AibomError} `AIBOM_SOURCE_UNREADABLE`
 * @see OCI image specification, "Image Layout Specification"
 */
export function openOciLayout(root: string): MountedSource {
  const store = newStore(root, 'registries/oci-layout')
  return open('oci-layout', store, listIndex(store))
}

/** Every model that Docker's model runner keeps. @throws {AibomError} `AIBOM_SOURCE_UNREADABLE` */
export function openDockerModelStore(root: string): MountedSource {
  const store = newStore(root, 'registries/docker-models')
  const models = recordsOf(asRecord(readJson(store, 'models.json'))?.['models'])
  const listed = models.flatMap((model): Listed[] => {
    const digest = parseOciDigest(model['id'])
    const [name] = textsOf(model['tags'])
    return digest === undefined
      ? []
      : [{digest, manifestPath: `manifests/${digest.alg}/${digest.hex}`, ...(name !== undefined && {name})}]
  })
  return open('docker-models', store, [...new Map(listed.map(each => [each.manifestPath, each])).values()])
}

function open(scheme: string, store: ArtifactStore, listed: readonly Listed[]): MountedSource {
  const publications = listed.slice(0, modelLimit).flatMap((each): Publication | readonly Publication[] => {
    const folder = `${each.digest.alg}-${each.digest.hex.slice(0, 12)}`
    return publicationOf(store, placeOf(each.name, basename(store.root)), folder, each.manifestPath) ?? []
  })
  checkManifests(store, listed)
  return new MountedSource({
    description: {scheme, name: basename(store.root)},
    publications,
    files: store.files,
    gaps: store.gaps,
  })
}

/** `host/owner/name:tag`, or a tag alone. */
function placeOf(name: string | undefined, fallback: string): {host: string; repository: string; tag?: string} {
  if (name === undefined) return {host: 'local', repository: fallback}
  const slash = name.lastIndexOf('/')
  const colon = name.indexOf(':', slash + 1)
  if (slash === -1 && colon === -1) return {host: 'local', repository: fallback, tag: name}
  const repository = colon === -1 ? name : name.slice(0, colon)
  const [first = '', ...rest] = repository.split('/')
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first)
  const place = isHost
    ? {host: first, repository: rest.join('/')}
    : {host: 'docker.io', repository: slash === -1 ? `library/${repository}` : repository}
  return colon === -1 ? place : {...place, tag: name.slice(colon + 1)}
}

/** The name of a manifest is the digest of its bytes. */
function checkManifests(store: ArtifactStore, listed: readonly Listed[]): void {
  for (const {digest, manifestPath} of listed) {
    if (!existsSync(join(store.root, manifestPath)) || digest.alg !== 'sha256') continue
    const bytes = readLocalFile(manifestPath, join(store.root, manifestPath), manifestLimitBytes)
    if (sha256Hex(bytes) === digest.hex) continue
    store.gaps.push({
      path: manifestPath,
      stage: 'verify',
      code: 'digest-mismatch',
      message: `the manifest is not that of ${formatOciDigest(digest)}`,
    })
  }
}

/** What an index lists, and the indexes that it lists; each once, however often and in how many of them it stands. */
function listIndex(store: ArtifactStore): Listed[] {
  const manifests = new Map<string, Listed>()
  const indexes = new Set<string>()
  let round = ['index.json']
  for (let depth = 0; depth < depthLimit && round.length > 0; depth++) {
    const inside = round.flatMap(path => listedIn(store, path))
    for (const each of inside) {
      const known = manifests.get(each.manifestPath)
      if (!each.isIndex && known?.name === undefined) manifests.set(each.manifestPath, each)
    }
    round = [
      ...new Set(
        inside.flatMap(({isIndex, manifestPath}) => (isIndex && !indexes.has(manifestPath) ? [manifestPath] : [])),
      ),
    ]
    for (const path of round) indexes.add(path)
  }
  if (round.length > 0)
    gap(
      store,
      round[0] ?? '',
      'reference-limit',
      `indexes at more than ${depthLimit} levels, one inside the other, were not read`,
    )
  return [...manifests.values()]
}

function listedIn(store: ArtifactStore, path: string): (Listed & {readonly isIndex: boolean})[] {
  const document = readJson(store, path)
  const descriptors = indexedManifests(document)
  const left = asList(asRecord(document)?.['manifests']).length - descriptors.length
  if (left > 0)
    gap(
      store,
      path,
      'syntax',
      `${left} of the manifests that it lists were left out: no digest or size, or more than are read`,
    )
  return descriptors.map(({mediaType, digest, annotations}) => {
    const name = asText(annotations['org.opencontainers.image.ref.name'])
    const isIndex = /\bindex\b|manifest\.list/.test(mediaType)
    return {digest, manifestPath: store.blobPath(digest), isIndex, ...(name !== undefined && {name})}
  })
}

function gap({gaps}: ArtifactStore, path: string, code: GapCode, message: string): void {
  gaps.push({path, stage: 'walk', code, message})
}

function readJson(store: ArtifactStore, path: string): unknown {
  try {
    return parseStoreJson(readLocalFile(path, join(store.root, path), manifestLimitBytes))
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    throw new AibomError('AIBOM_SOURCE_UNREADABLE', `${path} could not be read: ${error.message}`, {cause: error})
  }
}

function newStore(root: string, detector: string): ArtifactStore {
  return {root, detector, blobPath: layoutBlobPath, files: [], gaps: []}
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true
}
