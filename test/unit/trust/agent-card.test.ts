import {createHmac, generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {decide} from '../../../src/trust/decide.ts'
import {verifyAgentCard} from '../../../src/trust/json/agent-card.ts'
import {canonicalJson} from '../../../src/trust/json/jcs.ts'
import {toTrustedKey} from '../../../src/trust/keys/keys.ts'

const card = {
  name: 'writer',
  url: 'https://a.example/a2a',
  capabilities: {streaming: true},
  skills: [{id: 'write', tags: []}],
  documentationUrl: '',
}
const p256 = generateKeyPairSync('ec', {namedCurve: 'P-256'})
const other = generateKeyPairSync('ec', {namedCurve: 'P-256'})
const ed25519 = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', {modulusLength: 2048})

const byEc =
  (key: KeyObject) =>
  (message: Buffer): Buffer =>
    sign('sha256', message, {key, dsaEncoding: 'ieee-p1363'})

/** A signature as JWS has it, made here: over header and payload, each in base64url, with a dot between them. */
function signature(header: object, toValue: (message: Buffer) => Buffer, content: object = card) {
  const text = Buffer.from(JSON.stringify(header)).toString('base64url')
  const message = Buffer.from(`${text}.${Buffer.from(canonicalJson(content)).toString('base64url')}`)
  return {protected: text, signature: toValue(message).toString('base64url')}
}

function verify(object: object, ...keys: KeyObject[]) {
  return decide(trail =>
    verifyAgentCard(
      {...object},
      keys.map((key, index) => toTrustedKey(key, `key-${index}.pem`)),
      trail,
    ),
  )
}

const es256 = signature({alg: 'ES256', kid: 'a', typ: 'JOSE'}, byEc(p256.privateKey))

describe('an agent card', () => {
  it.each([
    ['ES256', signature({alg: 'ES256'}, byEc(p256.privateKey)), p256.publicKey],
    ['EdDSA', signature({alg: 'EdDSA'}, message => sign(null, message, ed25519.privateKey)), ed25519.publicKey],
    ['RS256', signature({alg: 'RS256'}, message => sign('sha256', message, rsa.privateKey)), rsa.publicKey],
  ])('signed by %s verifies with the key that the user gave', async (_name, one, key) => {
    expect(await verify({...card, signatures: [one]}, key)).toMatchObject({
      status: 'verified',
      checked: ['signature', 'the whole card'],
      trust: 'key key-0.pem',
      notCovered: [],
    })
  })

  it('may be signed without its empty members, which are then not covered', async () => {
    const {documentationUrl: _empty, ...content} = {...card, skills: [{id: 'write'}]}
    const one = signature({alg: 'ES256'}, byEc(p256.privateKey), content)
    expect(await verify({...card, signatures: [one]}, p256.publicKey)).toMatchObject({
      status: 'verified',
      notCovered: ['members with an empty text, list or object'],
    })
  })

  it('is verified by any of its signatures that the key made', async () => {
    const foreign = signature({alg: 'ES256'}, byEc(other.privateKey))
    expect(await verify({...card, signatures: [foreign, es256]}, p256.publicKey)).toMatchObject({
      status: 'verified',
      notCovered: ['1 further signatures'],
    })
  })

  it('may carry twenty signatures, and no more', async () => {
    const foreign = signature({alg: 'ES256'}, byEc(other.privateKey))
    const among = (count: number): object[] => [...Array.from({length: count - 1}, () => foreign), es256]
    expect(await verify({...card, signatures: among(20)}, p256.publicKey)).toMatchObject({status: 'verified'})
    expect(await verify({...card, signatures: among(21)}, p256.publicKey)).toMatchObject({
      status: 'invalid',
      code: 'bundle-malformed',
    })
  })

  it.each<[string, object, KeyObject[], string, string]>([
    ['is unsigned without signatures', card, [p256.publicKey], 'unsigned', 'unsigned'],
    ['is unsigned with an empty list of them', {...card, signatures: []}, [p256.publicKey], 'unsigned', 'unsigned'],
    ['cannot be verified without a key', {...card, signatures: [es256]}, [], 'unverifiable', 'key-missing'],
    [
      'is invalid when one letter differs',
      {...card, name: 'Writer', signatures: [es256]},
      [p256.publicKey],
      'invalid',
      'signature-invalid',
    ],
    [
      'is invalid with a member more',
      {...card, extra: 1, signatures: [es256]},
      [p256.publicKey],
      'invalid',
      'signature-invalid',
    ],
    ['is invalid under another key', {...card, signatures: [es256]}, [other.publicKey], 'invalid', 'signature-invalid'],
    [
      'is invalid under a key of another kind',
      {...card, signatures: [es256]},
      [ed25519.publicKey],
      'invalid',
      'algorithm',
    ],
    [
      'takes no secret for a signature',
      {...card, signatures: [signature({alg: 'HS256'}, message => createHmac('sha256', 'k').update(message).digest())]},
      [p256.publicKey],
      'invalid',
      'algorithm',
    ],
    [
      'takes no algorithm for none',
      {...card, signatures: [signature({alg: 'none'}, () => Buffer.alloc(0))]},
      [p256.publicKey],
      'invalid',
      'signature-missing',
    ],
    [
      'is not verified where the header demands what is not read',
      {...card, signatures: [signature({alg: 'ES256', crit: ['exp'], exp: 1}, byEc(p256.privateKey))]},
      [p256.publicKey],
      'unverifiable',
      'bundle-unsupported',
    ],
    [
      'is invalid with signatures that are no list',
      {...card, signatures: es256},
      [p256.publicKey],
      'invalid',
      'bundle-malformed',
    ],
    [
      'is invalid with a header that is a list',
      {...card, signatures: [{...es256, protected: Buffer.from('[]').toString('base64url')}]},
      [p256.publicKey],
      'invalid',
      'bundle-malformed',
    ],
    [
      'is invalid with a header that is no base64url',
      {...card, signatures: [{...es256, protected: '{}'}]},
      [p256.publicKey],
      'invalid',
      'bundle-malformed',
    ],
  ])('%s', async (_what, object, keys, status, code) => {
    expect(await verify(object, ...keys)).toMatchObject({status, ...(status !== 'unsigned' && {code})})
  })

  it.each([{alg: 'none'}, {crit: ['exp']}, {b64: false}, {kid: 'other'}])(
    'is invalid with what the signature rests on outside of the protected header: %o',
    async header => {
      const one = {...signature({alg: 'ES256', kid: 'k'}, byEc(p256.privateKey)), header}
      expect(await verify({...card, signatures: [one]}, p256.publicKey)).toMatchObject({
        status: 'invalid',
        code: 'bundle-malformed',
      })
    },
  )

  it('takes other members outside of the protected header', async () => {
    const one = {...signature({alg: 'ES256'}, byEc(p256.privateKey)), header: {kid: 'k'}}
    expect(await verify({...card, signatures: [one]}, p256.publicKey)).toMatchObject({status: 'verified'})
  })

  it.each(['jwk', 'jku', 'x5u', 'x5c'])('does not take the key that %s of its own header names', async name => {
    const value =
      name === 'jwk'
        ? other.publicKey.export({format: 'jwk'})
        : name === 'x5c'
          ? ['MIIB']
          : 'http://127.0.0.1:1/keys.json'
    const one = signature({alg: 'ES256', [name]: value}, byEc(other.privateKey))
    expect(await verify({...card, signatures: [one]})).toMatchObject({status: 'unverifiable', code: 'key-missing'})
    expect(await verify({...card, signatures: [one]}, p256.publicKey)).toMatchObject({
      status: 'invalid',
      code: 'signature-invalid',
    })
  })
})
