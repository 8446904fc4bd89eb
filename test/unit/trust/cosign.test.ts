import {createHash, type KeyObject, sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import type {Trail} from '../../../src/trust/decide.ts'
import {type TrustedKey, toTrustedKey} from '../../../src/trust/keys/keys.ts'
import {parseTrustedRoot} from '../../../src/trust/logs/trusted-root.ts'
import {type SignatureLayer, verifyLayer} from '../../../src/trust/sigstore/cosign.ts'
import {preAuthEncoding} from '../../../src/trust/sigstore/dsse.ts'
import {ecKeys, issue, pemOf} from '../../support/certificates.ts'
import {inToto, maker, Sigstore, signedAt} from '../../support/sigstore.ts'
import type {Json} from '../../support/transparency-log.ts'
import {valueAt, verdictOf, withValue} from '../../support/verdict.ts'

const sigstore = new Sigstore()
const keys = ecKeys()
const key = toTrustedKey(keys.publicKey, 'cosign.pub')
const hex = createHash('sha256').update('manifest').digest('hex')
const image = `sha256:${hex}`
const annotation = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  bundle: 'dev.sigstore.cosign/bundle',
}
const simpleType = 'application/vnd.dev.cosign.simplesigning.v1+json'
const envelopeType = 'application/vnd.dsse.envelope.v1+json'
const critical = {identity: {}, image: {'docker-manifest-digest': image}, type: 'cosign container image signature'}

interface Asked {
  readonly trusted?: readonly TrustedKey[]
  readonly predicateTypes?: readonly string[]
}

function verdict(layer: SignatureLayer, {trusted = [], predicateTypes = []}: Asked = {}): Promise<string> {
  const trust = {
    keys: trusted,
    chain: {roots: [], intermediates: [], at: signedAt},
    root: sigstore.root,
    identity: trusted.length > 0 ? {} : maker,
    believesHints: false,
  }
  return verdictOf(async trail => (await verifyLayer(layer, {image, predicateTypes}, trust, trail)).signed)
}

/** The log entry as cosign keeps it beside the signature. */
function rekorBundle(bundle: Json): string {
  const entry = valueAt(bundle, ['verificationMaterial', 'tlogEntries', 0])
  return JSON.stringify({
    SignedEntryTimestamp: valueAt(entry, ['inclusionPromise', 'signedEntryTimestamp']),
    Payload: {
      body: valueAt(entry, ['canonicalizedBody']),
      integratedTime: Number(valueAt(entry, ['integratedTime'])),
      logIndex: 7,
      logID: sigstore.log.id.toString('hex'),
    },
  })
}

const certificateOf = (bundle: Json): Buffer =>
  Buffer.from(String(valueAt(bundle, ['verificationMaterial', 'certificate', 'rawBytes'])), 'base64')

function keylessSimple(text: Json = {critical, optional: null}): SignatureLayer {
  const bytes = Buffer.from(JSON.stringify(text))
  const bundle = sigstore.signBytes(bytes)
  const signature = valueAt(bundle, ['messageSignature', 'signature'])
  return {
    mediaType: simpleType,
    bytes,
    annotations: {
      [annotation.signature]: signature,
      [annotation.certificate]: pemOf(certificateOf(bundle)),
      [annotation.bundle]: rekorBundle(bundle),
    },
  }
}

function keyedSimple(text: Json = {critical, optional: null}): SignatureLayer {
  const bytes = Buffer.from(JSON.stringify(text))
  return {
    mediaType: simpleType,
    bytes,
    annotations: {[annotation.signature]: sign('sha256', bytes, keys.privateKey).toString('base64')},
  }
}

const statement = (digest: Json = {sha256: hex}): string =>
  JSON.stringify({
    _type: 'https://in-toto.io/Statement/v0.1',
    subject: [{name: 'model', digest}],
    predicateType: 'https://cyclonedx.org/bom',
    predicate: {},
  })

function keyedEnvelope(text = statement(), signatures?: (sig: string) => unknown): SignatureLayer {
  const sig = sign('sha256', preAuthEncoding(inToto, Buffer.from(text)), keys.privateKey).toString('base64')
  const envelope = {
    payloadType: inToto,
    payload: Buffer.from(text).toString('base64'),
    signatures: signatures?.(sig) ?? [{keyid: '', sig}],
  }
  return {mediaType: envelopeType, bytes: Buffer.from(JSON.stringify(envelope)), annotations: {}}
}

/** What cosign attached until 2024: the log kept a hash of the whole envelope. */
function oldEnvelope(change: (spec: Json) => Json = spec => spec): SignatureLayer {
  const bundle = sigstore.signStatement(statement())
  const bytes = Buffer.from(JSON.stringify(valueAt(bundle, ['dsseEnvelope'])))
  const hashOf = (content: Buffer): Json => ({
    algorithm: 'sha256',
    value: createHash('sha256').update(content).digest('hex'),
  })
  const certificate = certificateOf(bundle)
  const spec = change({
    content: {hash: hashOf(bytes), payloadHash: hashOf(Buffer.from(statement()))},
    publicKey: Buffer.from(pemOf(certificate)).toString('base64'),
  })
  const entry = sigstore.log.entry({signature: Buffer.alloc(0), signer: certificate}, signedAt, {
    apiVersion: '0.0.1',
    kind: 'intoto',
    spec,
  })
  const logged = {...bundle, verificationMaterial: {tlogEntries: [entry]}}
  return {
    mediaType: envelopeType,
    bytes,
    annotations: {[annotation.certificate]: pemOf(certificate), [annotation.bundle]: rekorBundle(logged)},
  }
}

const annotated = (layer: SignatureLayer, name: string, value: unknown): SignatureLayer => ({
  ...layer,
  annotations: {...layer.annotations, [name]: value},
})

describe('what cosign attaches to an image', () => {
  it.each<[string, SignatureLayer, Asked]>([
    ['a signature by a short-lived certificate', keylessSimple(), {}],
    ['a signature by a key', keyedSimple(), {trusted: [key]}],
    ['an attestation by a key', keyedEnvelope(), {trusted: [key], predicateTypes: ['https://cyclonedx.org/bom']}],
    ['an attestation with an entry of kind intoto 0.0.1', oldEnvelope(), {}],
    [
      'a bundle that refers to it',
      {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        bytes: Buffer.from(JSON.stringify(sigstore.signStatement(statement()))),
        annotations: {},
      },
      {},
    ],
  ])('is verified: %s', async (_name, layer, asked) => {
    expect(await verdict(layer, asked)).toBe('verified')
  })

  it('says what was checked of it', async () => {
    const trail: Trail = {checked: [], notCovered: [], trust: []}
    const trust = {
      keys: [key],
      chain: {roots: [], intermediates: [], at: signedAt},
      root: sigstore.root,
      identity: {},
      believesHints: false,
    }
    await verifyLayer(keyedSimple(), {image, predicateTypes: []}, trust, trail)
    expect(trail.checked).toContain('image digest')
    expect(trail.trust).toEqual(['key cosign.pub'])
  })

  it('is not verified by an old entry where the certificate is of another authority', async () => {
    const layer = oldEnvelope()
    const stranger = new Sigstore()
    const root = parseTrustedRoot(
      JSON.stringify({...stranger.trustedRoot, tlogs: sigstore.trustedRoot['tlogs']}),
      'test',
    )
    const trust = {
      keys: [],
      chain: {roots: [], intermediates: [], at: signedAt},
      root,
      identity: maker,
      believesHints: false,
    }
    const decided = verdictOf(
      async trail => (await verifyLayer(layer, {image, predicateTypes: []}, trust, trail)).signed,
    )
    expect(await decided).toBe('invalid untrusted-chain')
  })

  const other = `sha256:${'ab'.repeat(32)}`
  const good = keylessSimple()
  const withBundle = (change: (bundle: Json) => unknown): SignatureLayer =>
    annotated(good, annotation.bundle, JSON.stringify(change(JSON.parse(String(good.annotations[annotation.bundle])))))
  it.each<[string, string, SignatureLayer, Asked?]>([
    ['a layer of another type', 'media-type', {...good, mediaType: 'text/plain'}],
    ['no signature', 'signature-missing', annotated(good, annotation.signature, undefined)],
    ['no log entry beside the certificate', 'tlog-missing', annotated(good, annotation.bundle, undefined)],
    ['a demand for a statement', 'predicate-type', good, {predicateTypes: ['https://cyclonedx.org/bom']}],
    [
      'another image',
      'subject-digest',
      keylessSimple({critical: {...critical, image: {'docker-manifest-digest': other}}}),
    ],
    [
      'a text that is not a signature of an image',
      'statement-type',
      keylessSimple({critical: {...critical, type: 'other'}}),
    ],
    ...(
      [
        {critical, optional: null, Critical: {}},
        {critical: {...critical, Image: {'docker-manifest-digest': other}}},
        {critical: {...critical, image: {...critical.image, 'Docker-Manifest-Digest': other}}},
      ] as const
    ).map((text): [string, string, SignatureLayer] => [
      `another spelling of a field: ${JSON.stringify(text).length}`,
      'statement-malformed',
      keylessSimple(text),
    ]),
    ['a text without anything critical', 'statement-type', keylessSimple({optional: null})],
    [
      'a text that names no image',
      'subject-digest',
      keylessSimple({critical: {identity: {}, type: 'cosign container image signature'}}),
    ],
    [
      'a certificate behind another one',
      'bundle-malformed',
      annotated(
        good,
        annotation.certificate,
        `${String(good.annotations[annotation.certificate])}${pemOf(certificateOf(sigstore.signBytes(Buffer.from('x'))))}`,
      ),
    ],
    [
      'text before the certificate',
      'bundle-malformed',
      annotated(good, annotation.certificate, `x\n${String(good.annotations[annotation.certificate])}`),
    ],
    [
      'bytes behind the certificate',
      'bundle-malformed',
      annotated(
        good,
        annotation.certificate,
        pemOf(
          Buffer.concat([
            certificateOf(sigstore.signBytes(good.bytes instanceof Buffer ? good.bytes : Buffer.alloc(0))),
            Buffer.from('\n-----'),
          ]),
        ),
      ),
    ],
    ['another log', 'tlog-set', withBundle(bundle => withValue(bundle, ['Payload', 'logID'], 'ab'.repeat(32)))],
    ['a log without a name', 'bundle-malformed', withBundle(bundle => withValue(bundle, ['Payload', 'logID'], 'log'))],
    [
      'a place in the log that is text',
      'bundle-malformed',
      withBundle(bundle => withValue(bundle, ['Payload', 'logIndex'], '7')),
    ],
    [
      'a time in the log that is text',
      'bundle-malformed',
      withBundle(bundle => withValue(bundle, ['Payload', 'integratedTime'], '7')),
    ],
    [
      'another time in the log',
      'tlog-set',
      withBundle(bundle => withValue(bundle, ['Payload', 'integratedTime'], signedAt.getTime() / 1000 + 1)),
    ],
    ['no body in the log', 'bundle-malformed', withBundle(bundle => withValue(bundle, ['Payload', 'body'], undefined))],
    [
      'a log entry with a name twice',
      'bundle-malformed',
      annotated(good, annotation.bundle, String(good.annotations[annotation.bundle]).replace('{', '{"Payload":{},')),
    ],
    ['another key', 'signature-invalid', keyedSimple(), {trusted: [toTrustedKey(ecKeys().publicKey, 'other.pub')]}],
    [
      'an attestation of another image',
      'subject-digest',
      keyedEnvelope(statement({sha256: 'ab'.repeat(32)})),
      {trusted: [key]},
    ],
    [
      'an attestation of another type',
      'predicate-type',
      keyedEnvelope(),
      {trusted: [key], predicateTypes: ['https://slsa.dev/provenance/v1']},
    ],
    ['an attestation without a signature', 'signature-missing', keyedEnvelope(undefined, () => []), {trusted: [key]}],
    [
      'an attestation with two signatures',
      'bundle-malformed',
      keyedEnvelope(undefined, sig => [{sig: 'AAAA'}, {sig}]),
      {trusted: [key]},
    ],
    [
      'an attestation with a signature and nothing',
      'bundle-malformed',
      keyedEnvelope(undefined, sig => [{sig}, null]),
      {trusted: [key]},
    ],
    [
      'an old entry of another envelope',
      'tlog-body',
      oldEnvelope(spec => withValue(spec, ['content', 'hash', 'value'], hex)),
    ],
    [
      'an old entry of another payload',
      'tlog-body',
      oldEnvelope(spec => withValue(spec, ['content', 'payloadHash', 'value'], hex)),
    ],
    [
      'an old entry with a weak hash',
      'tlog-body',
      oldEnvelope(spec => withValue(spec, ['content', 'hash', 'algorithm'], 'sha1')),
    ],
    [
      'an old entry of another certificate',
      'tlog-body',
      oldEnvelope(spec => ({...spec, publicKey: Buffer.from(pemOf(sigstore.certificate().der)).toString('base64')})),
    ],
    ['an old entry without a certificate', 'tlog-body', oldEnvelope(spec => withValue(spec, ['publicKey'], undefined))],
    [
      'an old entry that the log did not promise',
      'tlog-set',
      annotated(
        oldEnvelope(),
        annotation.bundle,
        String(oldEnvelope().annotations[annotation.bundle]).replace(
          /"SignedEntryTimestamp":"[^"]+"/,
          '"SignedEntryTimestamp":"MAYCAQECAQE="',
        ),
      ),
    ],
  ])('is refused with %s', async (_name, code, layer, asked) => {
    expect(await verdict(layer, asked)).toBe(`invalid ${code}`)
  })

  it('cannot be decided without a key', async () => {
    expect(await verdict(keyedSimple())).toBe('unverifiable key-missing')
  })
})

describe('what stands beside a signature by a key', () => {
  const simple = keyedSimple()
  const pem = (publicKey: KeyObject): string => publicKey.export({type: 'spki', format: 'pem'}).toString()
  const issued = issue({name: 'holder', keys})
  const entryOf = (signer: KeyObject, signature = String(simple.annotations[annotation.signature])): Json =>
    sigstore.log.entry(
      {signature: Buffer.from(signature, 'base64'), artifact: Buffer.from(simple.bytes), signer: pem(signer)},
      signedAt,
    )
  const logged = (entry: Json): SignatureLayer =>
    annotated(simple, annotation.bundle, rekorBundle({verificationMaterial: {tlogEntries: [entry]}}))
  const stamp = (over: Buffer): string =>
    JSON.stringify({SignedRFC3161Timestamp: sigstore.timestamps.stamp(over, signedAt).toString('base64')})
  const timestamp = 'dev.sigstore.cosign/rfc3161timestamp'
  const chain = 'dev.sigstore.cosign/chain'
  const signature = Buffer.from(String(simple.annotations[annotation.signature]), 'base64')
  const oldLogged = (publicKey: KeyObject): SignatureLayer => {
    const layer = keyedEnvelope()
    const hashOf = (content: Uint8Array): Json => ({
      algorithm: 'sha256',
      value: createHash('sha256').update(content).digest('hex'),
    })
    const spec = {
      content: {hash: hashOf(layer.bytes), payloadHash: hashOf(Buffer.from(statement()))},
      publicKey: Buffer.from(pem(publicKey)).toString('base64'),
    }
    const body = {apiVersion: '0.0.1', kind: 'intoto', spec}
    const entry = sigstore.log.entry({signature: Buffer.alloc(0), signer: pem(publicKey)}, signedAt, body)
    return annotated(layer, annotation.bundle, rekorBundle({verificationMaterial: {tlogEntries: [entry]}}))
  }

  it.each<[string, SignatureLayer]>([
    ['an entry of the log', logged(entryOf(keys.publicKey))],
    ['an entry of kind intoto 0.0.1', oldLogged(keys.publicKey)],
    ['a timestamp', annotated(simple, timestamp, stamp(signature))],
    ['a certificate of that key', annotated(simple, annotation.certificate, pemOf(issued.der))],
  ])('is right: %s', async (_name, layer) => {
    expect(await verdict(layer, {trusted: [key]})).toBe('verified')
  })

  it.each<[string, string, SignatureLayer]>([
    ['an entry of another signature', 'tlog-body', logged(entryOf(keys.publicKey, 'MAYCAQECAQE='))],
    ['an entry of another key', 'tlog-body', logged(entryOf(ecKeys().publicKey))],
    ['an old entry of another key', 'tlog-body', oldLogged(ecKeys().publicKey)],
    [
      'an entry of another log',
      'tlog-set',
      logged(new Sigstore().log.entry({signature, signer: pem(keys.publicKey)}, signedAt)),
    ],
    ['an entry that is none', 'bundle-malformed', annotated(simple, annotation.bundle, '{}')],
    ['a timestamp of something else', 'timestamp', annotated(simple, timestamp, stamp(Buffer.from('other')))],
    ['a timestamp that is none', 'bundle-malformed', annotated(simple, timestamp, '{}')],
    [
      'a certificate of another key',
      'key-mismatch',
      annotated(simple, annotation.certificate, pemOf(sigstore.certificate().der)),
    ],
    ['a certificate that is none', 'bundle-malformed', annotated(simple, annotation.certificate, 'x')],
  ])('contradicts: %s', async (_name, code, layer) => {
    expect(await verdict(layer, {trusted: [key]})).toBe(`invalid ${code}`)
  })

  it('is told where it is not looked at', async () => {
    const layer = annotated(annotated(simple, chain, pemOf(issued.der)), annotation.certificate, pemOf(issued.der))
    const trail: Trail = {checked: [], notCovered: [], trust: []}
    const own = {roots: [], intermediates: [], at: signedAt}
    const trust = {keys: [key], chain: own, root: sigstore.root, identity: {}, believesHints: false}
    await verifyLayer(layer, {image, predicateTypes: []}, trust, trail)
    expect(trail.notCovered).toEqual([
      'the certificate beside the signature: the key was given',
      `the annotation ${chain} beside the signature`,
    ])
    const labelled = annotated(keyedEnvelope(), 'predicateType', 'https://slsa.dev/provenance/v1')
    const second: Trail = {checked: [], notCovered: [], trust: []}
    await verifyLayer(labelled, {image, predicateTypes: []}, trust, second)
    expect(second.notCovered).toEqual([
      'the type "https://slsa.dev/provenance/v1" that the layer states, which is not the signed one',
    ])
  })
})
