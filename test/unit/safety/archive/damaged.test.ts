import {createHash} from 'node:crypto'
import {deflateSync, gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {answer} from '../../../support/examined.ts'
import {bytes, runsCommand} from '../../../support/pickles.ts'
import {safetensors, u32, utf8} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

/** Content that does not pack well, so that damage behind it leaves it whole. */
const filler = Buffer.concat(
  Array.from({length: 1250}, (_value, index) => createHash('sha256').update(String(index)).digest()),
)
const content = bytes(runsCommand, filler)
/** A pickle of nothing. */
const none = bytes('\x80\x02N.')
const lz4 = (...blocks: Uint8Array[]): Uint8Array => bytes('\x04\x22\x4d\x18\x60\x40\x82', ...blocks)
const stored = (block: Uint8Array): Uint8Array => bytes(u32(0x80000000 + block.length), block)

/** A stream of LZMA2 with one stored chunk, and nothing behind it. */
const xz = bytes(
  '\xfd7zXZ\x00\x00\x04\x00\x00\x00\x00',
  '\x02\x00\x21\x01\x16\x00\x00\x00\x00\x00\x00\x00',
  new Uint8Array([1, 0, runsCommand.length - 1]),
  runsCommand,
)

function damaged(packed: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(packed)
  copy.fill(0xff, at, at + 64)
  return copy
}

/** A member of gzip with another checksum than its content has. */
function wrong(member: Uint8Array): Uint8Array {
  return bytes(member.subarray(0, -8), u32(0), member.subarray(-4))
}

describe('compressed data that is cut or damaged', () => {
  it.each<[string, Uint8Array]>([
    ['gzip without its end', gzipSync(content).subarray(0, -4)],
    ['gzip that is cut in half', gzipSync(content).subarray(0, 20_000)],
    ['gzip with a wrong checksum', damaged(gzipSync(content), gzipSync(content).length - 8)],
    ['gzip with damaged data', damaged(gzipSync(content), 30_000)],
    ['gzip with a name and a comment', withFields(gzipSync(content)).subarray(0, -4)],
    ['gzip whose second member has a wrong checksum', bytes(gzipSync(none), wrong(gzipSync(runsCommand)))],
    ['gzip whose members all have a wrong checksum', bytes(wrong(gzipSync(none)), wrong(gzipSync(runsCommand)))],
    ['gzip with a second member that is cut', bytes(gzipSync(none), gzipSync(content).subarray(0, -4))],
    ['zlib that is cut', deflateSync(content).subarray(0, -4)],
    ['zlib with damaged data', damaged(deflateSync(content), 30_000)],
    ['LZ4 that is cut', lz4(stored(content), u32(9))],
    ['LZ4 with a damaged block', lz4(stored(content), u32(3), utf8('\xff\xff\xff'))],
    ['xz that is cut', xz],
    ['xz with a damaged chunk', bytes(xz, '\x7f')],
  ])('runs what came before: %s', async (_name, packed) => {
    const {verdict, rules, named} = await answer(packed)
    expect({verdict, isBroken: rules.includes('AIB102')}).toEqual({verdict: 'unsafe', isBroken: true})
    expect(named).toContain('os.system')
  })

  it.each<[string, Uint8Array]>([
    ['nothing behind its header', gzipSync(content).subarray(0, 10)],
    ['a header that is cut in its name', bytes(new Uint8Array([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), 'name')],
    ['harmless text', gzipSync(utf8('just text '.repeat(100))).subarray(0, -4)],
  ])('is not safe for that: %s', async (_name, packed) => {
    expect((await answer(packed)).verdict).toBe('unknown')
  })
})

/** The optional fields of gzip's header: extra bytes, a name, a comment, a checksum. */
function withFields(packed: Uint8Array): Uint8Array {
  const head = Uint8Array.from(packed.subarray(0, 10))
  head[3] = 2 | 4 | 8 | 16
  return bytes(head, '\x03\x00abc', 'name\x00', 'comment\x00', '\x00\x00', packed.subarray(10))
}

describe('frames that programs pass over', () => {
  const skipped = (inner: Uint8Array, kind = 0x50): Uint8Array =>
    bytes(u32(0x184d2a00 + kind), u32(inner.length), inner)
  const right = lz4(stored(safetensors('{"__metadata__":{}}', 0)), u32(0))

  it('hide nothing before the data', async () => {
    const evil = lz4(stored(runsCommand), u32(0))
    for (const before of [skipped(utf8('abc')), bytes(skipped(new Uint8Array()), skipped(utf8('x'), 0x5f))]) {
      const {verdict, named} = await answer(bytes(before, evil))
      expect(verdict).toBe('unsafe')
      expect(named).toContain('os.system')
    }
    const {verdict, named} = await answer(bytes(skipped(runsCommand), right))
    expect(verdict).toBe('unsafe')
    expect(named).toContain('os.system')
  })

  it('are no part of the data', async () => {
    expect((await answer(right)).verdict).toBe('safe')
    expect((await answer(bytes(skipped(utf8('abc')), right))).verdict).not.toBe('safe')
    expect((await answer(bytes(u32(0x184d2a50), u32(0xffffffff), right))).verdict).toBe('unknown')
  })
})

describe('a zip without its list of members', () => {
  const cut = (packed: Uint8Array): Uint8Array =>
    packed.subarray(0, Buffer.from(packed).indexOf('PK\x01\x02', 0, 'latin1'))

  it('gives away what is in it, and is not safe', async () => {
    const evil = await answer(cut(zip([{name: 'a.pkl', content: runsCommand, deflate: true}])))
    expect(evil).toMatchObject({verdict: 'unsafe'})
    expect(evil.named).toContain('os.system')
    expect(await answer(cut(zip([{name: 'a.txt', content: utf8('just text')}])))).toMatchObject({
      verdict: 'unknown',
      rules: ['AIB102'],
    })
  })
})
