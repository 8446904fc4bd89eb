import {join} from 'node:path'
import {sha256Hex} from '../../../lib/digest.ts'
import {AibomError} from '../../../lib/errors.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {kindOfPath, readUserBytes} from '../../../lib/read-file.ts'
import {bundleTypePattern, envelopeType, imageHex, layersOf, type SignatureLayer, simpleSigningType, verifyLayer} from '../../../trust/cosign.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {invalid, TrustFailure, unsigned} from '../../../trust/failure.ts'
import {parseSignedJson} from '../../../trust/signed-json.ts'
import {type Findings, type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request, TargetKind} from '../target.ts'

/** Manifests and the layers of signatures are small; an attached BOM or provenance may be some megabytes. */
export const blobLimitBytes = 128 * 1024 * 1024
const layoutHint = 'An OCI layout holds index.json, oci-layout and blobs/'

interface Layout {
  readonly folder: string
  readonly entries: readonly UnknownRecord[]
}

/** An OCI layout and cosign's signatures in it: of one artifact (`--image`), or of every one that is no signature itself. */
export const ociLayout: TargetKind = {
  recognise: ({kind, absolutePath}) => kind === 'folder' && isLayout(absolutePath),
  verify: ({path, absolutePath}, request) => verifyLayout({folder: absolutePath, shown: path}, request),
}

function isLayout(absolutePath: string): boolean {
  return kindOfPath(join(absolutePath, 'oci-layout')) === 'file' && kindOfPath(join(absolutePath, 'index.json')) === 'file'
}

/** @param place the folder, and what people call it */
export async function verifyLayout({folder, shown}: {readonly folder: string; readonly shown: string}, request: Request): Promise<SubjectVerdict[]> {
  const index = readUserBytes(join(folder, 'index.json'), `${shown}/index.json`, blobLimitBytes, layoutHint)
  const layout = {folder, entries: recordsOf(asRecord(parseSignedJson(index, 'bundle-malformed', 'index.json'))?.['manifests'])}
  const verdicts: SubjectVerdict[] = []
  for (const image of request.claim.image === undefined ? imagesOf(layout) : [request.claim.image]) {
    verdicts.push(
      await verifySubject({subject: `${shown}@${image}`, kind: 'oci'}, (trail, findings) => verifyImage(layout, image, request, trail, findings)),
    )
  }
  return verdicts
}

async function verifyImage(layout: Layout, image: string, {claim, trust}: Request, trail: Trail, findings: Findings): Promise<Signed> {
  imageHex(image)
  const candidates = claim.manifest === undefined ? signatureManifests(layout, image) : [claim.manifest]
  const layers = candidates.flatMap(digest => signatureLayers(layout, digest, image))
  if (layers.length === 0) throw unsigned('no signature of it lies in the layout')
  let failure: TrustFailure | undefined
  for (const layer of layers) {
    try {
      const wanted = {image, predicateTypes: claim.predicateTypes}
      const {signed, predicateType} = await verifyLayer(layer, wanted, {...trust, believesHints: false}, trail)
      if (predicateType !== undefined) findings.predicateTypes.push(predicateType)
      if (kindOfPath(blobPath(layout, image) ?? '') === undefined) trail.notCovered.push('the artifact itself, which is not in the layout')
      return signed
    } catch (error) {
      if (!(error instanceof TrustFailure)) throw error
      failure ??= error
    }
  }
  throw failure ?? unsigned('no signature of it lies in the layout')
}

/** Manifests that refer to an image: by cosign's tag, by their subject, or kept beside it by `cosign save`. */
function signatureManifests(layout: Layout, image: string): string[] {
  const tag = image.replace(':', '-')
  return layout.entries.flatMap(entry => {
    const digest = asText(entry['digest'])
    if (digest === undefined || !isSignatureManifest(layout, digest)) return []
    const name = asText(asRecord(entry['annotations'])?.['org.opencontainers.image.ref.name'])
    const subject = asText(asRecord(readManifest(layout, digest)['subject'])?.['digest'])
    const isOfAnother = (name !== undefined && !name.startsWith(tag)) || (subject !== undefined && subject !== image)
    return isOfAnother ? [] : [digest]
  })
}

function imagesOf(layout: Layout): string[] {
  const images = layout.entries.flatMap(entry => {
    const digest = asText(entry['digest'])
    const isFallbackTag = /^sha256-[0-9a-f]{64}$/.test(asText(asRecord(entry['annotations'])?.['org.opencontainers.image.ref.name']) ?? '')
    return digest === undefined || isFallbackTag || isSignatureManifest(layout, digest) ? [] : [digest]
  })
  if (images.length > 0) return images
  throw new AibomError('AIBOM_OCI_NO_IMAGE', 'the layout holds no artifact but signatures', {hint: 'Name the artifact with --image sha256:…'})
}

function isSignatureManifest(layout: Layout, digest: string): boolean {
  if (kindOfPath(blobPath(layout, digest) ?? '') === undefined) return false
  const layers = layersOf(readManifest(layout, digest))
  return layers.length > 0 && layers.every(layer => isSignatureType(asText(layer['mediaType']) ?? ''))
}

export function isSignatureType(mediaType: string): boolean {
  return mediaType === simpleSigningType || mediaType === envelopeType || bundleTypePattern.test(mediaType)
}

function signatureLayers(layout: Layout, digest: string, image: string): SignatureLayer[] {
  const manifest = readManifest(layout, digest)
  const subject = asRecord(manifest['subject'])
  if (subject !== undefined && subject['digest'] !== image) {
    throw invalid('subject-digest', `the signature refers to ${JSON.stringify(subject['digest'])}, not ${image}`)
  }
  return layersOf(manifest).map(layer => ({
    mediaType: asText(layer['mediaType']) ?? '',
    annotations: asRecord(layer['annotations']) ?? {},
    bytes: readBlob(layout, asText(layer['digest']) ?? ''),
  }))
}

function readManifest(layout: Layout, digest: string): UnknownRecord {
  return asRecord(parseSignedJson(readBlob(layout, digest), 'bundle-malformed', `the manifest ${digest}`)) ?? {}
}

/** @throws {TrustFailure} `blob-missing`, `blob-digest` */
function readBlob(layout: Layout, digest: string): Buffer {
  const path = blobPath(layout, digest)
  if (path === undefined || kindOfPath(path) !== 'file') throw invalid('blob-missing', `the layout has no blob ${JSON.stringify(digest)}`)
  const bytes = readUserBytes(path, digest, blobLimitBytes, layoutHint)
  if (`sha256:${sha256Hex(bytes)}` !== digest) throw invalid('blob-digest', `the content of blob ${digest} has another digest`)
  return bytes
}

function blobPath({folder}: Layout, digest: string): string | undefined {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1]
  return hex === undefined ? undefined : join(folder, 'blobs', 'sha256', hex)
}
