import {cpSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const report = join(projectRoot, 'test/fixtures/evidence/garak.report.jsonl')
const client = `from openai import OpenAI
client = OpenAI()
def answer(q):
    return client.chat.completions.create(model="gpt-4o-mini-2024-07-18", messages=[{"role": "user", "content": q}])
`
const agent = `from agents import Agent, GuardrailFunctionOutput, input_guardrail
@input_guardrail
async def no_homework(ctx, agent, text):
    return GuardrailFunctionOutput(output_info=None, tripwire_triggered="homework" in text)
desk = Agent(name="Desk", model="gpt-4o-mini-2024-07-18", input_guardrails=[no_homework])
`
const scanner = `${client}from llm_guard import scan_prompt
from llm_guard.input_scanners import PromptInjection
LIMIT = 0.5
scan_prompt([PromptInjection(threshold=LIMIT)], "x")
`
const flows = `define user ask politics
  "who do you vote for"
define flow politics
  user ask politics
  bot refuse
`
const proxy = `model_list:
  - model_name: m
    litellm_params: {model: openai/gpt-4o-mini-2024-07-18}
guardrails:
  - guardrail_name: pii
    litellm_params: {guardrail: presidio, mode: pre_call, default_on: true}
`

/** What changes of a guardrail: file, its text, what is replaced and what by. */
const changes: readonly (readonly [what: string, path: string, text: string, from: string, to: string])[] = [
  ['the code that it is', 'main.py', agent, '"homework" in text', 'False'],
  ['whom it guards', 'main.py', agent, ', input_guardrails=[no_homework]', ''],
  ['a setting that a name holds', 'main.py', scanner, 'LIMIT = 0.5', 'LIMIT = 0.99'],
  ['a file of flows', 'rails/flows.co', flows, 'bot refuse', 'bot agree'],
  ['a setting in a file', 'litellm_config.yaml', proxy, 'default_on: true', 'default_on: false'],
]

describe('evidence of a product whose guardrail changes', () => {
  it.each(changes)(
    'is stale with %s, and not before',
    async (_what, path, text, from, to) => {
      const cwd = temporaryFolder()
      const write = (name: string, content: string): void => {
        mkdirSync(dirname(join(cwd, 'app', name)), {recursive: true})
        writeFileSync(join(cwd, 'app', name), content)
      }
      write('main.py', client)
      write(path, text)
      cpSync(report, join(cwd, 'garak.report.jsonl'))
      const exit = async (...words: readonly string[]): Promise<number | null> => (await aibom(words, {cwd})).exit
      expect(await exit('generate', 'app', '--quiet', '--output', 'app/aibom.cdx.json')).toBe(0)
      expect(await exit('evidence', 'add', 'app/aibom.cdx.json', 'garak.report.jsonl', '--target', 'subject')).toBe(0)
      write(path, `\n${text}`)
      if (path === 'main.py') expect(await exit('evidence', 'status', 'app')).toBe(0)
      write(path, text.replace(from, to))
      expect(await exit('evidence', 'status', 'app')).toBe(1)
    },
    60_000,
  )
})
