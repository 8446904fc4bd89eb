import {describe, expect, it} from 'vitest'
import {agents} from '../../../../src/detectors/agents/index.ts'
import {config} from '../../../../src/detectors/config/index.ts'
import type {Detector} from '../../../../src/detectors/detector.ts'
import {mcp} from '../../../../src/detectors/mcp/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, lines: readonly string[], detector: Detector = config): Promise<string[]> {
  const {assets} = await detect(detector, {[path]: lines.join('\n')})
  return assets.flatMap(({kind, name, version, evidence}) =>
    evidence.map(({line, level}) => `${line} ${level} ${kind} ${name}${version === undefined ? '' : `@${version}`}`),
  )
}

describe('models that a map or list offers', () => {
  it('are not what a deployment is called that is named for what it does', async () => {
    const lines = [
      'openai.chatgpt.deployment=${AZURE_OPENAI_CHATGPT_DEPLOYMENT:chat}',
      'openai.embedding.deployment=${AZURE_OPENAI_EMB_DEPLOYMENT:text-embedding-3-large}',
    ]
    expect((await found('application.properties', lines)).filter(line => line.includes(' model '))).toEqual([
      '2 configured model text-embedding-3-large',
    ])
  })

  it('are the keys of a map of models', async () => {
    const lines = [
      'providers:',
      '  openai:',
      '    default_model: gpt-4o',
      '    models:',
      '      gpt-4o: {temperature: 0}',
      '      qwen2.5-coder:',
    ]
    expect(await found('generator.yaml', lines)).toEqual([
      '3 configured model gpt-4o',
      '5 configured model gpt-4o',
      '6 configured model qwen2.5-coder',
    ])
  })

  it('are only looked up where their price stands', async () => {
    expect(await found('prices.json', ['{"models": {"gpt-4o": {"input_cost_per_token": 1}}}'])).toEqual([
      '1 mentioned model gpt-4o',
    ])
  })

  it('are the ids of a list of records where most are known, and not their other names', async () => {
    const lines = [
      'models:',
      '  - api_name: gpt-5',
      '  - api_name: claude-opus-5',
      '  - api_name: bge-large-zh',
      '    aliases: [gpt-4o, zh]',
      '  - api_name: rerank',
    ]
    expect(await found('models.yml', lines)).toEqual([
      '2 configured model gpt-5',
      '3 configured model claude-opus-5',
      '4 configured model bge-large-zh',
    ])
    expect(
      await found('schema.yml', ['models:', '  - name: stg_orders-2', '  - name: stg-customers-2', '  - name: gpt-4o']),
    ).toEqual(['4 configured model gpt-4o'])
  })

  it('are not what tests put into tables, and a shell prompt is no prompt', async () => {
    expect(
      await found('test/fixtures/runs.yml', ['one:', '  model: gpt-4o', '  instructions: You are a helpful assistant']),
    ).toEqual([])
    expect(
      await found('config.yaml', ['model: gpt-4o', 'left_prompt: "You are in the folder that the user has opened > "']),
    ).toEqual(['1 configured model gpt-4o'])
  })

  it('are the names of a list, but not what people call one beside its id', async () => {
    const lines = [
      'models:',
      '  - name: mixtral-8x7b-instruct',
      '  - name: llama-3-8b',
      '    path: meta-llama/Meta-Llama-3-8B',
    ]
    expect(await found('config.yaml', lines)).toEqual([
      '2 configured model mixtral-8x7b-instruct',
      '4 configured model Meta-Llama-3-8B',
    ])
  })

  it('are not the keys of tables, nor those of a record that says its own id', async () => {
    expect(
      await found('app.yaml', ['models:', '  users: {table: users}', '  embedding: {model: text-embedding-3-small}']),
    ).toEqual(['3 configured model text-embedding-3-small'])
  })
})

describe('settings of Java and .NET', () => {
  it('have profiles and defaults, and a client for each section of a provider', async () => {
    const lines = [
      '%dev.quarkus.langchain4j.ollama.chat-model.model-id=llama3.2',
      'spring.ai.openai.chat.options.model=${CHAT_MODEL:gpt-4o-mini}',
    ]
    expect(await found('application.properties', lines)).toEqual([
      '1 configured model llama3.2',
      '2 configured model gpt-4o-mini',
      '1 configured service ollama',
      '2 configured service openai',
    ])
  })

  it('hold no client under a name that the program gives', async () => {
    expect(await found('application.properties', ['quarkus.langchain4j.support.timeout=3s'])).toEqual([])
  })

  it('name a model in a connection string, and never its key', async () => {
    const text =
      '{"ConnectionStrings": {"chat": "Endpoint=http://localhost:11434;Model=phi3:mini", "db": "Server=x;Password=gpt-4o"}}'
    expect(await found('appsettings.json', [text])).toEqual([
      '1 configured service ollama',
      '1 configured model phi3:mini',
    ])
  })
})

describe('what only looks like it', () => {
  it.each(['l10n/de.json', 'src/messages/pt-br.json', 'locales/fr.json'])('is a text for people: %s', async path => {
    expect(
      await found(path, [
        '{"systemPrompt": "Bitte geben Sie den System-Prompt ein, den das Modell benutzen soll", "model": "gpt-4o"}',
      ]),
    ).toEqual([])
  })

  it('is the schema of a file of MCP servers', async () => {
    const text =
      '{"mcpServers": {"$schema": {"command": "x"}, "docs": {"command": "npx", "args": ["-y", "docs-server"]}}}'
    expect((await found('.mcp.json', [text], mcp)).filter(one => one.includes('mcp-server'))).toEqual([
      '1 configured mcp-server docs',
    ])
  })
})

describe('seeds of a database', () => {
  it('name the models and prompts that they put into tables', async () => {
    const lines = [
      'INSERT INTO models (name, label, context) VALUES',
      "  ('gpt-4o', 'gpt-4-large', 128000), ('claude-3-5-haiku-latest', 'Small', 200000);",
      "INSERT INTO chat_model (provider_code, model_name) VALUES ('zhipu', 'glm-4.5');",
      "INSERT INTO personas (system_prompt) VALUES ('You are an editor who improves texts.');",
      "INSERT INTO users (name, model_of_car) VALUES ('gpt', 'sedan-2');",
    ]
    expect(await found('db/migrations/seed.sql', lines)).toEqual([
      '2 configured model gpt-4o',
      '2 configured model claude-3-5-haiku-latest',
      '3 configured model glm-4.5',
      '4 configured prompt system_prompt',
    ])
  })
})

describe('agents', () => {
  it('of a workflow keep their version', async () => {
    const lines = ['jobs:', '  review:', '    steps:', '      - uses: anthropics/claude-code-action@v1']
    expect(await found('.github/workflows/review.yml', lines)).toEqual([
      '4 configured agent anthropics/claude-code-action@v1',
    ])
  })

  it('stand in a team that is called otherwise, with what they are told', async () => {
    const lines = [
      'team:',
      '  lead:',
      '    description: Leads the others',
      '    model: sonnet',
      '    prompt: "Coordinate the tasks of the others"',
      '  host:',
      '    description: Where it runs',
      '    model: rack-2',
    ]
    expect(await found('team.yml', lines)).toEqual(['2 configured agent lead', '5 configured prompt prompt'])
  })

  it('of Codex stand in files of their own and in its settings', async () => {
    const own = ['name = "reviewer"', 'model = "gpt-5-codex"', 'developer_instructions = "You review changes."']
    expect(await found('.codex/agents/reviewer.toml', own, agents)).toEqual([
      '3 configured prompt reviewer',
      '2 configured model gpt-5-codex',
      '1 configured agent reviewer',
    ])
    expect(
      await found(
        '.codex/config.toml',
        ['[agents]', 'max_threads = 4', '[agents.explorer]', 'description = "Explores"'],
        agents,
      ),
    ).toEqual(['3 configured agent explorer'])
  })
})

it('lists the provider that a route of a proxy leads to', async () => {
  const text = `model_list:
  - model_name: fast
    litellm_params:
      model: azure/gpt-4o-mini
  - model_name: own
    litellm_params:
      model: plain-name
other:
  model: azure/gpt-4o
`
  const {assets} = await detect(config, {'litellm.yaml': text})
  const services = assets.flatMap(({kind, name, evidence}) =>
    kind === 'service' ? evidence.map(({line}) => `${line} ${name}`) : [],
  )
  expect(services).toEqual(['4 azure-openai'])
})

describe('graders', () => {
  it('have the model and the instructions that they judge by', async () => {
    const lines = [
      'graders:',
      '  - type: label_model',
      '    name: tone',
      '    model: o3-mini',
      '    input:',
      '      - role: developer',
      '        content: Classify the tone of the answer as positive, neutral or negative.',
      '      - role: user',
      '        content: The answer that is to be judged is {{answer}}.',
    ]
    expect(await found('evals/eval.yaml', lines)).toEqual(['4 configured model o3-mini', '7 configured prompt tone'])
  })

  it('name their model behind the provider', async () => {
    const lines = [
      'tests:',
      '  - assert:',
      '      - type: llm-rubric',
      '        value: polite',
      '        provider: openai:gpt-4.1',
    ]
    expect(await found('promptfooconfig.yaml', lines)).toContain('5 configured model gpt-4.1')
  })
})
