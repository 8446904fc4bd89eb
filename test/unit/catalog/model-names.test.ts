import {readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import rows from '../../../src/catalog/models/model-names.json' with {type: 'json'}
import {classifyModelName, isHubId, isPlaceholder} from '../../../src/catalog/models/model-names.ts'

describe('classifyModelName', () => {
  it.each([
    ['gpt-4o-mini', 'openai', 'gpt-4o-mini'],
    ['GPT-4o', 'openai', 'gpt-4o'],
    ['ft:gpt-4o-mini-2024-07-18:acme::AbC123xY', 'openai', 'ft:gpt-4o-mini-2024-07-18:acme::AbC123xY'],
    ['gpt-3.5-turbo-0125', 'openai', 'gpt-3.5-turbo-0125'],
    ['gpt-4.1-nano', 'openai', 'gpt-4.1-nano'],
    ['gpt-5.2-codex', 'openai', 'gpt-5.2-codex'],
    ['o3-mini', 'openai', 'o3-mini'],
    ['qwen-image-edit', 'dashscope', 'qwen-image-edit'],
    ['step-1-8k', 'stepfun', 'step-1-8k'],
    ['yi-lightning', '01ai', 'yi-lightning'],
    ['flux-kontext-pro', 'black-forest-labs', 'flux-kontext-pro'],
    ['embed-v4.0', 'cohere', 'embed-v4.0'],
    ['cogview-4', 'zhipu', 'cogview-4'],
    ['scribe_v1', 'elevenlabs', 'scribe_v1'],
    ['palmyra-x5', 'writer', 'palmyra-x5'],
    ['text-embedding-3-large', 'openai', 'text-embedding-3-large'],
    ['ft:gpt-4o-mini-2024-07-18:acme:name:abc123', 'openai', 'ft:gpt-4o-mini-2024-07-18:acme:name:abc123'],
    ['openai:gpt-4o', 'openai', 'gpt-4o'],
    ['openai/gpt-4o', 'openai', 'gpt-4o'],
    ['openai:chat:gpt-4.1', 'openai', 'gpt-4.1'],
    ['gpt-35-turbo-16k', 'azure-openai', 'gpt-35-turbo-16k'],
    ['azure/gpt-4o', 'azure-openai', 'gpt-4o'],
    ['claude-3-5-sonnet-20241022', 'anthropic', 'claude-3-5-sonnet-20241022'],
    ['claude-sonnet-4-5', 'anthropic', 'claude-sonnet-4-5'],
    ['anthropic:messages:claude-opus-4-1', 'anthropic', 'claude-opus-4-1'],
    ['anthropic/claude-3.5-sonnet', 'anthropic', 'claude-3.5-sonnet'],
    ['claude-3-5-sonnet@20240620', 'vertex-ai', 'claude-3-5-sonnet@20240620'],
    ['vertex_ai/gemini-1.5-pro', 'vertex-ai', 'gemini-1.5-pro'],
    ['gemini-2.5-flash-lite', 'google-gemini', 'gemini-2.5-flash-lite'],
    ['models/gemini-1.5-flash', 'google-gemini', 'gemini-1.5-flash'],
    ['google/gemini-2.5-pro', 'google-gemini', 'gemini-2.5-pro'],
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'bedrock', 'us.anthropic.claude-3-7-sonnet-20250219-v1:0'],
    ['amazon.titan-embed-text-v2:0', 'bedrock', 'amazon.titan-embed-text-v2:0'],
    ['meta.llama3-1-70b-instruct-v1:0', 'bedrock', 'meta.llama3-1-70b-instruct-v1:0'],
    ['bedrock/anthropic.claude-v2:1', 'bedrock', 'anthropic.claude-v2:1'],
    ['command-r-plus', 'cohere', 'command-r-plus'],
    ['embed-english-v3.0', 'cohere', 'embed-english-v3.0'],
    ['mistral-large-latest', 'mistral', 'mistral-large-latest'],
    ['open-mixtral-8x7b', 'mistral', 'open-mixtral-8x7b'],
    ['llama-3.3-70b-versatile', 'groq', 'llama-3.3-70b-versatile'],
    ['groq/llama-3.3-70b-versatile', 'groq', 'llama-3.3-70b-versatile'],
    ['groq:openai/gpt-oss-20b', 'groq', 'openai/gpt-oss-20b'],
    ['grok-4-fast', 'xai', 'grok-4-fast'],
    ['x-ai/grok-4', 'xai', 'grok-4'],
    ['deepseek-reasoner', 'deepseek', 'deepseek-reasoner'],
    ['sonar-pro', 'perplexity', 'sonar-pro'],
    ['voyage-3-large', 'voyageai', 'voyage-3-large'],
    ['jina-embeddings-v3', 'jina', 'jina-embeddings-v3'],
    [
      'accounts/fireworks/models/llama-v3p1-8b-instruct',
      'fireworks',
      'accounts/fireworks/models/llama-v3p1-8b-instruct',
    ],
    ['meta-llama/Llama-3.3-70B-Instruct-Turbo', 'together', 'meta-llama/Llama-3.3-70B-Instruct-Turbo'],
    ['deepseek/deepseek-r1:free', 'openrouter', 'deepseek/deepseek-r1:free'],
    ['openrouter/openai/gpt-4o', 'openrouter', 'openai/gpt-4o'],
    [`acme/photo:${'0a'.repeat(32)}`, 'replicate', `acme/photo:${'0a'.repeat(32)}`],
    ['mistral:instruct', 'ollama', 'mistral:instruct'],
    ['llama3.1:8b', 'ollama', 'llama3.1:8b'],
    ['ollama/llama3', 'ollama', 'llama3'],
    ['ollama:chat:llama3.2:1b', 'ollama', 'llama3.2:1b'],
    ['mistral:mistral-large-latest', 'mistral', 'mistral-large-latest'],
    ['en_core_web_sm', 'spacy', 'en_core_web_sm'],
    ['bert-base-uncased', 'huggingface', 'bert-base-uncased'],
    ['gpt2', 'huggingface', 'gpt2'],
    ['all-MiniLM-L6-v2', 'huggingface', 'sentence-transformers/all-MiniLM-L6-v2'],
    ['openai/whisper-large-v3', undefined, undefined],
    ['cerebras/Cerebras-GPT-1.3B', undefined, undefined],
    ['mistralai/Mistral-Small-24B-Instruct-2501', 'huggingface', 'mistralai/Mistral-Small-24B-Instruct-2501'],
    ['openai/gpt-oss-20b', undefined, undefined],
    ['meta-llama/Llama-3.1-8B-Instruct', 'huggingface', 'meta-llama/Llama-3.1-8B-Instruct'],
    ['huggingface/HuggingFaceH4/zephyr-7b-beta', 'huggingface', 'HuggingFaceH4/zephyr-7b-beta'],
    ['hosted_vllm/Qwen/Qwen3-8B', 'huggingface', 'Qwen/Qwen3-8B'],
  ])('%s is known to %s', (text, registry, name) => {
    expect(classifyModelName(text)?.registry).toBe(registry)
    expect(classifyModelName(text)?.name).toBe(name)
  })

  it.each([
    'solar:user-bold',
    'text/html',
    'application/json',
    'src/index',
    'node:20',
    'redis:alpine',
    'python:3.11-slim',
    'org/repo',
    'azure/login@v2',
    'actions/checkout@v4',
    'anthropics/claude-code-action@beta',
    'google/cloud-sdk:latest',
    'ollama/ollama',
    'ollama:11434',
    'ollama:latest',
    'vllm:8000',
    'amazon.com',
    'meta.json',
    'google.protobuf',
    'lodash@4',
    'gpt',
    'claude',
    'gpt-3',
    'prompt-caching-2024-07-31',
    'computer_use_20250124',
    'https://api.openai.com/v1',
    'openai://gpt-4o',
    'command-line',
    'sonar-scanner',
    'o365',
    'nova-launcher',
    'en',
    'mistral',
    'gpt-4o and gpt-4',
    '',
  ])('finds no model in %s', text => expect(classifyModelName(text)).toBeUndefined())

  it('answers any text', () => fc.assert(fc.property(fc.string(), text => void classifyModelName(text))))

  it.each(['a-', 'gpt-4-', 'a.', 'us.anthropic.claude-', 'a/', '-', 'bert-base-'])(
    'takes linear time over many %j',
    part => {
      expect(classifyModelName(part.repeat(100_000))).toBeUndefined()
      expect(isHubId(part.repeat(100_000))).toBe(false)
      expect(classifyModelName(`${part.repeat(60)}!`)).toBeUndefined()
    },
    20_000,
  )
})

describe('the grammars', () => {
  it('are what their schema says', () => {
    const schema: unknown = JSON.parse(readFileSync('schemas/model-names.schema.json', 'utf8'))
    const validate = new Ajv2020({strict: true}).compile(schema as object)
    expect(validate(rows), JSON.stringify(validate.errors)).toBe(true)
  })
})

describe('isHubId', () => {
  it.each([
    'mistralai/Mistral-7B-Instruct-v0.2',
    'tloen/alpaca-lora-7b',
    'HuggingFaceH4/llava-instruct-mix-vsft',
    'openai/gpt-oss-20b',
    '01-ai/Yi-6B',
  ])('%s is one', text => expect(isHubId(text)).toBe(true))

  it.each([
    'text/html',
    'image/png',
    'src/index',
    'models/latest',
    'docs/readme',
    'actions/checkout',
    'a/b/c',
    './a/b',
    '/a/b',
    'a/b.py',
    'owner/name.git',
    'data/train.json',
    'owner/na--me',
    'owner/..',
    '2024/01',
    'your-org/your-model',
    'username/custom_model_name',
    'x y/z',
    'gpt2',
    '',
  ])('%s is none', text => expect(isHubId(text)).toBe(false))
})

describe('isPlaceholder', () => {
  it.each(['your-org/model', '<model>', 'my-model', 'path/to'])('%s is one', text =>
    expect(isPlaceholder(text)).toBe(true),
  )
  it.each(['mistralai/Mistral-7B', 'gpt-4o'])('%s is none', text => expect(isPlaceholder(text)).toBe(false))
})
