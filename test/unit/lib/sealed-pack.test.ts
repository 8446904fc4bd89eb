import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {SealedPack} from '../../../src/lib/fs/sealed-pack.ts'
import {temporaryFolder} from '../../support/run.ts'

const seal = (name: string) => ({
  id: Buffer.from(name.padEnd(32, '.')).toString('hex'),
  key: Buffer.from(name.padEnd(32, '#')).toString('hex'),
})
const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString()

/** A pack with these entries, whose ids are their texts. */
function packOf(...names: readonly string[]): string {
  const path = join(temporaryFolder(), 'cache', 'pack')
  using pack = new SealedPack(path)
  for (const name of names) pack.put(seal(name), Buffer.from(`text of ${name}`))
  pack.save()
  return path
}

/** What a pack answers for a name. */
function answer(path: string, name: string): string | undefined {
  using pack = new SealedPack(path)
  return text(pack.get(seal(name)))
}

describe('a pack', () => {
  it('gives back what was put in, to whoever has the key', () => {
    const path = packOf('a', 'b')
    expect([answer(path, 'a'), answer(path, 'b'), answer(path, 'c')]).toEqual(['text of a', 'text of b', undefined])
    using pack = new SealedPack(path)
    expect(pack.size).toBe(2)
    expect(pack.get({id: seal('a').id, key: seal('b').key})).toBeUndefined()
  })

  it('holds no text in the clear', () => {
    expect(readFileSync(packOf('a')).includes('text of')).toBe(false)
  })

  it('keeps what a run asked for or added, and forgets the rest', () => {
    const path = packOf('a', 'b')
    {
      using pack = new SealedPack(path)
      pack.get(seal('a'))
      pack.put(seal('c'), Buffer.from('text of c'))
      pack.save()
    }
    expect([answer(path, 'a'), answer(path, 'b'), answer(path, 'c')]).toEqual(['text of a', undefined, 'text of c'])
    expect(readdirSync(join(path, '..'))).toEqual(['pack'])
  })

  it('keeps what it is told to', () => {
    const path = packOf('a', 'b')
    {
      using pack = new SealedPack(path)
      pack.retain(seal('a').id)
      pack.retain(seal('c').id)
      pack.put(seal('d'), Buffer.from('text of d'))
      pack.save()
    }
    expect([...'abcd'].map(name => answer(path, name))).toEqual(['text of a', undefined, undefined, 'text of d'])
  })

  it('takes the newest of two entries of one name', () => {
    const path = packOf('a')
    {
      using pack = new SealedPack(path)
      pack.get(seal('a'))
      pack.put(seal('a'), Buffer.from('new'))
      pack.save()
    }
    expect(answer(path, 'a')).toBe('new')
  })

  it('is empty where it is missing, a folder, a link, or may be written by others', () => {
    const path = packOf('a')
    const folder = temporaryFolder()
    symlinkSync(path, join(folder, 'link'))
    mkdirSync(join(folder, 'folder'))
    expect([
      answer(join(folder, 'none'), 'a'),
      answer(join(folder, 'link'), 'a'),
      answer(join(folder, 'folder'), 'a'),
    ]).toEqual([undefined, undefined, undefined])
    chmodSync(path, 0o666)
    expect(answer(path, 'a')).toBeUndefined()
  })

  it.skipIf(process.getuid?.() !== 0)('is empty where it belongs to another user', () => {
    const path = packOf('a')
    chownSync(path, 12345, 12345)
    expect(answer(path, 'a')).toBeUndefined()
  })

  it('says nothing wrong, wherever a byte was changed or the file was cut', () => {
    const bytes = readFileSync(packOf('a', 'b'))
    const path = join(temporaryFolder(), 'pack')
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({min: 1, max: 255}), fc.boolean(), (at, change, isCut) => {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ change
        writeFileSync(path, isCut ? bytes.subarray(0, at) : changed, {mode: 0o600})
        for (const name of ['a', 'b']) expect([`text of ${name}`, undefined]).toContain(answer(path, name))
      }),
      {numRuns: 300},
    )
  })

  it('takes no file that claims more rows than it has', () => {
    const path = packOf('a')
    truncateSync(path, readFileSync(path).length - 1)
    expect(answer(path, 'a')).toBeUndefined()
    writeFileSync(path, Buffer.concat([Buffer.from('aibom pack 1\n'), Buffer.alloc(10, 0xff)]), {mode: 0o600})
    expect(answer(path, 'a')).toBeUndefined()
  })

  it('loses nothing but time where it cannot be written', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    using pack = new SealedPack(join(folder, 'file', 'pack'))
    pack.put(seal('a'), Buffer.from('a'))
    expect(pack.save()).toMatchObject({isNew: true, failure: expect.stringContaining('ENOTDIR')})
  })
})
