import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

const nameOf = (key: string): string => key.slice(key.search(/[#/][^#/]*$/) + 1)

async function relations(text: string, path = 'app.py'): Promise<string[]> {
  const {relationships = []} = await detect(code, {[path]: text})
  return relationships.map(({from, kind, to}) => `${nameOf(from)} ${kind} ${nameOf(to)}`).sort()
}

describe('what a function of the program makes', () => {
  it('is the model of the agent that is given it', async () => {
    const text = `from langchain_openai import ChatOpenAI
from langchain.agents import create_react_agent

def make_llm(model):
    return ChatOpenAI(model=model, temperature=0)

agent = create_react_agent(make_llm("gpt-4o"), [])
`
    expect(await relations(text)).toContain('agent depends-on gpt-4o')
  })

  it('is a tool of the agent that is given it', async () => {
    const text = `from agents import Agent, WebSearchTool, FileSearchTool

def search(size):
    return WebSearchTool(search_context_size=size)

triage = Agent(name="triage", model="gpt-4o", tools=[search("low")])
`
    expect(await relations(text)).toContain('triage depends-on WebSearchTool')
  })

  it('is the agent that another one hands over to', async () => {
    const text = `from agents import Agent

def make(text):
    return Agent(name="A", instructions=text)

b = Agent(name="B", handoffs=[make("Book trains for the user.")])
`
    expect(await relations(text)).toContain('B calls A')
  })

  it('has the settings of the call that asks it', async () => {
    const text = `import {openai} from '@ai-sdk/openai'
import {generateText} from 'ai'
function pick(name) {
  return openai(name)
}
await generateText({model: pick('gpt-4o'), temperature: 0.2, prompt: 'Say hello to the user'})
`
    const {assets} = await detect(code, {'app.ts': text})
    expect(assets.find(({kind}) => kind === 'model')?.properties).toEqual({'aibom:model:setting': ['temperature=0.2']})
  })

  it('is another agent than the one that a function without an argument makes', async () => {
    const text = `from agents import Agent

def make(text):
    return Agent(name="A", instructions=text)

c = Agent(name="C", instructions="Answer questions about trains.")
b = Agent(name="B", handoffs=[c])
make("Book trains for the user.")
`
    expect((await relations(text)).filter(one => one.startsWith('B'))).toEqual(['B calls C'])
  })
})
