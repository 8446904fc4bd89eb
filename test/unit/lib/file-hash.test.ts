import {createHash} from 'node:crypto'
import {appendFileSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {hashAlgorithms, hashFile, toIdentity} from '../../../src/lib/fs/file-hash.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aibom-hash-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('hashFile', () => {
  it('gives every algorithm in one pass (FIPS 180, RFC 7693 and BLAKE3 values of «abc»)', () => {
    const {digests} = hashFile(write('abc', 'abc'), {algorithms: hashAlgorithms})
    expect(Object.fromEntries(digests.map(([algorithm, hex]) => [algorithm, hex.slice(0, 16)]))).toEqual({
      md5: '900150983cd24fb0',
      sha1: 'a9993e364706816a',
      sha256: 'ba7816bf8f01cfea',
      sha384: 'cb00753f45a35e8b',
      sha512: 'ddaf35a193617aba',
      blake2b: 'ba80a53f981c4d0d',
      blake3: '6437b3ac38465133',
    })
    expect(digests.find(([algorithm]) => algorithm === 'blake2b')?.[1]).toHaveLength(128)
  })

  it.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024])(
    'takes files of %i bytes, chunk by chunk',
    byteLength => {
      const content = Buffer.alloc(byteLength, 'weights')
      const chunks: Buffer[] = []
      const {digests, identity} = hashFile(write('file', content), {
        algorithms: ['sha256'],
        onChunk(bytes, offset) {
          expect(offset).toBe(BigInt(Buffer.concat(chunks).byteLength))
          chunks.push(Buffer.from(bytes))
        },
      })
      expect(digests).toEqual([['sha256', createHash('sha256').update(content).digest('hex')]])
      expect(Buffer.concat(chunks).equals(content)).toBe(true)
      expect(identity.size).toBe(BigInt(byteLength))
    },
  )

  it('refuses a file that grows, or is touched, while it is read', () => {
    const path = write('growing', Buffer.alloc(3 * 1024 * 1024))
    const grow = () => appendFileSync(path, 'more')
    expect(() => hashFile(path, {algorithms: ['sha256'], onChunk: grow})).toThrow(
      expect.objectContaining({code: 'AIBOM_FILE_CHANGED'}),
    )
    const touch = () => utimesSync(path, 1, 1)
    expect(() => hashFile(path, {algorithms: ['sha256'], onChunk: touch})).toThrow(
      expect.objectContaining({code: 'AIBOM_FILE_CHANGED'}),
    )
  })

  it('refuses a file that is not the one that was expected', () => {
    const path = write('file', 'a')
    const expected = {...toIdentity(statSync(path, {bigint: true})), mtimeNs: 1n}
    expect(() => hashFile(path, {algorithms: ['sha256'], expected})).toThrow(
      expect.objectContaining({code: 'AIBOM_FILE_CHANGED'}),
    )
  })

  it('tells no path when a file cannot be read: the message reaches the BOM', () => {
    const missing = join(folder, 'missing')
    expect(() => hashFile(missing, {algorithms: ['sha256']})).toThrow(
      expect.objectContaining({code: 'AIBOM_FILE_UNREADABLE'}),
    )
    expect(() => hashFile(missing, {algorithms: ['sha256']})).toThrow(
      expect.objectContaining({message: expect.not.stringContaining(folder)}),
    )
    expect(() => hashFile(folder, {algorithms: ['sha256']})).toThrow(
      expect.objectContaining({code: 'AIBOM_FILE_UNREADABLE'}),
    )
  })
})
