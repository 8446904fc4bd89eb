import {createHash, generateKeyPairSync, sign} from 'node:crypto'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {verifyWith} from '../../../support/verify.ts'

const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'})
const keyid = 'SHA256:own'
const integrity = `sha512-${createHash('sha512').update('archive').digest('base64')}`
const digests = [`sha512:${createHash('sha512').update('archive').digest('hex')}`]

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'answers-'))
  const key = publicKey.export({type: 'spki', format: 'der'}).toString('base64')
  writeFileSync(
    join(cwd, 'keys.json'),
    JSON.stringify({
      keys: [{keyid, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key, expires: null}],
    }),
  )
})

async function verifyAnswer(document: object, asked: object = {}) {
  writeFileSync(join(cwd, 'answer.json'), JSON.stringify(document))
  const result = await verifyWith({targets: ['answer.json'], cwd, registryKeys: 'keys.json', ...asked})
  return {exit: exitOf(result), ...result.subjects[0]}
}

describe('the document of a version, as an npm registry serves it', () => {
  const sig = sign('sha256', Buffer.from(`@acme/tiny@1.0.0:${integrity}`), privateKey).toString('base64')
  const document = {
    name: '@acme/tiny',
    version: '1.0.0',
    time: '2024-01-01T00:00:00Z',
    dist: {integrity, signatures: [{keyid, sig}]},
  }

  it('is verified by the registry’s signature, which covers no bytes', async () => {
    expect(await verifyAnswer(document)).toMatchObject({
      ...{exit: 0, subject: 'pkg:npm/%40acme/tiny@1.0.0', kind: 'npm-signature', status: 'verified'},
      notCovered: ['the bytes of the package: compare them with the integrity'],
      trust: 'npm registry keys',
      checked: ['registry signature over name, version and integrity'],
    })
  })

  it.each<[string, object, string]>([
    ['another version', {version: '1.0.1'}, 'signature-invalid'],
    ['another name', {name: '@acme/evil'}, 'signature-invalid'],
    ['another integrity', {dist: {...document.dist, integrity: `sha512-${'A'.repeat(86)}==`}}, 'signature-invalid'],
    ['no integrity', {dist: {signatures: document.dist.signatures}}, 'registry-answer'],
    ['no signature', {dist: {integrity}}, 'signature-missing'],
    ['a key that nobody knows', {dist: {integrity, signatures: [{keyid: 'SHA256:other', sig}]}}, 'key-unknown'],
  ])('is invalid with %s', async (_name, change, code) => {
    expect(await verifyAnswer({...document, ...change})).toMatchObject({exit: 1, status: 'invalid', code})
  })
})

describe('attestations of npm', () => {
  it.each<[string, object]>([
    ['the package', {digests}],
    ['its version', {subject: 'pkg:npm/tiny', digests}],
    ['its name', {subject: '@1.0.0', digests}],
    ['a whole digest', {subject: 'pkg:npm/tiny@1.0.0', digests: [`sha256:${'0'.repeat(64)}`]}],
    ['its bytes', {subject: 'pkg:npm/tiny@1.0.0'}],
  ])('are the user’s mistake without %s', async (_name, asked) => {
    await expect(verifyAnswer({attestations: []}, asked)).rejects.toMatchObject({code: 'AIBOM_USAGE', exit: 2})
  })

  it.each(['pkg:npm/tiny@1.0.0', 'tiny@1.0.0', 'pkg:npm/%40acme/tiny@1.0.0', '@acme/tiny@1.0.0'])(
    'are none where the list is empty: %s',
    async subject => {
      writeFileSync(join(cwd, 'tiny.tgz'), 'archive')
      const answers = [
        await verifyAnswer({attestations: []}, {subject, digests}),
        await verifyAnswer({attestations: []}, {subject, artifact: 'tiny.tgz'}),
      ]
      for (const answer of answers) {
        expect(answer.exit).not.toBe(0)
        expect(answer).toMatchObject({
          kind: 'npm-attestations',
          notCovered: ['who should have built it: give --identity'],
        })
      }
    },
  )
})

describe('an attestation of PyPI', () => {
  it('is about one file', async () => {
    await expect(verifyAnswer({attestation_bundles: []})).rejects.toMatchObject({code: 'AIBOM_USAGE', exit: 2})
    await expect(verifyAnswer({envelope: {}}, {subject: 'tiny-1.0.tar.gz'})).rejects.toMatchObject({
      code: 'AIBOM_USAGE',
      exit: 2,
    })
  })

  it('is none where there is no bundle', async () => {
    const asked = {
      subject: 'tiny-1.0.tar.gz',
      digests: [`sha256:${createHash('sha256').update('archive').digest('hex')}`],
    }
    for (const document of [{attestation_bundles: []}, {verification_material: {}}, {envelope: {}}]) {
      const answer = await verifyAnswer(document, asked)
      expect(answer).toMatchObject({subject: 'tiny-1.0.tar.gz', kind: 'pypi-attestation'})
      expect(answer.exit).not.toBe(0)
    }
    writeFileSync(join(cwd, 'tiny-1.0.tar.gz'), 'archive')
    expect((await verifyAnswer({attestation_bundles: []}, {artifact: 'tiny-1.0.tar.gz'})).exit).not.toBe(0)
  })
})
