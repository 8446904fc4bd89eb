import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'
import {writeKeys, writeModel} from '../support/signing.ts'

let cwd = ''

beforeAll(() => {
  cwd = temporaryFolder()
  writeKeys(cwd, 'p256', 'P-256')
})

describe('variables', () => {
  it('name what may be given more than once, a line each', async () => {
    writeKeys(cwd, 'other', 'P-256')
    writeModel(cwd, 'by-variable')
    expect((await aibom(['sign', 'by-variable', '--key', 'p256.pem'], {cwd, env: {AIBOM_IGNORE: 'sub'}})).exit).toBe(0)
    const verified = async (keys: string): Promise<number | null> =>
      (await aibom(['verify', 'by-variable'], {cwd, env: {AIBOM_KEY: keys}})).exit
    expect(await verified('p256.pub.pem')).toBe(0)
    expect(await verified('other.pub.pem\np256.pub.pem')).toBe(0)
    expect(await verified('other.pub.pem')).toBe(1)
  })

  it('that are empty name nothing', async () => {
    for (const words of [[''], ['by-variable', ''], ['parts.cdx.json', '--artifacts', '']])
      expect((await aibom(['verify', ...words, '--key', 'p256.pub.pem'], {cwd})).exit).toBe(2)
  })
})

describe('a BOM', () => {
  it('has its components held against the files at hand', async () => {
    const {createHash} = await import('node:crypto')
    const content = createHash('sha256').update('weights').digest('hex')
    const component = (name: string, digest: string): object => ({
      type: 'file',
      name,
      'bom-ref': name,
      hashes: [{alg: 'SHA-256', content: digest}],
    })
    writeFileSync(
      join(cwd, 'parts.cdx.json'),
      JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: [component('w.bin', content)]}),
    )
    writeFileSync(join(cwd, 'w.bin'), 'weights')
    const run = await aibom(['verify', 'parts.cdx.json', '--artifacts', '.', '--require', 'digest', '--json'], {cwd})
    expect(JSON.parse(run.stdout).subjects).toMatchObject([
      {status: 'unsigned'},
      {subject: 'w.bin', status: 'verified', level: 'self-computed'},
    ])
    expect(run.exit).toBe(0)
    writeFileSync(join(cwd, 'w.bin'), 'other weights')
    expect((await aibom(['verify', 'parts.cdx.json', '--artifacts', '.', '--require', 'digest'], {cwd})).exit).toBe(1)
  })

  it('keeps the verdicts as claims in a copy, where it is asked to', async () => {
    const subject = {type: 'machine-learning-model', name: 'm', 'bom-ref': 'm'}
    const bom = {bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: {component: subject}, components: []}
    writeFileSync(join(cwd, 'plain.cdx.json'), JSON.stringify(bom))
    expect(await aibom(['verify', 'plain.cdx.json', '--write', 'told.cdx.json'], {cwd})).toMatchObject({exit: 1})
    const told = JSON.parse(readFileSync(join(cwd, 'told.cdx.json'), 'utf8'))
    expect(told.declarations.claims).toMatchObject([
      {target: 'm', predicate: expect.stringMatching(/^unsigned: signature-missing/)},
    ])
    const signed = JSON.stringify({...bom, signature: {algorithm: 'ES256', value: 'AAAA'}})
    writeFileSync(join(cwd, 'sealed.cdx.json'), signed)
    const refused = await aibom(['verify', 'sealed.cdx.json', '--write', 'sealed-copy.cdx.json', '--json'], {cwd})
    expect(JSON.parse(refused.stdout).error.code).toBe('AIBOM_BOM_SIGNED')
    const self = await aibom(['verify', 'plain.cdx.json', '--write', 'plain.cdx.json', '--json'], {cwd})
    expect(JSON.parse(self.stdout).error.code).toBe('AIBOM_USAGE')
  })
})

it('takes flags of many values more than once', async () => {
  writeFileSync(join(cwd, 'w.bin'), 'weights')
  const run = await aibom(
    [
      'verify',
      'w.bin',
      '--key',
      'p256.pub.pem',
      '--key',
      'p256.pub.pem',
      '--ignore',
      'a',
      '--ignore',
      'a',
      '--json',
      '--json',
    ],
    {cwd},
  )
  expect(run.exit, run.stdout).toBe(1)
  expect(JSON.parse(run.stdout).subjects).toMatchObject([{status: 'unsigned'}])
})

describe('what verify and sign refuse as a user’s mistake', () => {
  it.each([
    ['a target that is not there', ['verify', 'nowhere']],
    ['a private key given as the public one', ['verify', 'w.bin', '--key', 'p256.pem']],
    ['an empty identity', ['verify', 'w.bin', '--identity', '']],
    ['a time that is none', ['verify', 'w.bin', '--at', 'yesterday']],
    ['a digest cut short', ['verify', 'w.bin', '--digest', 'sha256:abcd', '--artifact', 'w.bin']],
    ['a demand given twice', ['verify', 'w.bin', '--require', 'provenance', '--require', 'digest']],
    ['a demand given twice, joined by =', ['verify', 'w.bin', '--require=provenance', '--require=digest']],
    ['the same value twice', ['verify', 'w.bin', '--identity', 'a@b.example', '--identity', 'a@b.example']],
    ['a policy given twice', ['verify', 'w.bin', '--policy', 'a.yaml', '--policy', 'b.yaml']],
    ['a signing key given twice', ['sign', 'w.bin', '--key', 'p256.pem', '--key', 'p256.pem']],
    ['nothing to sign with', ['sign', 'w.bin']],
    ['a public key to sign with', ['sign', 'w.bin', '--key', 'p256.pub.pem']],
  ])('%s', async (_name, words) => {
    writeFileSync(join(cwd, 'w.bin'), 'weights')
    const run = await aibom([...words, '--json'], {cwd})
    expect(run.exit, run.stdout).toBe(2)
    expect(JSON.parse(run.stdout).error.code).toMatch(/^AIBOM_/)
  })
})
