import {createHash, sign} from 'node:crypto'
import type {TransparencyLogEntry} from '@sigstore/bundle'
import {describe, expect, it} from 'vitest'
import {canonicalJson} from '../../../src/trust/json/jcs.ts'
import {assertIntotoEntry, isOldIntoto} from '../../../src/trust/logs/intoto-entry.ts'
import {ecKeys, pemOf} from '../../support/certificates.ts'
import {Sigstore} from '../../support/sigstore.ts'
import type {Json} from '../../support/transparency-log.ts'
import {withValue} from '../../support/verdict.ts'

const {log, authority} = new Sigstore()
const other = new Sigstore()
const envelope = Buffer.from('{"payload":"e30="}')
const payload = Buffer.from('{}')
const seconds = 1_700_000_000
const hashOf = (bytes: Buffer): Json => ({
  algorithm: 'sha256',
  value: createHash('sha256').update(bytes).digest('hex'),
})
const b64 = (text: string): string => Buffer.from(text).toString('base64')
const keyPem = String(log.keys.publicKey.export({type: 'spki', format: 'pem'}))
const keyDer = log.keys.publicKey.export({type: 'spki', format: 'der'})

const body: Json = {
  apiVersion: '0.0.1',
  kind: 'intoto',
  spec: {content: {hash: hashOf(envelope), payloadHash: hashOf(payload)}, publicKey: b64(pemOf(authority.der))},
}

/** As Rekor promised it, with a body that it holds. */
function entryOf(content: Json = body, key = log.keys.privateKey): TransparencyLogEntry {
  const canonicalizedBody = Buffer.from(JSON.stringify(content))
  const promised = {
    body: canonicalizedBody.toString('base64'),
    integratedTime: seconds,
    logIndex: 7,
    logID: log.id.toString('hex'),
  }
  return {
    canonicalizedBody,
    integratedTime: String(seconds),
    logIndex: '7',
    logId: {keyId: log.id},
    kindVersion: {kind: 'intoto', version: '0.0.1'},
    inclusionPromise: {signedEntryTimestamp: sign('sha256', Buffer.from(canonicalJson(promised)), key)},
    inclusionProof: undefined,
  }
}

interface Window {
  readonly start?: number
  readonly end?: number
  readonly id?: Buffer
}

function logOf({start = 0, end = 2_000_000_000, id = log.id}: Window = {}) {
  const validFor = {start: new Date(start * 1000), end: new Date(end * 1000)}
  return {logID: id, baseURL: 'https://log.example', publicKey: log.keys.publicKey, validFor}
}

const certificate = {label: 'CERTIFICATE', der: authority.der} as const
const logged = {envelope, payload, signer: certificate}
const refused = (code: string) => expect.objectContaining({code, outcome: 'invalid'})

describe('a log entry of kind intoto 0.0.1', () => {
  it('is right for its envelope, its payload and its certificate or key, in the time of its log', () => {
    expect(() => assertIntotoEntry(entryOf(), [logOf()], logged)).not.toThrow()
    expect(() => assertIntotoEntry(entryOf(), [logOf({start: seconds, end: seconds})], logged)).not.toThrow()
    expect(() => assertIntotoEntry(entryOf(), [logOf({id: other.log.id}), logOf()], logged)).not.toThrow()
    const ofKey = entryOf(withValue(body, ['spec', 'publicKey'], b64(keyPem)))
    expect(() =>
      assertIntotoEntry(ofKey, [logOf()], {...logged, signer: {label: 'PUBLIC KEY', der: keyDer}}),
    ).not.toThrow()
  })

  it.each<[string, TransparencyLogEntry, ReturnType<typeof logOf>[]]>([
    ['by no log', entryOf(), []],
    ['by a log of another id', entryOf(), [logOf({id: other.log.id})]],
    ['by a log whose key had ended', entryOf(), [logOf({end: seconds - 1})]],
    ['by a log whose key had not begun', entryOf(), [logOf({start: seconds + 1})]],
    ['by another key', entryOf(body, ecKeys().privateKey), [logOf()]],
    ['for another time', {...entryOf(), integratedTime: String(seconds + 1)}, [logOf()]],
    ['for another index', {...entryOf(), logIndex: '8'}, [logOf()]],
    ['for another body', {...entryOf(), canonicalizedBody: Buffer.from('{}')}, [logOf()]],
    ['not at all', {...entryOf(), inclusionPromise: undefined}, [logOf()]],
  ])('is refused where it is promised %s', (_name, entry, logs) => {
    expect(() => assertIntotoEntry(entry, logs, logged)).toThrow(refused('tlog-set'))
  })

  it.each<[string, string, Json]>([
    ['of another kind', 'of another kind than it says', withValue(body, ['kind'], 'dsse')],
    ['of another version', 'of another kind than it says', withValue(body, ['apiVersion'], '0.0.2')],
    [
      'about another envelope',
      'another envelope',
      withValue(body, ['spec', 'content', 'hash'], hashOf(Buffer.from('x'))),
    ],
    [
      'about another payload',
      'another payload',
      withValue(body, ['spec', 'content', 'payloadHash'], hashOf(Buffer.from('x'))),
    ],
    ['that hashes otherwise', 'another envelope', withValue(body, ['spec', 'content', 'hash', 'algorithm'], 'sha512')],
    ['without a spec', 'another envelope', withValue(body, ['spec'], undefined)],
    [
      'of another certificate',
      'another certificate',
      withValue(body, ['spec', 'publicKey'], b64(pemOf(other.authority.der))),
    ],
    ['of a key', 'another certificate', withValue(body, ['spec', 'publicKey'], b64(keyPem))],
    ['of nobody', 'another certificate', withValue(body, ['spec', 'publicKey'], '')],
  ])('is refused %s', (_name, message, content) => {
    const check = () => assertIntotoEntry(entryOf(content), [logOf()], logged)
    expect(check).toThrow(refused('tlog-body'))
    expect(check).toThrow(message)
  })

  it('is refused with two certificates, and for a key where it is of a certificate', () => {
    const two = entryOf(withValue(body, ['spec', 'publicKey'], b64(pemOf(authority.der, other.authority.der))))
    expect(() => assertIntotoEntry(two, [logOf()], logged)).toThrow(refused('bundle-malformed'))
    const signer = {label: 'PUBLIC KEY', der: keyDer} as const
    expect(() => assertIntotoEntry(entryOf(), [logOf()], {...logged, signer})).toThrow('about another key')
  })

  it.each<[unknown, boolean]>([
    [{kind: 'intoto', version: '0.0.1'}, true],
    [{kind: 'intoto', version: '0.0.2'}, false],
    [{kind: 'dsse', version: '0.0.1'}, false],
    [undefined, false],
  ])('is told by its kind and version: %j', (kindVersion, isOld) => {
    expect(isOldIntoto(kindVersion)).toBe(isOld)
  })
})
