import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../support/examined.ts'
import {
  blob,
  type FlatField,
  flatbuffer,
  long,
  longs,
  repeated,
  table,
  tables,
  text,
  word,
} from '../../support/flatbuffers.ts'
import {concat, utf8} from '../../support/weights.ts'

type Fields = readonly FlatField[]

const none = (count: number): undefined[] => Array.from({length: count})
const node = (operator: string, domain = '', ...attributes: readonly Fields[]): Fields => [
  ...[text('n'), undefined, text(domain), word(1), word(0), text(operator)],
  ...[...none(4), tables(...attributes)],
]
const branch = (graph: FlatField): Fields => [text('then_branch'), undefined, word(5), ...none(4), graph]
const holding = (name: string, tensor: FlatField): Fields => [text(name), undefined, word(4), ...none(3), tensor]
const tensor = (shape: readonly bigint[], bytes: number): Fields => [
  ...[text('w'), undefined, longs(...shape), word(1), blob(new Uint8Array(bytes))],
]
const graph = (nodes: readonly Fields[], weights: readonly Fields[] = []): FlatField =>
  table(tables(...weights), undefined, tables(...nodes))
const model = (own: FlatField, domains: readonly string[] = ['']): Uint8Array =>
  flatbuffer(
    'ORTM',
    text('6'),
    table(
      ...[long(9n), tables(...domains.map(domain => [text(domain), long(17n)])), text('pytorch'), ...none(4)],
      ...[own, text('main'), tables([text('license'), text('MIT')])],
    ),
  )
const linear = graph([node('MatMul'), node('FusedMatMul', 'com.microsoft')], [tensor([2n, 3n], 24)])
/** The fields of a table, and one more than the format has. */
const withMore = (count: number, ...fields: Fields): Fields => [...[...fields, ...none(count - fields.length)], word(1)]

describe('a model of ONNX Runtime', () => {
  it('is safe with operators of ONNX, and states what its header says', async () => {
    expect(await examined(model(linear), 'm.ort')).toMatchObject({
      format: 'ort',
      verdict: 'safe',
      facts: {
        ...{ort_version: '6', ir_version: 9, producer_name: 'pytorch', opset: {'': 17}, license: 'MIT'},
        ...{graph_name: 'main', parameters: 6, node_count: 2},
      },
    })
  })

  it('is safe with branches of such operators, and reads a graph once that many lead to', async () => {
    let deep = graph([node('Relu')])
    for (let depth = 0; depth < 8; depth++) deep = graph([node('If', '', branch(deep), branch(deep))])
    expect((await examined(model(deep), 'm.ort')).verdict).toBe('safe')
  })

  it.each([
    ['an operator of its own', model(graph([node('Zork')])), 'Zork'],
    ['an operator of another domain', model(graph([node('Zork', 'zork.ops')])), 'zork.ops.Zork'],
    ['a domain that nobody brings', model(linear, ['', 'zork.ops']), 'zork.ops'],
    ['an operator of its own in a branch', model(graph([node('If', '', branch(graph([node('Zork')])))])), 'Zork'],
    ['a program for one device', model(graph([node('EPContext', 'com.microsoft')])), 'EPContext'],
    ['a node of a newer format', model(graph([withMore(13, text('n'), ...none(4), text('Relu'))])), 'a node'],
    ['a tensor of a newer format', model(graph([], [withMore(6, ...tensor([1n], 4))])), 'a tensor'],
    ['no graph', model(undefined), 'no graph'],
    ['no model', flatbuffer('ORTM', text('6')), 'no model'],
    ['other bytes behind it', concat(model(linear), utf8('x'.repeat(64))), 'belong to no part'],
    ['its end cut', model(linear).subarray(0, -20), 'cut'],
  ])('is not proven safe with %s', async (_name, content, named) => {
    expect(await answer(content, 'm.ort')).toMatchObject({verdict: 'unknown', named: expect.stringContaining(named)})
  })

  const cache = (place: string): Fields => [text('ep_cache_context'), undefined, word(3), ...none(2), text(place)]
  const beside: Fields = [text('embed_mode'), undefined, word(2), undefined, long(0n)]
  it.each([
    ['an operator that runs Python', model(graph([node('PyOp', 'com.microsoft')])), 'PyOp'],
    ['a tensor that is larger than its bytes', model(graph([], [tensor([2n ** 40n], 4)])), 'does not fit'],
    ['a tensor of an impossible shape', model(graph([], [tensor([2n ** 62n, 8n], 4)])), 'does not fit'],
    [
      'such a tensor in an attribute',
      model(graph([node('Constant', '', holding('value', table(...tensor([9n], 4))))])),
      'does not fit',
    ],
    [
      'a program for a device outside its folder',
      model(graph([node('EPContext', 'com.microsoft', beside, cache('../../x.bin'))])),
      '../../x.bin',
    ],
  ])('is unsafe with %s', async (_name, content, named) => {
    expect(await answer(content, 'm.ort')).toMatchObject({verdict: 'unsafe', named: expect.stringContaining(named)})
  })

  it('is not proven safe where many nodes lead to one long list', async () => {
    const node: Fields = [...none(5), text('Relu'), ...none(2), repeated(5000, text('x'))]
    const content = model(table(tables(), undefined, repeated(5000, table(...node))))
    expect(await answer(content, 'm.ort')).toMatchObject({verdict: 'unknown', rules: ['AIB103']})
  }, 60_000)

  it('is unsafe where an offset leads out of the file', async () => {
    const content = Uint8Array.from(model(linear))
    content.set([0xff, 0xff, 0xff, 0x7f], 0)
    expect((await answer(content, 'm.ort')).verdict).toBe('unsafe')
  })
})
