import {describe, expect, it} from 'vitest'
import {unpackBzip2} from '../../../../src/formats/archives/bzip2.ts'
import {unpackLz4} from '../../../../src/formats/archives/lz4.ts'
import {LzmaDecoder} from '../../../../src/formats/archives/lzma.ts'
import {readSevenZip} from '../../../../src/formats/archives/seven-zip.ts'
import {unpackLzma, unpackXz} from '../../../../src/formats/archives/xz.ts'
import {memoryReader} from '../../../../src/lib/byte-reader.ts'
import {answer} from '../../../support/examined.ts'
import {bytes, runsCommand} from '../../../support/pickles.ts'
import {u32, u64, utf8} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

const limit = 1_000_000
const words = 'hello hello hello hello'
/** `words`, as `xz` and `xz --format=lzma` pack them. */
const xz = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAWAAtdADQZSe6N6VYKteAAAACJQ9vqAzTk0AABJxeJgpB5H7bzfQEAAAAABFla',
  'base64',
)
const lzma = Buffer.from('XQAAgAD//////////wA0GUnujelWC9XFo///eKQAAA==', 'base64')

/** `words` as LZ4 packs them, with their size, and with checksums of blocks and content. */
const lz4 = [
  'BCJNGGhAFwAAAAAAAAAyDwAAAGhoZWxsbyAGAFBoZWxsbwAAAAA=',
  'BCJNGHRAvQ8AAABoaGVsbG8gBgBQaGVsbG+pD4o3AAAAAPJrlAs=',
].map(text => Buffer.from(text, 'base64'))

/** `words` as bzip2 packs them. */
const bzip2 = Buffer.from('QlpoOTFBWSZTWQL4sL0AAAORAEAAAkSgADDNAFSGlnGbOKPF3JFOFCQAviwvQA==', 'base64')

/** `runsCommand` as `m.pkl`, packed by Deflate, bzip2, Zstandard, as differences by LZMA2, and by Brotli. */
const sevenZips = [
  'N3q8ryccAARZSdAvIgAAAAAAAABHAAAAAAAAADPruxZrYErOL+YqriwuSc3l0ojgYmBgSE3OyFfIzEstKikJ0gMAAQQGAAEJIgAHCwEAAQMEAQgMIAAICgFZO0fhAAAFARkBABENAG0ALgBwAGsAbAAAABQKAQBwhTRRF4HdARUGAQAggICBAAA=',
  'N3q8ryccAARpg0R4SgAAAAAAAABHAAAAAAAAALVUbOlCWmg5MUFZJlNZU8CKlgAAD9PAUBBAQRBACmOcIEAAIAAimjTQaZHqaFMJpoDTEoUoww6i+V1Uxx0AOu4bLwUfF3JFOFCQU8CKlgEEBgABCUoABwsBAAEDBAICDCAACAoBWTtH4QAABQEZAQARDQBtAC4AcABrAGwAAAAUCgEAMJ40UReB3QEVBgEAIICAgQAA',
  'N3q8ryccAAQFuLjjKQAAAAAAAABQAAAAAAAAAFWkfRsotS/9AFgBAQCAAmNvcwpzeXN0ZW0KKFgKAAAAZWNobyBpbmVydHRSLgEEBgABCSkABwsBAAEkBPcRAQUBBQMAAAwgAAgKAVk7R+EAAAUBGQMAAAARDQBtAC4AcABrAGwAAAAUCgEA8K40UReB3QEVBgEAIICAgQAA',
  'N3q8ryccAASH7RyfJAAAAAAAAABRAAAAAAAAADl2s0QBAB+AgmEMBJdpBvoB8QidHjCy9gAAZf4FB7FJBfcNAgDe3AABBAYAAQkkAAcLAQACISEBECEDAQABAAwgIAAICgFZO0fhAAAFARkEAAAAABENAG0ALgBwAGsAbAAAABQKAQDgBzVRF4HdARUGAQAggICBAAA=',
  'N3q8ryccAASZv1JoZwAAAAAAAAAUAAAAAAAAAHf31usLC4Bjb3MKc3lzdGVtCihTJ2VjaG8nCnRSLgEASAEEBgABCRoABwsBAAEkBPcRAgMBAAUMFwAICgEzadh/AAAFARENAG0ALgBwAGsAbAAAABQKAQBg7X2HQoHdARUGAQAggICBAAAAFwYaAQlNAAcLAQABISEBGAxJAAA=',
].map(text => Buffer.from(text, 'base64'))

/** A 7z of one stored file. */
function sevenZip(name: string, content: Uint8Array): Uint8Array {
  const names = Buffer.from(`${name}\0`, 'utf16le')
  const one = (value: number) => new Uint8Array([value])
  const list = bytes(
    '\x01\x04\x06\x00\x01\x09',
    one(content.length),
    '\x00',
    '\x07\x0b\x01\x00\x01\x01\x00\x0c',
    one(content.length),
    '\x00\x00',
    '\x05\x01\x11',
    one(names.length + 1),
    '\x00',
    names,
    '\x00\x00',
  )
  return bytes(
    '7z\xbc\xaf\x27\x1c\x00\x04',
    u32(0),
    u64(BigInt(content.length)),
    u64(BigInt(list.length)),
    u32(0),
    content,
    list,
  )
}

describe('what is packed', () => {
  it('is unpacked as it was', () => {
    expect(Buffer.from(unpackXz(xz, limit).bytes).toString()).toBe(words)
    expect(unpackXz(xz, limit).end).toBe(xz.length)
    expect(Buffer.from(unpackLzma(lzma, limit).bytes).toString()).toBe(words)
    expect(Buffer.from(unpackBzip2(bzip2, limit).bytes).toString()).toBe(words)
    for (const frame of lz4) {
      expect(Buffer.from(unpackLz4(frame, limit).bytes).toString()).toBe(words)
      expect(unpackLz4(bytes(frame, 'x'), limit).end).toBe(frame.length)
    }
    expect(unpackBzip2(bzip2, limit).end).toBe(bzip2.length)
  })

  it('gives away the pickle in it', async () => {
    const {verdict, named} = await answer(sevenZip('data.pkl', runsCommand))
    expect(verdict).toBe('unsafe')
    expect(named).toContain('os.system')
    for (const each of sevenZips) expect((await answer(each)).named).toContain('m.pkl os.system')
    expect((await answer(sevenZip('a.txt', utf8('x')))).verdict).toBe('safe')
    expect((await answer(sevenZip('../a.txt', utf8('x')))).verdict).toBe('unsafe')
  })

  it.each([
    ['AIBOM_LZMA_INVALID', () => unpackXz(xz.subarray(0, 30), limit)],
    ['AIBOM_LZMA_INVALID', () => unpackLzma(lzma.subarray(0, 16), limit)],
    ['AIBOM_LZMA_TOO_LARGE', () => unpackXz(xz, 3)],
    ['AIBOM_BZIP2_INVALID', () => unpackBzip2(bzip2.subarray(0, 30), limit)],
    ['AIBOM_BZIP2_TOO_LARGE', () => unpackBzip2(bzip2, 3)],
    ['AIBOM_SEVEN_ZIP_INVALID', () => readSevenZip(memoryReader(sevenZip('a', utf8('x')).subarray(0, -3)), limit)],
  ])('ends in %s where it is cut or too large', (code, unpack) =>
    expect(unpack).toThrow(expect.objectContaining({code})),
  )

  it('never fails in another way', async () => {
    for (let at = 12; at < xz.length; at++) {
      const damaged = Buffer.from(xz)
      damaged[at] = (damaged[at] ?? 0) ^ 0x55
      const {rules} = await answer(damaged)
      expect(rules).not.toContain('AIB104')
    }
    expect(new LzmaDecoder(limit).length).toBe(0)
  })

  it('is code where an archive brings some', async () => {
    const part = (code: string) => zip([{name: 'handler.py', content: utf8(code)}])
    expect(await answer(part('class Handler:\n  pass\n'))).toMatchObject({verdict: 'unknown', rules: ['AIB127']})
    expect((await answer(part('import os as o\nrun = o.system\nrun("x")\n'))).named).toContain('os.system')
    expect((await answer(part('from subprocess import run as r\nr(["x"])\n'))).verdict).toBe('unsafe')
    expect((await answer(part('getattr(__import__("os"), "sys" + "tem")("x")\n'))).verdict).toBe('unsafe')
    expect((await answer(part('import torch\nmodel = torch.compile(net)\nmodel.eval()\n'))).verdict).toBe('unknown')
  })

  it('is a model of skops whose nodes are judged', async () => {
    const model = (node: object) =>
      zip([{name: 'schema.json', content: utf8(JSON.stringify({...node, protocol: 2, _skops_version: '0.13'}))}])
    const of = (module: string, name: string, loader: string) => ({
      __class__: name,
      __module__: module,
      __loader__: loader,
    })
    expect((await answer(model(of('sklearn.linear_model._ridge', 'Ridge', 'ObjectNode')))).verdict).toBe('safe')
    expect(
      (await answer(model({...of('builtins', 'dict', 'DictNode'), content: {a: of('os', 'system', 'FunctionNode')}})))
        .named,
    ).toContain('os.system')
    expect((await answer(model(of('builtins', 'eval', 'OperatorFuncNode')))).verdict).toBe('unsafe')
    expect((await answer(model(of('acme.net', 'Net', 'ObjectNode')))).verdict).toBe('unknown')
  })

  it('is YAML that names what its loader calls', async () => {
    expect((await answer(utf8('model:\n  _target_: os.system\n  command: x\n'), 'model_config.yaml')).verdict).toBe(
      'unsafe',
    )
    expect((await answer(utf8('a: !!python/object/apply:os.system [x]\n'), 'x.yaml')).verdict).toBe('unsafe')
    expect((await answer(utf8('# a: !!python/object/apply:os.system [x]\nb: 1\n'), 'x.yaml')).verdict).toBe('safe')
    for (const end of ['\r', '\u0085', '\u2028'])
      expect((await answer(utf8(`# b${end}a: !!python/object/apply:os.system [x]\n`), 'x.yaml')).verdict).toBe('unsafe')
    for (const tag of ['tuple', 'str', 'complex'])
      expect((await answer(utf8(`a: !!python/${tag} x\n`), 'x.yaml')).verdict).toBe('safe')
    for (const tag of ['name:os.system', 'module:os', 'tuple:os.system'])
      expect((await answer(utf8(`a: !!python/${tag} x\n`), 'x.yaml')).verdict).toBe('unsafe')
    expect((await answer(utf8('model:\n  _target_: acme.Net\n'), 'x.yaml')).verdict).toBe('unknown')
    expect((await answer(utf8('model:\n  _target_: nemo.collections.asr.models.Ctc\n'), 'x.yaml')).verdict).toBe('safe')
  })
})

describe('an LZ4 frame', () => {
  const frame = (...blocks: Uint8Array[]) => bytes('\x04\x22\x4d\x18\x60\x40\x82', ...blocks, u32(0))
  const stored = (content: Uint8Array) => bytes(u32(0x80000000 + content.length), content)
  const packed = (content: Uint8Array) => bytes(u32(content.length), content)

  it('holds stored blocks, long runs, and matches in the block before', () => {
    expect(Buffer.from(unpackLz4(frame(stored(utf8('abc'))), limit).bytes).toString()).toBe('abc')
    expect(unpackLz4(frame(packed(bytes('\x1fa\x01\x00\xff\x05\x00'))), limit).bytes).toHaveLength(1 + 4 + 15 + 260)
    const linked = frame(stored(utf8('abcdef')), packed(bytes('\x00\x06\x00\x10z')))
    expect(Buffer.from(unpackLz4(linked, limit).bytes).toString()).toBe('abcdefabcdz')
  })

  it.each([
    ['is cut', frame(stored(utf8('abc'))).subarray(0, -5)],
    ['has no end', frame(stored(utf8('abc'))).subarray(0, -4)],
    ['reaches before its begin', frame(packed(bytes('\x10a\x02\x00\x00')))],
    ['repeats what is no bytes ago', frame(packed(bytes('\x10a\x00\x00\x00')))],
    ['ends in a match', frame(packed(bytes('\x10a\x01\x00')))],
    ['has literals behind its end', frame(packed(bytes('\x50a')))],
    ['wants a dictionary', bytes('\x04\x22\x4d\x18\x61\x40\x00\x00\x00\x00\x82', u32(0))],
    ['has flags that nobody defined', bytes('\x04\x22\x4d\x18\x62\x40\x82', u32(0))],
    ['is of another version', bytes('\x04\x22\x4d\x18\xa0\x40\x82', u32(0))],
    ['states another size', bytes('\x04\x22\x4d\x18\x68\x40', u64(9n), '\x00', stored(utf8('abc')), u32(0))],
  ])('that %s is damaged', (_name, content) => {
    expect(() => unpackLz4(content, limit)).toThrow(expect.objectContaining({code: 'AIBOM_COMPRESSED_INVALID'}))
  })

  it('that grows past the limit is a bomb', () => {
    const run = frame(packed(bytes(`\x1fa\x01\x00${'\xff'.repeat(5000)}\x00\x00`)))
    expect(() => unpackLz4(run, limit)).toThrow(expect.objectContaining({code: 'AIBOM_ZIP_BOMB'}))
  })

  it('is opened by its content, and what is in it is judged', async () => {
    expect((await answer(frame(stored(runsCommand)), 'x.joblib')).named).toContain('os.system')
    expect((await answer(bytes(frame(stored(utf8('\x80\x02N.'))), 'tail'), 'x.joblib')).verdict).toBe('unknown')
  })
})
