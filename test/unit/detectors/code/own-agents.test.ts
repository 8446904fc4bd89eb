import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return placesOf(
    assets.filter(({kind}) => kind === 'agent' || kind === 'mcp-server'),
    path,
  )
}

describe('agents of a program’s own classes', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'a class for settings',
      'a.py',
      ['from .config import SubagentConfig', 'BASH = SubagentConfig(name="bash", system_prompt="You run commands.")'],
      ['2 agent:bash'],
    ],
    [
      'a list of records',
      'a.py',
      ['AGENTS = [{"name": "critic", "system_prompt": "You find faults."}]'],
      ['1 agent:critic'],
    ],
    [
      'one that a team is built with',
      'a.ts',
      ["team.agent('scout', {role: 'You are a scout. Look for new books.', functions: []})"],
      ['1 agent:scout'],
    ],
    [
      'a map by name',
      'a.ts',
      ['export const agents = {critic: {instructions: "You find faults in plans."}}'],
      ['1 agent:critic'],
    ],
    [
      'an object of options',
      'a.ts',
      ['import {SupportAgent} from "./agents"', 'new SupportAgent({name: "desk", instructions: "You help people."})'],
      ['2 agent:desk'],
    ],
    [
      'a class that asks its model',
      'a.ts',
      [
        'import {HumanMessage} from "@langchain/core/messages"',
        'export class PlannerAgent extends BaseAgent<typeof schema> {',
        '  async execute() { return this.invoke([this.prompt.getSystemMessage()]) }',
        '}',
      ],
      ['2 agent:PlannerAgent'],
    ],
  ])('finds %s', async (_name, path, lines, expected) => expect(await found(path, ...lines)).toEqual(expected))

  it.each<[string, string, string[]]>([
    [
      'a class that asks none',
      'a.ts',
      [
        'import {HumanMessage} from "@langchain/core/messages"',
        'class ProxyAgent extends HttpAgent { send() { this.socket.write(1) } }',
      ],
    ],
    ['an agent of connections', 'a.ts', ["pool.agent('https', {keepAlive: true, role: 'client'})"]],
    ['an agent of a browser', 'a.py', ['agent = UserAgent(name="firefox", version=3)']],
    ['settings without a name', 'a.py', ['config = AgentConfig(system_prompt="You help people.")']],
    ['a record without instructions', 'a.py', ['AGENTS = [{"name": "sales", "phone": "555"}]']],
    ['a name known at run time', 'a.py', ['def make(name): return AgentConfig(name=name, system_prompt=text)']],
  ])('is not misled by %s', async (_name, path, lines) => expect(await found(path, ...lines)).toEqual([]))
})

it('an agent that a function makes may be called by a constant of another file', async () => {
  const {assets} = await detect(code, {
    'reddit/agent.py': [
      'from .tools import NAME',
      'import openai',
      'def build(tools):',
      '    return pack_subagent(name=NAME, system_prompt=read("x"), tools=tools)',
    ].join('\n'),
    'reddit/tools.py': 'NAME = "reddit"',
  })
  expect(placesOf(assets, 'reddit/agent.py')).toEqual(['4 agent:reddit'])
})

describe('MCP servers in settings of a program’s own', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'addresses by name',
      'a.ts',
      ['export const MCP_INTEGRATIONS = {', '  notion: {serverUrl: "https://mcp.notion.com/mcp"},', '}'],
      ['2 mcp-server:notion'],
    ],
    [
      'a command with arguments',
      'a.py',
      ['params = ServerParams(command="npx", args=["-y", "@acme/search-mcp"])'],
      ['1 mcp-server:@acme/search-mcp'],
    ],
    [
      'command lines',
      'a.py',
      ['MCP_SERVERS = ["npx -y @acme/search", "uvx acme-files"]'],
      ['1 mcp-server:@acme/search', '1 mcp-server:acme-files'],
    ],
  ])('finds %s', async (_name, path, lines, expected) => expect(await found(path, ...lines)).toEqual(expected))

  it.each<[string, string, string[]]>([
    ['a command of another kind', 'a.py', ['run(command="npx", args=["-y", "create-app"])', 'mcp = 1']],
    ['a page about it', 'a.ts', ['const mcp = {url: "https://docs.acme.dev/mcp-guide"}']],
    ['a command line without it', 'a.py', ['SETUP = ["npx -y create-app"]', 'mcp = 1']],
  ])('finds none in %s', async (_name, path, lines) => expect(await found(path, ...lines)).toEqual([]))
})
