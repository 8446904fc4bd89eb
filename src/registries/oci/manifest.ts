import {createHash} from 'node:crypto'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {variantField} from '../../lib/parse/field-names.ts'

/** As registries limit manifests: 4 MiB. */
export const manifestLimitBytes: number = 4 * 1024 * 1024

/** What a manifest says of a blob. @see OCI image specification, descriptor.md */
export interface OciDescriptor {
  readonly mediaType: string
  readonly digest: OciDigest
  readonly size: number
  readonly annotations: Readonly<Record<string, string>>
  /** Ollama: where a layer came from */
  readonly from?: string
  readonly artifactType?: string
}

/** Of the two algorithms that the specification registers; lower-case hex. */
export interface OciDigest {
  readonly alg: 'sha256' | 'sha512'
  readonly hex: string
}

/** An image manifest as far as it is used. @see OCI image specification, manifest.md */
export interface OciManifest {
  readonly mediaType?: string
  readonly artifactType?: string
  readonly config: OciDescriptor
  readonly layers: readonly OciDescriptor[]
  readonly annotations: Readonly<Record<string, string>>
}

/** Media types of what lists manifests: OCI's and Docker's. */
export const indexTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
])
/** Media types of what lists layers: OCI's and Docker's. */
export const manifestTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
])
const documentFields: ReadonlySet<string> = new Set([
  ...['schemaVersion', 'mediaType', 'artifactType', 'config', 'layers', 'manifests', 'subject', 'annotations'],
])
const descriptorFields: ReadonlySet<string> = new Set([
  ...['mediaType', 'digest', 'size', 'urls', 'annotations', 'data', 'artifactType', 'platform', 'from'],
])
/** Layers and annotations of one manifest; real ones have some hundred. */
const listLimit = 10_000
const digestPatterns = {sha256: /^sha256[:-]([0-9a-f]{64})$/, sha512: /^sha512[:-]([0-9a-f]{128})$/} as const

/** `sha256:<hex>`; undefined for what names no file: other algorithms, upper case, wrong length. */
export function parseOciDigest(text: unknown): OciDigest | undefined {
  if (typeof text !== 'string') return undefined
  for (const alg of ['sha256', 'sha512'] as const) {
    const hex = digestPatterns[alg].exec(text)?.[1]
    if (hex !== undefined) return {alg, hex}
  }
  return undefined
}

/** `sha256:<hex>`, as URLs and manifests write it. */
export function formatOciDigest({alg, hex}: OciDigest): string {
  return `${alg}:${hex}`
}

/**
 * An image manifest as an artifact uses it.
 * @returns undefined where it is none: an index, another document, a descriptor without digest or size; or where Go,
 *   which ignores the case of names, may read another one
 * @see OCI image specification, "Image Manifest"
 */
export function toOciManifest(value: unknown): OciManifest | undefined {
  const fields = asRecord(value)
  const config = toDescriptor(asRecord(fields?.['config']))
  const layers = recordsOf(fields?.['layers'])
  if (fields === undefined || config === undefined || layers.length > listLimit || !Array.isArray(fields['layers']))
    return undefined
  if (variantField(fields, documentFields) !== undefined) return undefined
  const descriptors = layers.flatMap(layer => toDescriptor(layer) ?? [])
  if (descriptors.length !== fields['layers'].length) return undefined
  const mediaType = asText(fields['mediaType'])
  const artifactType = asText(fields['artifactType'])
  return {
    ...(mediaType !== undefined && {mediaType}),
    ...(artifactType !== undefined && {artifactType}),
    config,
    layers: descriptors,
    annotations: annotationsOf(fields),
  }
}

/** What a registry answers a reference with: one manifest, or a list of them. */
export type OciDocument =
  | {readonly kind: 'manifest'; readonly manifest: OciManifest; readonly subject?: OciDescriptor}
  | {readonly kind: 'index'; readonly manifests: readonly OciDescriptor[]}

/**
 * A manifest or an index, strictly: every descriptor is whole.
 * @returns undefined for what is neither, and for what one reader takes for a manifest and another for an index
 * @see CVE-2021-41190: documents with both `layers` and `manifests`
 */
export function toOciDocument(value: unknown): OciDocument | undefined {
  const fields = asRecord(value)
  const isIndex = fields?.['manifests'] !== undefined
  const isManifest = fields?.['layers'] !== undefined || fields?.['config'] !== undefined
  if (fields === undefined || isIndex === isManifest || variantField(fields, documentFields) !== undefined)
    return undefined
  if (fields['schemaVersion'] !== undefined && fields['schemaVersion'] !== schemaVersion) return undefined
  if (isManifest) {
    const manifest = toOciManifest(fields)
    const subject = toDescriptor(asRecord(fields['subject']))
    if (manifest === undefined || (fields['subject'] !== undefined && subject === undefined)) return undefined
    return {kind: 'manifest', manifest, ...(subject !== undefined && {subject})}
  }
  const manifests = indexedManifests(fields)
  const isWhole = Array.isArray(fields['manifests']) && manifests.length === fields['manifests'].length
  return isWhole ? {kind: 'index', manifests} : undefined
}

/** Of both kinds of document; the first version had other fields. */
const schemaVersion = 2

/** The manifests that an index lists. */
export function indexedManifests(value: unknown): OciDescriptor[] {
  return recordsOf(asRecord(value)?.['manifests'])
    .slice(0, listLimit)
    .flatMap(manifest => toDescriptor(manifest) ?? [])
}

function toDescriptor(fields: UnknownRecord | undefined): OciDescriptor | undefined {
  const mediaType = asText(fields?.['mediaType'])
  const digest = parseOciDigest(fields?.['digest'])
  const size = fields?.['size']
  if (fields === undefined || mediaType === undefined || digest === undefined) return undefined
  if (variantField(fields, descriptorFields) !== undefined) return undefined
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || !holdsItself(fields['data'], digest, size))
    return undefined
  const from = asText(fields['from'])
  const artifactType = asText(fields['artifactType'])
  return {
    mediaType,
    digest,
    size,
    annotations: annotationsOf(fields),
    ...(from !== undefined && {from}),
    ...(artifactType !== undefined && {artifactType}),
  }
}

/** A descriptor may carry the content that it describes; some programs take that and no other. */
function holdsItself(data: unknown, {alg, hex}: OciDigest, size: number): boolean {
  if (data === undefined) return true
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : undefined
  return (
    bytes?.byteLength === size &&
    bytes.toString('base64') === data &&
    createHash(alg).update(bytes).digest('hex') === hex
  )
}

function annotationsOf(fields: UnknownRecord): Record<string, string> {
  const entries = Object.entries(asRecord(fields['annotations']) ?? {}).slice(0, listLimit)
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' && name !== '__proto__' ? [[name, value]] : [])),
  )
}
