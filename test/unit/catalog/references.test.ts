import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {datasetReference} from '../../../src/catalog/references/dataset.ts'
import {hubReference} from '../../../src/catalog/references/hub.ts'
import {isFamiliarName, modelReference} from '../../../src/catalog/references/model.ts'
import {spacyArchive} from '../../../src/catalog/references/weights.ts'

const commit = '0123456789abcdef0123456789abcdef01234567'

describe('modelReference', () => {
  it.each([
    ['acme/tiny-bert', {kind: 'model', name: 'acme/tiny-bert', registry: 'huggingface'}],
    ['acme/tiny-bert@v1', {kind: 'model', name: 'acme/tiny-bert', revision: 'v1'}],
    ['https://huggingface.co/acme/tiny-bert', {name: 'acme/tiny-bert', registry: 'huggingface'}],
    [`https://huggingface.co/acme/tiny-bert/resolve/${commit}/model.onnx`, {name: 'acme/tiny-bert', revision: commit}],
    ['hf.co/acme/tiny-GGUF:Q4_K_M', {name: 'acme/tiny-GGUF', registry: 'huggingface', quantization: 'Q4_K_M'}],
    ['acme/tiny-GGUF:ud-q4_k_xl', {name: 'acme/tiny-GGUF', registry: 'huggingface', quantization: 'UD-Q4_K_XL'}],
    ['hf.co/acme/tiny-GGUF:latest', {name: 'acme/tiny-GGUF', registry: 'huggingface'}],
    [`/home/app/.cache/huggingface/hub/models--acme--tiny/snapshots/${commit}`, {name: 'acme/tiny', revision: commit}],
    ['checkpoints/meta-llama/Llama-2-7b-hf/', {name: 'meta-llama/Llama-2-7b-hf', registry: 'huggingface'}],
    ['./models/phi.Q4.gguf', {kind: 'weights', name: 'models/phi.Q4.gguf'}],
    ['models/vq-f4/model.ckpt', {kind: 'weights', name: 'models/vq-f4/model.ckpt'}],
    ['/opt/models/phi.Q4.gguf', {kind: 'weights', name: 'phi.Q4.gguf'}],
    ['https://example.org/w/yolo.pt?x=1', {kind: 'weights', name: 'yolo.pt', url: 'https://example.org/w/yolo.pt?x=1'}],
    ['Llama-3.1-8B-Instruct', {kind: 'model', name: 'Llama-3.1-8B-Instruct'}],
    ['ollama://qwen2:0.5b', {name: 'qwen2:0.5b', registry: 'ollama'}],
  ])('%s', (text, expected) => expect(modelReference(text)).toMatchObject(expected))

  it.each([
    '',
    './out/model',
    '/models',
    '../base',
    's3://bucket/model',
    'model-00001-of-00003.safetensors',
    'model.safetensors',
    'pytorch_model.bin',
    'outputs/vq-f4/last.ckpt',
    './runs/train/best.pt',
    '$\x7bMODEL}',
    '{{ .Values.model }}',
    '<your-model>',
    'your-org/your-model',
    'https://huggingface.co/docs/transformers',
    'https://huggingface.co/datasets/acme/corpus',
    'https://example.org/model',
    'resnet',
    'true',
    'User',
    'a b',
  ])('names nothing in %j', text => expect(modelReference(text)).toBeUndefined())

  it('answers any text', () =>
    fc.assert(
      fc.property(
        fc.string(),
        text => void [modelReference(text), datasetReference(text, true), hubReference(text), spacyArchive(text)],
      ),
    ))

  it.each(['a/', 'models--a--', 'en_a_', '-1', 'qwen-', 'https://hf.co/a/'])(
    'takes linear time over many %j',
    part => {
      const text = part.repeat(50_000)
      expect([modelReference(text), datasetReference(text, true), spacyArchive(text)]).toEqual([
        undefined,
        undefined,
        undefined,
      ])
      expect(() => [hubReference(text), isFamiliarName(text)]).not.toThrow()
    },
    20_000,
  )
})

describe('datasetReference', () => {
  it.each([
    ['acme/corpus', {name: 'acme/corpus', registry: 'huggingface'}],
    [
      'https://huggingface.co/datasets/acme/corpus/resolve/main/a.parquet',
      {name: 'acme/corpus', registry: 'huggingface'},
    ],
    ['https://huggingface.co/datasets/squad', {name: 'squad', registry: 'huggingface'}],
    ['./data/train.jsonl', {name: 'data/train.jsonl'}],
    [
      'https://example.org/data/train.csv?raw=true',
      {name: 'train.csv', url: 'https://example.org/data/train.csv?raw=true'},
    ],
    ['s3://bucket/corpus', {name: 'corpus', url: 's3://bucket/corpus'}],
  ])('%s', (text, expected) => expect(datasetReference(text)).toMatchObject(expected))

  it.each([
    'json',
    'csv',
    'data/',
    './data',
    'data/*.json',
    '$\x7bDATA}',
    'https://example.org/page',
    'imdb',
    'your-org/dataset',
  ])('names nothing in %j', text => expect(datasetReference(text)).toBeUndefined())

  it('takes a single word only where it may be one', () => {
    expect(datasetReference('imdb', true)).toMatchObject({name: 'imdb'})
    expect(datasetReference('train', true)).toBeUndefined()
  })
})

describe('isFamiliarName', () => {
  it.each(['mistral-7b', 'Qwen2.5-7B-Instruct', 'bge-large-en-v1.5', 'gemma-2-9b-it', 'whisper-large-v3', 'phi-4'])(
    '%s is one',
    name => expect(isFamiliarName(name)).toBe(true),
  )
  it.each(['llama', 'samurai-2', 'opt125m', 'optimizer-1', 'vitest-1', 'llama3-adapter', 'yield-2', 'phi-4.py'])(
    '%s is none',
    name => expect(isFamiliarName(name)).toBe(false),
  )
})

describe('spacyArchive', () => {
  it('reads name and version of a pipeline', () =>
    expect(
      spacyArchive(
        'https://github.com/explosion/spacy-models/releases/download/en_core_web_sm-3.7.1/en_core_web_sm-3.7.1-py3-none-any.whl',
      ),
    ).toMatchObject({
      name: 'en_core_web_sm',
      revision: '3.7.1',
    }))
  it('is undefined for another package', () =>
    expect(spacyArchive('https://example.org/requests-2.32.0.tar.gz')).toBeUndefined())
})
