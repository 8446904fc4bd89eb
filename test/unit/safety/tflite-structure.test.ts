import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../support/examined.ts'
import {blob, byte, type FlatField, flatbuffer, long, tables, text, word, words} from '../../support/flatbuffers.ts'
import {bytes, runsCommand} from '../../support/pickles.ts'
import {concat, utf8} from '../../support/weights.ts'
import {zip} from '../../support/zips.ts'

interface Parts {
  readonly shape?: readonly number[]
  readonly type?: number
  readonly bufferOfTensor?: number
  readonly buffers?: readonly (readonly FlatField[])[]
  readonly operator?: readonly FlatField[]
  readonly inputs?: readonly number[]
  readonly metadata?: readonly (readonly FlatField[])[]
  /** number of the one operator that is used */
  readonly code?: number
}

const weights = [blob(new Uint8Array(16))]

/** One addition, and one tensor with its weights. */
function model(parts: Parts = {}): Uint8Array {
  const {shape = [4], type = 0, bufferOfTensor = 1, buffers = [[], weights], inputs = [0], metadata} = parts
  const tensor = [words(...shape), byte(type), word(bufferOfTensor), text('w')]
  const graph = [
    tables(tensor),
    words(...inputs),
    words(0),
    tables(parts.operator ?? [word(0), words(0, -1), words(0)]),
    text('main'),
  ]
  return flatbuffer(
    'TFL3',
    word(3),
    tables([byte(0), undefined, word(1), word(parts.code ?? 0)]),
    tables(graph),
    text('made'),
    tables(...buffers),
    undefined,
    metadata === undefined ? undefined : tables(...metadata),
  )
}

const description = (name: string, associated: string): Uint8Array =>
  flatbuffer(
    'M001',
    text(name),
    text('what it is for'),
    text('1.2'),
    undefined,
    text('acme'),
    text('MIT'),
    tables([text(associated)]),
  )
const described = (content: Uint8Array): Uint8Array =>
  model({buffers: [[], weights, [blob(content)]], metadata: [[text('TFLITE_METADATA'), word(2)]]})
/** Weights behind the flatbuffer, as models of more than 2 GB have them. */
const behind = (begin: bigint, size: bigint): Uint8Array => model({buffers: [[], [undefined, long(begin), long(size)]]})

describe('the structure of a TFLite model', () => {
  it.each([
    ['the newest operator', 209, 'safe'],
    ['one that no schema has', 9999, 'unknown'],
    ['a call of what the program brings', 173, 'unknown'],
  ])('with %s', async (_what, code, verdict) => {
    expect((await answer(model({code}), 'm.tflite')).verdict).toBe(verdict)
  })

  it('is safe where all that it refers to is there, and gives its facts', async () => {
    const {verdict, facts} = await examined(model(), 'm.tflite')
    expect(verdict).toBe('safe')
    expect(facts).toEqual({
      ...{version: 3, description: 'made', subgraph_count: 1},
      ...{tensor_count: 1, parameters: 4, dtypes: ['float32']},
    })
  })

  it.each<[string, Uint8Array, string]>([
    ['an operator of a kind that the model does not list', model({operator: [word(7), words(0), words(0)]}), 'kind 7'],
    ['an operator of a tensor that is not there', model({operator: [word(0), words(999), words(0)]}), 'tensor 999'],
    ['an operator of a tensor below zero', model({operator: [word(0), words(-5), words(0)]}), 'tensor -5'],
    ['an input that is not there', model({inputs: [44]}), 'tensor 44'],
    ['a tensor in a buffer that is not there', model({bufferOfTensor: 9}), 'buffer 9'],
    ['a tensor of more elements than its buffer holds', model({shape: [400]}), '1600 bytes'],
    ['a shape that no number holds', model({shape: [2 ** 30, 2 ** 30, 16]}), 'impossible shape'],
    ['a side below zero', model({shape: [-7]}), 'impossible shape'],
    ['weights far behind the end', behind(2n ** 40n, 16n), 'ends at byte'],
    ['weights that wrap around', behind(2n ** 64n - 8n, 16n), 'ends at byte'],
    ['metadata in a buffer that is not there', model({metadata: [[text('x'), word(7)]]}), 'buffer 7'],
  ])('is unsafe with %s', async (_what, content, named) => {
    const given = await answer(content, 'm.tflite')
    expect(given.verdict).toBe('unsafe')
    expect(given.named).toContain(named)
  })

  it('is not safe where its root says nothing', async () => {
    const empty = Buffer.alloc(44)
    empty.write('\x1c\0\0\0TFL3', 'latin1')
    expect((await answer(empty, 'm.tflite')).named).toContain('does not say what it has')
  })

  it.each<[string, Parts]>([
    ['an operator that does without an input', {operator: [word(0), words(-1, 0), words(0)]}],
    ['a side that is known later', {shape: [-1, 4]}],
    ['numbers of four bits', {type: 17, shape: [32]}],
    ['texts, which have no size of their own', {type: 5, shape: [1000]}],
    ['no weights', {bufferOfTensor: 0, shape: [1000]}],
  ])('is safe with %s', async (_what, parts) => {
    expect((await answer(model(parts), 'm.tflite')).verdict).toBe('safe')
  })

  it('may have its weights behind the flatbuffer', async () => {
    const begin = Math.ceil(model({buffers: [[], [undefined, long(0n), long(0n)]]}).length / 16) * 16
    const head = behind(BigInt(begin), 16n)
    const whole = concat(head, new Uint8Array(begin - head.length), new Uint8Array(16).fill(1))
    expect((await answer(whole, 'm.tflite')).verdict).toBe('safe')
    expect((await answer(whole.subarray(0, -8), 'm.tflite')).verdict).toBe('unknown')
    expect((await answer(concat(whole, runsCommand), 'm.tflite')).named).toContain('os.system')
  })

  it('says what its metadata says, and where a file of it leads', async () => {
    const content = concat(
      described(description('net', 'labels.txt')),
      zip([{name: 'labels.txt', content: utf8('cat\n')}]),
    )
    const {verdict, facts} = await examined(content, 'm.tflite')
    expect(verdict).toBe('safe')
    expect(facts).toMatchObject({name: 'net', model_version: '1.2', author: 'acme', license: 'MIT'})
    const leading = await answer(described(description('net', '../../x')), 'm.tflite')
    expect([leading.verdict, leading.named.includes('../../x')]).toEqual(['unsafe', true])
    expect((await answer(described(bytes('M001')), 'm.tflite')).verdict).toBe('unknown')
  })
})
