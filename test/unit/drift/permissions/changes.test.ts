import {describe, expect, it} from 'vitest'
import {compareSides} from '../../../../src/drift/compare.ts'
import {permissionChanges} from '../../../../src/drift/permissions/changes.ts'
import {projectInventory} from '../../../../src/drift/project.ts'
import type {Asset, AssetOf, Relationship} from '../../../../src/inventory/asset.ts'
import type {AgentFacts, McpServerFacts} from '../../../../src/inventory/facts.ts'
import {makeModel} from '../../../../src/inventory/make.ts'
import {inventoryOf} from '../../../support/change-pairs.ts'

function agent(reach: AgentFacts['reach']): AssetOf<'agent'> {
  return {
    kind: 'agent',
    id: 'agent:planner',
    name: 'planner',
    aliases: [],
    digests: [],
    evidence: [],
    facts: {...(reach !== undefined && {reach})},
  }
}

function server(facts: Partial<McpServerFacts>, more: Partial<AssetOf<'mcp-server'>> = {}): AssetOf<'mcp-server'> {
  return {
    kind: 'mcp-server',
    id: 'mcp-server:files',
    name: 'files',
    aliases: [],
    digests: [],
    evidence: [],
    facts: {role: 'configured', ...facts},
    ...more,
  }
}

const model = makeModel('gpt-4o', [], {registry: 'openai'})
const edges: Relationship[] = [
  {from: 'agent:planner', to: 'mcp-server:files', kind: 'depends-on'},
  {from: 'agent:planner', to: model.id, kind: 'depends-on'},
  {from: 'mcp-server:files', to: 'agent:planner', kind: 'calls'},
]

function told(before: readonly Asset[], after: readonly Asset[]) {
  const [old, now] = [inventoryOf(before, edges), inventoryOf(after, edges)]
  const side = projectInventory(now, 'each', true)
  return permissionChanges(compareSides(projectInventory(old, 'each', true), side).changes, side, now)
}

function sentences(before: readonly Asset[], after: readonly Asset[]): string[] {
  return told(before, after).map(({message}) => message)
}

describe('permissionChanges', () => {
  it('says in one sentence what an agent may do since the change', () => {
    expect(sentences([agent({})], [agent({executes: ['bash'], reads: ['~']})])).toEqual([
      'this change lets the planner agent run a shell and read the home folder',
    ])
  })

  it('adds up what comes through a server, with the model that drives the agent', () => {
    const [change] = told(
      [agent({}), model, server({})],
      [agent({}), model, server({environment: ['GITHUB_TOKEN', 'LOG_LEVEL'], reach: {reads: ['/'], writes: ['/']}})],
    )
    expect(change).toEqual({
      change: 'widened',
      kind: 'agent',
      id: 'agent:planner',
      name: 'planner',
      models: ['model:openai/gpt-4o'],
      permissions: [
        {fact: 'reads', values: ['/'], through: ['mcp-server:files']},
        {fact: 'writes', values: ['/'], through: ['mcp-server:files']},
        {fact: 'credentials', values: ['GITHUB_TOKEN'], through: ['mcp-server:files']},
      ],
      message:
        'this change lets the planner agent read and write the whole disk and use the credentials GITHUB_TOKEN, through MCP server files',
    })
  })

  it('counts a server that is switched off as none', () => {
    const off = server({reach: {reads: ['/data']}}, {properties: {'aibom:mcp:enabled': ['false']}})
    expect(sentences([agent({}), off], [agent({}), server({reach: {reads: ['/data']}})])).toEqual([
      'this change lets the planner agent read /data, through MCP server files',
      'this change lets the MCP server files be used',
    ])
  })

  it('says what a new actor may do', () => {
    expect(sentences([model], [model, agent({executes: ['*'], network: ['*'], autoApproves: ['*']})])).toEqual([
      'the planner agent is new and may run a shell, reach any host and do anything without asking',
    ])
  })

  it('tells what is taken away, and takes a part of what is allowed for no change', () => {
    expect(sentences([agent({reads: ['/data'], executes: ['git:*']})], [agent({executes: ['*']})])).toEqual([
      'this change lets the planner agent run a shell',
      'the planner agent can no longer read /data',
    ])
    expect(sentences([agent({reads: ['/data']})], [agent({reads: ['/data', '/data/in']})])).toEqual([])
    expect(
      sentences([agent({reads: ['/data']})], [agent({reads: ['/data', '/data/../etc', '/database']})]),
    ).toHaveLength(1)
  })
})
