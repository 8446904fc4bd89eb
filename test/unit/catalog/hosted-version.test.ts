import {describe, expect, it} from 'vitest'
import {hostedVersion} from '../../../src/catalog/models/hosted-version.ts'

describe('ids of hosted models', () => {
  it.each([
    ['openai', 'gpt-4o-2024-08-06', '2024-08-06'],
    ['openai', 'gpt-4-0613', '0613'],
    ['openrouter', 'anthropic/claude-3-5-sonnet-20241022', '20241022'],
    ['vertex-ai', 'claude-3-5-sonnet@20240620', '20240620'],
    ['vertex-ai', 'gemini-1.5-pro-002', '002'],
    ['google-gemini', 'gemini-2.5-pro-preview-05-06', '05-06'],
    ['bedrock', 'us.anthropic.claude-3-sonnet-20240229-v1:0', '20240229-v1:0'],
    ['bedrock', 'amazon.titan-text-express-v1', 'v1'],
    ['mistral', 'mistral-large-2407', '2407'],
    ['cohere', 'command-r-08-2024', '08-2024'],
    ['deepseek', 'deepseek-r1:0528', '0528'],
    ['replicate', 'f0'.repeat(32), 'f0'.repeat(32)],
    ['replicate', `meta/llama:${'0a'.repeat(32)}`, '0a'.repeat(32)],
  ])('carry a version: %s %s', (registry, id, version) =>
    expect(hostedVersion(registry, id)).toEqual({version, floating: false}),
  )

  it.each([
    ['openai', 'gpt-4o'],
    ['anthropic', 'claude-3-5-sonnet-latest'],
    ['groq', 'llama3-70b-8192'],
    ['groq', 'mixtral-8x7b-32768'],
    ['together', 'meta-llama/Llama-3-70b-chat-hf'],
    ['jina', 'jina-embeddings-1024'],
  ])('are aliases without one: %s %s', (registry, id) => expect(hostedVersion(registry, id)).toEqual({floating: true}))

  it.each([
    ['openai', 'ft:gpt-3.5-turbo:acme::abc', {floating: false}],
    ['azure-openai', 'chat-2024-08-06', undefined],
    ['ollama', 'llama3-2407', undefined],
    ['huggingface', 'acme/model-0613', undefined],
    [undefined, 'gpt-4o', undefined],
  ])('are neither where the name does not say: %s %s', (registry, id, expected) =>
    expect(hostedVersion(registry, id)).toEqual(expected),
  )

  it('take linear time', () => {
    for (const id of ['-20'.repeat(100_000), '0'.repeat(300_000)]) expect(hostedVersion('openai', id)).toBeUndefined()
  })
})
