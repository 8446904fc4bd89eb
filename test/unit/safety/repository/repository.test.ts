import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {readSstable} from '../../../../src/formats/sstable.ts'
import {memoryReader} from '../../../../src/lib/byte-reader.ts'
import {inspect} from '../../../../src/pipeline/inspect/inspect.ts'
import {number, part, tar, varint} from '../../../support/messages.ts'
import {runsCommand, stateDict, tensor} from '../../../support/pickles.ts'
import {concat, safetensors, u32, utf8} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

let root = ''

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aibom-repository-'))
})

afterAll(() => rmSync(root, {recursive: true}))

type Files = Readonly<Record<string, Uint8Array | string>>

let count = 0

/** Verdict and findings by path of a folder with these files. */
async function inspected(files: Files, links: Readonly<Record<string, string>> = {}) {
  const folder = join(root, String(count++))
  mkdirSync(folder)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), content)
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path))
  const result = await inspect({
    targets: [folder],
    offline: true,
    exclude: [],
    refresh: false,
    deadline: 10,
    cwd: root,
    env: {},
    cacheFolder: undefined,
    now: () => 0,
    signal: new AbortController().signal,
    progress: {walked: () => undefined, hashed: () => undefined},
    toolVersion: '0.0.0',
  })
  return new Map(result.files.map(file => [file.path, file]))
}

const floats = (names: Readonly<Record<string, number>>, metadata?: object) => {
  let end = 0
  const header = Object.fromEntries(
    Object.entries(names).map(([name, side]) => {
      const begin = end
      end += side * 4
      return [name, {dtype: 'F32', shape: [side], data_offsets: [begin, end]}]
    }),
  )
  return safetensors({...(metadata !== undefined && {__metadata__: metadata}), ...header}, end)
}
const index = (weights: object, total = 16) => JSON.stringify({metadata: {total_size: total}, weight_map: weights})
const shards = {a: 'm-1.safetensors', b: 'm-2.safetensors'}
const weight = (entries: Readonly<Record<string, string>>) =>
  part(
    5,
    number(1, 2),
    number(2, 1),
    part(8, 'w'),
    ...Object.entries(entries).map(([key, value]) => part(13, part(1, key), part(2, value))),
  )
const onnx = (entries: Readonly<Record<string, string>>) =>
  concat(number(1, 9), part(7, weight(entries), part(2, 'g')), part(8, number(2, 17)))
const torch = (side: number) =>
  zip([
    {name: 'm/data.pkl', content: stateDict({w: tensor('0', side, [side])})},
    {name: 'm/data/0', content: new Uint8Array(side * 4)},
  ])
/** One block of a table of LevelDB, as TensorFlow writes it. */
const block = (entries: readonly (readonly [key: string, value: Uint8Array])[]) =>
  concat(
    ...entries.map(([key, value]) => concat(new Uint8Array([0, key.length, value.length]), utf8(key), value)),
    u32(0),
    u32(1),
    new Uint8Array(5),
  )
const checkpoint = (offset: number, size: number) => {
  const entries = block([
    ['', number(1, 1)],
    ['w', concat(number(1, 1), part(2, part(2, number(1, 2))), number(4, offset), number(5, size))],
  ])
  const notes = block([])
  const handle = (at: number, length: number) => concat(varint(at), varint(length - 5))
  const list = block([['x', handle(0, entries.length)]])
  const places = concat(handle(entries.length, notes.length), handle(entries.length + notes.length, list.length))
  const magic = new Uint8Array([0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb])
  return concat(entries, notes, list, places, new Uint8Array(40 - places.length), magic)
}

describe('data that a graph keeps in a file of its own', () => {
  it('is safe where the graph accounts for all of it', async () => {
    const files = await inspected({
      'm.onnx': onnx({location: 'w.bin', offset: '8', length: '8'}),
      'w.bin': new Uint8Array(16),
    })
    expect(files.get('w.bin')).toMatchObject({verdict: 'safe', format: 'onnx-weights', coverage: {coveredBytes: 16}})
    expect(files.get('m.onnx')?.verdict).toBe('safe')
  })

  it.each([
    [
      'bytes that no tensor has',
      {'w.bin': new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9])},
      'w.bin',
      'unknown',
      'belong to no tensor',
    ],
    ['a pickle', {'w.bin': concat(runsCommand)}, 'w.bin', 'unsafe', 'os.system'],
    ['too little', {'w.bin': new Uint8Array(4)}, 'm.onnx', 'unsafe', 'needs 8 bytes'],
    ['nothing', {}, 'm.onnx', 'unknown', 'not there'],
  ])('is not where it holds %s', async (_name, more: Files, path, verdict, words) => {
    const file = (await inspected({'m.onnx': onnx({location: 'w.bin', length: '8'}), ...more})).get(path)
    expect(file?.verdict).toBe(verdict)
    expect(JSON.stringify(file?.findings)).toContain(words)
  })

  it('is a file of somebody else where a link leads out of the folder', async () => {
    const files = await inspected({'m.onnx': onnx({location: 'w.bin', length: '8'})}, {'w.bin': '/etc/hostname'})
    expect(files.get('m.onnx')).toMatchObject({verdict: 'unsafe', findings: [{rule: 'AIB147', evidence: 'w.bin'}]})
  })

  it('may be a checkpoint of TensorFlow', async () => {
    const files = await inspected({
      'variables.index': checkpoint(0, 8),
      'variables.data-00000-of-00001': new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]),
    })
    expect(files.get('variables.index')).toMatchObject({
      verdict: 'safe',
      format: 'tensorflow-checkpoint',
      facts: {parameters: 2, dtypes: ['float32']},
    })
    expect(files.get('variables.data-00000-of-00001')?.verdict).toBe('safe')
  })

  it('has places that fit the shapes', async () => {
    const files = await inspected({'variables.index': checkpoint(0, 9)})
    expect(files.get('variables.index')?.verdict).toBe('unsafe')
    const broken = await inspected({'v.index': checkpoint(0, 8).map((byte, at) => (at === 1 ? 0xff : byte))})
    expect(JSON.stringify(broken.get('v.index')?.findings)).toContain('the table is cut or broken')
  })
})

describe('the cache of a hub inside a folder', () => {
  it('lists its models, and not the names of its commits', async () => {
    const hub = 'cache/models--acme--tiny'
    const files = await inspected({
      [`${hub}/refs/main`]: 'a'.repeat(40),
      [`${hub}/snapshots/${'a'.repeat(40)}/model.safetensors`]: floats({a: 2}),
    })
    expect([...files.keys()]).toEqual([`${hub}/snapshots/${'a'.repeat(40)}/model.safetensors`])
  })
})

describe('code that a server runs beside a model', () => {
  const acting = 'import os\nos.system("id")\n'

  it.each([
    ['bentofile.yaml', 'service: "service:svc"\n', 'service.py'],
    ['cog.yaml', 'predict: "predict.py:Predictor"\n', 'predict.py'],
    ['m/config.pbtxt', 'backend: "python"\n', 'm/1/model.py'],
  ])('%s names it', async (settings, text, code) => {
    const files = await inspected({[settings]: text, [code]: acting, 'm.safetensors': floats({a: 2})})
    expect(files.get(code)).toMatchObject({verdict: 'unsafe', findings: [{rule: 'AIB127'}, {rule: 'AIB150'}]})
  })

  it('is none where nothing names it', async () => {
    const files = await inspected({'setup.py': acting, '1/model.py': acting, 'm.safetensors': floats({a: 2})})
    expect([...files.keys()]).toEqual(['m.safetensors'])
  })

  it('does not act by setting the rights of a file', async () => {
    const files = await inspected({'cog.yaml': 'predict: "p.py:P"\n', 'p.py': 'import os\nos.chmod("x", 0o644)\n'})
    expect(files.get('p.py')?.verdict).toBe('unknown')
  })
})

describe('an index and its shards', () => {
  it.each([
    ['agree', shards, 16, 'm.safetensors.index.json', 'safe', '[]'],
    ['agree but for a tensor', {...shards, c: 'm-2.safetensors'}, 16, 'm-2.safetensors', 'unknown', '\\"c\\"'],
    [
      'have a tensor too many',
      {a: 'm-1.safetensors', m: 'm-2.safetensors'},
      16,
      'm-2.safetensors',
      'unknown',
      'beside its index',
    ],
    ['lack a shard', {...shards, c: 'm-3.safetensors'}, 16, 'm.safetensors.index.json', 'unknown', 'm-3.safetensors'],
    ['differ in size', shards, 99, 'm.safetensors.index.json', 'safe', 'states 99 bytes'],
  ])('that %s', async (_name, weights, total, path, verdict, words) => {
    const files = await inspected({
      'm-1.safetensors': floats({a: 2}),
      'm-2.safetensors': floats({b: 2}),
      'm.safetensors.index.json': index(weights, total),
    })
    expect(files.get(path)?.verdict).toBe(verdict)
    expect(JSON.stringify(files.get(path)?.findings)).toContain(words)
  })
})

describe('files of one model', () => {
  it.each([
    [
      'have the same weights twice',
      {'pytorch_model.bin': torch(2), 'model.safetensors': floats({w: 2})},
      'pytorch_model.bin',
      'safe',
      'AIB159',
    ],
    [
      'have other weights under one name',
      {'pytorch_model.bin': torch(2), 'model.safetensors': floats({w: 3})},
      'pytorch_model.bin',
      'unknown',
      'AIB160',
    ],
    ['are called what they are not', {'model.npy': torch(2)}, 'model.npy', 'safe', 'AIB158'],
    [
      'hold a token',
      {'config.json': '{"x":"hf_abcdEFGH1234abcdEFGH1234abcdEFGH12"}'},
      'config.json',
      'unknown',
      'AIB162',
    ],
    [
      'state another precision',
      {'config.json': '{"torch_dtype":"bfloat16"}', 'model.safetensors': floats({w: 2})},
      'config.json',
      'safe',
      'bfloat16, the weights are F32',
    ],
    [
      'state another size',
      {'README.md': '# Big-7B', 'model.safetensors': floats({w: 2})},
      'model.safetensors',
      'safe',
      'the card says 7B',
    ],
    [
      'state another licence in the header',
      {'README.md': '---\nlicense: mit\n---\n', 'model.safetensors': floats({w: 2}, {license: 'gpl-3.0'})},
      'model.safetensors',
      'safe',
      'gpl-3.0',
    ],
    [
      'bring the text of another licence',
      {
        'README.md': '---\nlicense: mit\n---\n',
        LICENSE: 'Apache License\n Version 2.0',
        'model.safetensors': floats({w: 2}),
      },
      'model.safetensors',
      'safe',
      'apache-2',
    ],
    [
      'state another rank of LoRA',
      {'adapter_config.json': '{"r":8}', 'adapter_model.safetensors': floats({'q.lora_A.weight': 4})},
      'adapter_config.json',
      'safe',
      'rank 8',
    ],
    [
      'name a base that is not there',
      {'adapter_config.json': '{"base_model_name_or_path":"./base"}'},
      'adapter_config.json',
      'safe',
      './base',
    ],
  ])('that %s', async (_name, given: Files, path, verdict, words) => {
    const file = (await inspected(given)).get(path)
    expect(file?.verdict).toBe(verdict)
    expect(JSON.stringify(file?.findings)).toContain(words)
    expect(JSON.stringify(file?.findings)).not.toContain('hf_abcd')
  })

  it.skipIf(process.platform === 'win32')('that lie elsewhere are not called safe', async () => {
    const files = await inspected({'config.json': '{}'}, {'model.safetensors': '/dev/null'})
    expect(files.get('model.safetensors')?.verdict).toBe('unknown')
    expect(files.get('config.json')?.verdict).toBe('safe')
  })
})

describe('the handler of an endpoint, whose weights come from elsewhere', () => {
  it('is examined where it has the class that endpoints run', async () => {
    const handler = (name: string) => `import os\nclass ${name}:\n  def __init__(self):\n    os.system("id")\n`
    const file = (await inspected({'handler.py': handler('EndpointHandler')})).get('handler.py')
    expect([file?.verdict, JSON.stringify(file?.findings).includes('os.system')]).toEqual(['unsafe', true])
    expect((await inspected({'handler.py': handler('LambdaHandler')})).size).toBe(0)
  })
})

describe('code that is loaded beside a model without being told to', () => {
  const acts = 'import os\nos.system("id")\n'
  const config = '{"model_type": "llama"}'
  it.each<[string, Files, string | undefined]>([
    ['handler.py', {'config.json': config}, 'unsafe'],
    ['handler.py', {'other/config.json': config}, undefined],
    ['hubconf.py', {}, 'unsafe'],
    ['custom_generate/generate.py', {'generation_config.json': '{}'}, 'unsafe'],
    ['custom_generate/generate.py', {'other/config.json': config}, undefined],
    ['code/inference.py', {'config.json': config}, 'unsafe'],
    ['pipeline.py', {'model_index.json': '{"_class_name": "StableDiffusionPipeline"}'}, 'unsafe'],
    ['pipeline.py', {'config.json': config}, undefined],
    ['tools/generate.py', {'config.json': config}, undefined],
  ])('%s beside %j: %s', async (path, beside, verdict) => {
    const file = (await inspected({...beside, [path]: acts})).get(path)
    expect(file?.verdict).toBe(verdict)
    if (verdict !== undefined) expect(JSON.stringify(file?.findings)).toContain('os.system')
  })
})

describe('other files that belong to a model', () => {
  it.each([
    ['keras_metadata.pb', part(1, part(3, 'root'), part(5, '{"class_name":"Sequential"}')), 'safe', 'keras-metadata'],
    [
      'keras_metadata.pb',
      part(1, part(5, '{"class_name":"Lambda","config":{"function":["4w=="]}}')),
      'unsafe',
      'keras-metadata',
    ],
    ['fingerprint.pb', number(1, 9), 'safe', 'tensorflow-fingerprint'],
    [
      'weight.bin',
      concat(
        u32(1),
        u32(2),
        new Uint8Array(56),
        u32(0xdeadbeef),
        u32(1),
        u32(4),
        u32(0),
        u32(128),
        new Uint8Array(44),
        new Uint8Array(4),
      ),
      'safe',
      'coreml-weights',
    ],
    [
      'weight.bin',
      concat(
        ...[u32(1), u32(2), new Uint8Array(56), u32(0xdeadbeef), u32(1), u32(4), u32(0), u32(128)],
        ...[new Uint8Array(44), new Uint8Array(4), runsCommand],
      ),
      'unsafe',
      'coreml-weights',
    ],
    [
      'weight.bin',
      concat(
        u32(1),
        u32(2),
        new Uint8Array(56),
        u32(0xdeadbeef),
        u32(1),
        u32(400),
        u32(0),
        u32(128),
        new Uint8Array(44),
        new Uint8Array(4),
      ),
      'unsafe',
      'coreml-weights',
    ],
  ])('%s', async (path, content, verdict, format) => {
    expect((await inspected({[path]: content})).get(path)).toMatchObject({verdict, format})
  })
})

describe('a package of Core ML', () => {
  const folder = 'm.mlpackage/Data/com.apple.CoreML'
  const blob = part(3, part(5, part(1, '@model_path/weights/weight.bin'), number(2, 64)))
  const constant = part(3, part(1, 'const'), part(5, part(1, 'val'), part(2, blob.subarray(2))))
  const main = part(2, part(1, 'main'), part(2, part(3, part(1, 'CoreML7'), part(2, constant))))
  const model = concat(number(1, 8), part(2, ''), part(502, main))
  const weights = concat(
    ...[u32(1), u32(2), new Uint8Array(56), u32(0xdeadbeef), u32(1), u32(4), u32(0), u32(128)],
    new Uint8Array(48),
  )
  it.each([
    ['safe with its weights', {[`${folder}/weights/weight.bin`]: weights}, 'safe'],
    ['not proven safe without them', {}, 'unknown'],
    ['unsafe where they end before the place that it reads', {[`${folder}/weights/weight.bin`]: 'short'}, 'unsafe'],
  ])('is %s', async (_name, files, verdict) => {
    const path = `${folder}/model.mlmodel`
    expect((await inspected({[path]: model, ...files})).get(path)).toMatchObject({verdict, format: 'coreml'})
  })
})

describe('a table of LevelDB that is broken', () => {
  it.each([new Uint8Array(10), new Uint8Array(60), checkpoint(0, 8).map((byte, at) => (at === 1 ? 0xff : byte))])(
    'ends in its own error',
    content => {
      expect(() => [...readSstable(memoryReader(content), () => undefined)]).toThrow(
        expect.objectContaining({code: 'AIBOM_SSTABLE_INVALID'}),
      )
    },
  )
})

describe('a model of MLflow', () => {
  const mlmodel = (flavor: string): string => `flavors:\n  python_function:\n${flavor}`
  const acts = "import os\nos.system('x')\n"

  it.each([
    ['mlflow.pytorch.pickle_module', undefined],
    ['acme_pickle', 'unknown'],
    ['antigravity', 'unsafe'],
  ])('a model of torch that is loaded by the module %s', async (module, verdict) => {
    const path = 'data/pickle_module_info.txt'
    expect((await inspected({[path]: module, 'data/model.pth': runsCommand})).get(path)?.verdict).toBe(verdict)
  })

  it('brings the code of a folder, and files that it copied', async () => {
    const own = '    loader_module: my_loader\n    code: code\n'
    const files = await inspected({MLmodel: mlmodel(own), 'code/my_loader.py': acts})
    expect(files.get('code/my_loader.py')?.verdict).toBe('unsafe')
    const artifact = '    loader_module: mlflow.pyfunc.model\n    artifacts:\n      a:\n        path: '
    expect((await inspected({MLmodel: mlmodel(`${artifact}../../x\n`)})).get('MLmodel')?.verdict).toBe('unsafe')
    expect((await inspected({MLmodel: mlmodel(`${artifact}artifacts/x\n`)})).get('MLmodel')?.verdict).toBe('safe')
  })
})

describe('a configuration of a diffusion model', () => {
  it('is looked at by what it has its loader build', async () => {
    const files = {
      'v1.yaml': 'model:\n  target: os.system\n  params:\n    command: x\n',
      'v2.yaml': 'model:\n  target: ldm.models.diffusion.ddpm.LatentDiffusion\n  params:\n    a: 1\n',
      'other.yaml': 'build:\n  target: dist.js\n',
    }
    const found = await inspected(files)
    expect([...found].map(([path, {verdict}]) => [path, verdict])).toEqual([
      ['v1.yaml', 'unsafe'],
      ['v2.yaml', 'safe'],
    ])
  })
})

describe('packages that a model of MLflow has installed', () => {
  const model = 'flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n    model_path: model.pkl\n'
  it.each([
    ['conda.yaml', '- pip:\n  - https://acme.example/pkg-1.0.tar.gz\n', 'unknown'],
    ['conda.yaml', 'channels: [conda-forge]\ndependencies: [python=3.11, pip, {pip: [mlflow==3.1.0]}]\n', 'safe'],
    ['requirements.txt', '--index-url http://acme.example/simple\nmlflow\n', 'unknown'],
    ['requirements.txt', 'pkg @ git+ssh://acme.example/x.git\n', 'unknown'],
    ['requirements.txt', '# see https://acme.example\nmlflow==3.1.0\n', 'safe'],
    ['requirements.txt', '--extra-index-url https://download.pytorch.org/whl/cpu\ntorch\n', 'safe'],
  ])('%s: %j is %s', async (name, text, verdict) => {
    const files = await inspected({MLmodel: model, [name]: text})
    expect(files.get('MLmodel')?.verdict).toBe(verdict)
  })
})

it('looks into the layers of a container image in an image layout, and calls the image not proven safe', async () => {
  const blobs = new Map<string, Uint8Array>()
  const blob = (mediaType: string, content: Uint8Array) => {
    const hex = createHash('sha256').update(content).digest('hex')
    blobs.set(`blobs/sha256/${hex}`, content)
    return {mediaType, digest: `sha256:${hex}`, size: content.length}
  }
  const json = (value: unknown) => utf8(JSON.stringify(value))
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const config = blob('application/vnd.oci.image.config.v1+json', json({os: 'linux'}))
  const layer = blob(
    'application/vnd.oci.image.layer.v1.tar+gzip',
    gzipSync(tar([{name: 'm.pt', content: runsCommand}])),
  )
  const manifest = blob(mediaType, json({schemaVersion: 2, mediaType, config, layers: [layer]}))
  const files = await inspected({
    ...Object.fromEntries(blobs),
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    'index.json': json({schemaVersion: 2, manifests: [manifest]}),
  })
  const folder = `sha256-${manifest.digest.slice('sha256:'.length).slice(0, 12)}`
  expect(files.get(`${folder}/layer-1.tar`)?.verdict).toBe('unsafe')
  expect(files.get(folder)?.verdict).toBe('unknown')
})
