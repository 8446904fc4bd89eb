import {describe, expect, it} from 'vitest'
import type {Asset} from '../../../src/inventory/asset.ts'
import {localId} from '../../../src/inventory/identity.ts'
import {makeModel} from '../../../src/inventory/make.ts'
import {mergeAssets} from '../../../src/inventory/merge.ts'
import {seen} from '../../support/rich-inventory.ts'

function weights(name: string): Asset {
  const facts = {format: 'onnx', present: false}
  const base = name.slice(name.lastIndexOf('/') + 1)
  return {
    ...{kind: 'weights', id: localId('weights', name), name: base, aliases: [], digests: []},
    evidence: [seen('a.py', 1)],
    facts,
  }
}

function agent(path: string, name: string, ...aliases: string[]): Asset {
  return {
    ...{kind: 'agent', id: localId('agent', path, name), name, aliases, digests: []},
    evidence: [seen(path, 1)],
    facts: {},
  }
}

function model(registry: string, name: string): Asset {
  return makeModel(name, [seen('a.py', 1)], {registry})
}

function ids(...assets: Asset[]): string[] {
  return mergeAssets(assets, []).assets.map(({id}) => id)
}

describe('what is one thing under two ids', () => {
  it('joins weights by their address and by their path, unless two paths or many models have the name', () => {
    const [far, near] = [weights('swapper_128.onnx'), weights('models/swapper_128.onnx')]
    expect(ids(far, near)).toEqual(['weights:models/swapper_128.onnx'])
    expect(ids(far, near, weights('old/swapper_128.onnx'))).toHaveLength(3)
    expect(ids(weights('model.onnx'), weights('a/model.onnx'))).toHaveLength(2)
  })

  it('joins an agent of a configuration and the only one that the code it names makes', () => {
    const named = agent('langgraph.json', 'search', 'src/search.ts:graph')
    expect(ids(named, agent('src/search.ts', 'index'))).toEqual(['agent:langgraph.json#search'])
    expect(ids(named, agent('src/search.ts', 'a'), agent('src/search.ts', 'b'))).toHaveLength(3)
    expect(ids(named, agent('src/other.ts', 'index'))).toHaveLength(2)
  })

  it('joins an agent that a client asks for by its name and the one that a langgraph.json serves', () => {
    const served = agent('backend/langgraph.json', 'search')
    const asked = {
      ...agent('web/app.tsx', 'search'),
      evidence: [{...seen('web/app.tsx', 1), detector: 'code/x', level: 'configured' as const}],
    }
    expect(ids(served, asked)).toEqual(['agent:backend/langgraph.json#search'])
    expect(ids(served, agent('web/app.tsx', 'search'))).toHaveLength(2)
    expect(ids(served, agent('other/langgraph.json', 'search'), asked)).toHaveLength(3)
  })

  it('keeps what the code says of the agent, under the name of the configuration', () => {
    const named = agent('langgraph.json', 'search', 'src/search.ts:graph')
    const made = agent('src/search.ts', 'index')
    const to = model('openai', 'gpt-4o')
    const {relationships} = mergeAssets([named, made, to], [{from: made.id, to: to.id, kind: 'depends-on'}])
    expect(relationships).toEqual([{from: named.id, to: to.id, kind: 'depends-on'}])
  })

  it("joins a vendor's model and what a gateway calls it", () => {
    expect(ids(model('openrouter', 'anthropic/claude-x'), model('anthropic', 'claude-x'))).toEqual([
      'model:anthropic/claude-x',
    ])
    expect(ids(model('openrouter', 'openai/gpt-x'), model('openai', 'gpt-x'), model('azure-openai', 'gpt-x'))).toEqual([
      'model:azure-openai/gpt-x',
      'model:openai/gpt-x',
    ])
    expect(ids(model('huggingface', 'acme/gpt-x'), model('openai', 'gpt-x'))).toHaveLength(2)
  })

  it('joins a model of the hub and what a provider that serves it calls it', () => {
    expect(ids(model('anyscale', 'acme/llama-x'), model('huggingface', 'acme/llama-x'))).toEqual([
      'model:huggingface/acme/llama-x',
    ])
    expect(ids(model('anyscale', 'acme/llama-x'), model('together', 'acme/llama-x'))).toHaveLength(2)
  })

  it('joins an MCP server of a package, its entry in a registry and the only one that the code makes', () => {
    const server = (id: string, path: string, detector: string, more: Partial<Asset> = {}): Asset =>
      ({
        ...{kind: 'mcp-server', id: `mcp-server:${id}`, name: id, aliases: [], digests: []},
        evidence: [{...seen(path, 1), detector}],
        ...{facts: {role: 'implemented', transport: 'stdio'}, ...more},
      }) as Asset
    const packaged = server('npm/acme-mcp', 'app/package.json', 'mcp', {version: '1.0.0'})
    const [code, second] = [
      server('a.ts#Acme', 'app/src/a.ts', 'code/mcp'),
      server('b.ts#B', 'app/src/b.ts', 'code/mcp'),
    ]
    const entry = (version: string): Asset =>
      server('registry/io.acme/mcp', 'server.json', 'mcp', {version, aliases: ['acme-mcp']})
    expect(ids(packaged, code)).toEqual([packaged.id])
    expect(ids(packaged, code, second)).toHaveLength(3)
    expect(ids(packaged, server('a.ts#Acme', 'other/a.ts', 'code/mcp'))).toHaveLength(2)
    expect(ids(packaged, entry('1.0.0'))).toEqual([packaged.id])
    expect(ids(packaged, entry('0.9.0'))).toHaveLength(2)
    expect(ids(packaged, server('app/smithery.yaml', 'app/smithery.yaml', 'mcp'))).toEqual([packaged.id])
  })

  it('joins a skill of a lock and its file', () => {
    const skill = (id: string, name: string): Asset => ({
      ...{kind: 'prompt', id, name, aliases: [], digests: [], evidence: [seen('a.md', 1)]},
      facts: {role: 'skill', byteLength: 1, text: ''},
    })
    const locked = skill('prompt:skills-lock.json#pdf', 'pdf')
    const [file, other] = [
      skill('prompt:.agents/skills/pdf/SKILL.md', 'SKILL.md'),
      skill('prompt:x/pdf/SKILL.md', 'SKILL.md'),
    ]
    expect(ids(locked, file)).toEqual([file.id])
    expect(ids(locked, file, other)).toHaveLength(3)
  })
})
