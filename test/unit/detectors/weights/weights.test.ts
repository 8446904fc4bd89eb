import {describe, expect, it} from 'vitest'
import {weights} from '../../../../src/detectors/weights/index.ts'
import type {Asset} from '../../../../src/inventory/asset.ts'
import {sha256Hex} from '../../../../src/lib/digest.ts'
import {detect, type Files} from '../../../support/detect.ts'
import {concat, gguf, safetensors, u32, utf8} from '../../../support/weights.ts'

const tensors = safetensors({a: {dtype: 'F16', shape: [2, 2], data_offsets: [0, 8]}}, 8)
const config = JSON.stringify({
  _name_or_path: 'acme/base',
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  max_position_embeddings: 8192,
})
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 4953234432\n`
const binary = (text: string) => concat(new Uint8Array([0, 1, 2]), utf8(text))

async function found(files: Files, published?: 'model') {
  const {assets, relationships = [], gaps = []} = await detect(weights, files, published)
  const of = <K extends Asset['kind']>(kind: K) =>
    assets.filter((asset): asset is Extract<Asset, {kind: K}> => asset.kind === kind)
  return {
    models: of('model'),
    weights: of('weights'),
    datasets: of('dataset'),
    edges: relationships.map(({from, kind, to, relation}) =>
      [from, kind, to, ...(relation === undefined ? [] : [relation])].join(' '),
    ),
    gaps: gaps.map(({path, code}) => `${path} ${code}`),
  }
}

describe('weight files', () => {
  it.each<[string, string, string | Uint8Array]>([
    ['safetensors', 'a/model.safetensors', tensors],
    ['gguf', 'tiny.gguf', gguf({})],
    ['gguf', 'blob-without-extension', gguf({})],
    ['safetensors', 'renamed.dat', tensors],
    [
      'pytorch',
      'pytorch_model.bin',
      concat(
        new Uint8Array([0x50, 0x4b, 3, 4]),
        new Uint8Array(22),
        new Uint8Array([16, 0, 0, 0]),
        utf8('archive/data.pkl'),
      ),
    ],
    ['pytorch', 'best.pth', binary('')],
    ['onnx', 'model.onnx', binary('')],
    ['ggml', 'ggml-base.en-q5_1.bin', binary('')],
    [
      'hdf5',
      'data.h5',
      concat(new Uint8Array([0x89]), utf8('HDF\r\n\x1a\n'), new Uint8Array(2000), utf8('keras_version')),
    ],
    [
      'pickle',
      'x.pkl',
      concat(new Uint8Array([0x80, 4, 0x95]), new Uint8Array(8), utf8('\x8c\x15sklearn.linear_model')),
    ],
    [
      'npz',
      'x.npz',
      concat(new Uint8Array([0x50, 0x4b, 3, 4]), new Uint8Array(22), new Uint8Array([10, 0, 0, 0]), utf8('kernel.npy')),
    ],
    ['fasttext', 'lid.176.ftz', concat(new Uint8Array([0xba, 0x16, 0x4f, 0x2f]), new Uint8Array(20))],
    ['word-vectors', 'glove.vec', '2 3\na 0.1 0.2 0.3\nb 0.1 0.2 0.3\n'],
    ['tensorflow-checkpoint', 'variables/variables.data-00000-of-00001', binary('')],
    ['tensorflow-saved-model', '1/saved_model.pb', binary('')],
  ])('are found: %s %s', async (format, path, content) => {
    const {weights: files} = await found({[path]: content})
    expect(files.map(({id, facts}) => [id, facts.format])).toEqual([[`weights:${path}`, format]])
  })

  it.each<[string, string | Uint8Array]>([
    ['easy-install.pth', './package\nimport sys\n'],
    ['config.ckpt', 'learning_rate: 1\n'],
    ['firmware.bin', binary('')],
    ['model.bin', 'a text about a model'],
    ['table.h5', concat(new Uint8Array([0x89]), utf8('HDF\r\n\x1a\n'), new Uint8Array(100))],
    ['cache.pkl', concat(new Uint8Array([0x80, 4, 0x95]), new Uint8Array(8), utf8('plain data'))],
    ['array.npy', concat(new Uint8Array([0x93]), utf8('NUMPY'), new Uint8Array(100))],
    ['message.pb', binary('')],
    ['empty.onnx', ''],
    ['tokenizer.model', binary('')],
    ['archive.tar', binary('')],
    ['notes.txt', 'GGU is not GGUF'],
  ])('look-alike %s is none', async (path, content) => {
    expect((await found({[path]: content})).weights).toEqual([])
  })

  it('carry what their header says, and their fingerprint', async () => {
    const {
      weights: [file],
    } = await found({'m.safetensors': tensors})
    expect(file?.facts).toEqual({
      format: 'safetensors',
      byteLength: BigInt(tensors.byteLength),
      present: true,
      parameters: 4n,
      dtypes: ['F16'],
    })
    expect(file?.properties).toMatchObject({
      'aibom:weights:tensors': ['1'],
      'aibom:weights:fingerprint': [sha256Hex('a\t2,2\n')],
    })
    expect(file?.evidence[0]).toMatchObject({path: 'm.safetensors', technique: 'binary', level: 'used'})
  })

  it('whose header lies are listed with a gap and without its claims', async () => {
    const {weights: files, gaps} = await found({
      'cut.safetensors': tensors.slice(0, -1),
      'bad.gguf': gguf({keyCount: 10n ** 7n}),
    })
    expect(files.map(({facts}) => [facts.format, facts.parameters])).toEqual([
      ['gguf', undefined],
      ['safetensors', undefined],
    ])
    expect(gaps).toEqual(['bad.gguf syntax', 'cut.safetensors truncated'])
  })

  it('that are Git LFS pointers are not present and have the declared digest and size', async () => {
    const {weights: files} = await found({'model.safetensors': pointer, 'data.csv': pointer, 'data.pkl': pointer})
    expect(files.map(({id, digests, facts}) => [id, digests, facts])).toEqual([
      [
        'weights:model.safetensors',
        [{alg: 'sha256', hex: 'ab'.repeat(32), of: 'content', from: 'declared'}],
        {format: 'safetensors', byteLength: 4953234432n, present: false},
      ],
    ])
  })
})

describe('model folders', () => {
  it('tell how a model generates, and are none for the files alone that tell of its tokens and its use', async () => {
    const generation = JSON.stringify({
      do_sample: true,
      temperature: 0.6,
      eos_token_id: [1, 2],
      cache_implementation: 'static',
      top_k: null,
    })
    const {models} = await found({
      'a/config.json': config,
      'a/model.safetensors': tensors,
      'a/generation_config.json': generation,
      'b/generation_config.json': generation,
      'b/tokenizer_config.json': JSON.stringify({tokenizer_class: 'BertTokenizer'}),
      'b/onnx/model.onnx': binary(''),
    })
    expect(models.map(({id}) => id)).toEqual(['model:a'])
    expect(models[0]?.properties).toEqual({'aibom:model:generation': ['do_sample=true', 'temperature=0.6']})
  })

  it('are models, named by the folder and never by the base that their config names', async () => {
    const template = '{{ messages }}'
    const {models, edges} = await found({
      'models/tiny/config.json': config,
      'models/tiny/model.safetensors': tensors,
      'models/tiny/onnx/model.onnx': binary(''),
      'models/tiny/deep/other.onnx': binary(''),
      'models/tiny/tokenizer_config.json': JSON.stringify({chat_template: 'other', tokenizer_class: 'LlamaTokenizer'}),
      'models/tiny/chat_template.jinja': template,
    })
    expect(models.map(({id, name, facts}) => ({id, name, facts}))).toEqual([
      {
        id: 'model:models/tiny',
        name: 'tiny',
        facts: {
          architectureFamily: 'llama',
          architecture: 'LlamaForCausalLM',
          contextLength: 8192,
          hyperparameters: {max_position_embeddings: '8192', tokenizer_class: 'LlamaTokenizer'},
          parameters: 4n,
          chatTemplateSha256: sha256Hex(template),
        },
      },
    ])
    expect(edges).toEqual([
      'model:models/tiny contains weights:models/tiny/model.safetensors',
      'model:models/tiny contains weights:models/tiny/onnx/model.onnx',
    ])
  })

  it.each<[string, Files]>([
    ['a config.json of another program', {'app/config.json': '{"port": 80}', 'app/model.safetensors': tensors}],
    ['a config.json that is broken', {'app/config.json': '{', 'app/model.safetensors': tensors}],
    ['a model configuration without weights', {'configs/llama/config.json': config}],
    ['a lone weight file', {'best.pt': binary('')}],
  ])('are not found in %s', async (_name, files) => {
    expect((await found(files)).models).toEqual([])
  })

  it('know the sets of a variant by their numbers and by their index', async () => {
    const {gaps} = await found({
      'a/config.json': config,
      'a/model-00001-of-00002.fp16.safetensors': tensors,
      'b/config.json': config,
      'b/model.safetensors.index.fp16.json': JSON.stringify({
        weight_map: {a: 'model.fp16-00001-of-00002.safetensors', b: 'model.fp16-00002-of-00002.safetensors'},
      }),
      'b/model.fp16-00001-of-00002.safetensors': tensors,
    })
    expect(gaps).toEqual([
      'a/model-00001-of-00002.fp16.safetensors missing-shard',
      'b/model.safetensors.index.fp16.json missing-shard',
    ])
  })

  it.each([
    ['GPTQ', 'quantize_config.json', {bits: 4, group_size: 128, damp_percent: 0.01}, 'gptq-4bit'],
    ['GPTQModel', 'quantize_config.json', {bits: 8, group_size: -1, quant_method: 'gptq_v2'}, 'gptq_v2-8bit'],
    ['AWQ', 'quant_config.json', {zero_point: true, q_group_size: 128, w_bit: 4}, 'awq-4bit'],
    ['another tool', 'quantize_config.json', {per_channel: true, per_model_config: {}}, undefined],
  ])('read how they were packed from the file that %s left', async (_tool, name, content, quantization) => {
    const {models} = await found({
      'm/config.json': config,
      'm/model.safetensors': tensors,
      [`m/${name}`]: JSON.stringify(content),
    })
    expect(models.map(({facts}) => [facts.quantization, facts.parameters])).toEqual([
      [quantization, quantization === undefined ? 4n : undefined],
    ])
  })

  it.each([
    [
      'timm',
      {architecture: 'coat_small', num_classes: 10, pretrained_cfg: {tag: 'in1k'}},
      {architecture: 'coat_small', library: 'timm'},
    ],
    [
      'Keras',
      {module: 'keras_hub.src.models.bert', class_name: 'BertBackbone', config: {}},
      {architecture: 'BertBackbone', library: 'keras'},
    ],
    [
      'MLX',
      {model_type: 'qwen3', quantization: {group_size: 64, bits: 4}},
      {architectureFamily: 'qwen3', quantization: 'mlx-4bit'},
    ],
    [
      'a model of several',
      {model_type: 'vl', language_config: {max_position_embeddings: 4096}},
      {architectureFamily: 'vl', contextLength: 4096},
    ],
  ])('read the configuration of %s', async (_library, content, facts) => {
    const {models} = await found({'m/config.json': JSON.stringify(content), 'm/model.safetensors': tensors})
    expect(models.map(model => model.facts)).toEqual([expect.objectContaining(facts)])
  })

  it('hold the same model in another format with a copy of its configuration; of another family it is another model', async () => {
    const other = JSON.stringify({model_type: 'clip', architectures: ['CLIPModel']})
    const files = {'m/config.json': config, 'm/model.safetensors': tensors, 'm/onnx/model.onnx': binary('')}
    expect((await found({...files, 'm/onnx/config.json': config})).edges).toEqual([
      'model:m contains weights:m/model.safetensors',
      'model:m contains weights:m/onnx/model.onnx',
    ])
    expect((await found({...files, 'm/onnx/config.json': other})).models.map(({id}) => id)).toEqual([
      'model:m',
      'model:m/onnx',
    ])
  })

  it('are models without weights where a registry publishes them as such', async () => {
    const merge = 'merge_method: slerp\nbase_model: acme/one\nmodels:\n- model: acme/two\n'
    const files = {'config.json': config, 'mergekit_config.yml': merge}
    expect((await found(files)).models.map(({id}) => id)).toEqual([])
    const {models, edges} = await found(files, 'model')
    expect(models.find(({id}) => id === 'model:.')?.facts).toMatchObject({
      architecture: 'LlamaForCausalLM',
      contextLength: 8192,
    })
    expect(edges).toEqual(['one', 'two'].map(name => `model:. derived-from model:huggingface/acme/${name} merge`))
  })

  it('join the shards that an index names; what is missing or leads out is a gap', async () => {
    const index = {
      weight_map: {
        a: 'model-00001-of-00002.safetensors',
        b: 'model-00002-of-00002.safetensors',
        c: '../../etc/passwd',
        d: '/etc/passwd',
      },
    }
    const {models, edges, gaps} = await found({
      'm/config.json': config,
      'm/model.safetensors.index.json': JSON.stringify(index),
      'm/model-00001-of-00002.safetensors': tensors,
    })
    expect(edges).toEqual(['model:m contains weights:m/model-00001-of-00002.safetensors'])
    expect(gaps).toEqual(['m/model.safetensors.index.json missing-shard', 'm/model.safetensors.index.json unsafe-path'])
    expect(models[0]?.properties).toEqual({'aibom:model:missing-shard': ['m/model-00002-of-00002.safetensors']})
    expect(models[0]?.facts.parameters).toBeUndefined()
  })

  it('join numbered files without an index or a configuration', async () => {
    const {models, edges, gaps} = await found({
      'w/big-00001-of-00002.safetensors': tensors,
      'w/big-00002-of-00002.safetensors': tensors,
    })
    expect([models.map(({name, facts}) => [name, facts.parameters]), edges.length, gaps]).toEqual([
      [['big', 8n]],
      2,
      [],
    ])
  })

  it('of diffusers and sentence-transformers are one model with their parts', async () => {
    const {models, edges} = await found({
      'sd/model_index.json': JSON.stringify({
        _class_name: 'StableDiffusionPipeline',
        unet: ['diffusers', 'UNet2DConditionModel'],
        requires_safety_checker: true,
      }),
      'sd/unet/config.json': JSON.stringify({_class_name: 'UNet2DConditionModel', _diffusers_version: '0.30.0'}),
      'sd/unet/diffusion_pytorch_model.safetensors': tensors,
      'st/modules.json': JSON.stringify([
        {idx: 0, path: '', type: 'sentence_transformers.models.Transformer'},
        {idx: 1, path: '1_Pooling', type: 'sentence_transformers.models.Pooling'},
      ]),
      'st/config.json': JSON.stringify({model_type: 'bert'}),
      'st/1_Pooling/pytorch_model.bin': binary(''),
    })
    expect(models.map(({id, facts}) => [id, facts.library, facts.architecture])).toEqual([
      ['model:sd', 'diffusers', 'StableDiffusionPipeline'],
      ['model:st', 'sentence-transformers', undefined],
    ])
    expect(edges).toEqual([
      'model:sd contains weights:sd/unet/diffusion_pytorch_model.safetensors',
      'model:st contains weights:st/1_Pooling/pytorch_model.bin',
    ])
  })

  it.each([
    ['a hub id', 'mistralai/Mistral-7B-v0.1', 'model:huggingface/mistralai/Mistral-7B-v0.1'],
    ['a folder of this source', '../base', 'model:models/base'],
    ['a path elsewhere, as given', '/mnt/checkpoints/base', 'model:/mnt/checkpoints/base'],
  ])('of adapters derive from their base: %s', async (_name, base, id) => {
    const {edges, models} = await found({
      'models/base/config.json': config,
      'models/base/model.safetensors': tensors,
      'models/lora/adapter_config.json': `{\n  "peft_type": "LORA",\n  "base_model_name_or_path": ${JSON.stringify(base)}\n}`,
      'models/lora/adapter_model.safetensors': tensors,
    })
    expect(edges).toContain(`model:models/lora derived-from ${id} adapter`)
    expect(models.find(model => model.id === 'model:models/lora')?.facts.library).toBe('peft')
    expect(models.find(model => model.id === id)?.evidence.at(-1)?.path).toMatch(
      /^models\/(lora\/adapter_config|base\/config)\.json$/,
    )
  })

  it('of adapters tell the base as it is pinned, at its line', async () => {
    const text = '{\n  "peft_type": "LORA",\n  "base_model_name_or_path": "acme/tiny-7b",\n  "revision": "v1.0"\n}'
    const {models} = await found({'lora/adapter_config.json': text, 'lora/adapter_model.safetensors': tensors})
    const base = models.find(({id}) => id === 'model:huggingface/acme/tiny-7b')
    expect(base?.facts).toMatchObject({registry: 'huggingface', revision: 'v1.0'})
    expect(base?.evidence.map(({path, line, symbol}) => [path, line, symbol])).toEqual([
      ['lora/adapter_config.json', 3, 'base_model_name_or_path'],
    ])
  })
})

describe('GGUF models', () => {
  it('are named by their header, with licence, base model and data sets', async () => {
    const {models, datasets, edges} = await found({
      'a.gguf': gguf({
        entries: [
          ['general.name', 'string', 'Tiny Chat'],
          ['general.architecture', 'string', 'llama'],
          ['general.license', 'string', 'apache-2.0'],
          ['general.url', 'string', 'https://ann:secret@example.com/tiny'],
          ['llama.embedding_length', 'u32', 64],
          ['general.file_type', 'u32', 7],
          ['general.base_model.count', 'u32', 2],
          ['general.base_model.0.name', 'string', 'Zephyr'],
          ['general.base_model.0.repo_url', 'string', 'https://huggingface.co/HuggingFaceH4/zephyr-7b-beta'],
          ['general.base_model.1.name', 'string', 'Unknown Base'],
          ['general.datasets', 'strings', ['HuggingFaceH4/ultrachat_200k']],
        ],
      }),
    })
    expect(models[0]).toMatchObject({
      id: 'model:a.gguf',
      name: 'Tiny Chat',
      licences: [{kind: 'id', id: 'Apache-2.0'}],
      references: [{type: 'website', url: 'https://***@example.com/tiny'}],
      facts: {architecture: 'llama', quantization: 'Q8_0', hyperparameters: {hidden_size: '64'}},
    })
    expect(datasets.map(({id}) => id)).toEqual(['dataset:huggingface/HuggingFaceH4/ultrachat_200k'])
    expect(edges).toEqual([
      'model:a.gguf contains weights:a.gguf',
      'model:a.gguf derived-from model:huggingface/HuggingFaceH4/zephyr-7b-beta',
      'model:a.gguf derived-from model:Unknown Base',
      'model:a.gguf trained-on dataset:huggingface/HuggingFaceH4/ultrachat_200k',
    ])
  })

  it('of several files are one, and what is missing is a gap', async () => {
    const part = (number: number) =>
      gguf({
        entries: [
          ['split.no', 'u32', number],
          ['split.count', 'u32', 3],
        ],
      })
    const {models, edges, gaps} = await found({'m-00001-of-00003.gguf': part(0), 'm-00003-of-00003.gguf': part(2)})
    expect([models.map(({name}) => name), edges.length, gaps]).toEqual([
      ['m'],
      2,
      ['m-00001-of-00003.gguf missing-shard'],
    ])
  })

  it('are not what measurements for a quantisation are', async () => {
    const {models, weights: files} = await found({
      'imatrix.gguf': gguf({entries: [['general.type', 'string', 'imatrix']]}),
    })
    expect([models, files.length]).toEqual([[], 1])
  })
})

describe('hostile model folders', () => {
  it('with endless nesting, prototype names and huge claims give gaps and nothing else', async () => {
    const {models, gaps} = await found({
      'a/config.json': '['.repeat(100_000),
      'a/adapter_config.json': '{"a":'.repeat(100_000),
      'a/model.safetensors.index.json': '{"weight_map":{"__proto__":"x.safetensors","constructor":7}}',
      'a/big-00001-of-99999.safetensors': tensors,
      'b.gguf': concat(utf8('GGUF'), u32(3), new Uint8Array(16).fill(255)),
    })
    expect(models.map(({id}) => id)).toEqual(['model:b.gguf', 'model:a'])
    expect(gaps.sort()).toEqual([
      'a/adapter_config.json too-large',
      'a/model.safetensors.index.json missing-shard',
      'b.gguf syntax',
    ])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
