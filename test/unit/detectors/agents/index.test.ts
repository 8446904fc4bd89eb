import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {agents} from '../../../../src/detectors/agents/index.ts'
import type {Extraction} from '../../../../src/inventory/inventory.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

const fixture = (name: string): Files => filesOf(`test/fixtures/agents/${name}`)
/** kind, name, line by path */
const summaryOf = (found: Extraction): Record<string, string[]> => {
  const lines: Record<string, string[]> = {}
  for (const asset of found.assets) {
    const [place] = asset.evidence
    const registry = asset.kind === 'model' ? `${asset.facts.registry}/` : ''
    lines[place?.path ?? ''] = [
      ...(lines[place?.path ?? ''] ?? []),
      `${asset.kind} ${registry}${asset.name} ${place?.line}`,
    ]
  }
  return lines
}

describe('agents', () => {
  it('reads agents that one file declares, with prompt and model', async () => {
    expect(summaryOf(await detect(agents, fixture('declared')))).toEqual({
      '.continue/config.yaml': ['prompt check 12', 'prompt rules.0 9', 'model anthropic/claude-3-7-sonnet-latest 5'],
      '.roomodes': ['prompt Docs 4', 'agent Docs 2'],
      '.well-known/agent-card.json': ['agent Weather Agent 3'],
      'agent.mcs.yml': ['prompt Travel 3', 'agent Travel 2'],
      'appPackage/declarativeAgent.json': ['prompt Repairs 6', 'agent Repairs 4'],
      'assistant.json': ['prompt Tutor 6', 'model openai/gpt-4o 5', 'agent Tutor 4'],
      'framework.yaml': ['prompt Joker 3', 'model azure-openai/gpt-4.1 5', 'agent Joker 2'],
      'kernel.yaml': ['prompt Host 3', 'model openai/gpt-4o-mini 5', 'agent Host 2'],
      'memo.af': ['prompt memo 5', 'model openai/gpt-4o-mini 7', 'agent memo 4'],
      'opencode.json': ['prompt review 6', 'model anthropic/claude-sonnet-4-20250514 5', 'agent review 3'],
      'root_agent.yaml': ['prompt search_agent 4', 'model google-gemini/gemini-2.5-flash 3', 'agent search_agent 2'],
      'team.json': ['prompt writer 11', 'model openai/gpt-4o 16', 'agent writer 10'],
    })
  })

  it('tells tools, reach and what an agent depends on', async () => {
    const found = await detect(agents, fixture('declared'))
    const agent = (name: string): unknown => found.assets.find(asset => asset.kind === 'agent' && asset.name === name)
    expect(agent('Docs')).toMatchObject({
      facts: {tools: ['command', 'edit', 'read'], reach: {executes: ['*'], reads: ['*'], writes: ['*']}},
    })
    expect(agent('review')).toMatchObject({facts: {tools: ['bash'], framework: 'opencode'}})
    expect(agent('writer')).toMatchObject({facts: {tools: ['lookup'], framework: 'autogen'}})
    expect(found.relationships).toContainEqual({
      from: 'agent:team.json#writer',
      to: 'model:openai/gpt-4o',
      kind: 'depends-on',
    })
  })

  it('reads exported flows: n8n, Dify, Flowise, Langflow', async () => {
    expect(summaryOf(await detect(agents, fixture('flows')))).toEqual({
      'dify-agent.yml': [
        'prompt Forecast 13',
        'model openai/gpt-4o-mini 23',
        'mcp-server https://mcp.weather.example/sse?key=*** 16',
        'mcp-server maps 19',
        'agent Forecast 11',
      ],
      'dify.yml': ['prompt Answer 15', 'model anthropic/claude-3-5-sonnet-20241022 13'],
      'flowise.json': ['model anthropic/claude-3-haiku-20240307 10', 'prompt Tool Agent 21', 'agent Tool Agent 17'],
      'langflow.json': ['prompt Agent 17', 'model openai/gpt-4o 14', 'agent Agent 6'],
      'n8n.json': ['prompt Support agent 7', 'agent Support agent 10', 'model openai/gpt-4.1-mini 18'],
    })
  })

  it('finds nothing in files that only share words', async () => {
    expect(await detect(agents, fixture('look-alikes'))).toMatchObject({assets: [], gaps: []})
  })

  it.each([
    ['deep nesting', '{"provider": "autogen_", "config": {"a": '.repeat(2000)],
    [
      '100,000 components',
      `[${'{"provider": "autogen_agentchat.agents.AssistantAgent", "config": {}},'.repeat(100_000)}{}]`,
    ],
    [
      '100,000 nodes',
      `{"x": "n8n-nodes-langchain.", "nodes": [${'{"type": "@n8n/n8n-nodes-langchain.agent", "name": "a", "parameters": {}},'.repeat(50_000)}{}]}`,
    ],
  ])(
    'stands %s',
    async (_name, text) => {
      expect((await detect(agents, {'a.json': text})).assets.length).toBeLessThanOrEqual(2000)
    },
    20_000,
  )

  it('never throws, whatever the files hold', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async value => {
        const inner = JSON.stringify(value)
        await detect(agents, {
          'agent.json': `{"name": "x", "skills": ${inner}, "capabilities": ${inner}, "url": ${inner}}`,
          'a.yaml': `{"agent_class": "LlmAgent", "name": "x", "model": ${inner}, "instruction": ${inner}, "tools": ${inner}}`,
          'b.json': `{"x": "autogen_", "provider": "autogen_agentchat.agents.A", "config": {"name": "n", "model_client": ${inner}, "tools": ${inner}}}`,
          'n.json': `{"nodes": [{"type": "@n8n/n8n-nodes-langchain.lmChatOpenAi", "parameters": ${inner}}, ${inner}]}`,
          'd.yml': `{kind: app, mode: x, app: {name: a}, model_config: ${inner}, workflow: {graph: {nodes: [{data: ${inner}}]}}}\n# kind: app mode:`,
          'f.json': `{"nodes": [{"data": {"category": "Agents", "inputs": ${inner}, "template": "display_name"}}]}`,
          'l.json': `{"data": {"nodes": [{"data": {"node": {"template": ${inner}, "display_name": ${inner}}}}]}, "nodes": 1}`,
          '.roomodes': `{"customModes": ${inner}}`,
          '.continue/config.json': `{"models": ${inner}, "prompts": ${inner}, "rules": ${inner}}`,
          'opencode.json': `{"agent": ${inner}}`,
          'x.af': `{"agents": ${inner}, "llm_config": {}, "system": "x"}`,
        })
      }),
    ))
})
