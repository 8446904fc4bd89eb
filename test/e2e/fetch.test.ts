import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {gitBlobOid} from '../../src/sources/remote-bytes.ts'
import {startStubHub, stubCommit} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const weights = 'not really weights'
const sha256 = createHash('sha256').update(weights).digest('hex')

/** A hub that lists a file and gives it to nobody. */
async function startRefusingHub(): Promise<{url: string}> {
  const server = createServer((request, response) => {
    if (request.url?.includes('/tree/') === true)
      return void response.end(JSON.stringify([{type: 'file', path: 'model.bin', size: 9, oid: 'a'.repeat(40)}]))
    if (request.url?.startsWith('/api/') === true) return void response.end(JSON.stringify({id: 'acme/tiny', sha: stubCommit}))
    response.writeHead(403, {'x-error-code': 'GatedRepo'}).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => void server.close())
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`}
}

describe('aibom fetch', () => {
  it('writes each file that agrees with its declared digest', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: {'README.md': {content: '# Tiny'}, 'sub/model.bin': {content: weights, sha256}}}})
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model', '--json'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout)).toEqual({
      schemaVersion: 1,
      source: {scheme: 'hf', name: 'acme/tiny', revision: stubCommit},
      folder: 'model',
      bytes: 24,
      files: [
        expect.objectContaining({path: 'README.md', status: 'fetched'}),
        {path: 'sub/model.bin', status: 'fetched', digest: `sha256:${sha256}`},
      ],
    })
    expect(readFileSync(join(cwd, 'model/sub/model.bin'), 'utf8')).toBe(weights)
  })

  it('exits 1, names the file and does not write it when its bytes are others', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: {'model.bin': {content: weights, sha256: 'f'.repeat(64)}}}})
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(1)
    expect(run.stdout).toContain('mismatch, not written: model.bin')
    expect(existsSync(join(cwd, 'model/model.bin'))).toBe(false)
  })

  it('takes up what an earlier run left; where that is of another content, the file comes from its start', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: {'model.bin': {content: weights, sha256}}}})
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'model'))
    writeFileSync(join(cwd, 'model', `model.bin.${sha256.slice(0, 16)}.part`), '<html>')
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(readdirSync(join(cwd, 'model'))).toEqual(['model.bin'])
    expect(readFileSync(join(cwd, 'model/model.bin'), 'utf8')).toBe(weights)
  })

  it('leaves nothing of a file that was refused, and does not say that all agree', async () => {
    const {url} = await startRefusingHub()
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(3)
    expect(run.stdout).toContain('they agree with the declared digests; 1 file not written')
    expect(readdirSync(join(cwd, 'model'))).toEqual([])
  })

  it.each([
    ['leads out of the folder', ['../escape.bin']],
    ['differs from another in case only', ['Model.bin', 'model.bin']],
    ['is that of a part of another', ['a.bin', `a.bin.${gitBlobOid(Buffer.from('x')).slice(0, 16)}.part`]],
  ])('fetches nothing where a name %s', async (_name, paths) => {
    const {url} = await startStubHub({'acme/tiny': {files: Object.fromEntries(paths.map(path => [path, {content: 'x'}]))}})
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(1)
    expect(run.stderr).toContain('AIBOM_FETCH_UNSAFE')
    expect(existsSync(join(cwd, 'model'))).toBe(false)
  })

  it.each([
    ['a file', 'taken'],
    ['in no folder', 'no/such/folder'],
    ['where none can be made', '/proc/aibom-test'],
  ])('says that FOLDER is %s', async (_name, folder) => {
    const {url} = await startStubHub({'acme/tiny': {files: {'README.md': {content: 'x'}}}})
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'taken'), '')
    const run = await aibom(['fetch', 'hf:acme/tiny', folder], {cwd, env: {HF_ENDPOINT: url}})
    expect(run).toMatchObject({exit: 2, stdout: ''})
    expect(run.stderr).toContain('AIBOM_OUTPUT_UNWRITABLE')
  })
})
