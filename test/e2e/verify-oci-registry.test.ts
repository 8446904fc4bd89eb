import type {ChildProcess} from 'node:child_process'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {asRecord, recordsOf, type UnknownRecord} from '../../src/lib/narrow.ts'
import {
  attestation,
  bundleType,
  emptyConfig,
  type SignedLayer,
  sigstoreBundle,
  simpleSignature,
} from '../support/cosign.ts'
import {hasOciRegistry, indexType, manifestType, pusher, startOciRegistry} from '../support/oci-registry.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {writeKeys} from '../support/signing.ts'

const provenance = 'https://slsa.dev/provenance/v1'
const other = `sha256:${'0'.repeat(64)}`

describe.skipIf(!hasOciRegistry)('aibom verify oci:// against the registry of Debian', () => {
  let host = ''
  let registry: ChildProcess | undefined
  const folder = temporaryFolder()
  const maker = {folder, name: 'maker'}

  beforeAll(async () => {
    for (const name of ['maker', 'stranger']) writeKeys(folder, name, 'P-256')
    const started = await startOciRegistry()
    host = started.host
    registry = started.process
  })
  afterAll(() => void registry?.kill())

  /** @returns digest of a new artifact; its content tells it from the others */
  async function push(repository: string): Promise<string> {
    const layer = {mediaType: 'application/vnd.cncf.model.doc.v1.raw', content: `# ${repository}\n`}
    return (await pusher(host, repository).artifact('v1', emptyConfig, [layer])).digest
  }

  /** As cosign does it: a manifest under a tag made of the artifact's digest. */
  function attach(
    repository: string,
    image: string,
    suffix: 'sig' | 'att',
    layers: readonly SignedLayer[],
  ): Promise<object> {
    return pusher(host, repository).artifact(`${image.replace(':', '-')}.${suffix}`, emptyConfig, layers)
  }

  /**
   * As OCI 1.1 has it where the API is missing: a manifest with a subject, listed in an index under the tag of the
   * artifact's digest.
   */
  async function refer(repository: string, image: string, layers: readonly SignedLayer[]): Promise<void> {
    const subject = {mediaType: manifestType, digest: image, size: 1}
    const referrer = await pusher(host, repository).artifact('referrer', emptyConfig, layers, {
      artifactType: bundleType,
      subject,
    })
    const manifests = [{mediaType: manifestType, artifactType: bundleType, ...referrer}]
    await pusher(host, repository).document(image.replace(':', '-'), indexType, {
      schemaVersion: 2,
      mediaType: indexType,
      manifests,
    })
  }

  async function verify(
    repository: string,
    ...flags: readonly string[]
  ): Promise<{exit: number | null; verdict: UnknownRecord | undefined}> {
    const run = await aibom(['verify', `oci://${host}/${repository}:v1`, '--json', ...flags], {cwd: folder})
    const [verdict] = recordsOf(asRecord(JSON.parse(run.stdout))?.['subjects'])
    return {exit: run.exit, verdict}
  }

  const byMaker = ['--key', 'maker.pub.pem']
  const asProvenance = [...byMaker, '--predicate-type', provenance]

  it('takes a signature, and says whose key it is of', async () => {
    const image = await push('acme/signed')
    await attach('acme/signed', image, 'sig', [simpleSignature(maker, image)])
    expect(await verify('acme/signed', ...byMaker)).toMatchObject({
      exit: 0,
      verdict: {status: 'verified', subject: `oci://${host}/acme/signed@${image}`},
    })
    expect(await verify('acme/signed', '--key', 'stranger.pub.pem')).toMatchObject({
      exit: 1,
      verdict: {status: 'invalid', code: 'signature-invalid'},
    })
    expect(await verify('acme/signed', ...asProvenance)).toMatchObject({exit: 1, verdict: {code: 'predicate-type'}})
  })

  it('takes an attestation, beside a signature too', async () => {
    const image = await push('acme/attested')
    await attach('acme/attested', image, 'att', [attestation(maker, image, provenance)])
    expect(await verify('acme/attested', ...asProvenance)).toMatchObject({
      exit: 0,
      verdict: {status: 'verified', predicateTypes: [provenance]},
    })
    await attach('acme/attested', image, 'sig', [simpleSignature(maker, image)])
    expect(await verify('acme/attested', ...asProvenance)).toMatchObject({
      exit: 0,
      verdict: {status: 'verified', predicateTypes: [provenance]},
    })
  })

  it('takes a bundle that refers to it', async () => {
    const image = await push('acme/referred')
    expect((await fetch(`http://${host}/v2/acme/referred/referrers/${image}`)).status).toBe(404)
    await refer('acme/referred', image, [sigstoreBundle(maker, image, provenance)])
    expect(await verify('acme/referred', ...asProvenance)).toMatchObject({
      exit: 0,
      verdict: {status: 'verified', predicateTypes: [provenance]},
    })
    expect(await verify('acme/referred', '--key', 'stranger.pub.pem')).toMatchObject({
      exit: 1,
      verdict: {code: 'signature-invalid'},
    })
  })

  it('refuses an attestation and a bundle that were made for another artifact', async () => {
    const image = await push('acme/moved')
    await attach('acme/moved', image, 'att', [attestation(maker, other, provenance)])
    expect(await verify('acme/moved', ...byMaker)).toMatchObject({
      exit: 1,
      verdict: {status: 'invalid', code: 'subject-digest'},
    })
    const second = await push('acme/moved-too')
    await refer('acme/moved-too', second, [sigstoreBundle(maker, other, provenance)])
    expect(await verify('acme/moved-too', ...byMaker)).toMatchObject({
      exit: 1,
      verdict: {status: 'invalid', code: 'subject-digest'},
    })
  })

  it('calls an artifact unsigned that has none, whatever else refers to it', async () => {
    const image = await push('acme/bare')
    await refer('acme/bare', image, [
      {mediaType: 'application/vnd.cyclonedx+json', content: '{"bomFormat": "CycloneDX"}'},
    ])
    expect(await verify('acme/bare', ...byMaker)).toMatchObject({exit: 1, verdict: {status: 'unsigned'}})
  })
})
