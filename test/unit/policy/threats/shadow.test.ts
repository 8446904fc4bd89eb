import {describe, expect, it} from 'vitest'
import {type RuleCase as Case, casesOf, checkFiles, foundBy} from '../../../support/threats.ts'
import {gguf} from '../../../support/weights.ts'

const client = (address: string): Record<string, string> => ({
  'app.py': `from openai import OpenAI\nOpenAI(base_url="${address}")\n`,
})

const found: Readonly<Record<string, readonly Case[]>> = {
  'personal-endpoint': [
    ['a tunnel', client('https://1f2e.ngrok-free.app/v1')],
    ['a machine at home', client('http://192.168.1.20:11434/v1')],
    ['a laptop', client('http://johns-macbook.local:1234/v1')],
    ['a Space of a user', {'app.py': 'from gradio_client import Client\nClient("https://someone-chat.hf.space")\n'}],
    ['a server behind a tunnel', {'.mcp.json': '{"mcpServers":{"x":{"url":"https://abc.trycloudflare.com/mcp"}}}'}],
  ],
  'public-weights': [['weights in public/', {'web/public/models/own.gguf': gguf({})}]],
}
const notFound: Readonly<Record<string, readonly Case[]>> = {
  'personal-endpoint': [
    ['a host of the organisation', client('https://llm.acme.dev/v1')],
    ['this machine', client('http://localhost:11434/v1')],
    ['a service of the cluster', client('http://llm.ai.svc.cluster.local:8000/v1')],
    ['a name that holds the word', client('https://ngrok.app.acme.dev/v1')],
    [
      'an address that only a test calls',
      {
        ...client('https://llm.acme.dev/v1'),
        'tests/test_app.py': client('http://192.168.1.20:11434/v1')['app.py'] ?? '',
      },
    ],
  ],
  'public-weights': [
    ['weights elsewhere', {'models/own.gguf': gguf({})}],
    ['what browsers run', {'public/model.onnx': new Uint8Array([8, 7, 18, 0])}],
  ],
}

describe('rules of shadow AI and model theft', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })
})
