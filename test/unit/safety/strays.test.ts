import {crc32, deflateRawSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {answer} from '../../support/examined.ts'
import {bytes, runsCommand} from '../../support/pickles.ts'
import {utf8} from '../../support/weights.ts'
import {zip} from '../../support/zips.ts'

const content = utf8('just text')
const field = (id: number, held: Uint8Array): Buffer => {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(held.length, 2)
  return Buffer.concat([head, held])
}

interface Added {
  readonly local?: Uint8Array
  readonly central?: Uint8Array
  readonly comment?: Uint8Array
}

const nothing = new Uint8Array()

/** One member, with extra fields in its two headers and a comment. */
function zipWith({local = nothing, central = nothing, comment = nothing}: Added): Uint8Array {
  const plain = Buffer.from(zip([{name: 'm/data.txt', content}]))
  const [list, end] = [plain.indexOf('PK\x01\x02'), plain.indexOf('PK\x05\x06')]
  plain.writeUInt16LE(local.length, 28)
  plain.writeUInt16LE(central.length, list + 30)
  plain.writeUInt16LE(comment.length, list + 32)
  plain.writeUInt32LE(end - list + central.length + comment.length, end + 12)
  plain.writeUInt32LE(list + local.length, end + 16)
  const nameEnd = 30 + 'm/data.txt'.length
  return Buffer.concat([
    ...[plain.subarray(0, nameEnd), local, plain.subarray(nameEnd, end), central, comment, plain.subarray(end)],
  ])
}

describe('what stands in a zip and no program reads', () => {
  it.each<[string, Added, string]>([
    ['an unknown extra field of a member', {local: field(0x9999, runsCommand)}, 'unsafe'],
    ['an unknown extra field in the list', {central: field(0x9999, runsCommand)}, 'unsafe'],
    ['a pickle as an extra field', {local: runsCommand}, 'unsafe'],
    ['a pickle as a comment', {comment: runsCommand}, 'unsafe'],
    ['a field of times that is too long', {local: field(0x5455, new Uint8Array(64).fill(7))}, 'unknown'],
    ['padding of torch that is none', {local: field(0x4246, utf8('ZZZx'))}, 'unknown'],
    ['padding of torch', {local: field(0x4246, utf8('ZZZZ'))}, 'safe'],
    ['times', {local: field(0x5455, new Uint8Array(9).fill(7)), central: field(0x5455, new Uint8Array(5))}, 'safe'],
    ['zeros', {local: new Uint8Array(7)}, 'safe'],
    ['a comment of people', {comment: utf8('the first member')}, 'safe'],
  ])('%s', async (_name, added, verdict) => {
    expect((await answer(zipWith(added), 'x.zip')).verdict).toBe(verdict)
  })

  it('behind the compressed data of a member', async () => {
    const packed = bytes(new Uint8Array(deflateRawSync(content)), runsCommand)
    const plain = zip([{name: 'm/data.txt', content, deflate: true}])
    expect((await answer(plain, 'x.zip')).verdict).toBe('safe')
    const told = {method: 8, packedBytes: packed.length, byteLength: content.length, crc: crc32(content)}
    const longer = zip([{name: 'm/data.txt', content: packed, local: told, central: told}])
    const {verdict, named} = await answer(longer, 'x.zip')
    expect(verdict).toBe('unsafe')
    expect(named).toContain('behind the compressed data')
  })
})

/** One file of ten bytes. */
function tarWith(padding: Uint8Array): Uint8Array {
  const header = Buffer.alloc(512)
  header.write('data.txt', 0)
  header.write('0000644\0', 100)
  header.write('00000000012\0', 124)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const block = Buffer.alloc(512)
  block.write('ten  bytes')
  block.set(padding, 10)
  return Buffer.concat([header, block, Buffer.alloc(1024)])
}

it('a tar has nothing but zeros behind a file', async () => {
  expect((await answer(tarWith(nothing), 'x.tar')).verdict).toBe('safe')
  expect((await answer(tarWith(runsCommand), 'x.tar')).verdict).toBe('unsafe')
  expect((await answer(tarWith(new Uint8Array([7])), 'x.tar')).verdict).toBe('unknown')
})

describe('a configuration', () => {
  const nested = (inner: unknown, depth: number, wrap: (value: unknown) => unknown): string => {
    let value = inner
    for (let level = 0; level < depth; level++) value = wrap(value)
    return JSON.stringify(value)
  }
  const replaces = {type: 'Replace', pattern: {String: 'safe'}, content: 'unsafe'}
  const sequence = (normalizer: unknown): unknown => ({type: 'Sequence', normalizers: [normalizer]})

  it.each<[string, string, string, string]>([
    ['a target deeper than anybody nests', 'config.json', nested({_target_: 'os.system'}, 70, a => ({a})), 'unknown'],
    ['the same in YAML', 'config.yaml', nested({_target_: 'os.system'}, 70, a => ({a})), 'unknown'],
    [
      'a tokenizer deeper than anybody nests',
      'tokenizer.json',
      `{"model":{"type":"BPE"},"normalizer":${nested(replaces, 40, sequence)}}`,
      'unknown',
    ],
    ['a tag with an escaped letter', 'x.yaml', 'a: !!pyth%6fn/object/apply:os.system [id]\n', 'unsafe'],
    ['tags with another name', 'x.yaml', '%TAG !p! tag:yaml.org,2002:py\n---\na: !p!thon/name:os.system\n', 'unsafe'],
    ['a call of HyperPyYAML', 'x.yaml', 'a: !apply:os.system [id]\n', 'unsafe'],
    ['an object of HyperPyYAML', 'x.yaml', 'a: !new:subprocess.Popen\n  args: id\n', 'unsafe'],
    ['a class that nobody knows', 'x.yaml', 'a: !new:acme.Net\n', 'unknown'],
    ['a file elsewhere that is included', 'x.yaml', 'a: !include:../../x.yaml\n', 'unsafe'],
    [
      'classes of SpeechBrain and torch',
      'x.yaml',
      'a: !new:speechbrain.nnet.RNN.LSTM\nb: !new:torch.nn.Linear\n',
      'safe',
    ],
    ['a shard of Keras elsewhere', 'm.weights.json', '{"weight_map":{"/a":["../../x.h5"]}}', 'unsafe'],
    ['a shard of Keras', 'm.weights.json', '{"weight_map":{"/a":["x_00000.h5"]}}', 'safe'],
  ])('with %s', async (_name, path, text, verdict) => {
    expect((await answer(utf8(text), path)).verdict).toBe(verdict)
  })
})

it('a model archive names no weights outside of it', async () => {
  const manifest = {model: {handler: 'image_classifier', serializedFile: '../../m.pt'}}
  const archive = zip([{name: 'MAR-INF/MANIFEST.json', content: utf8(JSON.stringify(manifest))}])
  expect((await answer(archive, 'm.mar')).named).toContain('../../m.pt')
})

it('an array of numpy has a dtype with a size', async () => {
  const header = "{'descr': 'd', 'fortran_order': False, 'shape': (2,), }".padEnd(117)
  const array = bytes('\x93NUMPY\x01\0', new Uint8Array([118, 0]), `${header}\n`, '\0\0')
  expect((await answer(array, 'x.npy')).verdict).toBe('unknown')
})

describe('JSON that does not end where it should', () => {
  it('is searched for a pickle', async () => {
    expect(await answer(Buffer.concat([utf8('{"learner": {}}'), runsCommand]), 'm.json')).toMatchObject({
      verdict: 'unsafe',
      named: expect.stringContaining('os.system'),
    })
    expect((await answer(utf8('{"learner": {}} and more'), 'm.json')).verdict).toBe('unknown')
  })
})
