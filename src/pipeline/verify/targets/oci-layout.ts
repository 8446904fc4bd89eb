import {AibomError, expected} from '../../../lib/errors.ts'
import {type OciDescriptor, parseOciDigest} from '../../../registries/oci/manifest.ts'
import {isOciLayout} from '../../../sources/stores/oci-layout.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {invalid, TrustFailure, undecided, unsigned} from '../../../trust/failure.ts'
import {type SignatureLayer, verifyLayer} from '../../../trust/sigstore/cosign.ts'
import {type BlobReference, digestText, readIndex} from '../oci/blobs.ts'
import {checkContent} from '../oci/content.ts'
import {artifactsOf, namedSignature, signaturesOf, unansweredOf} from '../oci/signatures.ts'
import {type Findings, type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request, TargetKind} from '../target.ts'

interface Layout {
  readonly folder: string
  readonly index: readonly OciDescriptor[]
}

/**
 * An OCI layout and cosign's signatures in it: of one artifact (`--image`), or of every one that is no signature
 * itself.
 */
export const ociLayout: TargetKind = {
  answers: ['image', 'manifest', 'predicateTypes'],
  recognise: ({kind, absolutePath}) => kind === 'folder' && isOciLayout(absolutePath),
  verify: ({path, absolutePath}, request) => verifyLayout({folder: absolutePath, shown: path}, request),
}

/** @param place the folder, and what people call it */
export async function verifyLayout(
  {folder, shown}: {readonly folder: string; readonly shown: string},
  request: Request,
): Promise<SubjectVerdict[]> {
  let layout: Layout
  try {
    layout = {folder, index: readIndex(folder)}
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
function chosen({folder, index}: Layout, image: string | undefined): readonly (OciDescriptor | string)[] {
  if (image !== undefined) return [index.find(entry => digestText(entry) === image) ?? image]
  const artifacts = artifactsOf(folder, index)
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
  const references = layout.index.filter(entry => digestText(entry) === digest)
  checkContent(layout.folder, references.length === 0 ? [artifact] : references, run, trail)
  trail.notCovered.push(...unansweredOf(layout.folder, layout.index, digest))
  if (artifact.digest.alg !== 'sha256')
    throw undecided('hash-algorithm', 'signatures are made over sha256 digests of artifacts')
  const layers =
    claim.manifest === undefined
      ? signaturesOf(layout.folder, layout.index, digest)
      : namedSignature(layout.folder, toReference(claim.manifest), digest)
  if (layers.length > 0) return verifySignatures(layers, digest, request, trail, findings)
  if (request.require !== 'digest') throw unsigned('no signature of it is in the layout')
  return byDigests(trail, findings)
}

/** Who wants equal digests alone needs no signature, but every blob. */
function byDigests(trail: Trail, findings: Findings): Signed {
  const [missing] = trail.notCovered
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
  if (signer === undefined)
    throw (
      failures.find(({outcome}) => outcome === 'invalid') ??
      failures[0] ??
      unsigned('no signature of it is in the layout')
    )
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
