import {gunzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../../support/examined.ts'
import {utf8} from '../../../support/weights.ts'

const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value))
const named = async (value: unknown, path = 'model.json') => {
  const given = await answer(json(value), path)
  return `${given.verdict}: ${given.named}`
}

describe('a program of Paddle as JSON', () => {
  const data = {'#': '1.data', A: [{N: 'name', AT: {'#': '0.a_str', D: 'x'}}], I: [], O: [{'%': 1}]}
  const weight = {'#': 'p', A: [0, 1, 1, 'w'], O: {'%': 2, TT: {D: [{'#': '0.t_f32'}, [3, 2], 'NCHW', [], 0]}}}
  const operator = (id: string, more: object = {}) => ({'#': id, A: [], I: [], O: [], ...more})
  const regions = (...ops: readonly object[]) => [{'#': 'region_0', blocks: [{'#': 'block_0', args: [], ops}]}]
  const program = (...ops: readonly object[]) => ({
    base_code: {magic: 'pir', trainable: true, version: 4},
    program: {regions: regions(data, weight, ...ops)},
  })

  it('is safe where every operator computes', async () => {
    const content = json(
      program(operator('1.matmul'), operator('1.batch_norm_'), operator('0.combine'), operator('2.yield')),
    )
    expect(await examined(content, 'inference.json')).toMatchObject({
      format: 'paddle',
      verdict: 'safe',
      facts: {version: 4, node_count: 5, parameters: 6, inputs: ['x']},
    })
  })

  it.each([
    ['calls Python', operator('1.py_func'), 'unsafe', 'py_func'],
    ['reads a file', operator('1.read_file'), 'unsafe', 'read_file'],
    [
      'reads a file inside a loop',
      operator('1.while', {regions: regions(operator('1.load_combine'))}),
      'unsafe',
      'load_combine',
    ],
    ['needs an operator that Paddle does not have', operator('1.zork'), 'unknown', '1.zork'],
    ['needs an operator of another dialect', operator('3.matmul'), 'unknown', '3.matmul'],
  ])('is not safe where it %s', async (_what, op, verdict, name) => {
    const given = await named(program(op), 'inference.json')
    expect(given).toContain(`${verdict}: `)
    expect(given).toContain(name)
  })
})

describe('a model of TensorFlow.js', () => {
  const dense = {class_name: 'Dense', config: {name: 'd', units: 2}}
  const layers = (...each: readonly object[]) => ({
    keras_version: '2.15.0',
    model_config: {class_name: 'Sequential', config: {name: 's', layers: each}},
  })
  const graph = (op: string) => ({
    node: [
      {name: 'x', op: 'Placeholder'},
      {name: 'y', op},
    ],
  })
  const model = (modelTopology: object, path = 'group1-shard1of1.bin') => ({
    format: 'layers-model',
    modelTopology,
    weightsManifest: [{paths: [path], weights: [{name: 'd/kernel', shape: [2, 2], dtype: 'float32'}]}],
  })

  it('is judged by its layers, its operators and the files that it names', async () => {
    expect(await examined(json(model(layers(dense))), 'model.json')).toMatchObject({
      format: 'tensorflow-js',
      verdict: 'safe',
      facts: {format: 'layers-model', tensor_count: 1, parameters: 4},
      links: {described: new Map([['group1-shard1of1.bin', [{begin: 0, end: 16}]]])},
    })
    expect(await named(model(graph('MatMul')))).toMatch(/^safe/)
    const lambda = {class_name: 'Lambda', config: {function: ['4w==', null, null]}}
    expect(await named(model(layers(dense, lambda)))).toMatch(/^unsafe: .*Lambda/)
    expect(await named(model(graph('ReadFile')))).toMatch(/^unsafe: .*ReadFile/)
    expect(await named(model(graph('Zork')))).toMatch(/^unknown: .*Zork/)
    const own = (name: string) => ({...graph(name), library: {function: [{signature: {name}, nodeDef: []}]}})
    expect(await named(model(own('Zork')))).toMatch(/^safe/)
    expect(await named(model(own('ReadFile')))).toMatch(/^unsafe: .*ReadFile/)
    expect(await named(model(layers(dense), '../../x.bin'))).toMatch(/^unsafe: .*\.\.\/\.\.\/x\.bin/)
    expect(await named(model(layers(dense), 'https://models.invalid/x.bin'))).toMatch(/^unsafe: .*models\.invalid/)
  })

  it('has its weights in parts of four megabytes', async () => {
    const parts = {
      ...model(layers(dense)),
      weightsManifest: [
        {paths: ['a.bin', 'b.bin'], weights: [{name: 'k', shape: [1024, 1536], dtype: 'float32'}]},
        {paths: ['c.bin'], weights: [{name: 'q', shape: [8], dtype: 'float32', quantization: {dtype: 'uint8'}}]},
        {paths: ['d.bin'], weights: [{name: 'words', shape: [8], dtype: 'string'}]},
      ],
    }
    const {links} = await examined(json(parts), 'model.json')
    expect(links?.described).toEqual(
      new Map([
        ['a.bin', [{begin: 0, end: 4 * 2 ** 20}]],
        ['b.bin', [{begin: 0, end: 2 * 2 ** 20}]],
        ['c.bin', [{begin: 0, end: 8}]],
      ]),
    )
  })
})

describe('the manifest of a Core ML package', () => {
  const manifest = (path: string) => ({
    fileFormatVersion: '1.0.0',
    itemInfoEntries: {A: {name: 'model.mlmodel', path}},
    rootModelIdentifier: 'A',
  })

  it('may not lead out of the package', async () => {
    expect(await named(manifest('com.apple.CoreML/model.mlmodel'), 'm.mlpackage/Manifest.json')).toMatch(/^safe/)
    expect(await named(manifest('../../../etc/x'), 'm.mlpackage/Manifest.json')).toMatch(/^unsafe: .*\.\.\/etc\/x/)
  })
})

/** Written by XGBoost as UBJSON: one tree of one split. */
const written = gunzipSync(
  Buffer.from(
    'H4sIAP3vDGsC/5VU247TMBBNm92ttrtFgf2BVdlXJFaIl5W4vPC2b4inClluMkkHErvYbrlUFf2N5V/4Nhi7jZ20KRKREiWek/HM8Tmzuo+216AErgSoVb0w5MYonC4MaL92qVP8jIY57Pt69Xo1ZqANVtxIxcz3OYzvrscKCgVaSzVer2vkKAduFgqY4BXoydN6PToA2CxdgKRQPEMQhk2l1KZR72klMyj950nKTSg8BpF2Zau301BUlFRPbspD1JCaMJAxzL614r6tJ8XUKADmKmBzrnjld34sFpVbKkuKWZjnrXdbv51bkI3pRtCnT5D65AalYCiyuVGhkz5G2PNZXBEochkAPfRtnLoNGqFwrFOugX0FLGaWgsxD4g09fj88/HpFt6eDmIVCKoRuupIQZ4IY6UZdNVCB/ft/p9P4A7pRlxnkfFFaaeZmcvMhtNAA9TELdIwskqUzLDMFolmj/aX3Z3f5DUqpNcG5KKDN0etNFO2XM6AT39dT/JPS7QMfKUv60TL6+2Ukel6SAVMpMrSKaJfyZnN4XKPtH6QcTNtnEUfRYeXDLdz67xiNF5rUOiNvIxet7d/Sw5Zgb5/PibLtiQsrd7IKkKuC4J+3wjtnHjOLE1YIvgj8kETsfMrZElKaR01DhUF0YgeQD51t/eujV7tZ2GnooTOLTmWjuLPJy3fPbj/6eeBmE8uVrBhfkneLo32kJdf6/zkYuoHBVQGma2Kcy+kn6h6XsOruOKHpfKe/LEilGSglVdAjFMxJvd11olNe0jlKvZsT3bwOqFtNsgxTJsYYaUqt/wIUqY+daQYAAA==',
    'base64',
  ),
)

describe('the trees of an XGBoost model', () => {
  const tree = {
    ...{left_children: [1, -1, -1], right_children: [2, -1, -1], split_indices: [0, 99, 99]},
    tree_param: {num_nodes: '3'},
  }
  const model = (changed: object) => ({
    version: [2, 1, 1],
    learner: {
      learner_model_param: {num_feature: '1'},
      objective: {name: 'reg:squarederror'},
      gradient_booster: {name: 'gbtree', model: {trees: [{...tree, ...changed}]}},
    },
  })

  it.each([
    ['are as many as they say', {}, 'safe'],
    ['have a child that is no node', {left_children: [9, -1, -1]}, 'unsafe'],
    ['split by a feature that the model does not have', {split_indices: [7, 0, 0]}, 'unsafe'],
    ['state more nodes than there are', {tree_param: {num_nodes: '99999'}}, 'unsafe'],
  ])('%s', async (_what, changed, verdict) => {
    expect((await answer(json(model(changed)), 'model.json')).verdict).toBe(verdict)
  })

  it('are followed in UBJSON too', async () => {
    expect(await examined(written, 'm.ubj')).toMatchObject({
      format: 'xgboost',
      verdict: 'safe',
      facts: {num_feature: 1},
    })
    for (const name of ['left_children', 'split_indices']) {
      const changed = Buffer.from(written)
      // `[$l#L`, eight bytes of length, four bytes a number
      changed.writeInt32BE(1_000_000, changed.indexOf(name) + name.length + '[$l#L'.length + 8)
      expect((await answer(changed, 'm.ubj')).verdict).toBe('unsafe')
    }
  })
})
