import {describe, expect, it} from 'vitest'
import {parseHubReference} from '../../../../src/registries/huggingface/reference.ts'

describe('parseHubReference', () => {
  it.each([
    ['hf:acme/tiny-bert', {kind: 'model', id: 'acme/tiny-bert'}],
    ['hf:gpt2', {kind: 'model', id: 'gpt2'}],
    ['HF:acme/Tiny.Bert_2@v1.0', {kind: 'model', id: 'acme/Tiny.Bert_2', revision: 'v1.0'}],
    ['hf:acme/m@refs/pr/1', {kind: 'model', id: 'acme/m', revision: 'refs/pr/1'}],
    ['hf-dataset:acme/corpus@main', {kind: 'dataset', id: 'acme/corpus', revision: 'main'}],
  ])('reads %s', (text, expected) => expect(parseHubReference(text)).toEqual(expected))

  it.each([
    'hf:',
    'hf:a/b/c',
    'hf:../etc',
    'hf:acme/..',
    'hf:acme/a..b',
    'hf:acme/m#x',
    'hf:acme/m?x=1',
    'hf:acme/%2e%2e',
    'hf:acme/m\nx',
    'hf:acme/m@',
    'hf:acme/m@../x',
    'hf:acme/m@a@b',
    'hf:acme/m@a b',
    'hf:/acme/m',
    `hf:${'a'.repeat(200)}/m`,
  ])('refuses %j', text =>
    expect(() => parseHubReference(text)).toThrow(expect.objectContaining({code: 'AIBOM_SOURCE_INVALID', exit: 2})),
  )
})
