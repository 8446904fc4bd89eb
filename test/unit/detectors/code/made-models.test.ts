import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

/** Where each asset stands, as `line kind name`. */
async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return assets.flatMap(({kind, name, evidence}) => evidence.map(({line}) => `${line} ${kind} ${name}`)).sort()
}

describe('models that a class or an enumeration of the program makes', () => {
  it('are their ids, beside what people read', async () => {
    const lines = [
      'val fast = AcmeGPTModel("o3-mini", "o3-mini", Icons.OpenAI)',
      'val all = listOf(AcmeGPTModel("GPT-4o", "gpt-4o", FREE), AcmeGPTModel("DeepSeek R1", "deepseek-r1", FREE))',
      'val more = listOf(AcmeGPTModel("GPT-4o mini", "gpt-4o-mini", FREE), AcmeGPTModel("Solar", "solar-7", FREE))',
    ]
    expect(await found('Models.kt', ...lines)).toEqual([
      '1 model o3-mini',
      '2 model deepseek-r1',
      '2 model gpt-4o',
      '3 model gpt-4o-mini',
      '3 model solar-7',
    ])
  })

  it('are none where a module has nothing to do with models', async () => {
    expect(await found('Shop.kt', 'val car = CarModel("T 4", "t-4")', 'val other = CarModel("X 5", "x-5")')).toEqual([])
  })

  it.each([
    [
      'Java',
      'HubModel.java',
      [
        'public enum HubModel {',
        '  SMALL(7, "Llama-3-8B-Instruct-GGUF", "llama-3-8b.Q4_K_M.gguf", "acme-community"),',
        '  OTHER(7, "Qwen2.5-7B-GGUF", "qwen2.5-7b-q6_k.gguf"),',
        '  THIRD(7, "Mistral-7B-v0.1-GGUF", "mistral-7b-v0.1.gguf");',
        '}',
      ],
    ],
    [
      'Kotlin',
      'HubModel.kt',
      [
        'enum class HubModel(val bits: Int, val repo: String, val file: String) {',
        '  SMALL(7, "Llama-3-8B-Instruct-GGUF", "llama-3-8b.Q4_K_M.gguf"),',
        '  OTHER(7, "Qwen2.5-7B-GGUF", "qwen2.5-7b-q6_k.gguf"),',
        '  THIRD(7, "Mistral-7B-v0.1-GGUF", "mistral-7b-v0.1.gguf")',
        '}',
      ],
    ],
  ])('are files of weights in the members of an enumeration of %s', async (_language, path, lines) => {
    expect((await found(path, ...lines)).filter(one => !one.includes(' model '))).toEqual([
      '2 weights llama-3-8b.Q4_K_M.gguf',
      '3 weights qwen2.5-7b-q6_k.gguf',
      '4 weights mistral-7b-v0.1.gguf',
    ])
    expect((await found(path, ...lines)).filter(one => one.includes('community'))).toEqual([])
  })
})

describe('records of a catalogue of models', () => {
  const catalogue = (url: string): string[] => [
    'ML_MODELS = [',
    `    {"id": 1, "name": "scene_tags", "url": "${url}"},`,
    ']',
  ]

  it('name what they load, packed or not', async () => {
    expect(
      await found('ml_models.py', 'import torch', ...catalogue('https://acme.dev/releases/scenes.tar.gz')),
    ).toEqual(['3 model scene_tags', '3 weights scenes.tar.gz'])
  })

  it('name nothing where they lead to a page', async () => {
    expect(await found('ml_models.py', 'import torch', ...catalogue('https://acme.dev/scenes'))).toEqual([])
  })
})

describe('addresses with a place to fill in', () => {
  it.each(['{your-resource}', '<resource>', '%s'])('lead to the provider: %s', async hole => {
    const line = `url = "https://${hole}.openai.azure.com/openai/deployments/x"`
    expect(await found('a.py', 'import openai', line)).toEqual(['2 service azure-openai'])
  })

  it('lead to nobody where the whole host is to be filled in', async () => {
    expect(await found('a.py', 'import openai', 'url = "https://{host}/v1/chat"')).toEqual([])
  })
})

describe('prompts that are offered under a title', () => {
  const text = 'Reduce {} to half its length, keep the main ideas, and return only the shortened text.'

  it('are told by the model beside them, or by their first words', async () => {
    const lines = [
      'export const commands: Command[] = [',
      `  {title: 'Shorten', content: '${text}', modelKey: ''},`,
      "  {name: 'Tutor', content: 'You are a patient tutor who explains things to beginners.'},",
      ']',
    ]
    expect((await found('commands.ts', ...lines)).map(one => one.slice(0, 8))).toEqual(['2 prompt', '3 prompt'])
  })

  it('are none in articles and in turns of a conversation', async () => {
    const lines = [
      `const post = {title: 'Shorten', content: '${text}'}`,
      `const turn = {role: 'user', title: 'x', content: '${text}', model: 'gpt-4o'}`,
    ]
    expect((await found('posts.ts', ...lines)).filter(one => one.includes('prompt'))).toEqual([])
  })
})

it('finds a constant that is called like the model that it holds', async () => {
  const lines = [
    'export const NOMIC_EMBED_TEXT = "nomic-embed-text"',
    'export const SOME_OTHER_TEXT = "some-other-text"',
  ]
  expect(await found('constants.ts', "import OpenAI from 'openai'", ...lines)).toEqual(['2 model nomic-embed-text'])
})

it('finds the service of Azure that a client of LangChainGo is set to', async () => {
  const lines = [
    'package main',
    'import "github.com/tmc/langchaingo/llms/openai"',
    'func f() { return openai.New(openai.WithAPIType(openai.APITypeAzure)) }',
  ]
  expect(await found('main.go', ...lines)).toContain('3 service azure-openai')
})
