import type {OciDescriptor} from '../../../registries/oci/manifest.ts'
import type {Trail} from '../../../trust/decide.ts'
import {undecided} from '../../../trust/failure.ts'
import type {VerifyRun} from '../options.ts'
import {type BlobReference, checkBlob, digestText, readDocument} from './blobs.ts'

/** An index may list indexes; nobody nests them deeper. */
const depthLimit = 8
/** Blobs of one artifact; those of the largest models have some thousand. */
const blobLimit = 100_000
const titleAnnotation = 'org.opencontainers.image.title'

interface Pending {
  readonly what: string
  readonly reference: BlobReference
  readonly depth: number
}

/**
 * Hashes what the layout has of an artifact: its manifest, and all that the manifest refers to.
 * @param artifacts every reference to it: one may state another size or type than the others
 * @returns what the layout does not have
 * @throws {TrustFailure} `blob-digest`, `media-type`, `bundle-malformed`; `coverage` for what has no end
 */
export function checkContent(
  folder: string,
  {artifacts, attached}: {readonly artifacts: readonly BlobReference[]; readonly attached: readonly BlobReference[]},
  {signal, progress}: VerifyRun,
  trail: Trail,
): string[] {
  const absent: string[] = []
  const seen = new Set<string>()
  const pending: Pending[] = [
    ...artifacts.map(reference => ({what: 'the artifact itself', reference, depth: 0})),
    ...attached.map(reference => ({what: 'the attachment', reference, depth: 0})),
  ]
  let hashedBytes = 0
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    signal.throwIfAborted()
    if (next.depth > depthLimit) throw undecided('coverage', `its indexes are nested more than ${depthLimit} deep`)
    const document = readDocument(folder, next.reference)
    if (document === undefined) {
      absent.push(missing(next.what, next.reference))
      continue
    }
    const {depth} = next
    if (document.kind === 'index') {
      pending.push(
        ...document.manifests
          .filter(reference => isNew(reference, seen))
          .map(reference => ({what: 'manifest', reference, depth: depth + 1})),
      )
      continue
    }
    const {config, layers} = document.manifest
    const blobs = [['configuration', config] as const, ...layers.map(layer => ['layer', layer] as const)]
    for (const [what, reference] of blobs.filter(([, each]) => isNew(each, seen))) {
      signal.throwIfAborted()
      const isHere = checkBlob(folder, reference, bytes => {
        hashedBytes += bytes.byteLength
        progress.hashed(hashedBytes)
      })
      if (!isHere) absent.push(missing(what, reference))
    }
    if (seen.size > blobLimit) throw undecided('coverage', `it has more than ${blobLimit} blobs`)
  }
  trail.checked.push('the digest of every blob at hand')
  trail.notCovered.push(...absent)
  return absent
}

/** Each once; a second descriptor that states another size or type is another one. */
function isNew(reference: OciDescriptor, seen: Set<string>): boolean {
  const key = `${digestText(reference)} ${reference.size} ${reference.mediaType}`
  const isFirst = !seen.has(key)
  seen.add(key)
  return isFirst
}

function missing(what: string, reference: BlobReference & Partial<OciDescriptor>): string {
  const title = reference.annotations?.[titleAnnotation]
  return `${what} ${digestText(reference)}${title === undefined ? '' : ` (${title})`}, which is not in the layout`
}
