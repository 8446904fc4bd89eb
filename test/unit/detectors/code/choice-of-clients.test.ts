import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function models(path: string, lines: readonly string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return placesOf(
    assets.filter(({kind}) => kind === 'model'),
    path,
  )
}

describe('values that reach several calls', () => {
  it('are those of the call alone where a function gives its argument back', async () => {
    const found = await models('settings.py', [
      'import os',
      'from langchain_openai import OpenAIEmbeddings',
      'def setting(name, default=None):',
      '    value = os.getenv(name)',
      '    if value is None:',
      '        return default',
      '    return value',
      'DATABASE = setting("POSTGRES_DB", "mydatabase")',
      'EMBEDDINGS = setting("EMBEDDINGS_MODEL", "text-embedding-3-small")',
      'client = OpenAIEmbeddings(model=EMBEDDINGS)',
    ])
    expect(found).toEqual(['9 model:openai/text-embedding-3-small'])
  })

  it('are those of the call alone where a function passes its arguments on', async () => {
    const found = await models('settings.py', [
      'import os',
      'from openai import OpenAI',
      'def setting(name, default):',
      '    return os.getenv(name, default)',
      'HOST = setting("HOST", "my-host-3")',
      'OpenAI().chat.completions.create(model=setting("CHAT_MODEL", "gpt-4o-mini"), messages=[])',
    ])
    expect(found).toEqual(['6 model:openai/gpt-4o-mini'])
  })

  it('keep their own vendor where names of several vendors meet in a choice of clients', async () => {
    const found = await models('embed.py', [
      'from langchain_ollama import OllamaEmbeddings',
      'from langchain_aws import BedrockEmbeddings',
      'from langchain_huggingface import HuggingFaceEmbeddings',
      'def embed(provider, model):',
      '    if provider == "ollama": return OllamaEmbeddings(model=model)',
      '    if provider == "aws": return BedrockEmbeddings(model_id=model)',
      '    return HuggingFaceEmbeddings(model_name=model)',
      'embed("ollama", "nomic-embed-text")',
      'embed("aws", "amazon.titan-embed-text-v1")',
      'embed("hf", "sentence-transformers/all-MiniLM-L6-v2")',
    ])
    expect(found).toEqual([
      '8 model:ollama/nomic-embed-text',
      '9 model:bedrock/amazon.titan-embed-text-v1',
      '10 model:huggingface/sentence-transformers/all-MiniLM-L6-v2',
    ])
  })
})

describe('names by what stands around them', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'adapters of diffusion models',
      'const.py',
      ['SD_CONTROLNET_CHOICES = ["acme/control_sd15_canny"]', 'DIFFUSION_MODELS = ["acme/dream-inpainting"]'],
      ['1 model:acme/control_sd15_canny', '2 model:acme/dream-inpainting'],
    ],
    [
      'members of an enumeration of models',
      'schema.py',
      [
        'import torch',
        'class SegmentModel(str, Enum):',
        '    vit_b = "vit_b"',
        '    seg2_tiny = "seg2-tiny"',
        '    seg2_small = "seg2-small"',
        '    seg3_tiny = "seg3-tiny"',
        '    auto = "auto"',
      ],
      ['3 model:vit_b', '4 model:seg2-tiny', '5 model:seg2-small', '6 model:seg3-tiny'],
    ],
    [
      'a task and what does it',
      'page.tsx',
      ['const model = usePipeline("feature-extraction", "Acme/gte-small")'],
      ['1 model:huggingface/Acme/gte-small'],
    ],
    [
      'a variable that a function of the program reads',
      'a.py',
      ['import openai', 'MODEL = get_env_variable("EMBEDDINGS_MODEL", "acme-embed-2")'],
      ['2 model:acme-embed-2'],
    ],
  ])('%s', async (_name, path, lines, expected) => expect(await models(path, lines)).toEqual(expected))

  it.each<[string, string, string[]]>([
    [
      'members of an enumeration of states',
      'a.py',
      ['import torch', 'class StateModel(Enum):', '    open = "open"', '    shut = "shut"'],
    ],
    [
      'members of an enumeration of ways to do something',
      'a.py',
      ['import ollama', 'class RopeScaling(StrEnum):', '    LINEAR = "linear"', '    LLAMA3 = "llama3"'],
    ],
    ['a folder of adapters', 'a.py', ['import torch', 'lora_path = "loras/out"']],
    ['two words of which none is a task', 'a.tsx', ['const model = usePipeline("colour", "Acme/gte-small")']],
  ])('not %s', async (_name, path, lines) => expect(await models(path, lines)).toEqual([]))
})

it('calls an MCP server of a provider no service of models', async () => {
  const {assets} = await detect(code, {'a.ts': 'export const icons = {github: "https://api.githubcopilot.com/mcp/"}'})
  expect(assets.filter(({kind}) => kind === 'service')).toEqual([])
})

it('takes a map of roles for prompts, whatever one of them begins with', async () => {
  const role = 'You are a guide to music. Answer with songs, and name who made them and when they were made.'
  const rest = 'First run the tool that finds what the user needs, then answer from what it gave. '.repeat(3)
  const text = `export const modes = {\na: \`${role}\`,\nb: \`${role} Now.\`,\nc: \`${role} Then.\`,\nd: \`${rest}\`}`
  const {assets} = await detect(code, {'modes.ts': text})
  expect(assets.map(({kind, name}) => `${kind} ${name}`)).toEqual(['prompt a', 'prompt b', 'prompt c', 'prompt d'])
})
