import {describe, expect, it} from 'vitest'
import {readXml} from '../../../src/formats/xml.ts'
import {answer, examined} from '../../support/examined.ts'
import {number, part, tar} from '../../support/messages.ts'
import {bytes, runsCommand} from '../../support/pickles.ts'
import {concat, gguf, u32, u64, utf8} from '../../support/weights.ts'
import {zip} from '../../support/zips.ts'

const header = [
  'tree',
  'version=v4',
  'num_class=1',
  'objective=binary sigmoid:1',
  'feature_names=a b',
  'tree_sizes=1',
  '',
]
const tree = (...more: string[]) => [
  'Tree=0',
  'num_leaves=2',
  'split_feature=0',
  'threshold=0.5',
  'left_child=-1',
  'right_child=-2',
  ...more,
  '',
]
const lightgbm = (...trees: string[][]) =>
  utf8(
    [
      ...header,
      ...trees.flat(),
      'end of trees',
      '',
      'feature_importances:',
      'a=1',
      '',
      'parameters:',
      '[boosting: gbdt]',
      'end of parameters',
      '',
    ].join('\n'),
  )
const pmml = (body: string, before = '') =>
  utf8(
    `<?xml version="1.0" encoding="UTF-8"?>\n${before}<PMML version="4.4"><Header><Application name="jpmml" version="1"/></Header>${body}</PMML>`,
  )
const regression = '<DataDictionary><DataField name="a"/></DataDictionary><RegressionModel functionName="regression"/>'
const net = (layers: string, before = '') =>
  utf8(`<?xml version="1.0"?>\n${before}<net name="tiny" version="11"><layers>${layers}</layers><rt_info/></net>`)
const constant = (shape: string, size: string, offset = '0') =>
  `<layer id="0" name="w" type="Const" version="opset1"><data element_type="f32" shape="${shape}" offset="${offset}" size="${size}"/></layer>`
const catboost = Buffer.from(
  'Q0JNMYgAAAAQAAAAAAAKABAADAAIAAQACgAAADQAAAAoAAAABAAAABIAAABGbGFidWZmZXJzTW9kZWxfdjEAAAAABgAIAAQABgAAAAEAAAABAAAADAAAAAgADAAIAAQACAAAAAgAAAAMAAAAAwAAADEuMgAVAAAAY2F0Ym9vc3RfdmVyc2lvbl9pbmZvAAAA',
  'base64',
)
const short = (text: string) => concat(new Uint8Array([0xa0 + text.length]), utf8(text))
const array = (shape: readonly number[], type: string, data: Uint8Array, extension = 1) => {
  const content = concat(
    new Uint8Array([0x93, 0x90 + shape.length, ...shape]),
    short(type),
    new Uint8Array([0xc4, data.length]),
    data,
  )
  return concat(new Uint8Array([0xc7, content.length, extension]), content)
}
const flax = (value: Uint8Array) =>
  concat(new Uint8Array([0x81]), short('params'), new Uint8Array([0x81]), short('kernel'), value)
const operator = (type: string) => part(4, part(3, type))
const paddle = (...operators: string[]) =>
  concat(part(1, number(1, 0), number(2, 0), ...operators.map(operator)), part(4, number(1, 0)))
const paddleTensor = (count: number, data: Uint8Array) => {
  const description = concat(number(1, 5), number(2, count))
  return concat(new Uint8Array(16), u32(description.length), description, data)
}
const ubjText = (text: string) => concat(utf8('L'), u64(BigInt(text.length), false), utf8(text))
const ubjson = (name: string) =>
  concat(
    utf8('{'),
    ubjText(name),
    utf8('{'),
    ubjText('learner_model_param'),
    utf8('{'),
    ubjText('num_feature'),
    utf8('S'),
    ubjText('5'),
    utf8('}}}'),
  )
const program = concat(utf8('\x7fELF'), new Uint8Array(124))
const gguffed = zip([{name: 'm.gguf', content: gguf({entries: [['general.architecture', 'string', 'llama']]})}])

describe('is safe, with the facts that its header states', () => {
  it.each([
    [
      'LightGBM',
      lightgbm(tree()),
      'lightgbm',
      {version: 'v4', objective: 'binary sigmoid:1', tree_count: 1, leaf_count: 2, boosting: 'gbdt'},
    ],
    [
      'PMML',
      pmml(regression),
      'pmml',
      {pmml_version: '4.4', application: 'jpmml 1', model_types: ['RegressionModel'], field_count: 1},
    ],
    [
      'OpenVINO',
      net(constant('2,3', '24')),
      'openvino',
      {name: 'tiny', ir_version: '11', parameters: 6, layer_count: 1, dtypes: ['f32']},
    ],
    [
      'CatBoost',
      catboost,
      'catboost',
      {format_version: 'FlabuffersModel_v1', catboost_version_info: '1.2', approx_dimension: 1},
    ],
    [
      'Flax',
      flax(array([1, 2], 'float32', new Uint8Array(8))),
      'flax',
      {parameters: 2, tensor_count: 1, dtypes: ['float32']},
    ],
    ['a program of Paddle', paddle('feed', 'conv2d', 'fetch'), 'paddle', {node_count: 3, version: 0}],
    [
      'weights of Paddle',
      paddleTensor(2, new Uint8Array(8)),
      'paddle',
      {parameters: 2, tensor_count: 1, dtypes: ['float32']},
    ],
    ['XGBoost in UBJSON', ubjson('learner'), 'xgboost', {num_feature: 5}],
    [
      'XGBoost in JSON',
      utf8('{"learner":{"learner_model_param":{"num_class":"3"}},"version":[2,1,0]}'),
      'xgboost',
      {version: '2.1.0', num_class: 3},
    ],
    [
      'NeMo',
      tar([{name: './model_config.yaml', content: utf8('target: nemo.collections.asr.Ctc\nnemo_version: 2.0.0\n')}]),
      'nemo',
      {nemo_version: '2.0.0'},
    ],
    [
      'an archive of TorchServe',
      zip([{name: 'MAR-INF/MANIFEST.json', content: utf8('{"model":{"modelName":"m","handler":"image_classifier"}}')}]),
      'torch-mar',
      {modelName: 'm'},
    ],
    [
      'MLflow',
      utf8('flavors:\n  sklearn:\n    sklearn_version: 1.5.0\nrun_id: ab12\n'),
      'mlflow',
      {flavors: ['sklearn'], run_id: 'ab12'},
    ],
  ])('%s', async (name, content, format, facts) => {
    expect(await examined(content, name === 'MLflow' ? 'MLmodel' : 'model')).toMatchObject({
      verdict: 'safe',
      format,
      facts,
    })
  })
})

describe('what is not safe', () => {
  it.each([
    ['a tree whose lists differ in length', lightgbm(tree('leaf_value=1 2 3')), 'unsafe', 'leaf_value'],
    [
      'a tree that leads out of itself',
      lightgbm(tree('decision_type=2').map(line => line.replace('right_child=-2', 'right_child=99'))),
      'unsafe',
      '99',
    ],
    [
      'a tree of a negative size',
      lightgbm(tree().map(line => line.replace('leaves=2', 'leaves=-2'))),
      'unsafe',
      'leaves',
    ],
    ['a line that LightGBM does not write', lightgbm(tree('import os')), 'unknown', 'import os'],
    [
      'an entity from a file',
      pmml(regression, '<!DOCTYPE PMML [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      'unsafe',
      '/etc/passwd',
    ],
    [
      'a document type from elsewhere',
      net('', '<!DOCTYPE net SYSTEM "http://h.example/x.dtd">'),
      'unsafe',
      'h.example',
    ],
    ['a document type alone', net('', '<!DOCTYPE net>'), 'unknown', 'document type'],
    [
      'a function that PMML does not have',
      pmml(`${regression}<Apply function="com.acme.Run"/>`),
      'unknown',
      'com.acme.Run',
    ],
    ['XML that does not end', pmml(regression).subarray(0, -5), 'unknown', 'cut'],
    ['a layer of an extension', net('<layer id="1" name="l" type="Run" version="acme"/>'), 'unknown', 'acme.Run'],
    ['a constant that does not fit its shape', net(constant('2,3', '8')), 'unsafe', 'needs 24 bytes'],
    ['a constant at an impossible place', net(constant('2', '8', '-8')), 'unsafe', 'impossible'],
    [
      'a flatbuffer that leads out of itself',
      concat(catboost.subarray(0, 8), u32(0xfffffff0), catboost.subarray(12)),
      'unsafe',
      'flatbuffer',
    ],
    ['CatBoost that is cut', catboost.subarray(0, 100), 'unknown', 'states'],
    ['a tree that is cut', lightgbm(tree()).subarray(0, 140), 'unknown', 'cut'],
    ['bytes behind CatBoost', concat(catboost, runsCommand), 'unsafe', 'os.system'],
    ['an array that does not fit its bytes', flax(array([2, 2], 'float32', new Uint8Array(8))), 'unsafe', 'float32'],
    ['an extension that Flax does not have', flax(array([1], 'int8', new Uint8Array(1), 9)), 'unknown', 'extension 9'],
    ['an operator that runs Python in Paddle', paddle('feed', 'py_func'), 'unsafe', 'py_func'],
    ['an operator that Paddle does not have', paddle('zork'), 'unknown', 'zork'],
    ['a tensor of Paddle that is too long', paddleTensor(9, new Uint8Array(8)), 'unsafe', '36 bytes'],
    ['UBJSON without a model', ubjson('other'), 'unknown', 'learner'],
    ['a program', program, 'unknown', 'ELF'],
    ['a llamafile', concat(program, gguffed), 'unknown', 'program'],
    [
      'a program before another archive',
      concat(program, zip([{name: 'a.txt', content: utf8('x')}])),
      'unsafe',
      'at once',
    ],
    ['an engine of TensorRT', concat(utf8('ftrt'), new Uint8Array(60)), 'unknown', 'TensorRT'],
    ['a program of ExecuTorch', concat(u32(8), utf8('ET12'), new Uint8Array(60)), 'unknown', 'ExecuTorch'],
    [
      'code that a server runs',
      zip([{name: 'MAR-INF/MANIFEST.json', content: utf8('{"model":{"handler":"h.py"}}')}]),
      'unknown',
      'h.py',
    ],
    [
      'code of a server that acts',
      zip([
        {name: 'MAR-INF/MANIFEST.json', content: utf8('{"model":{"handler":"h.py"}}')},
        {name: 'h.py', content: utf8('import os\nos.system("x")\n')},
      ]),
      'unsafe',
      'os.system',
    ],
  ])('%s', async (_name, content, verdict, name) => {
    const given = await answer(content, /extension that Flax/.test(_name) ? 'm.msgpack' : 'm')
    expect(given.named).toContain(name)
    expect(given.verdict).toBe(verdict)
  })

  it('names the program that carries a model', async () => {
    expect(await examined(concat(program, gguffed), 'm.exe')).toMatchObject({
      format: 'llamafile',
      facts: {'general.architecture': 'llama'},
    })
  })
})

describe('a target of a YAML configuration', () => {
  it.each([
    ['with an escaped name', '"\\x5ftarget_": os.system', 'unsafe'],
    ['with an escaped value', '_target_: "os\\x2esystem"', 'unsafe'],
    ['through an anchor', 'a: &x os.system\nb:\n  _target_: *x', 'unsafe'],
    ['in a merged map', 'a: &x {_target_: os.system}\nb:\n  <<: *x', 'unsafe'],
    ['folded over lines', '_target_: >-\n  os.system', 'unsafe'],
    ['as a key of its own', '? _target_\n: os.system', 'unsafe'],
    ['through another module', '_target_: torch.nn.modules.module.os.system', 'unsafe'],
    ['as a target with parameters', 'model:\n  target: os.system\n  params: {command: x}', 'unsafe'],
    ['as a class path', 'model:\n  class_path: subprocess.Popen\n  init_args: {args: x}', 'unsafe'],
    ['among YAML that is broken', 'a: [\n_target_: os.system', 'unsafe'],
    ['in a second document', 'a: 1\n---\n_target_: os.system', 'unsafe'],
    ['that stands twice', '_target_: torch.nn.Linear\n_target_: torch.nn.ReLU', 'unknown'],
    ['that is a function of a library', '_target_: torch.nn.init.zeros_', 'unknown'],
    ['that is a class of a library', '_target_: torch.nn.Linear', 'safe'],
    ['that is a plain word', 'target: os.system', 'safe'],
  ])('%s', async (_name, content, verdict) => {
    expect((await answer(utf8(content), 'config.yaml')).verdict).toBe(verdict)
  })
})

describe('broken content ends in the error of its reader', () => {
  it.each([
    ['AIBOM_XML_INVALID', utf8('<PMML version="4"><a></b></PMML>')],
    ['AIBOM_LIGHTGBM_INVALID', utf8('tree\nversion=v4\n!')],
    ['AIBOM_MSGPACK_INVALID', flax(new Uint8Array([0xc1]))],
    ['AIBOM_FLATBUFFER_CUT', catboost.subarray(0, 100)],
    ['AIBOM_UBJSON_INVALID', bytes(ubjson('learner').subarray(0, -2), 'x')],
  ])('%s', async (code, content) => {
    const given = await answer(content, code === 'AIBOM_MSGPACK_INVALID' ? 'm.msgpack' : 'm')
    expect(given).toMatchObject({verdict: 'unknown', rules: ['AIB102']})
  })

  it('for a document type', () => {
    expect(() => [...readXml('<!DOCTYPE a><a/>')]).toThrow(expect.objectContaining({code: 'AIBOM_XML_DTD'}))
  })
})

describe('the text of XML', () => {
  it.each([
    ['entities', '<a b="&lt;&#65;&#x42;">&amp;</a>', '<AB', '&'],
    ['CDATA, comments and instructions', '<?xml version="1.0"?><!-- < --><a b=\'"\'><![CDATA[<x>]]></a>', '"', '<x>'],
  ])('%s', (_name, text, attribute, content) => {
    const events = [...readXml(text)]
    expect(events[0]).toMatchObject({kind: 'open', name: 'a', attributes: new Map([['b', attribute]])})
    expect(events[1]).toMatchObject({kind: 'text', text: content})
  })

  it.each(['', 'x', '<a>', '<a/><b/>', '<a b/>', '<a b="1" b="2"/>', '<a>&zork;</a>', '<!-- ', '<a/>x'])(
    'refuses %j',
    text => {
      expect(() => [...readXml(text)]).toThrow(expect.objectContaining({code: 'AIBOM_XML_INVALID'}))
    },
  )
})
