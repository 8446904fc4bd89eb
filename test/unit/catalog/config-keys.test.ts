import {readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, it} from 'vitest'
import rows from '../../../src/catalog/config-keys.json' with {type: 'json'}
import {isHeldDataset, isHeldModel, normaliseKey, roleOfKey} from '../../../src/catalog/config-keys.ts'

describe('roleOfKey', () => {
  it.each([
    ['base_model', 'strong-model'],
    ['modelURL', 'strong-model'],
    ['pretrained_model_name_or_path', 'strong-model'],
    ['repo-id', 'strong-model'],
    ['model', 'model'],
    ['modelId', 'model'],
    ['PLANNER_MODEL', 'model'],
    ['summary_llm', 'model'],
    ['dataset_name', 'dataset'],
    ['oscar_dataset', 'dataset'],
    ['systemPrompt', 'prompt'],
    ['support_prompt', 'prompt'],
    ['AZURE_OPENAI_SYSTEM_MESSAGE', 'prompt'],
    ['show_system_messages', 'none'],
    ['output_dir', 'output'],
    ['hub_model_id', 'output'],
    ['prompt_style', 'none'],
    ['max_prompt_length', 'none'],
    ['promptTokens', 'none'],
    ['validation_prompt', 'none'],
    ['user_prompt', 'none'],
    ['model_type', 'none'],
    ['model_max_length', 'none'],
    ['remodeling', 'none'],
    ['name', 'none'],
    ['__proto__', 'none'],
    ['constructor', 'none'],
  ])('%s carries: %s', (key, role) => expect(roleOfKey(normaliseKey(key))).toBe(role))

  it('has its keys in the form in which they are compared', () => {
    for (const keys of Object.values(rows)) expect(keys).toEqual(keys.map(normaliseKey))
  })

  it('has rows as their schema says', () => {
    const schema: unknown = JSON.parse(readFileSync('schemas/config-keys.schema.json', 'utf8'))
    const validate = new Ajv2020({strict: true}).compile(schema as object)
    expect(validate(rows), JSON.stringify(validate.errors)).toBe(true)
  })

  it('takes no key of unreasonable length', () => expect(normaliseKey('a'.repeat(1000))).toBe(''))
})

describe('keys that describe what stands above them', () => {
  it('holds a model below a model', () => {
    expect(isHeldModel('id', ['models'])).toBe(true)
    expect(isHeldModel('source', ['spec', 'adapters'])).toBe(true)
    expect(isHeldModel('id', ['users'])).toBe(false)
    expect(isHeldModel('color', ['models'])).toBe(false)
  })

  it('holds a data set below a data set', () => {
    expect(isHeldDataset('path', 'datasets')).toBe(true)
    expect(isHeldDataset('path', 'volumes')).toBe(false)
    expect(isHeldDataset('path', undefined)).toBe(false)
  })
})
