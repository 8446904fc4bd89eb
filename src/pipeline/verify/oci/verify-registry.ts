import {join} from 'node:path'
import {downloadFile, type ExpectedDigest, openFolder} from '../../../lib/download.ts'
import {AibomError} from '../../../lib/errors.ts'
import {PartFiles} from '../../../lib/fs/part-file.ts'
import {withTemporaryFolder} from '../../../lib/fs/temporary-folder.ts'
import {writeWhole} from '../../../lib/fs/write-file.ts'
import {asRecord, asText} from '../../../lib/narrow.ts'
import {createOciClient, type FetchedManifest, type OciClient} from '../../../registries/oci/client.ts'
import {findOciCredential} from '../../../registries/oci/credentials.ts'
import {formatOciDigest, type OciDigest, toOciManifest} from '../../../registries/oci/manifest.ts'
import {parseOciReference} from '../../../registries/oci/reference.ts'
import {invalid} from '../../../trust/failure.ts'
import {networkOf} from '../../network.ts'
import type {VerifyRun} from '../options.ts'
import {type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request} from '../target.ts'
import {blobLimitBytes, layoutVersion} from './blobs.ts'
import {isSignatureType} from './listing.ts'
import {verifyLayout} from './verify-layout.ts'

/** seconds */
const deadline = 1800
/** An artifact has some signatures; a registry may name any number. */
const signatureLimit = 64

/** An artifact of a registry and what signs it, as a layout in a temporary folder. */
export async function verifyInRegistry(target: string, request: Request): Promise<SubjectVerdict[]> {
  const {run} = request
  const reference = parseOciReference(target)
  if (run.offline)
    throw new AibomError('AIBOM_OFFLINE', `${target} needs the network, and --offline forbids it`, {
      hint: 'Name an OCI layout',
    })
  const network = await networkOf({...run, refresh: false, deadline})()
  const client = createOciClient(reference, network, () => findOciCredential(reference.host, run.env, run.signal))
  return withTemporaryFolder('aibom-verify-', async temporary => {
    try {
      const fetched = await client.manifest(
        reference.digest === undefined ? (reference.tag ?? 'latest') : formatOciDigest(reference.digest),
      )
      const {signatures, ...others} = await signaturesOf(client, fetched.digest)
      const folder = await fillLayout(join(temporary, 'layout'), client, [fetched, ...signatures], run)
      const place = {folder, shown: `oci://${reference.host}/${reference.repository}`, ...others}
      return await verifyLayout(place, {
        ...request,
        claim: {...request.claim, image: formatOciDigest(fetched.digest)},
      })
    } catch (error) {
      const isOther = error instanceof AibomError && error.exit === 1
      const failure = isOther ? invalid('blob-digest', error.message, error) : error
      return [await verifySubject({subject: target, kind: 'oci'}, () => Promise.reject(failure))]
    }
  })
}

interface Found {
  readonly signatures: readonly FetchedManifest[]
  /** what refers to it and is no signature */
  readonly unread: readonly string[]
  /** why there may be more */
  readonly unasked: readonly string[]
}

/** By cosign's tags and by what refers to it. A place that the registry keeps to itself leaves the others. */
async function signaturesOf(client: OciClient, image: OciDigest): Promise<Found> {
  const [unread, unasked]: [string[], string[]] = [[], []]
  const told = async <T>(what: string, work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      if (error.exit === 1) throw error
      unasked.push(`${what}: ${error.message}`)
      return undefined
    }
  }
  const tag = `${image.alg}-${image.hex}`
  const tags = [`${tag}.sig`, `${tag}.att`]
  const referrers = (await told('the list of what refers to it', client.referrers(image))) ?? []
  const references = [...tags, ...referrers.map(({digest}) => formatOciDigest(digest))]
  if (references.length > signatureLimit)
    throw new AibomError('AIBOM_OCI_ANSWER', 'more refers to it than is read', {exit: 3})
  const signatures: FetchedManifest[] = []
  for (const reference of references) {
    const asked = tags.includes(reference) ? manifestOrNone(client, reference) : client.manifest(reference)
    const manifest = await told(reference, asked)
    if (manifest === undefined) continue
    if (isSignature(manifest)) signatures.push(manifest)
    else unread.push(`${formatOciDigest(manifest.digest)}, which refers to it but is not a signature that is read`)
  }
  return {signatures, unread, unasked}
}

async function manifestOrNone(client: OciClient, reference: string): Promise<FetchedManifest | undefined> {
  try {
    return await client.manifest(reference)
  } catch (error) {
    if (error instanceof AibomError && error.code === 'AIBOM_OCI_NOT_FOUND') return undefined
    throw error
  }
}

function isSignature({document}: FetchedManifest): boolean {
  const layers = toOciManifest(document)?.layers ?? []
  return layers.length > 0 && layers.every(({mediaType, size}) => isSignatureType(mediaType) && size <= blobLimitBytes)
}

/** Content of the manifests, and of signatures their layers; each blob is held against its digest. */
async function fillLayout(
  path: string,
  client: OciClient,
  manifests: readonly FetchedManifest[],
  {signal}: VerifyRun,
): Promise<string> {
  const folder = openFolder(path, path)
  openFolder(join(folder, 'blobs'), path)
  openFolder(join(folder, 'blobs', 'sha256'), path)
  const parts = new PartFiles()
  for (const {digest, text} of manifests) writeWhole(join(folder, 'blobs', 'sha256', digest.hex), text)
  for (const {document} of manifests.slice(1)) {
    for (const {digest, size} of toOciManifest(document)?.layers ?? []) {
      if (digest.alg !== 'sha256') continue
      const expected: ExpectedDigest = {kind: 'sha256', hex: digest.hex}
      const ask = (range: {readonly start: bigint; readonly end: bigint}) => client.blob(digest, range)
      await downloadFile(folder, {
        path: `blobs/sha256/${digest.hex}`,
        byteLength: size,
        expected,
        parts,
        received: () => undefined,
        signal,
        ask,
      })
    }
  }
  writeWhole(join(folder, 'oci-layout'), JSON.stringify({imageLayoutVersion: layoutVersion}))
  writeWhole(join(folder, 'index.json'), JSON.stringify({manifests: manifests.map(toDescriptor)}))
  return folder
}

function toDescriptor({digest, document, text}: FetchedManifest): object {
  const mediaType = asText(asRecord(document)?.['mediaType']) ?? 'application/vnd.oci.image.manifest.v1+json'
  return {mediaType, digest: formatOciDigest(digest), size: Buffer.byteLength(text)}
}
