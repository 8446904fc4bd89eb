import {mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {sha256Hex} from '../../../src/lib/digest.ts'
import {openDigestCache} from '../../../src/lib/fs/digest-cache.ts'
import {type HashWeightsOptions, hashWeights} from '../../../src/pipeline/generate/weights-step.ts'
import type {Source} from '../../../src/sources/source.ts'
import {openMemory} from '../../support/detect.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aibom-step-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

const options = (): HashWeightsOptions => ({algorithms: ['sha256'], signal: new AbortController().signal})

function source(isLocal: boolean): Source {
  return {
    describe: () => ({scheme: 'dir', name: 'test'}),
    walk: async function* () {},
    open: async path => openMemory(path, `remote ${path}`),
    ...(isLocal && {localPath: (path: string) => join(folder, path)}),
    gaps: () => [],
    notEntered: () => [],
    [Symbol.asyncDispose]: async () => {},
  }
}

function write(path: string, content: string): {path: string; byteLength: bigint} {
  writeFileSync(join(folder, path), content)
  return {path, byteLength: BigInt(content.length)}
}

function writeHole(path: string, byteLength: number): {path: string; byteLength: bigint} {
  write(path, '')
  truncateSync(join(folder, path), byteLength)
  return {path, byteLength: BigInt(byteLength)}
}

describe('hashWeights', () => {
  it('hashes small files at once, and lists what is missing as a gap without the path of the machine', async () => {
    const files = [write('a', 'one'), {path: 'gone', byteLength: 3n}, write('b', 'two')]
    const {digestsByPath, gaps} = await hashWeights(source(true), files, options())
    expect(digestsByPath.get('b')).toEqual([{alg: 'sha256', hex: sha256Hex('two'), of: 'content', from: 'computed'}])
    expect([...digestsByPath.keys()]).toEqual(['a', 'b'])
    expect(gaps).toEqual([
      {path: 'gone', stage: 'extract', code: 'unreadable', message: 'not hashed: the file cannot be read: ENOENT'},
    ])
  })

  it('gives large files to threads, small ones beside them, and counts the bytes', async () => {
    const size = 40 * 1024 * 1024
    const files = [write('small', 'x'), writeHole('a', size), writeHole('b', size)]
    let total = 0
    const {digestsByPath, gaps} = await hashWeights(source(true), files, {
      ...options(),
      threads: 2,
      onBytes: bytes => (total = bytes),
    })
    const expected = sha256Hex(new Uint8Array(size))
    expect(['a', 'b'].map(path => digestsByPath.get(path)?.[0]?.hex)).toEqual([expected, expected])
    expect([digestsByPath.size, gaps, total]).toEqual([3, [], 2 * size + 1])
  })

  it('tells files that threads cannot read as gaps', async () => {
    const size = 70 * 1024 * 1024
    const {digestsByPath, gaps} = await hashWeights(
      source(true),
      [{path: 'gone', byteLength: BigInt(size)}, writeHole('a', size)],
      options(),
    )
    expect([[...digestsByPath.keys()], gaps.map(({path, code}) => [path, code])]).toEqual([
      ['a'],
      [['gone', 'unreadable']],
    ])
  })

  it('stops threads in the middle when it is aborted', async () => {
    const controller = new AbortController()
    const run = hashWeights(source(true), [writeHole('a', 8 * 1024 * 1024 * 1024)], {
      ...options(),
      signal: controller.signal,
      onBytes: () => controller.abort(new Error('interrupted')),
    })
    await expect(run).rejects.toThrow('interrupted')
  })

  it('reads files that do not lie on this machine through their source', async () => {
    const {digestsByPath} = await hashWeights(source(false), [{path: 'x', byteLength: 8n}], options())
    expect(digestsByPath.get('x')?.[0]?.hex).toBe(sha256Hex('remote x'))
  })

  it('takes from the cache what has not changed', async () => {
    const open = () => openDigestCache({folder: join(folder, 'cache'), now: () => Date.now() + 60_000})
    const files = [write('a', 'one')]
    const first = await hashWeights(source(true), files, {...options(), cache: open()})
    const cache = open()
    const second = await hashWeights(source(true), files, {
      ...options(),
      cache: {...cache, keep: () => expect.unreachable('hashed again')},
    })
    expect(second.digestsByPath).toEqual(first.digestsByPath)
  })
})
