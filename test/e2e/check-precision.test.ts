import {describe, expect, it} from 'vitest'
import {aibom} from '../support/run.ts'
import {folderOf} from '../support/threats.ts'

/** 28 November 2026, when the models below are retired. */
const env = {SOURCE_DATE_EPOCH: '1795824000'}

/** Names of models, servers and packages that a source holds and does not use. */
const lookAlikes: Readonly<Record<string, string>> = {
  'tables.py': `from openai import OpenAI

DEPRECATED_MODELS: frozenset[str] = frozenset({"gpt-4-32k", "gpt-4-vision-preview"})
RETIRED_MODELS = ["claude-2.0", "claude-2.1"]
reasoning_models = {"o1", "o1-preview"}
SUPPORTED_MODELS = {"llama", "qwen2", "qwen3"}
IMAGE_ONLY_MODELS = {"imagen-3.0-generate-002": "pictures", "dall-e-3": "pictures"}


class StyleModelLoader:
    CATEGORY = "conditioning/style_model"
`,
  'names.ts': 'import OpenAI from "openai"\nexport const retiredModels = new Set(["gpt-4-32k"])\n',
  'openapi.yaml': `openapi: 3.0.0
info: {title: Chat, version: "1"}
paths:
  /chat:
    post:
      x-example: |
        {"model": "davinci-002", "messages": [{"role": "user", "content": "Hello"}]}
`,
  'src/mock/models.ts': 'import OpenAI from "openai"\nexport const model = "gpt-4-32k"\n',
  'tests/test_tools.py': `from langchain_core.tools import tool


@tool
def calculator(expression: str) -> str:
    """Calculate."""
    return str(eval(expression))
`,
  '.mcp.json': JSON.stringify({
    mcpServers: {docs: {command: 'npx', args: ['-y', 'acme-docs'], env: {DOCS_TOKEN: '${T}'}, disabled: true}},
  }),
  'push.py': 'from transformers import Trainer\n\ntrainer = Trainer()\ntrainer.push_to_hub(**options)\n',
  'requirements.txt': 'fastai==2.7.0\nktransformers==0.2.0\n',
}

describe('aibom check', () => {
  it('reports nothing of what a source names and does not use', async () => {
    const cwd = folderOf(lookAlikes)
    const {findings} = JSON.parse((await aibom(['check', '--no-baseline', '--json'], {cwd, env})).stdout)
    expect(findings.map(({message}: {message: string}) => message)).toEqual([])
  })

  it('shows a model where it is used, not where it is only named', async () => {
    const used = 'from openai import OpenAI\n\nOpenAI().completions.create(model="gpt-4-32k", prompt="Hello")\n'
    const cwd = folderOf({...lookAlikes, 'use.py': used})
    const {findings} = JSON.parse((await aibom(['check', '--no-baseline', '--json'], {cwd, env})).stdout)
    const retired = findings.filter(({rule}: {rule: string}) => rule === 'AIB251')
    expect(retired.map(({place}: {place: object}) => place)).toEqual([{path: 'use.py', line: 3}])
  })
})
