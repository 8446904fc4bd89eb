import {describe, expect, it} from 'vitest'
import {answer} from '../../support/examined.ts'
import {number, part, tar} from '../../support/messages.ts'
import {concat, utf8} from '../../support/weights.ts'
import {zip} from '../../support/zips.ts'

/** Content that differs in one place from what is safe: each was once taken for it. */
const json = (value: object): Uint8Array => utf8(JSON.stringify(value))

describe('a model of ONNX for the common runtime', () => {
  const runtime = 'com.microsoft'
  const model = (operator: string, domain: string, ...more: Uint8Array[]): Uint8Array =>
    concat(
      number(1, 9),
      part(2, 'pytorch'),
      part(7, part(1, part(4, operator), part(7, domain), ...more), part(2, 'g')),
      part(8, number(2, 17)),
      part(8, part(1, domain), number(2, 1)),
    )
  const context = (place: string, isEmbedded: number): Uint8Array =>
    model(
      'EPContext',
      runtime,
      part(5, part(1, 'ep_cache_context'), part(4, place)),
      part(5, part(1, 'embed_mode'), number(3, isEmbedded)),
    )

  it.each<[string, Uint8Array, string, string]>([
    ['has operators that it brings', model('FusedMatMul', runtime), 'safe', ''],
    ['has operators of the standard in another layout', model('Conv', 'com.ms.internal.nhwc'), 'safe', ''],
    ['has an operator that it does not bring', model('Evil', runtime), 'unknown', 'com.microsoft.Evil'],
    ['holds a program for a device', context('\x01\x02', 1), 'unknown', 'EPContext'],
    ['names a program beside it', context('m.bin', 0), 'unknown', 'EPContext'],
    ['names a program elsewhere', context('../../m.bin', 0), 'unsafe', '../../m.bin'],
  ])('%s', async (_name, content, verdict, name) => {
    const given = await answer(content, 'm.onnx')
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })
})

describe('a complex number of Flax', () => {
  const flax = (...content: number[]): Uint8Array =>
    concat(new Uint8Array([0x81, 0xa1, 0x61, 0xc7, content.length, 2]), new Uint8Array(content))
  const double = [0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]

  it.each<[string, number[], string]>([
    ['of two parts', [0x92, ...double, ...double], 'safe'],
    ['of small parts', [0x92, 1, 2], 'safe'],
    ['of one part', [0x91, ...double], 'unknown'],
    ['with more behind it', [0x92, 1, 2, 0x80, 4, 0x2e], 'unknown'],
    ['with a text in it', [0x92, 1, 0xa1, 0x61], 'unknown'],
    ['that is something else', [0x80], 'unknown'],
  ])('%s', async (_name, content, verdict) => {
    expect((await answer(flax(...content), 'm.msgpack')).verdict).toBe(verdict)
  })
})

describe('a layer of Keras', () => {
  const model = (layer: object): Uint8Array =>
    json({module: 'keras', class_name: 'Sequential', config: {name: 'm', layers: [layer]}})

  it.each<[string, object, string]>([
    ['is one of its own', {module: 'keras.layers', class_name: 'Dense'}, 'safe'],
    [
      'is found by way of a module of Python',
      {module: 'keras.src.layers.core.dense.os', class_name: 'Dense'},
      'unknown',
    ],
    ['is a function without a name', {module: 'builtins', class_name: 'function', config: {name: 'x'}}, 'unknown'],
    ['is a function of another module', {module: 'subprocess', class_name: 'function', config: {name: 'x'}}, 'unsafe'],
  ])('%s', async (_name, layer, verdict) => {
    expect((await answer(model({config: {name: 'x'}, ...layer}), 'config.json')).verdict).toBe(verdict)
  })
})

describe('an object of skops', () => {
  const model = (module: string, name: string): Uint8Array =>
    zip([
      {
        name: 'schema.json',
        content: json({
          ...{__class__: name, __module__: module, __loader__: 'ObjectNode', content: {}},
          ...{protocol: 2, _skops_version: '0.13'},
        }),
      },
    ])

  it.each([
    ['sklearn.linear_model._ridge', 'Ridge', 'safe'],
    ['sklearn._loss._loss', 'CyHalfSquaredError', 'safe'],
    ['numpy', 'ndarray', 'safe'],
    ['numpy.core', 'eval', 'unknown'],
    ['sklearn.utils.fixes', 'threadpool_limits', 'unknown'],
  ])('%s.%s: %s', async (module, name, verdict) => {
    expect((await answer(model(module, name), 'm.skops')).verdict).toBe(verdict)
  })

  it('names the method that its loader calls', async () => {
    const method = {__class__: 'Popen', __module__: 'acme', __loader__: 'MethodNode', content: {func: 'communicate'}}
    const given = await answer(zip([{name: 'schema.json', content: json(method)}]), 'm.skops')
    expect([given.verdict, given.named.includes('acme.Popen.communicate')]).toEqual(['unsafe', true])
  })
})

describe('a configuration of NeMo', () => {
  it.each([
    ['target: nemo.collections.asr.models.ctc_models.EncDecCTCModel', 'safe'],
    ['target: os.system', 'unsafe'],
    ['model:\n  cls: subprocess.Popen', 'unsafe'],
    ['target: "os:system"', 'unsafe'],
    ['target: acme.models.Net', 'unknown'],
    ['loss:\n  target: duration', 'safe'],
  ])('%j: %s', async (text, verdict) => {
    const content = utf8(`${text}\n`)
    expect((await answer(content, 'model_config.yaml')).verdict).toBe(verdict)
    expect((await answer(tar([{name: './model_config.yaml', content}]), 'm.nemo')).verdict).toBe(verdict)
  })
})

describe('a tokenizer that replaces by a regular expression', () => {
  const tokenizer = (expression: string, content: string): Uint8Array =>
    json({version: '1.0', normalizer: {type: 'Replace', pattern: {Regex: expression}, content}})

  it.each([
    ['(?i)safe', 'unsafe', 'unsafe'],
    ['\\bnot\\b', 'very', 'unsafe'],
    [' {2,}', '\u2581', 'safe'],
    ['[a-z]+\\p{Lu}', 'xx', 'safe'],
    ['(?<=\\d),', '', 'safe'],
  ])('%j by %j: %s', async (expression, content, verdict) => {
    expect((await answer(tokenizer(expression, content), 'tokenizer.json')).verdict).toBe(verdict)
  })
})

describe('XML that includes other files', () => {
  const pmml = (element: string): Uint8Array =>
    utf8(
      `<PMML version="4.4"><Header/><DataDictionary/><RegressionModel functionName="regression">${element}</RegressionModel></PMML>`,
    )

  it.each([
    ['', 'safe'],
    ['<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>', 'unknown'],
    ['<include xmlns="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>', 'unknown'],
    ['<xi:include href="file:///etc/passwd"/>', 'unknown'],
  ])('%j: %s', async (element, verdict) => {
    const given = await answer(pmml(element), 'm.pmml')
    expect(given.verdict).toBe(verdict)
    if (element !== '') expect(given.named).toContain('/etc/passwd')
  })
})

describe('a tree of XGBoost', () => {
  const model = (left: number[], right: number[], booster = 'gbtree'): Uint8Array => {
    const trees = {trees: [{left_children: left, right_children: right}]}
    const inner = booster === 'dart' ? {gbtree: {model: trees}} : {model: trees}
    return json({learner: {learner_model_param: {}, gradient_booster: {name: booster, ...inner}}, version: [2, 0, 0]})
  }

  it.each<[string, Uint8Array, string]>([
    ['has children among its nodes', model([1, -1, -1], [2, -1, -1]), 'safe'],
    ['has a child that is no node', model([3, -1, -1], [2, -1, -1]), 'unsafe'],
    ['has a child before the first', model([1, -2, -1], [2, -1, -1]), 'unsafe'],
    ['has a child that is its own parent', model([1, 0, -1], [2, -1, -1]), 'unsafe'],
    ['has a child of two nodes', model([1, 2, -1], [2, -1, -1]), 'unsafe'],
    ['has children that were listed before them', model([2, -1, 1, -1], [-1, -1, 3, -1]), 'safe'],
    ['has fewer right than left children', model([1, -1, -1], [2, -1]), 'unsafe'],
    [
      'has a child that is no number',
      json({learner: {learner_model_param: {}, gradient_booster: {model: {trees: [{left_children: ['x']}]}}}}),
      'unsafe',
    ],
    ['has such a child in a dart', model([1], [-1], 'dart'), 'unsafe'],
  ])('%s', async (_name, content, verdict) => {
    expect((await answer(content, 'm.json')).verdict).toBe(verdict)
  })
})
