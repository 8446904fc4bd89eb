import {join} from 'node:path'
import {type HashAlgorithm, hashFile} from '../../../lib/fs/file-hash.ts'
import {kindOfPath} from '../../../lib/fs/read-file.ts'
import {asRecord, asText} from '../../../lib/narrow.ts'
import {
  formatOciDigest,
  indexTypes,
  manifestTypes,
  type OciDescriptor,
  type OciDigest,
  type OciDocument,
  toOciDocument,
} from '../../../registries/oci/manifest.ts'
import {layoutBlobPath} from '../../../sources/stores/oci-layout-folder.ts'
import {invalid, undecided} from '../../../trust/failure.ts'
import {parseSignedJson} from '../../../trust/json/signed-json.ts'

/** A blob as something refers to it; by a digest alone where the user names it. */
export type BlobReference = Pick<OciDescriptor, 'digest'> & Partial<Pick<OciDescriptor, 'mediaType' | 'size'>>

/** Manifests and the layers of signatures are small; an attached BOM or provenance may be some megabytes. */
export const blobLimitBytes: number = 128 * 1024 * 1024

/** The only version of the image layout there is. */
export const layoutVersion = '1.0.0'

/**
 * The entries of a layout's index.json.
 * @throws {TrustFailure} `bundle-malformed`; `bundle-unsupported` for a layout of another version
 */
export function readIndex(folder: string): readonly OciDescriptor[] {
  const version = asRecord(readJson(folder, 'oci-layout'))?.['imageLayoutVersion']
  if (version !== layoutVersion)
    throw undecided(
      'bundle-unsupported',
      `it is an image layout of version ${JSON.stringify(version)}, which is not read`,
    )
  const index = readJson(folder, 'index.json')
  const document = toOciDocument(index)
  const mediaType = asText(asRecord(index)?.['mediaType'])
  if (document?.kind !== 'index' || manifestTypes.has(mediaType ?? ''))
    throw invalid('bundle-malformed', 'index.json is not a list of whole descriptors')
  return document.manifests
}

/** Nobody writes into a pipe that lies in a layout: reading it would not end. */
function readJson(folder: string, name: string): unknown {
  const path = join(folder, name)
  if (kindOfPath(path) !== 'file') throw invalid('special-file', `${name} is not a file`)
  const chunks = collect()
  hashFile(path, {algorithms: [], onChunk: chunks.add})
  return parseSignedJson(chunks.bytes(), 'bundle-malformed', name)
}

/**
 * A manifest or an index: the bytes that were hashed are the bytes that are parsed.
 * @returns undefined where the layout does not have it
 * @throws {TrustFailure} `blob-digest`, `bundle-malformed`, `media-type`
 */
export function readDocument(folder: string, reference: BlobReference): OciDocument | undefined {
  const bytes = readBlob(folder, reference)
  if (bytes === undefined) return undefined
  const name = formatOciDigest(reference.digest)
  const json = parseSignedJson(bytes, 'bundle-malformed', `the manifest ${name}`)
  const document = toOciDocument(json)
  if (document === undefined) throw invalid('bundle-malformed', `${name} is neither an image manifest nor an index`)
  const own = document.kind === 'manifest' ? document.manifest.mediaType : asText(Object(json)['mediaType'])
  if (own !== undefined && reference.mediaType !== undefined && own !== reference.mediaType) {
    throw invalid('media-type', `${name} says it is ${own}, what refers to it says ${reference.mediaType}`)
  }
  const other = document.kind === 'manifest' ? indexTypes : manifestTypes
  if (other.has(reference.mediaType ?? '')) {
    throw invalid(
      'media-type',
      `${name} is ${document.kind === 'index' ? 'an index' : 'a manifest'}, what refers to it says ${reference.mediaType}`,
    )
  }
  return document
}

/** @throws {TrustFailure} `blob-digest`; `coverage` for one that is too large to be held */
export function readBlob(folder: string, reference: BlobReference): Buffer | undefined {
  const chunks = collect()
  return checkBlob(folder, reference, chunks.add) ? chunks.bytes() : undefined
}

/**
 * Holds a blob against the digest and the size that refer to it.
 * @returns false where the layout does not have it
 * @throws {TrustFailure} `blob-digest`, `special-file`
 */
export function checkBlob(
  folder: string,
  {digest, size}: BlobReference,
  onChunk?: (bytes: Uint8Array, offset: bigint) => void,
): boolean {
  const path = join(folder, layoutBlobPath(digest))
  const kind = kindOfPath(path)
  const name = formatOciDigest(digest)
  if (kind === undefined) return false
  if (kind !== 'file') throw invalid('special-file', `blob ${name} is not a file`)
  const algorithms: HashAlgorithm[] = [digest.alg]
  const {digests, identity} = hashFile(path, {algorithms, ...(onChunk !== undefined && {onChunk})})
  if (digests[0]?.[1] !== digest.hex) throw invalid('blob-digest', `the content of blob ${name} has another digest`)
  if (size !== undefined && identity.size !== BigInt(size))
    throw invalid('blob-digest', `blob ${name} has ${identity.size} bytes, not ${size}`)
  return true
}

/** Keeps what is read, up to the limit. */
function collect(): {add(bytes: Uint8Array): void; bytes(): Buffer} {
  const chunks: Buffer[] = []
  let length = 0
  return {
    add(bytes) {
      length += bytes.byteLength
      if (length > blobLimitBytes)
        throw undecided(
          'coverage',
          `it is larger than the ${blobLimitBytes} bytes that are read of a manifest or a signature`,
        )
      // the hasher's buffer is used again
      chunks.push(Buffer.from(bytes))
    },
    bytes: () => Buffer.concat(chunks),
  }
}

/** `sha256:…` of either algorithm that image layouts use. */
export function digestText({digest}: {readonly digest: OciDigest}): string {
  return formatOciDigest(digest)
}
