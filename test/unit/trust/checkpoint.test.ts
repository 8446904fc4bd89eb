import {sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {artifactOfBytes} from '../../../src/trust/artifact.ts'
import {parseTrustedRoot} from '../../../src/trust/logs/trusted-root.ts'
import {parseBundle} from '../../../src/trust/sigstore/bundle.ts'
import {verifyBundle} from '../../../src/trust/sigstore/sigstore-bundle.ts'
import {ecKeys} from '../../support/certificates.ts'
import {maker, Sigstore, signedAt} from '../../support/sigstore.ts'
import type {Json} from '../../support/transparency-log.ts'
import {valueAt, verdictOf, withValue} from '../../support/verdict.ts'

const sigstore = new Sigstore()
const another = new Sigstore()
const artifact = artifactOfBytes(Buffer.from('weights'))
const statement = JSON.stringify({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{name: 'weights.bin', digest: {sha256: artifact.digest('sha256')}}],
  predicateType: 'https://example.com/v1',
  predicate: {},
})
const entry = ['verificationMaterial', 'tlogEntries', 0] as const
const checkpoint = [...entry, 'inclusionProof', 'checkpoint'] as const

function verdict(bundle: Json, root: Json = sigstore.trustedRoot): Promise<string> {
  return verdictOf(async trail => {
    const trust = {
      keys: [],
      chain: {roots: [], intermediates: [], at: signedAt},
      root: parseTrustedRoot(JSON.stringify(root), 'root.json'),
      identity: maker,
      believesHints: true,
    }
    return (await verifyBundle(parseBundle(JSON.stringify(bundle)), {artifact, predicateTypes: []}, trust, trail))
      .signed
  })
}

const promised = sigstore.signStatement(statement)
/** As Rekor v2 does: the log proves that it holds the entry, and a timestamp authority says when. */
const proven = withValue(promised, [...entry, 'inclusionPromise'], undefined)
const envelope = String(valueAt(proven, [...checkpoint, 'envelope']))
const note = envelope.slice(0, envelope.indexOf('\n\n') + 1)
const [, ...behindOrigin] = note.split('\n')
const {log} = sigstore

const line = (name: string, over: string, key = log.keys.privateKey, id = log.id): string => {
  const bytes = Buffer.concat([id.subarray(0, 4), sign('sha256', Buffer.from(over), key)])
  return `\u2014 ${name} ${bytes.toString('base64')}\n`
}
const own = line(log.host, note)
const wrong = line(log.host, 'another note')
const witness = line('witness.example', note, ecKeys().privateKey, Buffer.from([1, 2, 3, 4]))
const withLines = (...lines: string[]): Json =>
  withValue(proven, [...checkpoint, 'envelope'], `${note}\n${lines.join('')}`)
const withOrigin = (origin: string, name = log.host): Json => {
  const text = [origin, ...behindOrigin].join('\n')
  return withValue(proven, [...checkpoint, 'envelope'], `${text}\n${line(name, text)}`)
}
const withId = (id: Buffer): Json => withValue(proven, [...entry, 'logId', 'keyId'], id.toString('base64'))
const rootWith = (path: readonly (string | number)[], value: unknown): Json =>
  withValue(sigstore.trustedRoot, path, value)

const refused = 'invalid tlog-inclusion'

describe('the checkpoint of a log', () => {
  it.each<[string, string, Json]>([
    ['with the name of the log as its origin', 'verified', withOrigin('log.example')],
    ['with the name and the number of a tree', 'verified', withOrigin('log.example - 1193050959916656506')],
    ['of another origin', refused, withOrigin('evil.example')],
    ['of an origin that begins alike', refused, withOrigin('log.example.evil.test')],
    ['of an origin with a tree that is no number', refused, withOrigin('log.example - evil')],
    ['of an origin with two trees', refused, withOrigin('log.example - 1 - 2')],
    ['without an origin', refused, withOrigin('')],
    ['under a name for any log', refused, withOrigin('.', '.')],
    ['under a part of its name', refused, withOrigin('example', 'example')],
    ['under its address', refused, withOrigin('https://log.example', 'https://log.example')],
    ['signed under another name than its origin', refused, withOrigin('log.example', 'example')],
    ['with a witness before the log', 'verified', withLines(witness, own)],
    ['with witnesses behind the log', 'verified', withLines(own, witness, witness)],
    ['with witnesses alone', refused, withLines(witness, witness)],
    ['with a wrong signature of the log before a right one', refused, withLines(wrong, own)],
    ['with a wrong signature of the log behind a right one', refused, withLines(own, wrong)],
    ['without a signature', refused, withLines()],
    ['with a signature of four bytes', refused, withLines('\u2014 log.example AAAAAA==\n')],
    ['that is empty', refused, withValue(proven, [...checkpoint, 'envelope'], '')],
    ['that is not there', 'invalid bundle-malformed', withValue(proven, checkpoint, undefined)],
    ['of another index', refused, withValue(proven, [...entry, 'inclusionProof', 'logIndex'], '1')],
    ['of an index beyond its size', refused, withValue(proven, [...entry, 'inclusionProof', 'logIndex'], '2')],
    ['of another log than the entry names', refused, withId(another.log.id)],
  ])('%s is %s', async (_name, answer, bundle) => {
    expect(await verdict(bundle)).toBe(answer)
  })

  it('is signed by the log that the entry names, where the root has several', async () => {
    const root = rootWith(['tlogs'], [another.log.trust, log.trust])
    expect(await verdict(proven, root)).toBe('verified')
    expect(await verdict(withId(another.log.id), root)).toBe(refused)
  })

  it('is found by the id of its key, where the root has one besides that of the log', async () => {
    const root = rootWith(['tlogs', 0, 'checkpointKeyId'], {keyId: log.id.toString('base64')})
    const renamed = withValue(root, ['tlogs', 0, 'logId', 'keyId'], another.log.id.toString('base64'))
    expect(await verdict(proven, renamed)).toBe('verified')
    expect(await verdict(withId(another.log.id), renamed)).toBe('verified')
    expect(await verdict(withId(another.certificateLog.id), renamed)).toBe(refused)
  })

  it.each<[string, string, string]>([
    ['https://log.example/', 'log.example', 'verified'],
    ['https://log.example:8443', 'log.example:8443', 'verified'],
    ['https://log.example:8443', 'log.example', 'verified'],
    ['https://log.example/v2/', 'log.example/v2', 'verified'],
    ['https://log.example/v2', 'log.example', 'verified'],
    ['log.example', 'log.example', 'verified'],
    ['https://log.example/v2', 'log.example/v', refused],
    ['https://log.example', 'log.example/v2', refused],
    ['https://other.example', 'log.example', refused],
  ])('of the log at %s, signed as %s, is %s', async (baseUrl, name, answer) => {
    expect(await verdict(withOrigin(name, name), rootWith(['tlogs', 0, 'baseUrl'], baseUrl))).toBe(answer)
  })
})

describe('a key or an authority that was not in use when the signature was made', () => {
  const ended = {start: '2020-01-01T00:00:00Z', end: '2026-03-01T12:04:59Z'}
  const begun = {start: '2026-03-01T12:05:01Z'}
  const atOnce = {start: signedAt.toISOString(), end: signedAt.toISOString()}
  const places: readonly (readonly [string, readonly (string | number)[], Json])[] = [
    ['a log that promised', ['tlogs', 0, 'publicKey', 'validFor'], promised],
    ['a log that proves', ['tlogs', 0, 'publicKey', 'validFor'], proven],
    ['an authority', ['certificateAuthorities', 0, 'validFor'], proven],
    ['a timestamp authority', ['timestampAuthorities', 0, 'validFor'], proven],
  ]

  it.each(places)('is not believed: %s', async (_name, path, bundle) => {
    expect(await verdict(bundle, rootWith(path, atOnce))).toBe('verified')
    expect(await verdict(bundle, rootWith(path, ended))).toMatch(/^invalid /)
    expect(await verdict(bundle, rootWith(path, begun))).toMatch(/^invalid /)
  })

  it('is not believed: a log of certificates', async () => {
    const path = ['ctlogs', 0, 'publicKey', 'validFor']
    expect(await verdict(proven, rootWith(path, {...ended, end: '2026-03-01T11:59:59Z'}))).toMatch(/^invalid /)
    expect(await verdict(proven, rootWith(path, {start: '2026-03-01T12:00:01Z'}))).toMatch(/^invalid /)
  })
})
