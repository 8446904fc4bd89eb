import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return assets
    .filter(
      ({kind, evidence}) =>
        (kind === 'model' || kind === 'weights') && evidence.some(({level}) => level !== 'mentioned'),
    )
    .map(({kind, group, name}) => `${kind} ${group === undefined ? '' : `${group}/`}${name}`)
    .sort()
}

describe('what a catalogue calls its models', () => {
  it('is the id that a service knows, not the constant that a Go map has as key', async () => {
    const lines = [
      'package models',
      'const (',
      '\tAzureGPT41 ModelID = "azure.gpt-4.1"',
      ')',
      'var AzureModels = map[ModelID]Model{',
      '\tAzureGPT41: {ID: AzureGPT41, Name: "GPT 4.1 of Azure", APIModel: "gpt-4.1"},',
      '}',
    ]
    expect(await found('models.go', ...lines)).toEqual(['model gpt-4.1'])
  })

  it('is what a function gives, also where its list is asked for a member elsewhere', async () => {
    const lines = [
      'enum Provider {',
      '    var availableModels: [String] {',
      '        switch self {',
      '        case .google: return ["gemini-2.5-pro", "gemini-2.5-flash"]',
      '        }',
      '    }',
      '}',
      'class Service {',
      '    var isReady: Bool { availableModels.contains(chosen) }',
      '}',
    ]
    expect(await found('Provider.swift', ...lines)).toEqual(['model gemini-2.5-flash', 'model gemini-2.5-pro'])
  })

  it('is the id of the record, not the short key', async () => {
    expect(
      await found('models.py', 'import anthropic', 'MODELS = {"claude-sonnet-4": {"id": "claude-sonnet-4-20250514"}}'),
    ).toEqual(['model claude-sonnet-4-20250514'])
  })

  it('is what a gateway is asked for, in a map from names to names', async () => {
    const lines = ['import litellm', 'model_mappings = {Chat.GEMMA: "ollama_chat/gemma", Chat.BIG: "openai/gpt-4o"}']
    expect(await found('constants.py', ...lines)).toEqual(['model gemma', 'model gpt-4o'])
  })

  it('is nothing in a JSON schema but what it offers', async () => {
    const described = [
      'package main',
      'var schema = map[string]any{"model": map[string]any{"type": "string", "description": "Model of the agent"}}',
    ]
    expect(await found('schema.go', ...described)).toEqual([])
    expect(
      await found('schema.ts', 'export const s = {model: {type: "string", enum: ["gpt-4o"], default: "gpt-4o"}}'),
    ).toEqual(['model gpt-4o'])
  })
})

describe('a model under a name that asks for one', () => {
  it('is a repository in an argument, in a program that makes addresses of the hub', async () => {
    const lines = [
      'import Foundation',
      'extension ModelInfo {',
      '    static let small = ModelInfo(modelId: "acme/coreml-painter-1-4")',
      '}',
      'func address(_ modelId: String) -> URL { URL(string: "https://huggingface.co/\\(modelId)/resolve/main/m.zip")! }',
    ]
    expect(await found('ModelInfo.swift', ...lines)).toEqual(['model acme/coreml-painter-1-4'])
  })

  it('is an address of the hub without its scheme, and a file that can only be weights', async () => {
    const lines = [
      'LLM_START_MODEL = "hf.co/acme/owl_small-GGUF:Q4_K_M"',
      'TTS_MODEL = "voice-3b/voice-3b-q8_0.gguf"',
      'system_prompt = "You answer in one sentence."',
      'max_tokens = 100',
    ]
    expect(await found('server.py', ...lines)).toEqual(['model acme/owl_small-GGUF', 'weights voice-3b-q8_0.gguf'])
  })
})

describe('the default of an option', () => {
  it('counts where the program declares it by a function of its own', async () => {
    const lines = [
      'from transformers import WhisperProcessor',
      'add_arg("base_model", type=str, default="acme/whisper-owl", help="the model to begin with")',
      'args = parser.parse_args()',
      'WhisperProcessor.from_pretrained(args.base_model)',
    ]
    expect(await found('finetune.py', ...lines)).toEqual(['model acme/whisper-owl'])
  })

  it('is none in a call that declares nothing', async () => {
    expect(await found('app.py', 'import transformers', 'lookup("base_model", default="acme/whisper-owl")')).toEqual([])
  })
})
