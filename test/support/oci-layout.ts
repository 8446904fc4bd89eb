import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {emptyConfig, type SignedLayer} from './cosign.ts'
import {temporaryFolder} from './run.ts'

export const imageType = 'application/vnd.oci.image.manifest.v1+json'
export const listType = 'application/vnd.oci.image.index.v1+json'

export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly annotations?: Readonly<Record<string, string>>
}

/** An image layout that is written step by step, so that a test can write what nobody should. */
export interface LayoutWriter {
  readonly folder: string
  blob(content: string, mediaType: string, more?: object, algorithm?: 'sha256' | 'sha512'): Descriptor
  /** of a manifest, or of anything else that refers to blobs */
  document(value: object, mediaType?: string): Descriptor
  manifest(layers: readonly SignedLayer[], more?: object): Descriptor
  index(entries: readonly object[]): void
  /** writes other bytes under a digest */
  overwrite(digest: string, content: string): void
  pathOf(digest: string): string
}

export function writeLayout(parent: string = temporaryFolder()): LayoutWriter {
  const folder = join(parent, 'layout')
  for (const algorithm of ['sha256', 'sha512']) mkdirSync(join(folder, 'blobs', algorithm), {recursive: true})
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  const pathOf = (digest: string): string => join(folder, 'blobs', digest.replace(':', '/'))
  const blob: LayoutWriter['blob'] = (content, mediaType, more = {}, algorithm = 'sha256') => {
    const digest = `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`
    writeFileSync(pathOf(digest), content)
    return {mediaType, digest, size: Buffer.byteLength(content), ...more}
  }
  const document: LayoutWriter['document'] = (value, mediaType = imageType) => blob(JSON.stringify(value), mediaType)
  return {
    folder,
    blob,
    document,
    manifest(layers, more = {}) {
      const descriptors = layers.map(({content, mediaType, annotations}) =>
        blob(content, mediaType, annotations === undefined ? {} : {annotations}),
      )
      const config = blob(emptyConfig.content, emptyConfig.mediaType)
      return document({schemaVersion: 2, mediaType: imageType, config, layers: descriptors, ...more})
    },
    index: entries => writeFileSync(join(folder, 'index.json'), JSON.stringify({schemaVersion: 2, manifests: entries})),
    overwrite: (digest, content) => writeFileSync(pathOf(digest), content),
    pathOf,
  }
}

/** As an entry of the index under a name. */
export function named(descriptor: Descriptor, name: string): Descriptor {
  return {...descriptor, annotations: {'org.opencontainers.image.ref.name': name}}
}

/** The name that cosign gives to signatures of an artifact. */
export function cosignTag({digest}: Descriptor, kind: 'sig' | 'att'): string {
  return `${digest.replace(':', '-')}.${kind}`
}
