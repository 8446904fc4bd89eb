import {createHash} from 'node:crypto'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {type StubFile, startStubHub, stubCommit} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {writeKeys, writeModel} from '../support/signing.ts'

const weights = 'not really weights'
const sha256 = createHash('sha256').update(weights).digest('hex')
const plain = {'README.md': {content: '# Tiny'}, 'model.bin': {content: weights, sha256}}
const subject = `hf:acme/tiny@${stubCommit}`

/** A run whose temporary folders lie where a test sees them. */
async function verifyHub(url: string, words: readonly string[], cwd = temporaryFolder()) {
  const temporary = temporaryFolder()
  const run = await aibom(['verify', 'hf:acme/tiny', '--json', ...words], {
    cwd,
    env: {HF_ENDPOINT: url, TMPDIR: temporary},
  })
  expect(readdirSync(temporary)).toEqual([])
  return {exit: run.exit, result: JSON.parse(run.stdout)}
}

/** A model of the hub as its maker signed it, with the public key in `cwd`. */
async function signedModel(): Promise<{cwd: string; files: Record<string, StubFile>}> {
  const cwd = temporaryFolder()
  writeKeys(cwd, 'maker', 'P-256')
  const signed = await aibom(['sign', writeModel(cwd, 'tiny'), '--key', 'maker.pem'], {cwd})
  expect(signed.exit, signed.stderr).toBe(0)
  const paths = ['weights.bin', 'sub/vocab.txt', 'sub-1.txt', 'leer é.txt', 'model.sig']
  return {cwd, files: Object.fromEntries(paths.map(path => [path, {content: readFileSync(join(cwd, 'tiny', path))}]))}
}

describe('verify of a repository of the hub', () => {
  it('is unsigned without a signature, and tells the digest of each file at the commit', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: plain}})
    const {exit, result} = await verifyHub(url, [])
    expect(exit).toBe(1)
    expect(result.subjects).toMatchObject([
      {subject, status: 'unsigned', required: 'signed'},
      {subject: `${subject}/README.md`, status: 'verified', level: 'registry-asserted', required: 'digest', met: true},
      {subject: `${subject}/model.bin`, status: 'verified', checked: [`declared digest sha256:${sha256}`], met: true},
    ])
  })

  it('is verified by the word of the hub where digests are all that is required', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: plain}})
    const {exit, result} = await verifyHub(url, ['--require', 'digest'])
    expect(exit).toBe(0)
    expect(result.subjects[0]).toMatchObject({subject, status: 'verified', level: 'registry-asserted'})
  })

  it('keeps to a demand that a policy makes of the repository, whatever the revision', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: plain}})
    const cwd = temporaryFolder()
    writeFileSync(
      join(cwd, 'policy.yaml'),
      'version: 1\nsigners:\n  - artifacts: [hf:acme/tiny]\n    require: digest\n',
    )
    const run = await aibom(['verify', 'hf:acme/tiny@refs/pr/1', '--policy', 'policy.yaml', '--json'], {
      cwd,
      env: {HF_ENDPOINT: url},
    })
    expect(run.exit, run.stdout).toBe(0)
  })

  it('is invalid where bytes are not those declared', async () => {
    const {url} = await startStubHub({
      'acme/tiny': {files: {...plain, 'model.bin': {content: weights, sha256: 'f'.repeat(64)}}},
    })
    const {exit, result} = await verifyHub(url, ['--require', 'digest'])
    expect(exit).toBe(1)
    expect(result.subjects).toMatchObject([
      {status: 'invalid', code: 'digest-mismatch'},
      {status: 'verified'},
      {subject: `${subject}/model.bin`, status: 'invalid', code: 'digest-mismatch'},
    ])
  })

  it('is decided by the signature in it and a key of the user’s', async () => {
    const {cwd, files} = await signedModel()
    const {url} = await startStubHub({'acme/tiny': {files}})
    const good = await verifyHub(url, ['--key', 'maker.pub.pem'], cwd)
    expect(good.result.subjects).toMatchObject([{subject, status: 'verified', level: 'signed'}])
    expect(good.exit).toBe(0)
    expect(await verifyHub(url, [], cwd)).toMatchObject({
      exit: 3,
      result: {subjects: [{status: 'unverifiable', code: 'key-missing'}]},
    })
  })

  it('is invalid where the hub declares other bytes than were signed', async () => {
    const {cwd, files} = await signedModel()
    const {url} = await startStubHub({'acme/tiny': {files: {...files, 'weights.bin': {content: 'swapped'}}}})
    const {exit, result} = await verifyHub(url, ['--key', 'maker.pub.pem'], cwd)
    expect(result.subjects).toMatchObject([{subject, status: 'invalid', code: 'digest-mismatch'}])
    expect(exit).toBe(1)
  })

  it('is invalid where a name leads out of the folder', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: {'../escape.bin': {content: 'x'}}}})
    expect(await verifyHub(url, [])).toMatchObject({
      exit: 1,
      result: {subjects: [{status: 'invalid', code: 'path-unsafe'}]},
    })
  })

  it('asks nobody when offline, and says so', async () => {
    const {url, seen} = await startStubHub({'acme/tiny': {files: plain}})
    expect(await verifyHub(url, ['--offline'])).toMatchObject({exit: 2, result: {error: {code: 'AIBOM_OFFLINE'}}})
    expect(seen).toEqual([])
  })

  it('leaves no temporary folder behind when it is interrupted', async () => {
    const temporary = temporaryFolder()
    let interrupt = (): void => {}
    const stalling = createServer((request, response) => {
      const path = request.url ?? ''
      if (path.includes('/tree/'))
        response.end(JSON.stringify([{type: 'file', path: 'model.bin', size: 9, oid: 'a'.repeat(40)}]))
      else if (path.startsWith('/api/'))
        response.end(JSON.stringify({id: 'acme/tiny', sha: stubCommit, tags: [], gated: false, private: false}))
      else {
        response.writeHead(200, {'content-length': '9'}).write('part')
        interrupt()
      }
    })
    await new Promise<void>(resolve => stalling.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(stalling.address() as AddressInfo).port}`
    const run = await aibom(['verify', 'hf:acme/tiny'], {
      env: {HF_ENDPOINT: url, TMPDIR: temporary},
      started: process => {
        interrupt = () => void process.kill('SIGINT')
      },
    })
    stalling.closeAllConnections()
    stalling.close()
    expect(run.exit).not.toBe(0)
    expect(readdirSync(temporary)).toEqual([])
  })
})
