import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

/** Where each asset stands, as `line kind name`. */
async function found(path: string, ...lines: string[]): Promise<string[]> {
  const files: Files = {[path]: lines.join('\n')}
  const {assets} = await detect(code, files)
  return assets.flatMap(({kind, name, evidence}) => evidence.map(({line}) => `${line} ${kind} ${name}`)).sort()
}

describe('enumerations of models', () => {
  it('reads what attributes call the variants of a Rust enumeration', async () => {
    const lines = [
      'pub enum ChatModel {',
      '  #[strum(serialize = "claude-sonnet-4-latest")]',
      '  #[serde(rename = "claude-sonnet-4-latest")]',
      '  Sonnet,',
      '  #[serde(rename = "o4-mini")]',
      '  Mini,',
      '}',
      'pub enum Color {',
      '  #[serde(rename = "dark-red")]',
      '  Red,',
      '}',
    ]
    expect(await found('src/models.rs', ...lines)).toEqual(['2 model claude-sonnet-4-latest', '5 model o4-mini'])
  })

  it('takes members of no known family among those that everybody knows', async () => {
    const lines = [
      '<?php',
      'enum HostedModel: string {',
      "  case A = 'grok-4';",
      "  case B = 'gpt-5-mini';",
      "  case C = 'claude-sonnet-4-5';",
      "  case D = 'acme-picture-pro';",
      "  case E = 'acme/vision-2';",
      '}',
    ]
    expect(await found('app/HostedModel.php', ...lines)).toEqual([
      '3 model grok-4',
      '4 model gpt-5-mini',
      '5 model claude-sonnet-4-5',
      '6 model acme-picture-pro',
      '7 model acme/vision-2',
    ])
    const other = ['<?php', 'enum CarModel: string {', "  case A = 'civic-9';", "  case B = 'golf-7';", '}']
    expect(await found('app/CarModel.php', ...other)).toEqual([])
  })

  it('reads the records that functions make, and constants of libraries in conversions', async () => {
    const records = [
      'const PROVIDER_MODELS = {',
      '  openai: [toModel("openai", {id: "o3", name: "o3", reasoning: true})],',
      '}',
    ]
    expect(await found('src/models.ts', 'import OpenAI from "openai"', ...records)).toEqual(['3 model o3'])
    const constant = [
      'package main',
      'import openaiClient "github.com/sashabaranov/go-openai"',
      'func f(config Config) { config.EmbeddingModel = string(openaiClient.LargeEmbedding3) }',
    ]
    expect(await found('main.go', ...constant)).toEqual(['3 model text-embedding-3-large'])
  })

  it('reads an id beside nothing but its own key, and one behind the prefix of a gateway', async () => {
    const lines = [
      'import openai',
      'LLMS = {"claude": {"spec": {"model_name": "claude-3-5-sonnet-20240620", "api_key": "x"}}}',
      'MODELS = {"A": {"id": "google-ai-studio/gemini-3-pro-preview"}, "B": {"id": "@cf/meta/llama-3.1-8b-instruct"}}',
    ]
    expect(await found('settings.py', ...lines)).toEqual([
      '2 model claude-3-5-sonnet-20240620',
      '3 model @cf/meta/llama-3.1-8b-instruct',
      '3 model gemini-3-pro-preview',
    ])
  })
})

describe('paths and wrappers', () => {
  it('reads weights behind an unknown folder, packed ones of a repository, and what a wrapper is given', async () => {
    const lines = [
      'import os, llama_cpp',
      'LLM_PATH: str = os.path.join(current_dir, "models/acme-7b-f16.gguf")',
      'loaders = {"a": lambda: EmbeddingsWrapper("acme/sentences")}',
      'url = "https://huggingface.co/acme/asr-models/resolve/main/tiny-en.zip"',
    ]
    expect(await found('settings.py', ...lines)).toEqual([
      '2 weights acme-7b-f16.gguf',
      '3 model sentences',
      '4 model asr-models',
      '4 weights tiny-en.zip',
    ])
  })
})

describe('addresses under the name of a model', () => {
  it('are of the repository and of its file, however the repository is called', async () => {
    const lines = ['import openai', 'vad_model_url = "https://huggingface.co/acme/vad.cpp/resolve/main/silero-v6.bin"']
    expect(await found('settings.py', ...lines)).toEqual(['2 model vad.cpp', '2 weights silero-v6.bin'])
  })

  it('tell a server by the name that its address has', async () => {
    const lines = [
      'package main',
      'const liteLLMBaseURL = "http://localhost:4000/v1"',
      'const model, prompt = "gpt-4o", ""',
    ]
    expect(await found('llm.go', ...lines)).toContain('2 service litellm')
  })
})

describe('services by what a client is given', () => {
  it('calls a client of one protocol by its own provider, whatever address it is given', async () => {
    const go = [
      'package main',
      'import (',
      '  "github.com/anthropics/anthropic-sdk-go"',
      '  "github.com/anthropics/anthropic-sdk-go/option"',
      ')',
      'func f(url string) { anthropic.NewClient(option.WithBaseURL(url)) }',
    ]
    expect(await found('main.go', ...go)).toEqual(['6 service anthropic'])
    const python = ['from openai import AsyncOpenAI', 'client = AsyncOpenAI(base_url=settings.OPENAI_BASE_URL)']
    expect(await found('main.py', ...python)).toEqual(['2 service openai'])
    const other = ['from openai import AsyncOpenAI', 'client = AsyncOpenAI(base_url=settings.base_url)']
    expect(await found('main.py', ...other)).toEqual(['2 service openai-compatible'])
  })

  it('lists the provider of a record that holds its credential', async () => {
    const lines = [
      '<?php',
      'return [',
      "  'anthropic' => ['driver' => 'anthropic', 'key' => env('ANTHROPIC_API_KEY')],",
      "  'mail' => ['driver' => 'smtp', 'key' => env('MAIL_KEY')],",
      '];',
    ]
    expect(await found('config/ai.php', ...lines)).toEqual(['3 service anthropic'])
  })
})

it('looks at the members of an enumeration once, however many there are', async () => {
  const members = Array.from({length: 12_000}, (_, at) => `    m${at} = "segment_part_${at % 7 === 0 ? 'b' : 'c'}"`)
  const lines = ['import openai', 'class SegmentModel(str, Enum):', '    a = "sam2-2"', ...members]
  const {assets} = await detect(code, {'a.py': lines.join('\n')})
  expect(assets.filter(({name}) => name.startsWith('segment_part'))).toEqual([])
}, 60_000)
