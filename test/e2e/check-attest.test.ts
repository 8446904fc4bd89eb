import {generateKeyPairSync} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {commitAll, gitIn, isResultOf} from '../support/example-app.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const svr = 'https://in-toto.io/attestation/svr/v0.2'
let cwd: string

beforeAll(async () => {
  cwd = temporaryFolder()
  writeFileSync(
    join(cwd, 'app.py'),
    'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o-2024-08-06", messages=[])\n',
  )
  writeFileSync(join(cwd, 'aibom.policy.yaml'), 'version: 1\napproved: {providers: [openai]}\n')
  gitIn(cwd, 'init', '-q', '-b', 'main')
  await aibom(['lock', '--quiet'], {cwd})
  commitAll(cwd)
  await aibom(['generate', '--quiet', '--output', 'app.cdx.json'], {cwd})
  const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  writeFileSync(join(cwd, 'key.pem'), privateKey.export({type: 'pkcs8', format: 'pem'}))
  writeFileSync(join(cwd, 'pub.pem'), publicKey.export({type: 'spki', format: 'pem'}))
}, 60_000)

const readVerdict = (): {
  subject: unknown
  predicateType: string
  predicate: {properties: string[]; verifier: {id: string; policies: unknown[]}}
} => JSON.parse(readFileSync(join(cwd, 'verdict.json'), 'utf8'))

describe('aibom check --attest', () => {
  it('writes the verdict of a BOM, which sign signs and verify reads', async () => {
    const run = await aibom(['check', 'app.cdx.json', '--attest', 'verdict.json'], {cwd})
    expect(run.exit).toBe(0)
    expect(readVerdict()).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{name: 'app.cdx.json', digest: {sha256: expect.stringMatching(/^[0-9a-f]{64}$/)}}],
      predicateType: svr,
      predicate: {
        properties: ['AIBOM_CHECK_NOTHING_HIGH_OR_WORSE'],
        verifier: {
          id: expect.stringMatching(/^pkg:npm\/aibom@/),
          policies: [
            {name: 'aibom.policy.yaml', digest: {sha256: expect.stringMatching(/^[0-9a-f]{64}$/)}},
            {name: 'aibom.lock', digest: {gitCommit: expect.stringMatching(/^[0-9a-f]{40}$/)}},
          ],
        },
      },
    })
    const sign = await aibom(['sign', 'verdict.json', '--key', 'key.pem', '--json'], {cwd})
    expect(JSON.parse(sign.stdout).written).toEqual([
      {path: 'verdict.json.sigstore.json', kind: 'statement-signature', files: 1},
    ])
    const verify = (...words: string[]) =>
      aibom(['verify', 'verdict.json.sigstore.json', '--key', 'pub.pem', ...words], {cwd})
    expect((await verify('--artifact', 'app.cdx.json', '--predicate-type', svr)).exit).toBe(0)
    expect((await verify('--artifact', 'app.py', '--predicate-type', svr)).exit).toBe(1)
    expect(
      (await verify('--artifact', 'app.cdx.json', '--predicate-type', 'https://slsa.dev/provenance/v1')).exit,
    ).toBe(1)
  }, 60_000)

  it('says nothing of a check that failed, of a folder, or where nothing can fail', async () => {
    writeFileSync(join(cwd, 'strict.yaml'), 'version: 1\napproved: {providers: []}\n')
    const failed = await aibom(['check', 'app.cdx.json', '--policy', 'strict.yaml', '--attest', 'verdict.json'], {cwd})
    expect(failed.exit).toBe(1)
    expect(readVerdict().predicate.properties).toEqual([])
    expect((await aibom(['check', '--attest', 'verdict.json'], {cwd})).stderr).toContain('AIBOM_ATTEST_SUBJECT')
    expect((await aibom(['check', 'app.cdx.json', '--fail-on', 'never', '--attest', 'verdict.json'], {cwd})).exit).toBe(
      2,
    )
  }, 60_000)

  it('names the commit of a revision', async () => {
    expect((await aibom(['check', '.#HEAD', '--attest', 'verdict.json'], {cwd})).exit).toBe(0)
    expect(readVerdict().subject).toMatchObject([{digest: {gitCommit: gitIn(cwd, 'rev-parse', 'HEAD').trim()}}])
  }, 60_000)

  it('leaves the same facts to Rego', async () => {
    const run = await aibom(['policy', 'export', '--rego-input', '--no-baseline'], {cwd})
    expect(run.exit).toBe(0)
    expect(isResultOf('policy-export', run.stdout)).toBe(true)
    const {assets, changes} = JSON.parse(run.stdout)
    expect(changes).toEqual([])
    expect(assets.map(({asset}: {asset: {id: string; provider: string}}) => `${asset.id} ${asset.provider}`)).toContain(
      'service:openai openai',
    )
    expect((await aibom(['policy', 'export'], {cwd})).exit).toBe(2)
  }, 60_000)
})
