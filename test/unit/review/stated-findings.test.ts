import {describe, expect, it} from 'vitest'
import {endOf} from '../../../src/policy/threats/drift/lifecycle.ts'
import {reviewOf} from '../../support/review.ts'

const finding = (rule: string): string =>
  `rule=${rule}; asset=service:vllm; message=vllm publishes port 8000, and it asks for no key; fingerprint=0649`

const bom = (findings: readonly string[], model: object = {}): object => ({
  ...{bomFormat: 'CycloneDX', specVersion: '1.6', version: 1},
  metadata: {
    timestamp: '2026-11-01T00:00:00Z',
    component: {type: 'application', name: 'shop', 'bom-ref': 'shop'},
    properties: findings.map(value => ({name: 'aibom:finding', value})),
  },
  services: [{name: 'vllm', 'bom-ref': 'service:vllm'}],
  components: [{type: 'machine-learning-model', 'bom-ref': 'm', name: 'claude-3-5-sonnet-20241022', ...model}],
})

const named = async (document: object, name: string) => {
  const {findings} = await reviewOf(document, {endOf: (provider, model) => endOf(provider, model, '2026-11-28')})
  return findings.filter(each => each.name === name)
}

describe('what aibom found when it made the BOM', () => {
  it('is told with the words of its rule and the name of its asset', async () => {
    expect(await named(bom([finding('AIB221')]), 'served-without-key')).toMatchObject([
      {
        ...{rule: 'AIB221', severity: 'high', subject: 'vllm'},
        message: 'vllm publishes port 8000, and it asks for no key',
      },
    ])
  })

  it.each([
    ['of a rule that nobody knows', finding('AIB999')],
    ['without a message', 'rule=AIB221; asset=service:vllm'],
    ['in no form', 'AIB221'],
  ])('is not told %s', async (_name, text) => {
    expect(await named(bom([text]), 'served-without-key')).toEqual([])
  })
})

describe('a hosted model whose provider ends it', () => {
  it.each<[string, object]>([
    ['aibom’s own name of the provider', {properties: [{name: 'aibom:model:registry', value: 'anthropic'}]}],
    ['the maker', {manufacturer: {name: 'Anthropic'}}],
  ])('is named, found by %s', async (_name, model) => {
    expect(await named(bom([], model), 'model-retired')).toMatchObject([
      {rule: 'AIB251', message: expect.stringContaining('claude-3-5-sonnet-20241022 was retired on 2025-10-28')},
    ])
  })

  it('is not named where nobody says who runs it', async () => {
    expect(await named(bom([]), 'model-retired')).toEqual([])
  })
})
