import {sign} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {artifactOfBytes} from '../../src/trust/artifact.ts'
import {canonicalJson} from '../../src/trust/json/jcs.ts'
import {verifyJsf} from '../../src/trust/json/jsf.ts'
import {parseSignedJson} from '../../src/trust/json/signed-json.ts'
import {toTrustedKey} from '../../src/trust/keys/keys.ts'
import {parseBundle} from '../../src/trust/sigstore/bundle.ts'
import {preAuthEncoding} from '../../src/trust/sigstore/dsse.ts'
import {verifyBundle} from '../../src/trust/sigstore/sigstore-bundle.ts'
import {authority, ecKeys, issue, signerUsage} from '../support/certificates.ts'
import {inToto, maker, Sigstore} from '../support/sigstore.ts'
import type {Json} from '../support/transparency-log.ts'
import {placesOf, valueAt, verdictOf, withValue} from '../support/verdict.ts'

type Path = readonly (string | number)[]

const sigstore = new Sigstore()
const keys = ecKeys()
const root = issue({name: 'root', extensions: authority})
const leaf = issue({name: 'leaf', issuer: root, extensions: signerUsage})
const bytes = Buffer.from('weights')
const artifact = artifactOfBytes(bytes)
const statement = JSON.stringify({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{name: 'weights.bin', digest: {sha256: artifact.digest('sha256'), sha512: artifact.digest('sha512')}}],
  predicateType: 'https://example.com/v1',
  predicate: {},
})

function byKey(material: Json, privateKey = keys.privateKey): Json {
  const payload = Buffer.from(statement)
  const sig = sign('sha256', preAuthEncoding(inToto, payload), privateKey).toString('base64')
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {...material, tlogEntries: []},
    dsseEnvelope: {payload: payload.toString('base64'), payloadType: inToto, signatures: [{sig, keyid: ''}]},
  }
}

interface Kind {
  readonly bundle: Json
  readonly trusted: 'key' | 'roots' | 'sigstore'
  /** another right bundle of the kind, from which parts may be taken */
  readonly other: Json
}

const chain = (der: Buffer): Json => ({x509CertificateChain: {certificates: [{rawBytes: der.toString('base64')}]}})
const kinds: Readonly<Record<string, Kind>> = {
  'a statement signed by a short-lived certificate': {
    trusted: 'sigstore',
    bundle: sigstore.signStatement(statement),
    other: sigstore.signStatement(statement.replace('{}', '{"a":1}')),
  },
  'bytes signed by a short-lived certificate': {
    trusted: 'sigstore',
    bundle: sigstore.signBytes(bytes),
    other: sigstore.signBytes(Buffer.from('other')),
  },
  'a statement signed by a key': {
    trusted: 'key',
    bundle: byKey({publicKey: {hint: ''}}),
    other: byKey({publicKey: {hint: ''}}, ecKeys().privateKey),
  },
  'a statement signed by a certificate': {
    trusted: 'roots',
    bundle: byKey(chain(leaf.der), leaf.privateKey),
    other: byKey(chain(issue({name: 'leaf', extensions: signerUsage}).der), ecKeys().privateKey),
  },
}

function verdict(bundle: unknown, trusted: Kind['trusted']): Promise<string> {
  return verdictOf(async trail => {
    const trust = {
      keys: trusted === 'key' ? [toTrustedKey(keys.publicKey, 'maker.pem')] : [],
      chain: {roots: trusted === 'roots' ? [root.der] : [], intermediates: [], at: new Date('2026-06-01T00:00:00Z')},
      root: sigstore.root,
      identity: trusted === 'sigstore' ? maker : {},
      believesHints: true,
    }
    return (await verifyBundle(parseBundle(JSON.stringify(bundle)), {artifact, predicateTypes: []}, trust, trail))
      .signed
  })
}

/** What says nothing, or can be left out: the log's promise beside its proof and a timestamp, and the reverse. */
const neutral = [
  /^dsseEnvelope,signatures,0,keyid$/,
  /^verificationMaterial,publicKey(,hint)?$/,
  /^messageSignature,messageDigest,algorithm$/,
]
const leftOut = [
  /,inclusionPromise$/,
  /^verificationMaterial,tlogEntries$/,
  /^verificationMaterial,timestampVerificationData/,
  /,logIndex$/,
]

const noise = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.constant([]),
  fc.constant({}),
  fc.base64String({maxLength: 40}),
)

/** Ways to make one value of a document another. */
function changesOf(value: unknown, path: Path, other: unknown): fc.Arbitrary<unknown> {
  const swapped = fc.constant(valueAt(other, path))
  if (Array.isArray(value))
    return fc.oneof(
      noise,
      swapped,
      fc.constant([...value, ...value]),
      fc.constant([...value, null]),
      fc.constant([null, ...value]),
    )
  if (typeof value !== 'string') return fc.oneof(noise, swapped)
  const flipped = fc
    .nat({max: Math.max(0, value.length - 1)})
    .map(at => `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`)
  // the answer of a timestamp authority has parts that nobody signs
  const isStamp = path.at(-1) === 'signedTimestamp'
  const spelt = ['\n', ' ', '=', '\0'].map(sign => fc.constantFrom(value + sign, sign + value))
  return fc.oneof(noise, swapped, ...(isStamp ? [] : [flipped]), ...spelt, fc.constant(value + value))
}

describe.each(Object.entries(kinds))('%s', (_name, {bundle, trusted, other}) => {
  const places = placesOf(bundle).filter(([path]) => !neutral.some(pattern => pattern.test(path.join(','))))

  it('is verified as it is', async () => {
    expect(await verdict(bundle, trusted)).toBe('verified')
  })

  it('is not verified with one value changed', async () => {
    const forgeries = fc
      .constantFrom(...places)
      .chain(([path, value]) => changesOf(value, path, other).map(change => ({path, value, change})))
    await fc.assert(
      fc.asyncProperty(forgeries, async ({path, value, change}) => {
        fc.pre(canonicalJson(change ?? null) !== canonicalJson(value))
        const isAbsence =
          change === null || change === undefined || canonicalJson(change) === '[]' || canonicalJson(change) === '{}'
        fc.pre(
          !(isAbsence && (trusted !== 'sigstore' || leftOut.some(pattern => pattern.test(path.join(','))))) ||
            isNeeded(path),
        )
        expect(await verdict(withValue(bundle, path, change), trusted), path.join('.')).not.toBe('verified')
      }),
      {numRuns: 300},
    )
  })

  it.each(places.filter(([path]) => isNeeded(path)).map(([path]) => path.join('.')))(
    'is not verified without %s',
    async place => {
      const path = place.split('.').map(name => (/^\d+$/.test(name) ? Number(name) : name))
      expect(await verdict(withValue(bundle, path, undefined), trusted)).not.toBe('verified')
    },
  )
})

function isNeeded(path: Path): boolean {
  const place = path.join(',')
  return (
    !leftOut.some(pattern => pattern.test(place)) &&
    !/,integratedTime$/.test(place) &&
    !neutral.some(pattern => pattern.test(place))
  )
}

describe('a signed BOM', () => {
  const header = {algorithm: 'ES256', publicKey: keys.publicKey.export({format: 'jwk'})}
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components: [{name: 'bert', hashes: [{alg: 'SHA-256', content: 'a'.repeat(64)}]}],
  }
  const message = Buffer.from(canonicalJson({...document, signature: header}))
  const value = sign('sha256', message, {key: keys.privateKey, dsaEncoding: 'ieee-p1363'}).toString('base64url')
  const bom = {...document, signature: {...header, value}}
  const judge = (text: string): Promise<string> =>
    verdictOf(trail =>
      verifyJsf(
        Object(parseSignedJson(text, 'bundle-malformed', 'the BOM')),
        [toTrustedKey(keys.publicKey, 'maker.pem')],
        trail,
      ),
    )

  it('is not verified with any value changed, added or taken out', async () => {
    expect(await judge(JSON.stringify(bom))).toBe('verified')
    const forgeries = fc
      .constantFrom(...placesOf(bom))
      .chain(([path, old]) => changesOf(old, path, {}).map(change => ({path, old, change})))
    await fc.assert(
      fc.asyncProperty(forgeries, async ({path, old, change}) => {
        fc.pre(canonicalJson(change ?? null) !== canonicalJson(old))
        expect(await judge(JSON.stringify(withValue(bom, path, change))), path.join('.')).not.toBe('verified')
        if (Array.isArray(old) || typeof old !== 'object') return
        expect(await judge(JSON.stringify(withValue(bom, [...path, 'more'], 1))), path.join('.')).not.toBe('verified')
      }),
      {numRuns: 300},
    )
  })

  it('is the same however it is spelt, and not where a parser may read another value', async () => {
    const text = JSON.stringify(bom, null, 2)
    expect(await judge(text)).toBe('verified')
    expect(await judge(text.replace('"version": 1', '"version": 1.0'))).toBe('verified')
    for (const [from, to] of [
      ['"version": 1', '"version": 1, "version": 1'],
      ['"version": 1', '"version": 1, "__proto__": {}'],
      ['"version": 1', '"version": 1e400'],
      ['"version": 1', '"version": 9007199254740993'],
      ['"bert"', '"\\ud800"'],
    ] as const) {
      expect(await judge(text.replace(from, to)), to).not.toBe('verified')
    }
  })
})
