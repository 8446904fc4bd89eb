import {addTo, groupBy} from '../../../lib/group.ts'
import type {OciDescriptor} from '../../../registries/oci/manifest.ts'
import {attempt, TrustFailure} from '../../../trust/failure.ts'
import {bundleTypePattern, envelopeType, simpleSigningType} from '../../../trust/sigstore/cosign.ts'
import {digestText, readDocument} from './blobs.ts'

const nameAnnotation = 'org.opencontainers.image.ref.name'
/**
 * The tags that stand for what is attached to a digest: cosign's, and that of the index in place of the referrers API.
 */
const attachedPattern = /^sha256-([0-9a-f]{64})(?:\.[a-z]+)?$/

/** An entry of a layout, and what it is to the others. */
export interface Listed {
  readonly entry: OciDescriptor
  readonly digest: string
  readonly name: string | undefined
  /** the artifact to which its tag attaches it */
  readonly attachedTo: string | undefined
  readonly isSignature: boolean
  /** the artifact that it says it is about, where it is a signature */
  readonly subject: string | undefined
}

/** The entries of a layout, each read once. */
export interface Listing {
  readonly entries: readonly Listed[]
  readonly byDigest: ReadonlyMap<string, readonly Listed[]>
  /** what is attached to an artifact, or is a signature that says it is about it; '' for signatures that say nothing */
  readonly byArtifact: ReadonlyMap<string, readonly Listed[]>
}

/** Whether a layer is a signature of cosign's, in any of its three forms. */
export function isSignatureType(mediaType: string): boolean {
  return mediaType === simpleSigningType || mediaType === envelopeType || bundleTypePattern.test(mediaType)
}

/** Reads each entry of an index.json. What cannot be read is no signature. */
export function toListing(folder: string, index: readonly OciDescriptor[]): Listing {
  const entries = index.map(entry => toListed(folder, entry))
  const byArtifact = new Map<string, Listed[]>()
  for (const listed of entries) {
    const artifact = artifactOf(listed)
    if (artifact !== undefined) addTo(byArtifact, artifact, listed)
  }
  return {entries, byDigest: groupBy(entries, ({digest}) => digest), byArtifact}
}

/** One entry: of the layout, or of an index in it. */
export function toListed(folder: string, entry: OciDescriptor): Listed {
  const name = entry.annotations[nameAnnotation]
  const hex = attachedPattern.exec(name ?? '')?.[1]
  const document = attempt(() => readDocument(folder, entry))
  const manifest = document instanceof TrustFailure || document?.kind !== 'manifest' ? undefined : document
  const layers = manifest?.manifest.layers ?? []
  const subject = manifest?.subject
  return {
    entry,
    digest: digestText(entry),
    name,
    attachedTo: hex === undefined ? undefined : `sha256:${hex}`,
    isSignature: layers.length > 0 && layers.every(({mediaType}) => isSignatureType(mediaType)),
    subject: subject === undefined ? undefined : digestText(subject),
  }
}

function artifactOf({name, attachedTo, isSignature, subject}: Listed): string | undefined {
  if (attachedTo !== undefined) return attachedTo
  return name === undefined && isSignature ? (subject ?? '') : undefined
}
