import {createHash, createPrivateKey} from 'node:crypto'
import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {signedByKey, writeKeys} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const path = 'models/tiny/parts/w.bin'
const sha256 = createHash('sha256').update('weights').digest('hex')
const provenance = 'https://slsa.dev/provenance/v1'
let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'demands-'))
  writeKeys(cwd, 'maker', 'P-256')
  put(`app/${path}`, 'weights')
  putBom([path])
})

function put(name: string, content: string): void {
  mkdirSync(dirname(join(cwd, name)), {recursive: true})
  writeFileSync(join(cwd, name), content)
}

/** With its signature. */
function putBom(places: readonly string[]): void {
  const occurrences = places.map(location => ({location}))
  const hashes = [{alg: 'SHA-256', content: sha256}]
  const component = {type: 'file', name: 'w.bin', hashes, evidence: {occurrences}}
  const bom = JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: [component]})
  put('bom.json', bom)
  put('bom.json.sig', statement(createHash('sha256').update(bom).digest('hex')))
}

function statement(digest: string, more: object = {}): string {
  const value = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{name: 'x', digest: {sha256: digest}}],
    predicateType: provenance,
    predicate: {},
    ...more,
  }
  return JSON.stringify(signedByKey(JSON.stringify(value), createPrivateKey(readFileSync(join(cwd, 'maker.pem')))))
}

const modelSignature = (): string =>
  statement(createHash('sha256').update(Buffer.from(sha256, 'hex')).digest('hex'), {
    predicateType: 'https://model_signing/signature/v1.0',
    predicate: {
      serialization: {method: 'files', hash_type: 'sha256'},
      resources: [{name: 'parts/w.bin', digest: sha256, algorithm: 'sha256'}],
    },
  })

async function ask(rule: object, asked: object = {}) {
  put('policy.json', JSON.stringify({version: 1, signers: [{keys: ['maker.pub.pem'], ...rule}]}))
  const trust = {keys: ['maker.pub.pem'], policy: 'policy.json', artifacts: 'app'}
  const result = await verifyWith({targets: ['bom.json'], cwd, ...trust, ...asked})
  return {exit: exitOf(result), ...result.subjects[1]}
}

describe('what a policy demands of a file that a BOM states', () => {
  it.each([path, 'app/models/**', 'w.bin', 'models/tiny/parts', 'models/tiny', 'app/models/tiny', 'app', '**'])(
    'is a signature where a rule for %s says so',
    async artifacts => {
      const rule = {artifacts: [artifacts], require: 'signed'}
      expect(await ask(rule)).toMatchObject({exit: 1, status: 'verified', level: 'self-computed', required: 'signed'})
      put('app/models/tiny/model.sig', modelSignature())
      expect(await ask(rule)).toMatchObject({exit: 0, level: 'signed', required: 'signed'})
    },
  )

  it('is provenance, which a model signature is not', async () => {
    const rule = {artifacts: ['models/**'], require: 'provenance'}
    put('app/models/tiny/model.sig', modelSignature())
    expect(await ask(rule)).toMatchObject({exit: 1, level: 'signed', required: 'provenance'})
    put(`app/${path}.sig`, statement(sha256))
    expect(await ask(rule)).toMatchObject({exit: 0, predicateTypes: [provenance]})
  })

  it.each<[string, object, object?]>([
    ['the rule is for something else', {artifacts: ['huge', 'models/other/**'], require: 'signed'}],
    ['the rule demands digests', {artifacts: ['models/**'], require: 'digest'}],
    ['the rule says whom to believe alone', {artifacts: ['models/**']}],
    ['the user asks for digests', {artifacts: ['models/**'], require: 'signed'}, {require: 'digest'}],
  ])('is equal digests where %s', async (_name, rule, asked) => {
    expect(await ask(rule, asked)).toMatchObject({exit: 0, required: 'digest', level: 'self-computed'})
  })

  it('is demanded of every place of it', async () => {
    put('app/copy/w.bin', 'weights')
    put('app/models/tiny/model.sig', modelSignature())
    putBom([path, 'copy/w.bin'])
    expect(await ask({artifacts: ['models/**'], require: 'digest'})).toMatchObject({exit: 0})
    const rule = {artifacts: ['copy/**'], require: 'signed'}
    expect(await ask(rule)).toMatchObject({exit: 1, required: 'signed'})
  })
})
