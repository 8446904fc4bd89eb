import {sortedBy} from '../../../lib/sort.ts'
import type {OciDescriptor, OciDocument} from '../../../registries/oci/manifest.ts'
import {attempt, invalid, TrustFailure} from '../../../trust/failure.ts'
import {
  bundleTypePattern,
  envelopeType,
  type SignatureLayer,
  simpleSigningType,
} from '../../../trust/sigstore/cosign.ts'
import {type BlobReference, checkBlob, digestText, readBlob, readDocument} from './blobs.ts'

const nameAnnotation = 'org.opencontainers.image.ref.name'
/**
 * The tags that stand for what is attached to a digest: cosign's, and that of the index in place of the referrers API.
 */
const attachedPattern = /^sha256-([0-9a-f]{64})(?:\.[a-z]+)?$/

/** Whether a layer is a signature of cosign's, in any of its three forms. */
export function isSignatureType(mediaType: string): boolean {
  return mediaType === simpleSigningType || mediaType === envelopeType || bundleTypePattern.test(mediaType)
}

/**
 * The artifacts of a layout: all that is listed but signatures and what a tag attaches to another artifact of it, each
 * once. What cannot be read is an artifact, and its verdict says so; so is what people pull by a name, whatever its
 * layers are.
 */
export function artifactsOf(folder: string, index: readonly OciDescriptor[]): OciDescriptor[] {
  const listed = new Set(index.map(digestText))
  const artifacts = index.filter(entry => {
    const attachedTo = attachedDigest(entry)
    if (attachedTo === undefined) return nameOf(entry) !== undefined || !isReadableSignature(folder, entry)
    return !listed.has(attachedTo) && !isReadableSignature(folder, entry)
  })
  return [...new Map(artifacts.map(entry => [digestText(entry), entry])).values()]
}

/**
 * What is listed beside an artifact and no verdict answers for: what is attached to it and is no signature, and
 * signatures of what is not listed.
 */
export function unansweredOf(folder: string, index: readonly OciDescriptor[], artifact: string): string[] {
  const known = new Set(index.map(digestText))
  const found = index.flatMap(entry => {
    const attachedTo = attachedDigest(entry)
    if (nameOf(entry) !== undefined && attachedTo === undefined) return []
    if (isReadableSignature(folder, entry)) {
      const subject = attachedTo ?? subjectOf(folder, entry)
      return subject === undefined || subject === artifact || known.has(subject)
        ? []
        : [`${digestText(entry)}, a signature of ${subject}`]
    }
    const isReferrers = nameOf(entry) === artifact.replace(':', '-')
    return attachedTo === artifact && !isReferrers
      ? [`${digestText(entry)}, which is attached to it but is not a signature`]
      : []
  })
  return [...new Set(found)].sort()
}

/**
 * The layers of every signature manifest of an artifact: by cosign's tag, by its subject, or kept beside it by `cosign
 * save`; in the order of their digests.
 * @throws {TrustFailure} `blob-digest`, `blob-missing` and others for a signature of this artifact that was changed
 */
export function signaturesOf(folder: string, index: readonly OciDescriptor[], artifact: string): SignatureLayer[] {
  const tag = artifact.replace(':', '-')
  const manifests = new Map<string, OciDescriptor>()
  for (const entry of listed(folder, index, tag)) {
    const name = nameOf(entry)
    const isNamed = name?.startsWith(tag) === true
    if (name !== undefined && !isNamed) continue
    if (isNamed || isReadableSignature(folder, entry)) manifests.set(digestText(entry), entry)
  }
  return sortedBy(manifests, ([digest]) => digest).flatMap(([digest, entry]) => {
    const document = readDocument(folder, entry)
    if (document === undefined)
      throw invalid('blob-missing', `the layout lists a signature ${digest}, but has no such blob`)
    return isOf(document, artifact) ? layersOf(folder, document) : []
  })
}

/**
 * The layers of a signature manifest that the user names.
 * @throws {TrustFailure} `subject-digest` where it refers to another artifact
 */
export function namedSignature(folder: string, reference: BlobReference, artifact: string): SignatureLayer[] {
  const document = readDocument(folder, reference)
  if (document === undefined) throw invalid('blob-missing', `the layout has no blob ${digestText(reference)}`)
  if (document.kind === 'manifest' && document.subject !== undefined && digestText(document.subject) !== artifact) {
    throw invalid('subject-digest', `the signature refers to ${digestText(document.subject)}, not ${artifact}`)
  }
  return layersOf(folder, document)
}

/** The entries of a layout, and those of the index that stands for the referrers of an artifact. */
function listed(folder: string, index: readonly OciDescriptor[], tag: string): OciDescriptor[] {
  return index.flatMap(entry => {
    if (nameOf(entry) !== tag) return [entry]
    const document = readDocument(folder, entry)
    return document?.kind === 'index' ? [...document.manifests] : [entry]
  })
}

function isOf(document: OciDocument, artifact: string): boolean {
  return document.kind === 'manifest' && (document.subject === undefined || digestText(document.subject) === artifact)
}

function layersOf(folder: string, document: OciDocument): SignatureLayer[] {
  if (document.kind === 'index') return []
  checkBlob(folder, document.manifest.config)
  return document.manifest.layers.map(layer => {
    const bytes = readBlob(folder, layer)
    if (bytes === undefined) throw invalid('blob-missing', `the layout has no blob ${digestText(layer)}`)
    return {mediaType: layer.mediaType, annotations: layer.annotations, bytes}
  })
}

function nameOf({annotations}: OciDescriptor): string | undefined {
  return annotations[nameAnnotation]
}

/** Of the artifact to which the tag of an entry attaches it. */
function attachedDigest(entry: OciDescriptor): string | undefined {
  const hex = attachedPattern.exec(nameOf(entry) ?? '')?.[1]
  return hex === undefined ? undefined : `sha256:${hex}`
}

function subjectOf(folder: string, entry: OciDescriptor): string | undefined {
  const document = readDocument(folder, entry)
  return document?.kind === 'manifest' && document.subject !== undefined ? digestText(document.subject) : undefined
}

function isReadableSignature(folder: string, entry: OciDescriptor): boolean {
  const document = attempt(() => readDocument(folder, entry))
  if (document === undefined || document instanceof TrustFailure || document.kind !== 'manifest') return false
  const {layers} = document.manifest
  return layers.length > 0 && layers.every(({mediaType}) => isSignatureType(mediaType))
}
