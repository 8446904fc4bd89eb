import {describe, expect, it} from 'vitest'
import {makeDataset, makePrompt, makeService} from '../../../src/inventory/make.ts'
import {sha256Hex} from '../../../src/lib/digest.ts'

const secret = /hunter2|sk-/

describe('what is made of a source', () => {
  it('holds no credentials of endpoints and addresses', () => {
    const service = makeService(
      {provider: 'openai', endpoints: ['https://joe:hunter2@llm.example/v1?api_key=hunter2']},
      [],
    )
    const dataset = makeDataset('rows', [], {url: 'https://joe:hunter2@data.example/rows.csv'})
    expect(JSON.stringify([service, dataset])).not.toMatch(secret)
    expect(service.facts.endpoints).toEqual(['https://***@llm.example/v1?api_key=***'])
  })

  it('holds no token of a prompt, whose digest is that of the text as it is', () => {
    const text = 'Answer with key sk-aaaaaaaaaaaaaaaaaaaaaaaa'
    const prompt = makePrompt({path: 'a.py', name: 'p'}, text, [], {role: 'system'})
    expect(prompt.facts.text).toBe('Answer with key ***')
    expect(prompt.digests[0]?.hex).toBe(sha256Hex(text))
    expect(prompt.facts.byteLength).toBe(text.length)
  })
})
