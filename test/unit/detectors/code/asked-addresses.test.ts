import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function found(path: string, lines: readonly string[]): Promise<string[]> {
  const {assets} = await detect(code, {[path]: lines.join('\n')})
  return placesOf(assets, path)
}

const go = (...body: string[]): string[] => ['package ask', '', 'func Ask() {', ...body, '}']

describe('addresses that a program asks for what a model gives', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'a vendor that nobody lists, by the path',
      'ask.go',
      go('req, _ := http.NewRequest("POST", "https://api.acmeroute.ai/v1/chat/completions", body)'),
      ['4 service:acmeroute'],
    ],
    [
      'a server of one’s own, named by the file',
      'providers/litellm.go',
      go('url = "http://localhost:4000/v1/chat/completions"'),
      ['4 service:litellm'],
    ],
    [
      'a server of one’s own that nothing names',
      'ask.go',
      go('url = "http://localhost:20128/v1/chat/completions"'),
      ['4 service:openai-compatible'],
    ],
    [
      'the address in a function that names a model',
      'ask.go',
      go(
        'model := "gpt-5.4-mini"',
        'link := "https://orcachat.dev/api/ask"',
        'req.Header.Add("Origin", "https://orcachat.dev/api")',
        'send(link, Body{Model: model})',
      ),
      ['4 model:openai/gpt-5.4-mini', '5 service:orcachat'],
    ],
    [
      'a family alone, where the request says what it is',
      'ask.go',
      go(
        'model := "flux"',
        'url := "https://api.groq.com/openai/v1/chat/completions"',
        'send(url, Body{Model: model, Messages: messages})',
      ),
      ['4 model:flux', '5 service:groq'],
    ],
    [
      'an MCP server under a name that says so',
      'search.go',
      go('mcpEndpoint := "https://mcp.acme.dev/mcp"'),
      ['4 mcp-server:https://mcp.acme.dev/mcp'],
    ],
    [
      'the keys of providers that a client is told',
      'llm.rb',
      [
        'RubyLLM.configure do |config|',
        '  config.anthropic_api_key = ENV.fetch("ANTHROPIC_API_KEY", nil)',
        '  config.openrouter_api_key = ENV.fetch("OUR_ROUTER_KEY", nil)',
        'end',
      ],
      ['2 service:anthropic', '3 service:openrouter'],
    ],
    [
      'what makes a message of the system',
      'Chat.php',
      ['<?php', '$bag->add(Message::forSystem("You are a guide to the sea. Answer in one sentence."));'],
      ['2 prompt:system'],
    ],
  ])('lists %s', async (_what, path, lines, expected) => {
    expect(await found(path, lines)).toEqual(expected)
  })

  it.each<[string, string, string[]]>([
    ['an address that stands in for one', 'ask.go', go('placeholder = "https://your-proxy.com/v1/chat/completions"')],
    ['an address beside no model', 'ask.go', go('link := "https://orcachat.dev/api/ask"')],
    ['the end of a path', 'ask.go', go('strings.TrimSuffix(path, "/chat/completions")')],
    [
      'paths of settings in what looks like a request',
      'keys.rb',
      ["KEYS = {'model' => [%w[config model], %w[config models]], 'temperature' => [%w[config temperature]]}"],
    ],
    [
      'settings of a model in what looks like a request',
      'ask.go',
      go('return map[string]any{"prompt": text, "model": map[string]any{"name": chosen, "params": params}}'),
    ],
    [
      'an address of another server under the name of a provider',
      'llm.rb',
      ['RubyLLM.configure do |config|', '  config.openai_api_base = ENV.fetch("OUR_SERVER", nil)', 'end'],
    ],
  ])('does not list %s', async (_what, path, lines) => {
    expect(await found(path, lines)).toEqual([])
  })

  it('lists a template that a JVM program loads from its resources beside an AI library', async () => {
    const path = 'src/main/java/Summary.java'
    const {assets} = await detect(code, {
      [path]: [
        'import org.springframework.ai.chat.client.ChatClient;',
        'class Summary {',
        '  @Value("classpath:/summary.st")',
        '  private Resource text;',
        '}',
      ].join('\n'),
      'src/main/resources/summary.st': 'Summarize the document below in two sentences.\n\n{document}\n',
    })
    expect(assets.map(({kind, name}) => `${kind} ${name}`)).toEqual(['prompt src/main/resources/summary.st'])
  })
})
