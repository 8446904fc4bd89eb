import {AibomError, expected} from '../../../lib/errors.ts'
import {type OciDescriptor, parseOciDigest} from '../../../registries/oci/manifest.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {invalid, TrustFailure, undecided, unsigned} from '../../../trust/failure.ts'
import {type SignatureLayer, verifyLayer} from '../../../trust/sigstore/cosign.ts'
import {worstOf} from '../failures.ts'
import {type Findings, type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request} from '../target.ts'
import {type BlobReference, digestText, readIndex} from './blobs.ts'
import {checkContent} from './content.ts'
import {type Listing, toListing} from './listing.ts'
import {artifactsOf, attachmentsOf, namedSignature, signaturesOf, straySignatures} from './signatures.ts'

interface LayoutFolder {
  readonly folder: string
  /** what people call it */
  readonly shown: string
  /** what belongs to the artifact, is no signature, and was left where it is */
  readonly unread?: readonly string[]
  /** where signatures may be that are not in the folder, and why they are not */
  readonly unasked?: readonly string[]
}

interface Layout extends Required<LayoutFolder> {
  readonly listing: Listing
  readonly strays: ReturnType<typeof straySignatures>
}

/** A verdict for the artifact that is claimed, or for each one. */
export async function verifyLayout(place: LayoutFolder, request: Request): Promise<SubjectVerdict[]> {
  const {folder, shown} = place
  let layout: Layout
  try {
    const listing = toListing(folder, readIndex(folder))
    layout = {unread: [], unasked: [], ...place, listing, strays: straySignatures(listing)}
  } catch (error) {
    return [await verifySubject({subject: shown, kind: 'oci'}, () => Promise.reject(error))]
  }
  const verdicts: SubjectVerdict[] = []
  for (const artifact of chosen(layout, request.claim.image)) {
    const subject = `${shown}@${typeof artifact === 'string' ? artifact : digestText(artifact)}`
    verdicts.push(
      await verifySubject({subject, kind: 'oci'}, (trail, findings) =>
        verifyArtifact(layout, artifact, request, trail, findings),
      ),
    )
  }
  return verdicts
}

/** @throws {AibomError} `AIBOM_OCI_NO_IMAGE` */
function chosen({listing}: Layout, image: string | undefined): readonly (OciDescriptor | string)[] {
  if (image !== undefined) return [listing.byDigest.get(image)?.[0]?.entry ?? image]
  const artifacts = artifactsOf(listing)
  if (artifacts.length > 0) return artifacts
  throw new AibomError('AIBOM_OCI_NO_IMAGE', 'the layout contains no artifact, only signatures', {
    hint: 'Name the artifact with --image sha256:…',
  })
}

async function verifyArtifact(
  layout: Layout,
  named: OciDescriptor | string,
  request: Request,
  trail: Trail,
  findings: Findings,
): Promise<Signed> {
  const artifact = toReference(named)
  const digest = digestText(artifact)
  const {claim, run} = request
  const {folder, listing, unread, unasked} = layout
  const references = listing.byDigest.get(digest)?.map(({entry}) => entry) ?? [artifact]
  const attached = attachmentsOf(listing, digest)
  const absent = checkContent(folder, {artifacts: references, attached}, run, trail)
  const strays = layout.strays.flatMap(stray =>
    stray.artifact === digest ? [] : [`${stray.digest}, a signature of ${stray.artifact}`],
  )
  trail.notCovered.push(
    ...attached.map(entry => `${digestText(entry)}, which is attached to it but is not a signature`),
    ...[...new Set(strays)].sort(),
    ...unread,
    ...unasked,
  )
  if (artifact.digest.alg !== 'sha256')
    throw undecided('hash-algorithm', 'signatures are made over sha256 digests of artifacts')
  const layers =
    claim.manifest === undefined
      ? signaturesOf(folder, listing, digest)
      : namedSignature(folder, toReference(claim.manifest), digest)
  if (layers.length > 0) return verifySignatures(layers, digest, request, trail, findings)
  const [place] = unasked
  if (place !== undefined)
    throw undecided('registry-unreachable', `no signature was found, and not all were seen: ${place}`)
  if (request.require !== 'digest') throw unsigned('no signature of it is in the layout')
  return byDigests([...absent, ...strays], trail, findings)
}

/** Who wants equal digests alone needs no signature, but every blob. */
function byDigests([missing]: readonly string[], trail: Trail, findings: Findings): Signed {
  if (missing !== undefined) throw undecided('blob-missing', `not every blob of it is at hand: ${missing}`)
  findings.level = 'self-computed'
  trail.trust.push('the manifest, which says the digests')
  return {signer: 'nobody: bytes equal the digests in the manifest'}
}

/** Anybody may attach a signature, so one that is right is enough; what each right one states is told. */
async function verifySignatures(
  layers: readonly SignatureLayer[],
  image: string,
  {claim, trust}: Request,
  trail: Trail,
  findings: Findings,
): Promise<Signed> {
  const failures: TrustFailure[] = []
  let signer: Signed | undefined
  for (const layer of layers) {
    const own: Trail = {checked: [], notCovered: [], trust: []}
    try {
      const wanted = {image, predicateTypes: claim.predicateTypes}
      const {signed, predicateType} = await verifyLayer(layer, wanted, {...trust, believesHints: false}, own)
      signer ??= signed
      trail.checked.push(...own.checked)
      trail.notCovered.push(...own.notCovered)
      trail.trust.push(...own.trust)
      if (predicateType !== undefined) findings.predicateTypes.push(predicateType)
    } catch (error) {
      failures.push(expected(error, TrustFailure))
    }
  }
  if (signer === undefined) throw worstOf(failures)
  if (failures.length > 0)
    trail.notCovered.push(`other signatures of it: ${[...new Set(failures.map(({code}) => code))].sort().join(', ')}`)
  return signer
}

/** @throws {TrustFailure} `subject-digest` for what is no digest */
function toReference(named: OciDescriptor | string): BlobReference {
  if (typeof named !== 'string') return named
  const digest = parseOciDigest(named)
  if (digest === undefined) throw invalid('subject-digest', `${JSON.stringify(named)} is not a digest`)
  return {digest}
}
