import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../support/examined.ts'
import {hdf5, number, part, tar} from '../../support/messages.ts'
import {bytes, runsCommand} from '../../support/pickles.ts'
import {concat, u32, u64, utf8} from '../../support/weights.ts'
import {zip} from '../../support/zips.ts'

const node = (operator: string, domain = '', ...more: Uint8Array[]) =>
  part(1, part(4, operator), ...(domain === '' ? [] : [part(7, domain)]), ...more)
const weight = (shape: readonly number[], ...more: Uint8Array[]) =>
  part(5, ...shape.map(side => number(1, side)), number(2, 1), part(8, 'w'), ...more)
const external = (entries: Readonly<Record<string, string>>) =>
  Object.entries(entries).map(([key, value]) => part(13, part(1, key), part(2, value)))
const onnx = (graph: Uint8Array[], ...more: Uint8Array[]) =>
  concat(number(1, 9), part(2, 'pytorch'), part(7, ...graph, part(2, 'g')), part(8, number(2, 17)), ...more)
const operation = (operator: string) => part(1, part(1, 'n'), part(2, operator))
const prints = (stream: string) =>
  part(1, part(1, 'p'), part(2, 'PrintV2'), part(5, part(1, 'output_stream'), part(2, part(2, stream))))
const constant = (name: string, text: string) =>
  part(1, part(1, name), part(2, 'Const'), part(5, part(1, 'value'), part(2, part(8, number(1, 7), part(8, text)))))
const takes = (operator: string, ...inputs: string[]) =>
  part(1, part(1, operator), part(2, operator), ...inputs.map(input => part(3, input)))
/** A table that is read from a file, whose name goes through so many nodes before. */
const namedThrough = (steps: number) =>
  concat(
    constant('i0', '/etc/passwd'),
    ...Array.from({length: steps}, (_, at) => part(1, part(1, `i${at + 1}`), part(2, 'Identity'), part(3, `i${at}`))),
    takes('InitializeTableFromTextFileV2', 'handle', `i${steps}`),
  )
const savedModel = (graph: Uint8Array) => concat(number(1, 1), part(2, part(1, part(4, 'serve')), part(2, graph)))
const coreml = (...body: Uint8Array[]) => concat(number(1, 4), part(2, part(100, part(4, 'MIT'))), ...body)
const layer = (field: number, ...body: Uint8Array[]) => part(500, part(1, part(1, 'l'), part(field, ...body)))

describe('a model of operators is safe where each is known', () => {
  it.each([
    [
      'ONNX',
      onnx([node('MatMul'), weight([2], part(9, new Uint8Array(8)))]),
      'onnx',
      {producer_name: 'pytorch', opset: {'': 17}, parameters: 2},
    ],
    [
      'ONNX with functions of its own',
      onnx(
        [node('Mine', 'own')],
        part(8, part(1, 'own'), number(2, 1)),
        part(25, part(1, 'Mine'), part(10, 'own'), part(7, part(4, 'Relu'))),
      ),
      'onnx',
      {},
    ],
    [
      'ONNX as its runtime writes it',
      onnx([node('MatMul')], part(8, part(1, 'org.pytorch.aten'), number(2, 1))),
      'onnx',
      {},
    ],
    [
      'ONNX with weights beside it',
      onnx([weight([2], ...external({location: 'w.bin', offset: '0', length: '8'}))]),
      'onnx',
      {},
    ],
    [
      'a saved model',
      savedModel(concat(operation('MatMul'), operation('SaveV2'))),
      'tensorflow-saved-model',
      {tags: ['serve']},
    ],
    [
      'a saved model that saves where its caller says',
      savedModel(
        concat(
          constant('suffix', '_temp_1/part'),
          operation('Placeholder'),
          takes('StringJoin', 'n', 'suffix'),
          takes('SaveV2', 'StringJoin:0'),
        ),
      ),
      'tensorflow-saved-model',
      {},
    ],
    ['a saved model that prints', savedModel(prints('stderr')), 'tensorflow-saved-model', {}],
    ['a frozen graph', concat(operation('Placeholder'), operation('Relu')), 'tensorflow-graph', {node_count: 2}],
    ['Core ML', coreml(layer(130)), 'coreml', {license: 'MIT', specificationVersion: 4}],
  ])('%s', async (_name, content, format, facts) => {
    expect(await examined(content, 'saved_model.pb')).toMatchObject({verdict: 'safe', format, facts})
  })
})

const calls = (name: string, ...called: Uint8Array[]) =>
  part(25, part(1, name), part(10, 'own'), ...called.map(each => part(7, each)))
const own = (name: string) => concat(part(4, name), part(7, 'own'))
const inBranch = (name: string) => concat(part(4, 'If'), part(5, part(1, 'then_branch'), part(6, part(1, own(name)))))

describe('a model of ONNX whose parts do not fit', () => {
  const floats = (count: number) => part(4, new Uint8Array(count * 4))
  it.each([
    [
      'has fewer numbers than its shape needs',
      onnx([node('MatMul'), weight([100, 100], floats(4))]),
      'unsafe',
      'needs 10000 values',
    ],
    ['has more numbers', onnx([node('MatMul'), weight([2], floats(4))]), 'unsafe', 'needs 2 values'],
    ['has the numbers that it needs', onnx([node('MatMul'), weight([4], floats(4))]), 'safe', ''],
    ['has a function that calls itself', onnx([], part(8, part(1, 'own')), calls('A', own('A'))), 'unknown', 'own.A'],
    [
      'has functions that call each other',
      onnx([], part(8, part(1, 'own')), calls('A', own('B')), calls('B', inBranch('A'))),
      'unknown',
      'own.A',
    ],
    [
      'has functions that end',
      onnx([], part(8, part(1, 'own')), calls('A', own('B'), own('B')), calls('B', part(4, 'Relu'))),
      'safe',
      '',
    ],
  ])('%s', async (_name, content, verdict, name) => {
    const given = await answer(content, 'm.onnx')
    expect(given.named).toContain(name)
    expect(given.verdict).toBe(verdict)
  })
})

describe('what a model of operators may do', () => {
  it.each([
    ['reads files in TensorFlow', savedModel(operation('ReadFile')), 'unsafe', 'ReadFile'],
    [
      'calls Python inside a function',
      savedModel(part(2, part(1, part(1, part(1, 'f')), part(3, part(2, 'PyFunc'))))),
      'unsafe',
      'PyFunc',
    ],
    [
      'names a file outside its folder',
      concat(number(1, 1), part(2, part(6, part(2, '../../x')))),
      'unsafe',
      '../../x',
    ],
    ['prints to a file in TensorFlow', savedModel(prints('file:///tmp/x')), 'unsafe', 'file:///tmp/x'],
    [
      'saves into a home folder',
      savedModel(concat(constant('c', '/root/.ssh/authorized_keys'), takes('Save', 'c'))),
      'unsafe',
      '/root/.ssh/authorized_keys',
    ],
    [
      'saves above its folder by a joined name',
      savedModel(concat(constant('c', '../x'), takes('StringJoin', 'c'), takes('SaveV2', 'StringJoin:0'))),
      'unsafe',
      '../x',
    ],
    [
      'restores from a store',
      savedModel(concat(constant('c', 'gs://b/x'), takes('RestoreV2', 'c'))),
      'unsafe',
      'gs://b/x',
    ],
    ['reads a table by a name that is handed on', savedModel(namedThrough(20)), 'unsafe', '/etc/passwd'],
    ['reads one by a name that is handed on for long', savedModel(namedThrough(150)), 'unknown', 'a file name'],
    [
      'reads a table from anywhere inside a function',
      savedModel(
        part(
          2,
          part(
            1,
            part(1, part(1, 'f')),
            part(
              3,
              part(1, 'c'),
              part(2, 'Const'),
              part(5, part(1, 'value'), part(2, part(8, part(8, '/etc/passwd')))),
            ),
            part(3, part(1, 't'), part(2, 'InitializeTableFromTextFileV2'), part(3, 'handle'), part(3, 'c:output:0')),
          ),
        ),
      ),
      'unsafe',
      '/etc/passwd',
    ],
    ['maps a file into memory in TensorFlow', savedModel(operation('ImmutableConst')), 'unsafe', 'ImmutableConst'],
    ['needs an operator of its own', savedModel(operation('ZorkOp')), 'unknown', 'ZorkOp'],
    ['needs a domain of its own', onnx([node('Zork', 'zork.ops')]), 'unknown', 'zork.ops'],
    ['needs an operator that ONNX does not have', onnx([node('Zork')]), 'unknown', 'Zork'],
    [
      'needs it inside a branch',
      onnx([part(1, part(4, 'If'), part(5, part(6, node('Zork', 'zork.ops'))))]),
      'unknown',
      'zork.ops',
    ],
    ['runs Python in ONNX', onnx([node('PyOp', 'ai.onnx.contrib')]), 'unsafe', 'PyOp'],
    ['reads weights above its folder', onnx([weight([2], ...external({location: '../w.bin'}))]), 'unsafe', '../w.bin'],
    [
      'reads weights from anywhere',
      onnx([weight([2], ...external({location: '/etc/passwd'}))]),
      'unsafe',
      '/etc/passwd',
    ],
    [
      'sets attributes of its loader',
      onnx([weight([2], ...external({location: 'w', basepath: '/'}))]),
      'unsafe',
      'basepath',
    ],
    [
      'states an impossible offset',
      onnx([weight([2], ...external({location: 'w', offset: '-1'}))]),
      'unsafe',
      'offset',
    ],
    ['states more elements than it has', onnx([weight([9], part(9, new Uint8Array(8)))]), 'unsafe', 'needs 36 bytes'],
    ['states a negative shape', onnx([weight([-1])]), 'unsafe', '-1'],
    ['needs a class of the app', coreml(part(555, part(10, 'MyModel'))), 'unknown', 'MyModel'],
    ['needs a layer of the app', coreml(layer(500, part(10, 'MyLayer'))), 'unknown', 'MyLayer'],
    ['is cut', onnx([node('MatMul')]).subarray(0, -3), 'unknown', 'cut'],
  ])('%s', async (_name, content, verdict, name) => {
    const given = await answer(content, _name.includes('cut') || _name.includes('ONNX') ? 'm.onnx' : 'saved_model.pb')
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })
})

describe('Keras', () => {
  const dense = {module: 'keras.layers', class_name: 'Dense', config: {name: 'd'}}
  const model = (...layers: object[]) => ({module: 'keras', class_name: 'Sequential', config: {name: 'm', layers}})
  const weights = {name: 'model.weights.h5', content: hdf5('x')}
  const keras = (config: object) =>
    zip([
      {name: 'metadata.json', content: utf8('{"keras_version":"3.9.0"}')},
      {name: 'config.json', content: utf8(JSON.stringify(config))},
      weights,
    ])

  it('is not proven safe where it is nested deeper than anybody looks', async () => {
    let wrapped: unknown = {class_name: 'Lambda', config: {name: 'l'}}
    for (let depth = 0; depth < 150; depth++) wrapped = [wrapped]
    expect((await answer(keras({...model(dense), build_config: wrapped}))).verdict).toBe('unknown')
  })

  it.each([
    ['{"name":"a","op":"AddV2"}', 'safe'],
    ['{"name":"a","op":"WriteFile"}', 'unsafe'],
    ['CgFhEgVBZGRWMg==', 'unknown'],
  ])('with a layer that runs the operator of %s is %s', async (node, verdict) => {
    const layer = {module: 'keras.layers', class_name: 'TensorFlowOpLayer', config: {name: 'a', node_def: node}}
    expect((await answer(keras(model(layer)))).verdict).toBe(verdict)
  })

  it('is safe with a space of features', async () => {
    const space = {module: 'keras.utils', class_name: 'FeatureSpace', config: {features: {}, name: 'f'}}
    expect((await answer(keras(space))).verdict).toBe('safe')
  })

  it('is safe with layers of its own', async () => {
    expect(await examined(keras(model(dense)))).toMatchObject({
      verdict: 'safe',
      format: 'keras',
      facts: {keras_version: '3.9.0'},
    })
    expect(
      await examined(
        hdf5(
          'model_config',
          JSON.stringify({class_name: 'Sequential', config: {layers: [{class_name: 'Dense', config: {}}]}}),
        ),
      ),
    ).toMatchObject({
      verdict: 'safe',
      format: 'keras-h5',
    })
  })

  it.each([
    {module: 'keras.src.ops.nn', class_name: 'Relu', config: {name: 'relu'}, registered_name: 'Relu'},
    {module: 'keras.src.ops.numpy', class_name: 'GetItem', config: {name: 'item'}},
    {module: 'keras.src.quantizers.quantizers', class_name: 'AbsMaxQuantizer', config: {axis: 0}},
    {module: 'keras.layers', class_name: 'RandomErasing', config: {name: 'e'}},
  ])('is safe with its operations and quantizers: %j', async layer => {
    expect((await answer(keras(model(dense, layer)))).verdict).toBe('safe')
  })

  it.each([
    [
      'a function that an operation is given',
      {
        module: 'keras.src.ops.core',
        class_name: 'Map',
        config: {f: {module: 'os', class_name: 'function', config: 'system'}},
      },
      'unsafe',
      'os.system',
    ],
    [
      'an operation of another package',
      {module: 'acme.ops.nn', class_name: 'Relu', config: {}},
      'unknown',
      'acme.ops.nn',
    ],
    [
      'code in a layer',
      {class_name: 'Lambda', config: {name: 'l', function: {class_name: '__lambda__', config: {code: 'x'}}}},
      'unsafe',
      'Lambda',
    ],
    ['code inside another layer', {...dense, config: {layer: {class_name: 'Lambda', config: {}}}}, 'unsafe', 'Lambda'],
    ['a function of the system', {module: 'os', class_name: 'function', config: 'system'}, 'unsafe', 'os.system'],
    ['a function of Python', {module: 'builtins', class_name: 'function', config: 'eval'}, 'unsafe', 'eval'],
    ['a function of somebody', {module: 'builtins', class_name: 'function', config: 'my_loss'}, 'unknown', 'my_loss'],
    ['a download', {module: 'keras.utils', class_name: 'function', config: 'get_file'}, 'unsafe', 'get_file'],
    [
      'a wrapper that unpickles',
      {module: 'keras.layers', class_name: 'TorchModuleWrapper', config: {}},
      'unsafe',
      'TorchModuleWrapper',
    ],
    [
      'a vocabulary of the machine',
      {module: 'keras.layers', class_name: 'StringLookup', config: {vocabulary: '/etc/passwd'}},
      'unsafe',
      '/etc/passwd',
    ],
    [
      'a layer that calls io.read_file',
      {class_name: 'TFOpLambda', config: {name: 't', function: 'io.read_file'}},
      'unsafe',
      'io.read_file',
    ],
    [
      'a layer that calls py_function',
      {class_name: 'TFOpLambda', config: {name: 't', function: 'py_function'}},
      'unsafe',
      'py_function',
    ],
    ['a layer that calls math.add', {class_name: 'TFOpLambda', config: {name: 't', function: 'math.add'}}, 'safe', ''],
    ['a layer that calls cast', {class_name: 'TFOpLambda', config: {name: 't', function: 'cast'}}, 'safe', ''],
    [
      'a layer that runs ReadFile',
      {class_name: 'TensorFlowOpLayer', config: {name: 't', node_def: '{"op": "ReadFile"}'}},
      'unsafe',
      'ReadFile',
    ],
    [
      'a layer that runs AddV2',
      {class_name: 'TensorFlowOpLayer', config: {name: 't', node_def: '{"op": "AddV2"}'}},
      'safe',
      '',
    ],
    [
      'a layer that runs AcmeOp',
      {class_name: 'TensorFlowOpLayer', config: {name: 't', node_def: '{"op": "AcmeOp"}'}},
      'unknown',
      'AcmeOp',
    ],
    ['a layer of somebody', {module: 'acme.layers', class_name: 'Gate', config: {}}, 'unknown', 'acme.layers'],
  ])('with %s', async (_name, layer, verdict, name) => {
    for (const content of [
      keras(model(layer)),
      hdf5('model_config', JSON.stringify({class_name: 'Sequential', config: {layers: [layer]}})),
    ]) {
      const given = await answer(content)
      expect(given.verdict).toBe(verdict)
      expect(given.named).toContain(name)
    }
  })

  it('hides no class behind escapes in its JSON', async () => {
    expect(
      (await answer(hdf5('model_config', '{"cl\\u0061ss_name":"L\\u0061mbda","config":{"name":"hidden"}}'))).verdict,
    ).toBe('unsafe')
  })

  it('does not let HDF5 lead to another file', async () => {
    const target = bytes('\0../other.h5\0/secret\0')
    const link = bytes('\x01\x08\x40\x04link', new Uint8Array([target.length, 0]), target)
    expect(await answer(hdf5(link))).toMatchObject({verdict: 'unsafe', rules: ['AIB147']})
  })

  it('does not let a virtual dataset show another file', async () => {
    const name = bytes('\0', u64(1n), '/etc/other.h5\0data\0')
    const heapAt = 96 + 32
    const layout = bytes('\x04\x03', u64(BigInt(heapAt)), u32(1), new Uint8Array(18))
    const object = bytes('\x01\0\x01\0\0\0\0\0', u64(BigInt(name.length)), name)
    const heap = bytes('GCOL\x01\0\0\0', u64(BigInt(16 + object.length)), object)
    expect((await answer(hdf5(layout, heap))).named).toContain('/etc/other.h5')
  })

  it.each([
    ['cut', hdf5('some text').subarray(0, -1)],
    ['with a configuration that cannot be found', hdf5('model_config')],
    ['longer than it says', concat(hdf5('x'), new Uint8Array(4))],
    [
      'of an unknown superblock',
      (() => {
        const file = hdf5('x')
        file[8] = 9
        return file
      })(),
    ],
  ])('is not proven safe when %s', async (_name, content) => expect((await answer(content)).verdict).toBe('unknown'))
})

describe('a tar', () => {
  it.each([
    ['is safe where its members are', tar([{name: 'a.txt', content: utf8('x')}]), 'safe', ''],
    ['gives away the pickle in it', tar([{name: 'a.pkl', content: runsCommand}]), 'unsafe', 'os.system'],
    ['does not let a member lead out', tar([{name: '../x.txt', content: utf8('x')}]), 'unsafe', '../x'],
    ['does not let a link lead out', tar([{name: 'l', type: '2', link: '/etc/passwd'}]), 'unsafe', '/etc/passwd'],
    [
      'does not let a long name lead out',
      tar([
        {name: 'x', type: 'L', content: utf8('../../y.txt\0')},
        {name: 'ok.txt', content: utf8('x')},
      ]),
      'unsafe',
      '../../y.txt',
    ],
    ['holds no device', tar([{name: 'd', type: '3'}]), 'unsafe', 'device'],
    [
      'is not proven safe when it is cut',
      tar([{name: 'a.txt', content: utf8('x'.repeat(2000))}]).subarray(0, 1500),
      'unknown',
      'cut',
    ],
  ])('%s', async (_name, content, verdict, name) => {
    const given = await answer(content)
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })
})

describe('what a reader cannot go on with has a code', () => {
  it.each([
    ['AIBOM_PROTOBUF_INVALID', onnx([node('MatMul')]).subarray(0, -3), 'protobuf'],
    ['AIBOM_HDF5_INVALID', hdf5('x').subarray(0, -1), 'HDF5'],
    ['AIBOM_TAR_INVALID', tar([{name: 'a.txt', content: utf8('x'.repeat(2000))}]).subarray(0, 1500), 'tar'],
    ['AIBOM_FLATBUFFER_INVALID', bytes('\xff\xff\xff\x7fTFL3', new Uint8Array(100)), 'flatbuffer'],
  ])('%s', async (_code, content, word) => expect((await answer(content, 'm.onnx')).named).toContain(word))
})

describe('the graph beside a checkpoint of TensorFlow', () => {
  const metaGraph = (...nodes: Uint8Array[]) => concat(part(1, part(4, 'serve')), part(2, ...nodes))

  it('is judged as any other graph', async () => {
    expect(await examined(metaGraph(operation('MatMul')), 'model.ckpt.meta')).toMatchObject({
      verdict: 'safe',
      format: 'tensorflow-meta-graph',
    })
    expect((await answer(part(2, operation('ReadFile')), 'model.meta')).named).toContain('ReadFile')
    const reversed = concat(part(2, part(2, operation('ReadFile'))), number(1, 1))
    expect((await answer(reversed, 'saved_model.pb')).named).toContain('ReadFile')
    const {verdict, named} = await answer(metaGraph(operation('MatMul'), operation('WriteFile')), 'model.ckpt.meta')
    expect([verdict, named.includes('WriteFile')]).toEqual(['unsafe', true])
  })
})
