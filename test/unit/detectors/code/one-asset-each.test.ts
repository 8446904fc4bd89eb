import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

async function found(files: Files): Promise<string[]> {
  const {assets} = await detect(code, files)
  return assets
    .filter(({evidence}) => evidence.some(({level}) => level !== 'mentioned'))
    .map(({id, evidence}) => `${evidence[0]?.line} ${id}`)
    .sort()
}

const begin = 'You are a careful librarian who answers questions on the catalogue and never guesses a shelf.'
const more = 'When the user asks for a book that is lent, say when it is expected back, and offer to reserve it.'

describe('a prompt that grows', () => {
  it.each<[path: string, source: string]>([
    [
      'p.go',
      `package p\nfunc P(b bool) string {\nprompt := \`${begin}\`\nif b {\nprompt += \`${more}\`\n}\nreturn prompt\n}`,
    ],
    ['P.cs', `class P {\nstring M() {\nvar prompt = "${begin}";\nprompt += "${more}";\nreturn prompt;\n}\n}`],
    ['P.java', `class P {\nString m() {\nString prompt = "${begin}";\nprompt += "${more}";\nreturn prompt;\n}\n}`],
    ['p.kt', `class P {\nfun m(): String {\nvar prompt = "${begin}"\nprompt += "${more}"\nreturn prompt\n}\n}`],
    [
      'p.rs',
      `struct P;\nfn m() -> String {\nlet mut prompt = "${begin}".to_string();\nprompt += "${more}";\nprompt\n}`,
    ],
    ['p.php', `<?php\nfunction m() {\n$prompt = "${begin}";\n$prompt .= "${more}";\nreturn $prompt;\n}`],
    ['p.rb', `class P\ndef m\nprompt = "${begin}"\nprompt += "${more}"\nprompt\nend\nend`],
    ['p.swift', `class P {\nfunc m() -> String {\nvar prompt = "${begin}"\nprompt += "${more}"\nreturn prompt\n}\n}`],
    ['p.py', `class P:\n  def m(self):\n    prompt = "${begin}"\n    prompt += "${more}"\n    return prompt`],
  ])('%s: what is added is a part of it', async (path, source) => {
    expect(await found({[path]: source})).toEqual([`3 prompt:${path}#prompt`])
  })

  it.each<[what: string, source: string]>([
    ['what is added to one of another place', `prompt = load("chat")\n    prompt += "${more}"\n    return prompt`],
    ['a few words behind it', `return Agent(system_prompt=f"{base}\\n\\nToday is {date}, in UTC.")`],
  ])('is told where it begins, not by %s', async (_what, source) => {
    expect(await found({'a.py': `import openai\ndef make(base, date):\n    ${source}`})).toEqual([])
  })

  it('is told where its parts are written, not where they are joined', async () => {
    const source = `import OpenAI from 'openai'
const basePrompt = '${begin}'
export function ask(customPrompt) {
  let systemPrompt = basePrompt
  if (customPrompt) systemPrompt = customPrompt + '\\n\\n' + basePrompt
  return send([{role: 'system', content: systemPrompt}, {role: 'system', content: customPrompt + basePrompt}])
}`
    expect(await found({'a.js': source})).toEqual(['2 prompt:a.js#basePrompt'])
  })

  it('takes in lines of a list that functions give', async () => {
    const source = `import openai\ndef style_prompt(kind):\n    if kind == "low":\n        return "- Use lower case letters for every tag that you write."\n    return ""`
    expect(await found({'a.py': source})).toEqual([])
  })

  it('is one in each function', async () => {
    const source = `package p\nfunc A() string {\nprompt := ""\nprompt += \`${begin}\`\nprompt += \`${more}\`\nreturn prompt\n}\nfunc B() string {\nprompt := ""\nprompt += \`${begin} Be brief.\`\nreturn prompt\n}`
    expect(await found({'p.go': source})).toEqual(['10 prompt:p.go#prompt#2', '4 prompt:p.go#prompt'])
  })

  it('is none where it is a hint of a page', async () => {
    const source = `import OpenAI from 'openai'\nexport const FULL_PROMPT_TOOLTIP_TEXT = 'This is the full prompt that is sent to the LLM when you invoke this action.'`
    expect(await found({'a.tsx': source})).toEqual([])
  })

  it('of another file stands there once, whatever field it passes through', async () => {
    const files = {
      'rules.ts': `import {COLD} from './texts'\nimport OpenAI from 'openai'\nexport const rules = {cold: {name: 'x', instructions: COLD}}`,
      'use.ts': `import OpenAI from 'openai'\nimport {rules} from './rules'\nconst instructions = rules.cold.instructions\nnew OpenAI().responses.create({model: 'gpt-4o', instructions})`,
      'texts.ts': `import OpenAI from 'openai'\nexport const COLD = \`${begin}\``,
    }
    expect((await found(files)).filter(id => id.includes('prompt:'))).toEqual(['2 prompt:texts.ts#COLD'])
  })
})

describe('models in tables', () => {
  it('are none of a file that says what they cost', async () => {
    const source = `import OpenAI from 'openai'\nexport const OPENROUTER_MODEL_BY_MODEL = {'gpt-4o': 'openai/gpt-4o', 'gpt-4.1': 'openai/gpt-4.1'}\nexport const models = ['gpt-4o']`
    expect(await found({'llms/supported-model-pricing.ts': source})).toEqual([])
    expect(await found({'llms/supported-models.ts': source})).not.toEqual([])
  })

  it('are none of a list that a function only looks through', async () => {
    const asked = `import OpenAI from 'openai'
function known(model) {
  const openaiModels = ['gpt-4o', 'gpt-4.1']
  return openaiModels.some(one => model.includes(one))
}`
    expect(await found({'a.js': asked})).toEqual([])
    const given = asked.replace('return openaiModels.some', 'offer(openaiModels)\n  return openaiModels.some')
    expect(await found({'a.js': given})).toEqual(['3 model:openai/gpt-4.1', '3 model:openai/gpt-4o'])
  })

  it('are one under two names, of which the second is sent', async () => {
    const source = `import anthropic\nLATEST_MODELS = {"claude-sonnet-4-0": "claude-sonnet-4-20250514", "claude-opus-4-0": "claude-opus-4-20250514"}`
    expect(await found({'m.py': source})).toEqual([
      '2 model:anthropic/claude-opus-4-20250514',
      '2 model:anthropic/claude-sonnet-4-20250514',
    ])
  })
})

describe('names by which a program calls models for short', () => {
  const table = `import replicate\nMODEL_IDS = {"flux_2_klein": "acme/flux-2-klein-4b"}\n`

  it('are none beside the ids that they stand for', async () => {
    expect(await found({'a.py': `${table}models = ["flux_2_klein"]\n`})).toEqual(['2 model:acme/flux-2-klein-4b'])
    const imported = table
      .replace('"acme/flux-2-klein-4b"', 'KLEIN')
      .replace('replicate', 'replicate\nfrom ids import KLEIN')
    expect(
      await found({'a.py': `${imported}models = ["flux_2_klein"]\n`, 'ids.py': 'KLEIN = "acme/klein-4b"'}),
    ).toEqual([])
  })

  it('are models where nothing stands behind them', async () => {
    expect(await found({'a.py': 'import replicate\nmodels = ["flux_2_klein"]\n'})).toEqual(['2 model:flux_2_klein'])
  })
})

describe('a template of messages', () => {
  const template = (name: string, system: string): string =>
    `${name} = ChatPromptTemplate.from_messages([("system", ${system}), ("human", "Document: {document} Question: {question}")])`
  const graded = (name: string, text: string): string => `system = "${text}"\n${template(name, 'system')}\n`
  const library = 'from langchain_core.prompts import ChatPromptTemplate\n'

  it('is one prompt with a text under a name that says little, each time that name is given another', async () => {
    const source = `${library}${graded('grade_prompt', begin)}${graded('answer_prompt', more)}`
    expect(await found({'a.py': source})).toEqual(['2 prompt:a.py#grade_prompt', '4 prompt:a.py#answer_prompt'])
  })

  it('is none beside a prompt that it only hands the question to', async () => {
    const source = `${library}LIBRARIAN_PROMPT = "${begin}"\n${template('prompt', 'LIBRARIAN_PROMPT')}`
    expect(await found({'a.py': source})).toEqual(['2 prompt:a.py#LIBRARIAN_PROMPT'])
  })
})

describe('what only a run decides', () => {
  it.each([
    [
      'a tool that an adapter makes',
      'from langchain_core.tools import Tool\nclass A:\n  def to(self):\n    return Tool(name=self.name, func=self.run)',
    ],
    [
      'the weights of any folder',
      'import torch\ndef show(folder):\n    model_path = os.path.join(folder, "model.safetensors")',
    ],
    [
      'a vector store in a folder',
      'from qdrant_client import QdrantClient\ndef store(folder):\n    return QdrantClient(path=folder)',
    ],
    ['a page at any address', 'import gradio_client\ndef ask(url):\n    return gradio_client.Client(url)'],
  ])('is no asset: %s', async (_what, source) => expect(await found({'a.py': source})).toEqual([]))
})

describe('names that blocks declare', () => {
  const cases = [
    "case 'a': {\nconst name = m || 'gpt-5-mini'\nreturn createOpenAI()(name)\n}",
    "case 'b': {\nconst name = m\nreturn createAzure()(name)\n}",
    "case 'c': {\nconst name = m || 'gemini-2.5-pro'\nreturn createVertex()(name)\n}",
  ]

  it('are not seen by the other cases', async () => {
    const source = `import {createOpenAI} from '@ai-sdk/openai'\nimport {createAzure} from '@ai-sdk/azure'\nimport {createVertex} from '@ai-sdk/google-vertex'\nfunction f(p, m) {\nswitch (p) {\n${cases.join('\n')}\n}\n}`
    expect((await found({'a.ts': source})).filter(id => id.includes('model:'))).toEqual([
      '15 model:vertex-ai/gemini-2.5-pro',
      '7 model:openai/gpt-5-mini',
    ])
  })

  it('hide what was declared around them', async () => {
    const source = `import {createAzure} from '@ai-sdk/azure'\nfunction f(a) {\nlet name = 'gpt-5-mini'\nif (a) {\nconst name = 'gpt-4.1'\nreturn createAzure()(name)\n}\n}`
    expect((await found({'a.ts': source})).filter(id => id.includes('model:azure'))).toEqual([
      '5 model:azure-openai/gpt-4.1',
    ])
    const assigned = source.replace('const name', 'name')
    expect((await found({'a.ts': assigned})).filter(id => id.includes('model:azure'))).toHaveLength(2)
  })
})

describe('files of weights', () => {
  it('may have the separators of Windows', async () => {
    const source = String.raw`class M { static readonly OnnxModel Fish = Register("Fish", @"Assets\Model\Fish\fish.onnx"); }`
    expect(await found({'M.cs': source})).toEqual(['1 weights:Assets/Model/Fish/fish.onnx'])
  })

  it('are none by the ending of a name alone', async () => {
    const source =
      'class M { void A() { var path = Path.Combine(model.CachePath, "trt", "_ctx.onnx"); Open(".onnx"); } }'
    expect(await found({'M.cs': source})).toEqual([])
  })
})

describe('what stands beside models and prompts', () => {
  it.each<[what: string, path: string, source: string, ids: string[]]>([
    [
      'the name that a program has for a repository',
      'm.py',
      'import llama_cpp\nMODELS = {"Gemma": {"repo_id": "google/gemma-2b-it", "model_name": "gemma-2b-it"}}',
      ['2 model:huggingface/google/gemma-2b-it'],
    ],
    [
      'families',
      'm.ts',
      "import ollama from 'ollama'\nfunction useModels() {\nconst EMBEDDING_MODEL_FAMILY_LIST = ['nomic-bert', 'other-bert-2']\n}",
      [],
    ],
    [
      'what is said to a user who gets no answer',
      'p.py',
      'import openai\nFALLBACK_PROMPT = "Sorry, I could not find anything on your question in the documents that you have given to me."',
      [],
    ],
    [
      'agents of a page in another language',
      'src/i18n/locales/ko.ts',
      "export default {agent: {editor: {name: 'Name', systemPrompt: 'The system prompt that steers what the agent says'}}}",
      [],
    ],
  ])('%s is none', async (_what, path, source, ids) => {
    expect(await found({[path]: source})).toEqual(ids)
  })
})
