import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function services(path: string, ...lines: string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return placesOf(
    assets.filter(({kind}) => kind === 'service'),
    path,
  )
}

const about = ['max_tokens = 8192', 'system_prompt = "You answer questions about the handbook."']

describe('services of vendors that nobody lists', () => {
  it.each<[string, string[], string[]]>([
    [
      'the settings of a provider',
      ['P(models=["m-1"], extra={"base_url": "https://api.orcaroute.ai/v1"})'],
      ['3 service:orcaroute'],
    ],
    [
      'a server of this machine, by its name',
      ['P(name="vllm", models=["m-1"], extra={"base_url": "http://localhost:9999/v1"})'],
      ['3 service:vllm'],
    ],
    ['a constant that says so', ['ACME_LLM_BASE_URL = "https://llm.acme.co.uk/openai/v1"'], ['3 service:acme']],
    [
      'one among providers that everybody knows',
      [
        'HOSTS = [{"label": "Groq", "base_url": "https://api.groq.com/openai/v1"},',
        '  {"label": "Mistral", "base_url": "https://api.mistral.ai/v1"},',
        '  {"label": "xAI", "base_url": "https://api.x.ai/v1"},',
        '  {"label": "Acme", "base_url": "https://inference.acme.io/v1"}]',
      ],
      ['3 service:groq', '4 service:mistral', '5 service:xai', '6 service:acme'],
    ],
    [
      'whom a client of another protocol asks',
      ['import openai', 'a = openai.OpenAI(base_url="https://api.acme.ai/v1")', 'b = openai.OpenAI(base_url=HERE)'],
      ['4 service:acme', '5 service:openai-compatible'],
    ],
  ])('finds %s', async (_name, lines, expected) =>
    expect(await services('app.py', ...about, ...lines)).toEqual(expected),
  )

  it.each<[string, string[]]>([
    ['an address of another kind', ['client = Http(base_url="https://api.acme.dev/v1")']],
    ['a page', ['P(models=["m-1"], base_url="https://www.acme.dev/pricing")']],
    ['a page about models', ['P(models=["m-1"], model_document_url="https://learn.acme.dev/ai-services/openai/")']],
    ['an example', ['P(models=["m-1"], base_url="https://api.example.com/v1")']],
    [
      'addresses among which few serve models',
      [
        'HOSTS = [{"name": "Groq", "base_url": "https://api.shop.dev/v1"}, {"base_url": "https://api.acme.dev/v1"},',
        '  {"base_url": "https://api.pay.dev/v1"}]',
      ],
    ],
    ['a host without a name', ['P(models=["m-1"], base_url="http://10.0.0.1:9999/v1")']],
  ])('is not misled by %s', async (_name, lines) => expect(await services('app.py', ...about, ...lines)).toEqual([]))
})

it('a service whose key a function chooses stands where the key is read, not at each use', async () => {
  const text = `import os
import openai
def key_for(name):
    if name == "a":
        return os.getenv("ANTHROPIC_API_KEY")
    return os.getenv("GROQ_API_KEY")

first = {"model": pick(), "api_key": key_for("a")}
second = {"model": pick(), "api_key": key_for("b")}
`
  const {assets} = await detect(code, {'a.py': text})
  const places = assets.flatMap(({kind, name, evidence}) =>
    kind === 'service' ? evidence.map(({line}) => `${line} ${name}`) : [],
  )
  expect(places.sort()).toEqual(['5 anthropic', '6 groq'])
})

it('keeps the addresses of all clients of one provider', async () => {
  const text = `import openai
first = openai.OpenAI(base_url=HERE)
second = openai.OpenAI(base_url="http://10.0.0.7:8000/v1")
third = openai.OpenAI(base_url="http://10.0.0.8:8000/v1")
`
  const {assets} = await detect(code, {'a.py': text})
  const endpoints = assets.flatMap(asset => (asset.kind === 'service' ? asset.facts.endpoints : []))
  expect(endpoints).toEqual(['http://10.0.0.7:8000/v1', 'http://10.0.0.8:8000/v1'])
})
