import {createHash, randomBytes} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import type {Digest} from '../../../src/inventory/evidence.ts'
import {readFetching} from '../../../src/lib/byte-reader.ts'
import {AibomError} from '../../../src/lib/errors.ts'
import {gitBlobOid, RemoteBytes} from '../../../src/sources/hub/remote-bytes.ts'

interface Served {
  readonly bytes?: Uint8Array
  readonly known?: readonly Digest[]
  readonly status?: 200 | 206
  /** of the n-th answer */
  readonly cutAt?: (answer: number) => number
  readonly breaks?: boolean
}

/** A file that is declared as `content` and served as told. */
function remote(content: Uint8Array, served: Served = {}): {readonly file: RemoteBytes; readonly starts: bigint[]} {
  const starts: bigint[] = []
  const bytes = served.bytes ?? content
  const file = new RemoteBytes({
    path: 'model.bin',
    byteLength: BigInt(content.byteLength),
    known: served.known ?? [],
    ask: async ({start, end}) => {
      starts.push(start)
      const status = served.status ?? 206
      const from = status === 206 ? Number(start) : 0
      const part = bytes.subarray(from, Math.min(Number(end), from + (served.cutAt?.(starts.length) ?? Number(end))))
      const headers = new Headers(
        status === 206 ? {'content-range': `bytes ${start}-${end - 1n}/${bytes.byteLength}`} : {},
      )
      return {status, url: new URL('https://hub.example/'), headers, body: chunks(part, served.breaks === true)}
    },
  })
  return {file, starts}
}

async function* chunks(bytes: Uint8Array, breaks: boolean): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 1000) yield bytes.subarray(at, at + 1000)
  if (breaks) throw new AibomError('AIBOM_HTTP_NETWORK', 'reset')
}

const sha256 = (bytes: Uint8Array): Digest => ({
  alg: 'sha256',
  hex: createHash('sha256').update(bytes).digest('hex'),
  of: 'content',
  from: 'declared',
})
const gitBlob = (bytes: Uint8Array): Digest => ({alg: 'sha1', hex: gitBlobOid(bytes), of: 'git-blob', from: 'declared'})
const content = randomBytes(5000)

describe('RemoteBytes', () => {
  it('reads a whole file in one request and agrees with both kinds of digest', async () => {
    const {file, starts} = remote(content, {known: [gitBlob(content)]})
    expect(Buffer.from(await file.whole(10_000n)).equals(content)).toBe(true)
    await file.whole(10_000n)
    expect(starts).toEqual([0n])
    await expect(remote(content, {known: [sha256(content)]}).file.whole(10_000n)).resolves.toHaveLength(5000)
  })

  it.each([
    ['SHA-256', sha256(randomBytes(10))],
    ['git blob', gitBlob(randomBytes(10))],
  ])('refuses bytes that are not those of the declared %s', async (_name, digest) => {
    await expect(remote(content, {known: [digest]}).file.whole(10_000n)).rejects.toMatchObject({
      code: 'AIBOM_DIGEST_MISMATCH',
      exit: 1,
    })
  })

  it('does not take the blob of an LFS pointer for the blob of the content', async () => {
    const pointer: Digest = {alg: 'sha1', hex: '0'.repeat(40), of: 'git-blob', from: 'declared'}
    await expect(remote(content, {known: [sha256(content), pointer]}).file.whole(10_000n)).resolves.toHaveLength(5000)
  })

  it('takes up a body that ends early or breaks off where it ended', async () => {
    const ended = remote(content, {cutAt: answer => (answer === 1 ? 1500 : 5000), known: [sha256(content)]})
    await ended.file.whole(10_000n)
    expect(ended.starts).toEqual([0n, 1500n])
    const broken = remote(content, {cutAt: answer => (answer === 1 ? 1500 : 5000), breaks: true})
    await broken.file.whole(10_000n)
    expect(broken.starts).toEqual([0n, 1500n])
  })

  it('takes a server that ignores ranges as it is', async () => {
    const {file} = remote(content, {
      status: 200,
      cutAt: answer => (answer === 1 ? 1500 : 5000),
      known: [sha256(content)],
    })
    expect(Buffer.from(await file.whole(10_000n)).equals(content)).toBe(true)
  })

  it.each([
    ['a body that always ends early', {cutAt: (): number => 0}, 'AIBOM_REMOTE_SHORT'],
    ['a range of a larger file', {bytes: randomBytes(6000)}, 'AIBOM_REMOTE_SIZE'],
  ] as const)('refuses %s', async (_name, served: Served, code) => {
    await expect(remote(content, served).file.whole(10_000n)).rejects.toMatchObject({code})
  })

  it('refuses what is over the limit before anything is asked', async () => {
    const {file, starts} = remote(content)
    await expect(file.whole(4999n)).rejects.toMatchObject({code: 'AIBOM_FILE_TOO_LARGE'})
    expect(starts).toEqual([])
  })

  it('brings a beginning, and more of it as it is needed, in one request', async () => {
    const large = randomBytes(3_000_000)
    const {file, starts} = remote(large)
    const reader = await file.reader()
    expect(() => reader.read(2_000_000n, 10)).toThrow(expect.objectContaining({code: 'AIBOM_NOT_FETCHED'}))
    const found = await readFetching(reader, () => Buffer.from(reader.read(2_000_000n, 10)))
    expect(found.equals(large.subarray(2_000_000, 2_000_010))).toBe(true)
    expect(starts).toEqual([0n])
    await file.close()
  })

  it('brings at once what git keeps and is hashed later, and of what LFS keeps a beginning', async () => {
    const large = randomBytes(3_000_000)
    const whole = await remote(large, {known: [gitBlob(large)]}).file.reader()
    expect(whole.read(2_999_990n, 10).byteLength).toBe(10)
    const begun = await remote(large, {known: [gitBlob(large), sha256(large)]}).file.reader()
    expect(() => begun.read(2_999_990n, 10)).toThrow(expect.objectContaining({code: 'AIBOM_NOT_FETCHED'}))
  })
})
