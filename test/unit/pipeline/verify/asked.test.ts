import {createHash, createPrivateKey, sign as createSignature} from 'node:crypto'
import {mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {noProgress} from '../../../../src/pipeline/progress.ts'
import {sign} from '../../../../src/pipeline/sign/sign.ts'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {canonicalJson} from '../../../../src/trust/json/jcs.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {signedByKey, writeKeys, writeModel} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')
const modelPredicate = 'https://model_signing/signature/v1.0'
const bomText = JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: []})

let cwd = ''

beforeEach(async () => {
  cwd = mkdtempSync(join(temporaryFolder(), 'asked-'))
  writeKeys(cwd, 'maker', 'P-256')
  mkdirSync(join(cwd, 'files'))
  writeModel(cwd, 'tiny')
  for (const [path, content] of [
    ['w.bin', 'weights'],
    ['plain.bin', 'weights'],
    ['bom.json', bomText],
    ['requirements.txt', 'good==1.0\n'],
  ] as const)
    writeFileSync(join(cwd, path), content)
  for (const target of ['w.bin', 'tiny', 'bom.json']) await signed(target)
})

async function signed(target: string): Promise<void> {
  const context = {
    cwd,
    env: {},
    cacheFolder: undefined,
    now: Date.now,
    signal: new AbortController().signal,
    progress: noProgress,
    toolVersion: '0',
  }
  const nothing = {
    certificate: undefined,
    chain: undefined,
    keyless: false,
    output: undefined,
    artifacts: [],
    ignore: [],
    offline: true,
    replace: false,
  }
  await sign({...context, ...nothing, target, key: 'maker.pem'})
}

function verifyAll(targets: readonly string[], asked: object) {
  return verifyWith({targets, cwd, keys: ['maker.pub.pem'], ...asked})
}

describe('a question that no target answers', () => {
  it.each<[string, object, string]>([
    ['bom.json', {digests: [`sha256:${sha256(bomText)}`]}, '--digest'],
    ['bom.json', {artifact: 'w.bin'}, '--artifact'],
    ['bom.json', {image: `sha256:${'0'.repeat(64)}`}, '--image'],
    ['tiny', {digests: [`sha256:${sha256('other')}`]}, '--digest'],
    ['tiny', {pointer: '/components/0'}, '--pointer'],
    ['tiny', {manifest: `sha256:${'0'.repeat(64)}`}, '--manifest'],
    ['tiny', {publisher: 'github:acme/tiny'}, '--publisher'],
    ['tiny', {artifacts: 'files'}, '--artifacts'],
    ['w.bin', {artifacts: 'files'}, '--artifacts'],
    ['w.bin', {pointer: '/components/0'}, '--pointer'],
    ['requirements.txt', {subject: 'good'}, '--subject'],
    ['requirements.txt', {predicateTypes: ['https://slsa.dev/provenance/v1']}, '--predicate-type'],
  ])('is the user’s mistake: %s %j', async (target, asked, flag) => {
    await expect(verifyAll([target], asked)).rejects.toMatchObject({
      code: 'AIBOM_USAGE',
      exit: 2,
      message: expect.stringContaining(`${flag},`),
    })
  })

  it('is none where one of the targets answers it', async () => {
    const {subjects} = await verifyAll(['tiny', 'bom.json'], {artifacts: 'files'})
    expect(subjects).toMatchObject([{status: 'verified'}, {status: 'verified'}])
  })

  it('waits for the answer about what cannot be read', async () => {
    writeFileSync(join(cwd, 'bom.json'), bomText.slice(0, -1))
    expect((await verifyAll(['bom.json'], {artifacts: 'files'})).subjects).toMatchObject([
      {status: 'invalid', code: 'bundle-malformed'},
    ])
    await expect(verifyAll(['gone.json'], {artifacts: 'files'})).rejects.toMatchObject({code: 'AIBOM_TARGET_NOT_FOUND'})
  })
})

describe('the file that a signature beside it is of', () => {
  it.each<[object, string]>([
    [{digests: [`sha256:${sha256('other')}`]}, '--digest'],
    [{artifact: 'plain.bin'}, '--artifact'],
  ])('is that file: %j', async (asked, flag) => {
    await expect(verifyAll(['w.bin'], asked)).rejects.toMatchObject({
      code: 'AIBOM_USAGE',
      message: expect.stringContaining(flag),
    })
  })
})

describe('a digest in the place of the artifact', () => {
  const about = (hex: string) => [{name: 'w.bin', digest: {sha256: hex}}]

  beforeEach(() => {
    const payload = JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: about(sha256('weights')),
      predicateType: 'https://example.com/v1',
      predicate: {},
    })
    const key = createPrivateKey(readFileSync(join(cwd, 'maker.pem')))
    writeFileSync(join(cwd, 'said.sigstore.json'), JSON.stringify(signedByKey(payload, key)))
  })

  it.each<[string, object]>([
    [sha256('weights'), {status: 'verified', checked: ['signature', 'subject digest'], notCovered: []}],
    [sha256('other'), {status: 'invalid', code: 'subject-digest'}],
  ])('is what the statement has to be about: %s', async (hex, verdict) => {
    const {subjects} = await verifyAll(['said.sigstore.json'], {digests: [`sha256:${hex}`]})
    expect(subjects).toMatchObject([verdict])
  })

  it('may be left out, and then nothing was compared', async () => {
    const {subjects} = await verifyAll(['said.sigstore.json'], {})
    const notCovered = ['the subject of the statement: no artifact was given to compare it with']
    expect(subjects).toMatchObject([{status: 'verified', notCovered}])
  })

  it('is not what the files of a model are held against', async () => {
    const {subjects} = await verifyAll(['tiny/model.sig'], {digests: [`sha256:${sha256('weights')}`]})
    expect(subjects).toMatchObject([{kind: 'bundle', status: 'invalid', code: 'subject-digest'}])
  })

  it('is not enough for a signature over bare bytes', async () => {
    const {subjects} = await verifyAll(['bom.json.sigstore.json'], {digests: [`sha256:${sha256(bomText)}`]})
    expect(subjects).toMatchObject([{status: 'unverifiable', code: 'artifact-missing'}])
  })
})

describe('the kind of statement that was asked for', () => {
  it.each<[string, string, object]>([
    ['tiny', modelPredicate, {status: 'verified'}],
    ['tiny', 'https://slsa.dev/provenance/v1', {status: 'invalid', code: 'predicate-type'}],
    ['tiny/model.sig', modelPredicate, {status: 'verified'}],
    ['tiny/model.sig', 'https://slsa.dev/provenance/v1', {status: 'invalid', code: 'predicate-type'}],
    ['bom.json', 'https://cyclonedx.org/bom', {status: 'invalid', code: 'predicate-type'}],
  ])('of %s: %s', async (target, type, verdict) => {
    const result = await verifyAll([target], {predicateTypes: [type]})
    expect(result.subjects).toMatchObject([verdict])
    expect(exitOf(result)).toBe('code' in verdict ? 1 : 0)
  })

  it('is told beside the one that was signed', async () => {
    const {subjects} = await verifyAll(['tiny'], {predicateTypes: ['https://slsa.dev/provenance/v1']})
    expect(subjects[0]?.message).toBe(`the statement is ${modelPredicate}`)
  })
})

describe('the part of a BOM that was asked for', () => {
  it('leaves the rest open, unless it is the whole', async () => {
    const key = createPrivateKey(readFileSync(join(cwd, 'maker.pem')))
    const signedWhole = <T extends object>(part: T): object => {
      const header = {algorithm: 'ES256'}
      const message = Buffer.from(canonicalJson({...part, signature: header}))
      const value = createSignature('sha256', message, {key, dsaEncoding: 'ieee-p1363'}).toString('base64url')
      return {...part, signature: {...header, value}}
    }
    const component = signedWhole({type: 'file', name: 'w.bin'})
    const bom = signedWhole({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [component]})
    writeFileSync(join(cwd, 'parts.json'), JSON.stringify(bom))
    for (const [pointer, notCovered] of [
      ['/components/0', ['the rest of the document']],
      ['/', []],
    ] as const)
      expect((await verifyAll(['parts.json'], {pointer})).subjects).toMatchObject([{status: 'verified', notCovered}])
    const asked = await verifyAll(['parts.json'], {predicateTypes: ['https://cyclonedx.org/bom']})
    expect(asked.subjects).toMatchObject([{status: 'invalid', code: 'predicate-type'}])
    for (const pointer of ['components/0', 'x/components/0', '/components/1', '/components/00', '/components'])
      await expect(verifyAll(['parts.json'], {pointer})).rejects.toMatchObject({code: 'AIBOM_USAGE'})
  })
})

describe('a signature inside the folder of its model', () => {
  it('may have two dots in its name, and may begin with them', async () => {
    for (const name of ['a..b.sig', '..sig']) {
      renameSync(join(cwd, 'tiny/model.sig'), join(cwd, 'tiny', name))
      const {subjects} = await verifyAll([`tiny/${name}`], {artifact: 'tiny'})
      expect(subjects, name).toMatchObject([{status: 'verified'}])
      renameSync(join(cwd, 'tiny', name), join(cwd, 'tiny/model.sig'))
    }
  })
})

describe('somebody who is named beside a key that fits', () => {
  it.each([
    ['tiny', {identity: 'maker@acme.example'}],
    ['w.bin', {issuer: 'https://issuer.acme.example'}],
    ['bom.json', {identityPattern: '*@acme.example'}],
  ])('was not looked for, and that is told: %s %j', async (target, asked) => {
    const told = 'the identity, issuer or roots that were named: it is signed with a key that was given'
    expect((await verifyAll([target], asked)).subjects).toMatchObject([
      {status: 'verified', notCovered: expect.arrayContaining([told])},
    ])
    expect((await verifyAll([target], {})).subjects[0]?.notCovered).not.toContain(told)
  })
})

describe('flags that contradict each other', () => {
  it.each<[string, object]>([
    ['bom.json', {pointer: '/components/0', artifacts: 'files'}],
    ['requirements.txt', {publisher: 'github:acme/good:release.yml:production'}],
    ['requirements.txt', {publisher: 'github:acme/good:'}],
    ['w.bin.sigstore.json', {digests: [`sha256:${sha256('evil')}`, `sha256:${sha256('weights')}`]}],
    ['w.bin.sigstore.json', {digests: [`sha256:${sha256('weights')}:`]}],
  ])('are the user’s mistake: %s %j', async (target, asked) => {
    await expect(verifyAll([target], asked)).rejects.toMatchObject({code: 'AIBOM_USAGE', exit: 2})
  })
})
