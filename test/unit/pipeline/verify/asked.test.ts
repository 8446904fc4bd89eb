import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {noProgress} from '../../../../src/pipeline/progress.ts'
import {sign} from '../../../../src/pipeline/sign/sign.ts'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {writeKeys, writeModel} from '../../../support/signing.ts'
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
  ])('are the user’s mistake: %s %j', async (target, asked) => {
    await expect(verifyAll([target], asked)).rejects.toMatchObject({code: 'AIBOM_USAGE', exit: 2})
  })
})
