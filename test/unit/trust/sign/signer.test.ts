import {createHash, generateKeyPairSync, type KeyObject} from 'node:crypto'
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {keylessSigner} from '../../../../src/trust/online.ts'
import {type BundleSigner, type KeySignerOptions, keySigner} from '../../../../src/trust/sign/signer.ts'
import {bomStatement, modelStatement} from '../../../../src/trust/sign/statements.ts'
import {
  altNames,
  authority,
  ecKeys,
  generalName,
  issue,
  pemOf,
  rsaKeys,
  signerUsage,
} from '../../../support/certificates.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {builtBy, maker, Sigstore} from '../../../support/sigstore.ts'
import {verifyWith} from '../../../support/verify.ts'

const pem = (key: KeyObject): string => String(key.export({type: 'pkcs8', format: 'pem'}))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const files = {'config.json': '{}', 'weights.bin': 'weights'}
const keys = ecKeys()
const root = issue({name: 'root', extensions: authority})
const middle = issue({name: 'middle', issuer: root, extensions: authority})
const leaf = issue({
  name: 'leaf',
  issuer: middle,
  extensions: [...signerUsage, altNames(generalName('email', maker.identity))],
  keys,
})

function signerBy(more: Partial<KeySignerOptions> = {}): BundleSigner {
  return keySigner({
    keyPem: pem(keys.privateKey),
    keyName: 'key.pem',
    passphrase: undefined,
    certificatePem: undefined,
    chainPem: undefined,
    ...more,
  })
}

const statement = modelStatement(
  'model',
  Object.entries(files).map(([name, text]) => ({name, sha256: sha256(text)})),
  [],
)

/** What verify says of the model with this signature in it. */
async function verdictOf(bundle: object, asked: object, change?: (folder: string) => void) {
  const cwd = mkdtempSync(join(temporaryFolder(), 'signer-'))
  mkdirSync(join(cwd, 'model'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, 'model', name), text)
  writeFileSync(join(cwd, 'model/model.sig'), JSON.stringify(bundle))
  writeFileSync(join(cwd, 'root.pem'), pemOf(root.der))
  writeFileSync(join(cwd, 'other.pem'), pemOf(issue({name: 'root', extensions: authority}).der))
  writeFileSync(join(cwd, 'key.pub.pem'), String(keys.publicKey.export({type: 'spki', format: 'pem'})))
  change?.(cwd)
  const {subjects} = await verifyWith({targets: ['model'], cwd, ...asked})
  return subjects[0]
}

describe('a model signed with a certificate of an own authority', () => {
  const signed = () =>
    signerBy({certificatePem: pemOf(leaf.der), chainPem: pemOf(middle.der, root.der)}).signStatement(statement)

  it('is verified by the root that is named, and tells who signed', async () => {
    expect(await verdictOf(await signed(), {roots: ['root.pem']})).toMatchObject({
      ...{status: 'verified', level: 'signed', signer: maker.identity},
      checked: ['certificate chain', 'signature', 'manifest', 'every signed file'],
      predicateTypes: ['https://model_signing/signature/v1.0'],
    })
    expect(await verdictOf(await signed(), {roots: ['root.pem'], identity: maker.identity})).toMatchObject({
      status: 'verified',
      checked: expect.arrayContaining(['identity']),
    })
  })

  it('brings no root along', async () => {
    const bundle: {verificationMaterial?: {x509CertificateChain?: {certificates: unknown[]}}} = await signed()
    expect(bundle.verificationMaterial?.x509CertificateChain?.certificates).toHaveLength(2)
  })

  it.each<[string, object, string, string]>([
    ['nobody is trusted', {}, 'unverifiable', 'roots-missing'],
    ['another root of that name is trusted', {roots: ['other.pem']}, 'invalid', 'untrusted-chain'],
    ['somebody else is asked for', {roots: ['root.pem'], identity: 'x@acme.example'}, 'invalid', 'identity-mismatch'],
    ['a key is asked for', {keys: ['key.pub.pem']}, 'invalid', 'key-mismatch'],
    ['the certificate has ended', {roots: ['root.pem'], at: '2030-01-01T00:00:00Z'}, 'invalid', 'cert-expired'],
    ['Sigstore should vouch for him', {identity: maker.identity, issuer: maker.issuer}, 'invalid', 'tlog-missing'],
  ])('is not verified where %s', async (_name, asked, status, code) => {
    expect(await verdictOf(await signed(), asked)).toMatchObject({status, code})
  })

  it('is not verified with the certificate of another key', async () => {
    const other = issue({name: 'leaf', issuer: middle, extensions: signerUsage})
    const {dsseEnvelope} = await signed()
    const material = {
      x509CertificateChain: {certificates: [other, middle].map(({der}) => ({rawBytes: der.toString('base64')}))},
      tlogEntries: [],
    }
    const bundle = {...(await signed()), dsseEnvelope, verificationMaterial: material}
    expect(await verdictOf(bundle, {roots: ['root.pem']})).toMatchObject({status: 'invalid', code: 'signature-invalid'})
  })
})

describe('a model signed with a bare key', () => {
  it('is verified by that key alone', async () => {
    const bundle = await signerBy().signStatement(statement)
    expect(await verdictOf(bundle, {keys: ['key.pub.pem']})).toMatchObject({
      status: 'verified',
      signer: 'key key.pub.pem',
    })
    expect(await verdictOf(bundle, {})).toMatchObject({status: 'unverifiable', code: 'key-missing'})
    for (const asked of [{roots: ['root.pem']}, {identity: maker.identity}, {issuer: maker.issuer}]) {
      expect(await verdictOf(bundle, asked)).toMatchObject({status: 'invalid', code: 'key-mismatch'})
    }
  })

  it('is no model where bare bytes are signed', async () => {
    const asked = {keys: ['key.pub.pem'], targets: ['model/model.sig'], artifact: 'model'}
    expect(await verdictOf(await signerBy().signBytes(Buffer.from('x')), asked)).toMatchObject({status: 'invalid'})
  })
})

describe('a model signed by Sigstore', () => {
  const sigstore = new Sigstore()
  const build = builtBy('acme/model', 'release.yml')
  const identity = 'https://github.com/acme/model/.github/workflows/release.yml@refs/tags/v1.0.0'
  const issuer = 'https://token.actions.githubusercontent.com'
  const asked = (more: object) => ({trustedRoot: 'root.json', ...more})
  const writeRoot = (cwd: string): void => writeFileSync(join(cwd, 'root.json'), JSON.stringify(sigstore.trustedRoot))

  it.each<[string, object, string, string?]>([
    ['who is named', {identity, issuer}, 'verified'],
    ['nobody', {}, 'unverifiable', 'identity-missing'],
    ['somebody else', {identity: `${identity}x`, issuer}, 'invalid', 'identity-mismatch'],
    ['another issuer', {identity, issuer: 'https://gitlab.com'}, 'invalid', 'issuer-mismatch'],
  ])('by %s', async (_name, more, status, code) => {
    const bundle = sigstore.signStatement(String(statement), build)
    expect(await verdictOf(bundle, asked(more), writeRoot)).toMatchObject({status, ...(code !== undefined && {code})})
  })
})

describe('a key to sign with', () => {
  it.each<[string, () => unknown, string]>([
    ['no key', () => signerBy({keyPem: 'nothing'}), 'AIBOM_KEY_INVALID'],
    ['an RSA key', () => signerBy({keyPem: pem(rsaKeys(2048).privateKey)}), 'AIBOM_KEY_UNSUPPORTED'],
    ['a key on another curve', () => signerBy({keyPem: pem(ecKeys('secp256k1').privateKey)}), 'AIBOM_KEY_UNSUPPORTED'],
    ['a certificate of another key', () => signerBy({certificatePem: pemOf(root.der)}), 'AIBOM_CERTIFICATE_INVALID'],
    ['no certificate', () => signerBy({certificatePem: 'nothing'}), 'AIBOM_CERTIFICATE_INVALID'],
  ])('is refused: %s', (_name, make, code) => {
    expect(make).toThrow(expect.objectContaining({code}))
  })

  it('is opened by its passphrase, and asks for the right one', () => {
    const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-384'})
    const keyPem = String(privateKey.export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open'}))
    expect(signerBy({keyPem, passphrase: 'open'}).name).toBe('key key.pem')
    for (const passphrase of [undefined, 'other']) {
      expect(() => signerBy({keyPem, passphrase})).toThrow(
        expect.objectContaining({code: 'AIBOM_KEY_INVALID', hint: 'Set AIBOM_KEY_PASSPHRASE'}),
      )
    }
  })

  it.each([
    ['P-256', 'SHA2_256'],
    ['P-384', 'SHA2_384'],
    ['P-521', 'SHA2_512'],
  ])('on %s goes with %s', async (namedCurve, algorithm) => {
    const {privateKey} = generateKeyPairSync('ec', {namedCurve})
    const bundle = await signerBy({keyPem: pem(privateKey)}).signBytes(Buffer.from('bytes'))
    expect(bundle).toMatchObject({
      messageSignature: {messageDigest: {algorithm}},
      verificationMaterial: {tlogEntries: []},
    })
  })

  it('is named by how it signs', () => {
    expect(signerBy({certificatePem: pemOf(leaf.der)}).name).toBe('certificate key.pem')
  })

  it('is not needed with a token, which must be there', async () => {
    await expect(keylessSigner({})).rejects.toMatchObject({code: 'AIBOM_NO_IDENTITY'})
    for (const env of [{SIGSTORE_ID_TOKEN: 'token'}, {ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example'}])
      expect((await keylessSigner(env)).name).toBe('identity of the OIDC token')
  })
})

describe('the statement about files of a BOM', () => {
  it('names them in order', () => {
    const made = JSON.parse(
      String(
        bomStatement({bomFormat: 'CycloneDX'}, [
          {name: 'b', sha256: 'bb'},
          {name: 'a', sha256: 'aa'},
        ]),
      ),
    )
    expect(made).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        {name: 'a', digest: {sha256: 'aa'}},
        {name: 'b', digest: {sha256: 'bb'}},
      ],
      predicateType: 'https://cyclonedx.org/bom',
      predicate: {bomFormat: 'CycloneDX'},
    })
  })
})
