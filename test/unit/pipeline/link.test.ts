import {describe, expect, it} from 'vitest'
import type {Evidence} from '../../../src/inventory/evidence.ts'
import type {ServiceFacts} from '../../../src/inventory/facts.ts'
import {makeModel, makeService} from '../../../src/inventory/make.ts'
import {link} from '../../../src/pipeline/link/link.ts'
import {completeService} from '../../../src/pipeline/link/service-facts.ts'

const seen: Evidence[] = [
  {detector: 'test', technique: 'syntax', path: 'a.py', line: 1, level: 'used', scope: 'product', confidence: 1},
]

function service(facts: Partial<ServiceFacts> & {provider: string}) {
  return makeService({endpoints: [], ...facts}, seen)
}

describe('link', () => {
  it('hangs on the subject what nothing else leads to', () => {
    const [base, adapter] = [makeModel('org/base', seen), makeModel('org/adapter', seen)]
    const {relationships} = link([base, adapter], [{from: adapter.id, to: base.id, kind: 'derived-from'}])
    expect(relationships).toContainEqual({from: 'subject', to: adapter.id, kind: 'depends-on'})
    expect(relationships).not.toContainEqual(expect.objectContaining({from: 'subject', to: base.id}))
  })

  it('makes one guardrail of a model that one file gets from two registries', () => {
    const own = makeModel('llama-guard-3-8b', seen)
    const hub = makeModel('acme/llama-guard-3-8b', seen, {registry: 'huggingface'})
    const {assets, relationships} = link([own, hub], [])
    const guardrails = assets.filter(({kind}) => kind === 'guardrail')
    expect(guardrails).toHaveLength(1)
    expect(relationships.filter(({from}) => from === guardrails[0]?.id)).toHaveLength(2)
  })

  it('says which models are used through a service, and leaves hub names alone', () => {
    const hosted = makeModel('gpt-4o', seen, {registry: 'openai'})
    const hub = makeModel('org/name', seen, {registry: 'huggingface'})
    const {relationships} = link([hosted, hub, service({provider: 'openai'}), service({provider: 'huggingface'})], [])
    const through = relationships.filter(({from}) => from.startsWith('service:'))
    expect(through).toEqual([{from: 'service:openai', to: 'model:openai/gpt-4o', kind: 'depends-on'}])
  })

  it('leads from an agent through a service to no model that the agent does not use', () => {
    const models = ['gpt-4.1', 'gpt-4o'].map(name => makeModel(name, seen, {registry: 'openai'}))
    const calls = [
      {from: 'agent:a.py#helper', to: 'service:openai', kind: 'calls'},
      {from: 'agent:a.py#helper', to: 'model:openai/gpt-4.1', kind: 'depends-on'},
    ] as const
    const {relationships} = link([...models, service({provider: 'openai'})], calls)
    expect(relationships.filter(({from}) => from.startsWith('service:'))).toEqual([
      {from: 'service:openai', to: 'model:openai/gpt-4.1', kind: 'depends-on'},
    ])
    expect(relationships).toContainEqual({from: 'subject', to: 'model:openai/gpt-4o', kind: 'depends-on'})
  })

  it.each([
    ['a provider without a stated endpoint', {provider: 'anthropic'}, true],
    ['a provider reached on this machine', {provider: 'openai', endpoints: ['http://localhost:8000/v1']}, false],
    ['a server beside the application', {provider: 'vllm', endpoints: ['http://llm:8000/v1']}, false],
    ['a server of the cluster', {provider: 'vllm', endpoints: ['http://llm.models.svc.cluster.local']}, false],
    ['a server somewhere', {provider: 'vllm', endpoints: ['https://llm.example.com']}, true],
    ['a server whose place nobody says', {provider: 'vllm'}, undefined],
    ['an endpoint that only a run knows', {provider: 'ollama', endpoints: ['${OLLAMA_URL}']}, undefined],
    ['a store that may run anywhere', {provider: 'qdrant'}, undefined],
  ])('tells whether data leave the trust boundary: %s', (_what, facts, crosses) => {
    expect(completeService(service(facts)).facts.crossesTrustBoundary).toBe(crosses)
  })

  it('states the direction of the data and never how sensitive they are', () => {
    expect(completeService(service({provider: 'langsmith'})).facts.dataFlows).toEqual([
      {flow: 'outbound', classification: 'unknown'},
    ])
  })
})
