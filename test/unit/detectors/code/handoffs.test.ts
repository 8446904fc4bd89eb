import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function calls(text: string, path = 'app.py'): Promise<string[]> {
  const {relationships = []} = await detect(code, {[path]: text})
  return relationships
    .flatMap(({from, to, kind}) =>
      kind === 'calls' && to.startsWith('agent:') ? [`${nameOf(from)} > ${nameOf(to)}`] : [],
    )
    .sort()
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf('#') + 1)

describe('agents that an agent hands over to', () => {
  const two = 'from agents import Agent, handoff\na = Agent(name="A", instructions="Book trains for the user.")\n'

  it.each([
    ['in its options', `${two}b = Agent(name="B", handoffs=[a])\n`],
    ['wrapped', `${two}b = Agent(name="B", handoffs=[handoff(agent=a)])\n`],
    ['added later', `${two}b = Agent(name="B", handoffs=[])\nb.handoffs.append(a)\n`],
    ['a list added later', `${two}b = Agent(name="B", handoffs=[])\nb.handoffs.extend([handoff(a)])\n`],
    ['assigned later', `${two}b = Agent(name="B", handoffs=[])\nb.handoffs = [a]\n`],
  ])('%s', async (_name, text) => expect(await calls(text)).toEqual(['B > A']))

  it('are told of teams', async () => {
    const text =
      'from google.adk.agents import Agent\nsub = Agent(name="sub", model="gemini-2.0-flash")\nroot = Agent(name="root", model="gemini-2.0-flash", sub_agents=[sub])\n'
    expect(await calls(text)).toEqual(['root > sub'])
  })

  it('are none where the list holds something else', async () => {
    expect(await calls(`${two}b = Agent(name="B", handoffs=[])\nb.history.append(a)\nqueue.append(a)\n`)).toEqual([])
  })
})
