import {readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, it} from 'vitest'
import {
  imageRepository,
  providerByHost,
  providerByImage,
  providerByPrefix,
  providerBySlug,
  providerByVariable,
  providers,
  variableMeaning,
} from '../../../src/catalog/providers.ts'

describe('the catalogue of providers', () => {
  it('is what its schema says', () => {
    const schema: unknown = JSON.parse(readFileSync('schemas/providers.schema.json', 'utf8'))
    const validate = new Ajv2020({strict: true}).compile(schema as object)
    expect(validate(providers), JSON.stringify(validate.errors)).toBe(true)
  })

  it('is sorted, and no two rows share a slug, host, variable, stem, prefix or image', () => {
    const slugs = providers.map(provider => provider.slug)
    expect(slugs).toEqual([...new Set(slugs)].sort())
    for (const key of ['hosts', 'variables', 'stems', 'prefixes', 'images'] as const) {
      const all = providers.flatMap(provider => provider[key] ?? [])
      expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([])
    }
  })

  it('gives a provider by its slug', () => expect(providerBySlug('openai')?.name).toBe('OpenAI'))
})

describe('providerByHost', () => {
  it.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://my-resource.openai.azure.com/openai/deployments/gpt-4', 'azure-openai'],
    ['https://us-central1-aiplatform.googleapis.com/v1', 'vertex-ai'],
    ['generativelanguage.googleapis.com', 'google-gemini'],
    ['https://bedrock-runtime.us-east-1.amazonaws.com', 'bedrock'],
    ['https://user:secret@api.groq.com/openai/v1', 'groq'],
    ['http://localhost:11434', 'ollama'],
    ['http://host.docker.internal:11434/v1', 'ollama'],
    ['http://ollama:11434/api', 'ollama'],
    ['https://api.openai.com.evil.example/v1', undefined],
    ['https://evilapi.openai.com.example', undefined],
    ['https://aiplatform.example', undefined],
    ['http://localhost:8080', undefined],
    ['https://s3.us-east-1.amazonaws.com', undefined],
    ['', undefined],
  ])('%s → %s', (host, slug) => expect(providerByHost(host)?.slug).toBe(slug))
})

describe('providerByVariable', () => {
  it.each([
    ['OPENAI_API_KEY', 'openai'],
    ['NEXT_PUBLIC_OPENAI_API_KEY', 'openai'],
    ['VITE_ANTHROPIC_API_KEY', 'anthropic'],
    ['NEXT_PUBLIC_OLLAMA_URL', 'ollama'],
    ['AZURE_OPENAI_API_KEY', 'azure-openai'],
    ['MYAPP_AZURE_OPENAI_ENDPOINT', 'azure-openai'],
    ['GOOGLE_GEMINI_API_KEY', 'google-gemini'],
    ['GOOGLE_API_KEY', 'google-gemini'],
    ['HF_TOKEN', 'huggingface'],
    ['AI_GATEWAY_API_KEY', 'vercel-ai-gateway'],
    ['AWS_BEARER_TOKEN_BEDROCK', 'bedrock'],
    ['openai_api_key', 'openai'],
    ['OPENAI_MODEL', undefined],
    ['AZURE_GPT_45_VISION_NAME', undefined],
    ['AWS_ACCESS_KEY_ID', undefined],
    ['GITHUB_TOKEN', undefined],
    ['SPARK_HOME', undefined],
    ['REPLICATED_API_KEY', undefined],
    ['PHOENIX_URL', undefined],
    ['API_KEY', undefined],
    ['_'.repeat(10_000), undefined],
  ])('%s → %s', (name, slug) => expect(providerByVariable(name)?.slug).toBe(slug))

  it('tells a credential from an endpoint, a model and another setting', () => {
    expect(variableMeaning('GROQ_API_KEY')?.role).toBe('credential')
    expect(variableMeaning('OLLAMA_HOST')?.role).toBe('endpoint')
    expect(variableMeaning('OPENAI_CHAT_MODEL')).toMatchObject({
      role: 'model',
      provider: {slug: 'openai'},
    })
    expect(variableMeaning('AZURE_OPENAI_API_VERSION')?.role).toBe('setting')
  })
})

describe('providerByImage', () => {
  it.each([
    ['vllm/vllm-openai:v0.6.0', 'vllm'],
    ['docker.io/vllm/vllm-openai', 'vllm'],
    ['lmcache/vllm-openai:2025-05-27-v1', 'vllm'],
    ['ollama/ollama@sha256:aa', 'ollama'],
    ['ghcr.io/huggingface/text-generation-inference:2.0', 'tgi'],
    ['nvcr.io/nim/meta/llama3-8b-instruct:1.0.0', 'nvidia-nim'],
    ['python:3.11', undefined],
    ['lmcache/lmstack-router', undefined],
    ['localhost:5000/vllm', undefined],
  ])('%s → %s', (image, slug) => expect(providerByImage(image)?.slug).toBe(slug))

  it('leaves tag, digest and Docker Hub out of a repository', () =>
    expect(['localhost:5000/a/b', 'docker.io/library/node:20', 'a/b:1@sha256:00'].map(imageRepository)).toEqual([
      'localhost:5000/a/b',
      'node',
      'a/b',
    ]))
})

describe('providerByPrefix', () => {
  it.each([
    ['openai/gpt-4o', 'openai', 'gpt-4o'],
    ['openai:gpt-4o', 'openai', 'gpt-4o'],
    ['vertex_ai/gemini-pro', 'vertex-ai', 'gemini-pro'],
    ['x-ai/grok-4', 'xai', 'grok-4'],
  ])('%s → %s and %s', (id, slug, rest) => expect(providerByPrefix(id)).toMatchObject({provider: {slug}, rest}))

  it.each(['openai://host', 'src/index', 'openai/', 'no-prefix', 'Groq/Llama-3-Groq-8B-Tool-Use'])(
    'knows no provider in %s',
    id => expect(providerByPrefix(id)).toBeUndefined(),
  )
})
