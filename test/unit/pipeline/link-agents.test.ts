import {describe, expect, it} from 'vitest'
import type {AssetOf} from '../../../src/inventory/asset.ts'
import type {Evidence} from '../../../src/inventory/evidence.ts'
import type {AgentFacts} from '../../../src/inventory/facts.ts'
import {makePrompt} from '../../../src/inventory/make.ts'
import {linkAgents} from '../../../src/pipeline/link/link-agents.ts'

function at(path: string): Evidence[] {
  return [
    {detector: 'test', technique: 'manifest', path, line: 1, level: 'configured', scope: 'product', confidence: 1},
  ]
}

function agent(
  name: string,
  facts: AgentFacts,
  path = `.claude/agents/${name}.md`,
  id = `agent:${path}`,
): AssetOf<'agent'> {
  return {kind: 'agent', id, name, aliases: [], digests: [], evidence: at(path), facts}
}

function server(name: string, path = '.mcp.json'): AssetOf<'mcp-server'> {
  return {
    kind: 'mcp-server',
    id: `mcp-server:${name}@${path}`,
    name,
    aliases: [],
    digests: [],
    evidence: at(path),
    facts: {role: 'configured'},
  }
}

const skill = {
  ...makePrompt({path: '.claude/skills/ship/SKILL.md', name: 'ship'}, 'Ship.', at('.claude/skills/ship/SKILL.md'), {
    role: 'skill',
  }),
}

function targets(assets: Parameters<typeof linkAgents>[0], from: string): string[] {
  return linkAgents(assets).flatMap(edge => (edge.from === from ? [`${edge.kind} ${edge.to}`] : []))
}

describe('linkAgents', () => {
  it.each([
    ['mcp__files__read', 'depends-on mcp-server:files@.mcp.json'],
    ['mcp__files', 'depends-on mcp-server:files@.mcp.json'],
    ['mcp__Files__*', 'depends-on mcp-server:files@.mcp.json'],
    ['@files/read', 'depends-on mcp-server:files@.mcp.json'],
    ['files/*', 'depends-on mcp-server:files@.mcp.json'],
    ['Skill(ship)', `depends-on ${skill.id}`],
    ['Skill(ship:*)', `depends-on ${skill.id}`],
    ['Task(writer)', 'calls agent:.claude/agents/writer.md'],
  ])('leads an agent with the tool %s there', (tool, expected) => {
    const planner = agent('planner', {tools: [tool]})
    expect(targets([planner, agent('writer', {}), server('files'), skill], planner.id)).toEqual([expected])
  })

  it.each([
    'mcp__other__read',
    'mcp__',
    'Read',
    'Skill(other)',
    'src/files',
    `mcp__${'x'.repeat(1000)}`,
    'Task(planner)',
  ])('leads an agent with the tool %s nowhere', tool => {
    const planner = agent('planner', {tools: [tool]})
    expect(targets([planner, server('files'), skill], planner.id)).toEqual([])
  })

  it('leads nowhere where two servers have the name', () => {
    const planner = agent('planner', {tools: ['mcp__files__read']})
    expect(targets([planner, server('files'), server('files', 'web/.mcp.json')], planner.id)).toEqual([])
  })

  it('leads a client of the repository to all that its folder keeps for it', () => {
    const client = agent('claude-code', {}, 'web/.claude/settings.json', 'agent:claude-code')
    const assets = [client, server('here', 'web/.mcp.json'), server('elsewhere'), skill]
    expect(targets(assets, client.id)).toEqual(['depends-on mcp-server:here@web/.mcp.json'])
  })
})
