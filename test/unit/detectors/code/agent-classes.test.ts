import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

/** Where each asset stands, as `line kind name`, and how they are joined. */
async function found(files: Files): Promise<{assets: string[]; relations: string[]}> {
  const {assets, relationships = []} = await detect(code, files)
  return {
    assets: assets.flatMap(({kind, name, evidence}) => evidence.map(({line}) => `${line} ${kind} ${name}`)).sort(),
    relations: relationships.map(({from, to}) => `${from} > ${to}`).sort(),
  }
}

describe('agents of RubyLLM', () => {
  it('are told by what their class says of itself', async () => {
    const lines = [
      'class SupportAgent < RubyLLM::Agent',
      '  model "gpt-5-nano"',
      '  instructions "You are a concise support assistant for orders."',
      '  tools SearchDocs, LookUpAccount',
      'end',
      'class WorkAgent < RubyLLM::Agent',
      '  instructions { "You help people with their work and answer briefly." }',
      'end',
    ]
    const {assets, relations} = await found({'support.rb': lines.join('\n')})
    expect(assets).toEqual([
      '1 agent SupportAgent',
      '2 model gpt-5-nano',
      '3 prompt SupportAgent.system',
      '6 agent WorkAgent',
      '7 prompt WorkAgent.system',
    ])
    expect(relations).toEqual([
      'agent:support.rb#SupportAgent > model:openai/gpt-5-nano',
      'agent:support.rb#SupportAgent > prompt:support.rb#SupportAgent.system',
      'agent:support.rb#WorkAgent > prompt:support.rb#WorkAgent.system',
    ])
  })

  it('are none of other classes', async () => {
    const lines = ['class Ticket < ApplicationRecord', '  validates :model', '  scope :open', 'end']
    expect(await found({'ticket.rb': lines.join('\n')})).toMatchObject({assets: []})
  })
})

describe('agents of Laravel', () => {
  it('are told by their interface and attributes', async () => {
    const lines = [
      '<?php',
      'use Laravel\\Ai\\Attributes\\Model;',
      'use Laravel\\Ai\\Attributes\\Provider;',
      'use Laravel\\Ai\\Contracts\\Agent;',
      'use Laravel\\Ai\\Enums\\Lab;',
      '#[Provider(Lab::Anthropic)]',
      "#[Model('claude-haiku-4-5')]",
      'class SalesCoach implements Agent {',
      "  public function instructions(): string { return 'You are a sales coach who gives feedback on every call.'; }",
      '}',
    ]
    expect((await found({'SalesCoach.php': lines.join('\n')})).assets).toEqual([
      '6 agent SalesCoach',
      '6 service anthropic',
      '7 model claude-haiku-4-5',
      '9 prompt instructions',
    ])
  })

  it('are made by a function that is imported as one', async () => {
    const lines = [
      '<?php',
      'use function Laravel\\Ai\\agent;',
      "$expert = agent(instructions: 'You are an expert at software who answers briefly.', tools: []);",
    ]
    expect((await found({'use.php': lines.join('\n')})).assets).toEqual(['3 agent expert', '3 prompt instructions'])
  })
})

describe('prompts of Genkit in Go', () => {
  it('are told with their models, services and tools', async () => {
    const lines = [
      'package main',
      'import (',
      '  "github.com/firebase/genkit/go/ai"',
      '  "github.com/firebase/genkit/go/genkit"',
      '  "github.com/firebase/genkit/go/plugins/googlegenai"',
      ')',
      'func main() {',
      '  g := genkit.Init(ctx, genkit.WithPlugins(&googlegenai.GoogleAI{}), genkit.WithDefaultModel("googleai/gemini-2.5-flash"))',
      '  genkit.DefinePrompt(g, "greeting",',
      '    ai.WithModelName("googleai/gemini-2.5-pro"),',
      '    ai.WithSystem("You are a friendly host who greets every guest."),',
      '    ai.WithPrompt("Say hello to {{name}} and ask how the journey was."))',
      '  genkit.DefineTool(g, "getWeather", "Gets the weather of a city", weather)',
      '}',
    ]
    expect((await found({'main.go': lines.join('\n')})).assets).toEqual([
      '10 model gemini-2.5-pro',
      '11 prompt main.system',
      '12 prompt main.template',
      '13 tool getWeather',
      '8 model gemini-2.5-flash',
      '8 service google-gemini',
    ])
  })
})

describe('guardrails of an agent', () => {
  const guard = [
    'from agents import input_guardrail, InputGuardrail',
    '@input_guardrail',
    'async def no_math(ctx, agent, given):',
    '    return None',
    'polite = InputGuardrail(guardrail_function=check, name="polite")',
    'async def unrelated(): pass',
  ].join('\n')

  it('are joined with it from other files', async () => {
    const app =
      'from agents import Agent\nfrom guard import no_math, polite, unrelated\ntutor = Agent(name="tutor", instructions="Help students with their homework.", input_guardrails=[no_math, polite, unrelated])\n'
    expect((await found({'guard.py': guard, 'app.py': app})).relations).toEqual([
      'agent:app.py#tutor > guardrail:guard.py#no_math',
      'agent:app.py#tutor > guardrail:guard.py#polite',
      'agent:app.py#tutor > prompt:app.py#tutor.instructions',
    ])
  })
})
