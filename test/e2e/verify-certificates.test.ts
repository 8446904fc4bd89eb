import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {generalName} from '../support/certificates.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {writeKeys} from '../support/signing.ts'
import {maker, Sigstore} from '../support/sigstore.ts'
import {safetensors} from '../support/weights.ts'

const weights = 'models/tiny/model.safetensors'
const other = 'other@acme.example'
let cwd = ''

beforeAll(async () => {
  cwd = temporaryFolder()
  writeKeys(cwd, 'ours', 'P-256')
  put(`app/${weights}`, safetensors({w: {dtype: 'F32', shape: [1], data_offsets: [0, 4]}}, 4))
  put('app/models/tiny/config.json', '{"model_type": "bert", "architectures": ["BertModel"]}')
  expect(await aibom(['generate', 'app', '-o', 'bom.cdx.json'], {cwd})).toMatchObject({exit: 0})
  const sigstore = new Sigstore()
  put('trusted-root.json', JSON.stringify(sigstore.trustedRoot))
  const statement = await signedStatement()
  for (const identity of [maker.identity, other]) {
    put(
      'app/models/tiny/model.sig',
      JSON.stringify(sigstore.signStatement(statement, {names: [generalName('email', identity)]})),
    )
    await verifyTo(`${identity}.cdx.json`, [
      '--trusted-root',
      'trusted-root.json',
      '--identity',
      identity,
      '--issuer',
      maker.issuer,
    ])
  }
})

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(cwd, path)), {recursive: true})
  writeFileSync(join(cwd, path), content)
}

/** What a signature of the model states. */
async function signedStatement(): Promise<string> {
  expect(await aibom(['sign', 'app/models/tiny', '--key', 'ours.pem', '--replace'], {cwd})).toMatchObject({exit: 0})
  const {dsseEnvelope} = JSON.parse(readFileSync(join(cwd, 'app/models/tiny/model.sig'), 'utf8'))
  return Buffer.from(dsseEnvelope.payload, 'base64').toString()
}

async function verifyTo(copy: string, flags: readonly string[]): Promise<void> {
  const {exit, stdout, stderr} = await aibom(
    ['verify', 'bom.cdx.json', '--artifacts', 'app', '--require', 'digest', '--write', copy, ...flags, '--json'],
    {cwd},
  )
  expect(exit, stdout + stderr).toBe(0)
}

async function changes(before: string, after: string): Promise<string[]> {
  const {stdout} = await aibom(['diff', before, after, '--json'], {cwd})
  return JSON.parse(stdout).changes.map((change: {class: string; id: string}) => `${change.class} ${change.id}`)
}

describe('a model that somebody signed without a key of their own', () => {
  it('keeps its signer in a lock, and another one is another signer', async () => {
    expect(await aibom(['lock', `${maker.identity}.cdx.json`, '--output', 'aibom.lock'], {cwd})).toMatchObject({
      exit: 0,
    })
    expect(readFileSync(join(cwd, 'aibom.lock'), 'utf8')).toContain(maker.identity)
    const said = (name: string) => [`${name} model:models/tiny`, `${name} weights:${weights}`]
    expect(await changes('aibom.lock', `${maker.identity}.cdx.json`)).toEqual([])
    expect(await changes('aibom.lock', `${other}.cdx.json`)).toEqual(said('signer-changed'))
    expect(await changes('aibom.lock', 'bom.cdx.json')).toEqual(said('signature-unchecked'))
  })

  it.each([
    ['its signer', {identity: maker.identity, issuer: maker.issuer}, 0],
    ['another signer', {identity: other, issuer: maker.issuer}, 1],
    ['another issuer', {identity: maker.identity, issuer: 'https://other.example'}, 1],
    ['roots, under which nobody knows whether the certificate is', {roots: ['root.pem']}, 3],
    ['that signer below roots, and Sigstore vouched', {identity: maker.identity, roots: ['root.pem']}, 1],
  ])('is checked against %s', async (_what, named, exit) => {
    put('policy.yaml', JSON.stringify({version: 1, signers: [{artifacts: ['models/**'], require: 'signed', ...named}]}))
    const flags = ['--policy', 'policy.yaml', '--no-baseline']
    expect(await aibom(['check', `${maker.identity}.cdx.json`, ...flags], {cwd})).toMatchObject({exit})
  })
})
