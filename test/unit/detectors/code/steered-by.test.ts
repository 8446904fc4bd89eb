import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function edges(files: Record<string, string>): Promise<string[]> {
  const {relationships = []} = await detect(code, files)
  return relationships.map(({from, to}) => `${from} > ${to}`).sort()
}

const planner = 'You are a planner that breaks work into small steps.'

describe('the prompt of an agent', () => {
  it('is a constant of the same file', async () => {
    const lines = [
      'from agents import Agent',
      `PLAN = """${planner}"""`,
      'planner = Agent(name="planner", instructions=PLAN)',
    ]
    expect(await edges({'a.py': lines.join('\n')})).toEqual(['agent:a.py#planner > prompt:a.py#planner.instructions'])
  })

  it('is a constant of another file, under the name that it has there', async () => {
    const app = [
      'from langgraph.prebuilt import create_react_agent',
      'from texts import PLANNER as P',
      'planner = create_react_agent(model, prompt=P)',
    ]
    const found = await edges({'app.py': app.join('\n'), 'texts.py': `PLANNER = "${planner}"\n`})
    expect(found).toEqual(['agent:app.py#planner > prompt:texts.py#PLANNER'])
  })

  it('may have holes', async () => {
    const text =
      "import {Agent} from '@openai/agents'\nconst a = new Agent({name: 'guide', instructions: `You guide ${name} through the shop.`})\n"
    expect(await edges({'a.ts': text})).toEqual(['agent:a.ts#guide > prompt:a.ts#guide.instructions'])
  })

  it('is that of a class or table of the program', async () => {
    const text = `import openai\nAGENTS = [{"name": "planner", "system_prompt": "${planner}"}]\n`
    expect(await edges({'a.py': text})).toEqual(['agent:a.py#planner > prompt:a.py#planner.system_prompt'])
  })

  it('is not the prompt of another agent', async () => {
    const lines = [
      'from agents import Agent',
      `planner = Agent(name="planner", instructions="${planner}")`,
      'writer = Agent(name="writer", instructions="You write what the planner has planned.")',
    ]
    expect(await edges({'a.py': lines.join('\n')})).toEqual([
      'agent:a.py#planner > prompt:a.py#planner.instructions',
      'agent:a.py#writer > prompt:a.py#writer.instructions',
    ])
  })
})

describe('the tools of an agent', () => {
  const tools = [
    'from langchain_core.tools import tool',
    'from crewai.tools import BaseTool',
    '@tool',
    'def search(q): pass',
    '@tool("look-up")',
    'def other(q): pass',
    'class Fetch(BaseTool):',
    '    name: str = "fetch"',
    'def plain(q): pass',
  ].join('\n')

  it('are functions and classes of other files, under the names that they have there', async () => {
    const app = [
      'from crewai import Agent',
      'from tools import search, other, Fetch, plain',
      'writer = Agent(role="writer", tools=[search, other, Fetch(), plain])',
    ].join('\n')
    expect(await edges({'app.py': app, 'tools.py': tools})).toEqual([
      'agent:app.py#writer > tool:tools.py#fetch',
      'agent:app.py#writer > tool:tools.py#look-up',
      'agent:app.py#writer > tool:tools.py#plain',
      'agent:app.py#writer > tool:tools.py#search',
    ])
  })

  it('are the members of a map', async () => {
    const text = [
      "import {ToolLoopAgent, tool} from 'ai'",
      "const walk = tool({description: 'walk'})",
      "const dog = new ToolLoopAgent({model: 'openai/gpt-4o', tools: {walk}})",
    ].join('\n')
    expect(await edges({'a.ts': text})).toContain('agent:a.ts#dog > tool:a.ts#walk')
  })

  it('lead nowhere where they are made elsewhere', async () => {
    const app = 'from crewai import Agent\nfrom kit import make\nwriter = Agent(role="writer", tools=[make("x")])\n'
    expect(await edges({'app.py': app})).toEqual([])
  })
})
