import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function services(text: string): Promise<string[]> {
  const {assets} = await detect(code, {'app.py': text})
  return assets.flatMap(({kind, name}) => (kind === 'service' ? [name] : [])).sort()
}

describe('the service that a library calls for a model', () => {
  it.each([
    [
      'pydantic-ai, by prefix',
      'from pydantic_ai import Agent\nagent = Agent("anthropic:claude-sonnet-4-5")\n',
      ['anthropic'],
    ],
    ['openai-agents, by the name', 'from agents import Agent\na = Agent(name="A", model="gpt-4o-mini")\n', ['openai']],
    [
      'litellm, by prefix',
      'import litellm\nlitellm.completion(model="groq/llama-3.1-8b-instant", messages=[])\n',
      ['groq'],
    ],
    [
      'an address that is stated goes first',
      'import litellm\nlitellm.completion(model="gpt-4o", api_base="https://api.groq.com/openai/v1")\n',
      ['groq'],
    ],
    ['none for a model that nobody hosts by that name', 'from pydantic_ai import Agent\nagent = Agent("test")\n', []],
  ])('%s', async (_name, text, expected) => expect(await services(text)).toEqual(expected))
})
