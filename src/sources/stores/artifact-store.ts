import {lstatSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {Gap} from '../../inventory/gap.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError, messageOf} from '../../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {type Artifact, type ArtifactLayer, isReadable, textRoles, toArtifact} from '../../registries/oci/artifact.ts'
import {describeArtifact, type OciPlace} from '../../registries/oci/describe.ts'
import {
  manifestLimitBytes,
  type OciDescriptor,
  type OciDigest,
  type OciManifest,
  toOciManifest,
} from '../../registries/oci/manifest.ts'
import {readLocalFile} from '../local-file.ts'
import type {MountedFile} from '../mounted.ts'
import type {Publication} from '../source.ts'

/** Licences, templates, prompts and configurations are far smaller. */
const textLimitBytes = 4 * 1024 * 1024
/** How OCI and Docker call the layers of container images. */
const imageLayer = /^application\/vnd\.(?:oci\.image\.layer|docker\.image\.rootfs)\./

/** A folder of this machine with manifests, and blobs under their digests: what is read from it is gathered here. */
export interface ArtifactStore {
  /** absolute, without links */
  readonly root: string
  /** names what read it, in evidence */
  readonly detector: string
  /** of a blob, relative to the root */
  blobPath(digest: OciDigest): string
  readonly files: MountedFile[]
  readonly gaps: Gap[]
}

/**
 * The model that a manifest of the store describes. What is broken is a gap.
 * @param folder of its files in the source
 * @returns undefined where it is no manifest of a model
 */
export function publicationOf(
  store: ArtifactStore,
  place: OciPlace,
  folder: string,
  manifestPath: string,
): Publication | undefined {
  try {
    const bytes = readLocalFile(manifestPath, join(store.root, manifestPath), manifestLimitBytes)
    const manifest = toOciManifest(parseStoreJson(bytes))
    const artifact = manifest === undefined ? undefined : toArtifact(manifest)
    if (artifact === undefined) {
      addFiles(folder, imageLayers(manifest), store)
      throw new AibomError('AIBOM_MANIFEST_INVALID', 'it is not the manifest of a model')
    }
    addFiles(folder, artifact.layers.filter(isReadable), store)
    const config = readBlob(folder, 'config', artifact.config, store)
    const read = {
      place,
      artifact,
      digest: {alg: 'sha256', hex: sha256Hex(bytes)} as const,
      config: config === undefined ? {} : configOf(config, folder, store),
      texts: readTexts(folder, artifact, store),
      folder,
      detector: store.detector,
    }
    return {kind: 'model', folder, stated: () => describeArtifact(read)}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    store.gaps.push({path: folder, stage: 'walk', code: 'unreadable', message: messageOf(error)})
    return undefined
  }
}

/** @throws {AibomError} `AIBOM_MANIFEST_INVALID` */
export function parseStoreJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new AibomError('AIBOM_MANIFEST_INVALID', 'it is not JSON', {cause: error})
  }
}

/** A configuration that is no JSON states nothing; the model is there all the same. */
function configOf(bytes: Buffer, folder: string, {gaps}: ArtifactStore): UnknownRecord {
  try {
    return asRecord(parseStoreJson(bytes)) ?? {}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    gaps.push({
      path: folder,
      stage: 'walk',
      code: 'syntax',
      message: `the configuration of the model: ${error.message}`,
    })
    return {}
  }
}

/** The layers of a container image, which may hold weights: archives without names. */
function imageLayers(manifest: OciManifest | undefined): Pick<ArtifactLayer, 'name' | 'descriptor'>[] {
  const layers = manifest?.layers.filter(({mediaType}) => imageLayer.test(mediaType)) ?? []
  return layers.map((descriptor, at) => ({name: `layer-${at + 1}.tar`, descriptor}))
}

function addFiles(
  folder: string,
  layers: readonly Pick<ArtifactLayer, 'name' | 'descriptor'>[],
  store: ArtifactStore,
): void {
  for (const {name, descriptor} of layers) {
    if (!isBlob(folder, descriptor, store)) continue
    const {alg, hex} = descriptor.digest
    const absolutePath = join(store.root, store.blobPath(descriptor.digest))
    store.files.push({path: `${folder}/${name}`, absolutePath, known: [{alg, hex, of: 'content', from: 'declared'}]})
  }
}

function readTexts(folder: string, artifact: Artifact, store: ArtifactStore): ReadonlyMap<string, string> {
  return new Map(
    artifact.layers.filter(isText).flatMap(({role, descriptor}) => {
      const bytes = readBlob(folder, role, descriptor, store)
      return bytes === undefined ? [] : [[role, bytes.toString('utf8')] as const]
    }),
  )
}

function isText({role}: ArtifactLayer): boolean {
  return textRoles.has(role)
}

function isBlob(folder: string, {digest, size}: OciDescriptor, store: ArtifactStore): boolean {
  const path = store.blobPath(digest)
  const stats = lstatSync(join(store.root, path), {throwIfNoEntry: false})
  if (stats?.isFile() === true && stats.size === size) return true
  const what =
    stats === undefined
      ? 'is not here'
      : stats.isFile()
        ? `has not the ${size} bytes that the manifest says`
        : 'is not a file'
  store.gaps.push({path: folder, stage: 'walk', code: 'missing-blob', message: `the blob ${basename(path)} ${what}`})
  return false
}

/** A small blob, checked against its name. */
function readBlob(folder: string, what: string, descriptor: OciDescriptor, store: ArtifactStore): Buffer | undefined {
  if (!isBlob(folder, descriptor, store)) return undefined
  const path = store.blobPath(descriptor.digest)
  const bytes = readLocalFile(folder, join(store.root, path), textLimitBytes)
  if (descriptor.digest.alg === 'sha256' && sha256Hex(bytes) === descriptor.digest.hex) return bytes
  store.gaps.push({
    path: folder,
    stage: 'verify',
    code: 'digest-mismatch',
    message: `the ${what} in ${path} has another content than its name says`,
  })
  return undefined
}
