import {sortedBy} from '../../../lib/sort.ts'
import type {OciDescriptor, OciDocument} from '../../../registries/oci/manifest.ts'
import {invalid} from '../../../trust/failure.ts'
import type {SignatureLayer} from '../../../trust/sigstore/cosign.ts'
import {type BlobReference, checkBlob, digestText, readBlob, readDocument} from './blobs.ts'
import {type Listed, type Listing, toListed} from './listing.ts'

/**
 * The artifacts of a layout: all that is listed but signatures and what a tag attaches to another artifact of it, each
 * once. What cannot be read is an artifact, and its verdict says so; so is what people pull by a name, whatever its
 * layers are.
 */
export function artifactsOf({entries, byDigest}: Listing): OciDescriptor[] {
  const artifacts = entries.filter(({attachedTo, name, isSignature}) =>
    attachedTo === undefined ? name !== undefined || !isSignature : !byDigest.has(attachedTo) && !isSignature,
  )
  return [...new Map(artifacts.map(({digest, entry}) => [digest, entry])).values()]
}

/** What a tag attaches to an artifact and is no signature: a list of components, say. No signature covers it. */
export function attachmentsOf({byArtifact}: Listing, artifact: string): OciDescriptor[] {
  const [referrers] = signatureNames(artifact)
  const attached = byArtifact.get(artifact) ?? []
  return attached.flatMap(({entry, name, isSignature}) => (isSignature || name === referrers ? [] : [entry]))
}

/** Signatures in the layout of what it does not list: no verdict answers for them. */
export function straySignatures({byArtifact, byDigest}: Listing): readonly (Listed & {readonly artifact: string})[] {
  return [...byArtifact].flatMap(([artifact, about]) =>
    artifact === '' || byDigest.has(artifact)
      ? []
      : about.filter(({isSignature}) => isSignature).map(listed => ({...listed, artifact})),
  )
}

/**
 * The layers of every signature manifest of an artifact: by cosign's tag, by its subject, or kept beside it by `cosign
 * save`; in the order of their digests.
 * @throws {TrustFailure} `blob-digest`, `blob-missing` and others for a signature of this artifact that was changed
 */
export function signaturesOf(folder: string, {byArtifact}: Listing, artifact: string): SignatureLayer[] {
  const names = signatureNames(artifact)
  const about = [artifact, ''].flatMap(each => byArtifact.get(each) ?? [])
  const found = about.flatMap(listed => (listed.name === names[0] ? inReferrers(folder, listed) : [listed]))
  const signatures = found.filter(({name, isSignature}) => isSignature || names.includes(name))
  const manifests = new Map(signatures.map(({digest, entry}) => [digest, entry]))
  return sortedBy(manifests, ([digest]) => digest).flatMap(([digest, entry]) => {
    const document = readDocument(folder, entry)
    if (document === undefined)
      throw invalid('blob-missing', `the layout lists a signature ${digest}, but has no such blob`)
    return isOf(document, artifact) ? layersOf(folder, document) : []
  })
}

/** The entries of the index that stands for the referrers of an artifact. */
function inReferrers(folder: string, listed: Listed): Listed[] {
  const document = readDocument(folder, listed.entry)
  return document?.kind === 'index' ? document.manifests.map(entry => toListed(folder, entry)) : [listed]
}

/** The tag of the index in place of the referrers API, and those of cosign's signatures. Tags have no colon. */
function signatureNames(artifact: string): readonly (string | undefined)[] {
  const tag = artifact.replace(':', '-')
  return [tag, `${tag}.sig`, `${tag}.att`]
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
