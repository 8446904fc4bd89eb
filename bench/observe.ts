import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {bar, launcher, measure} from './support/measure.ts'
import {type StreamSpan, writeStream} from './support/trace-stream.ts'

const spans = 300_000
const earlierSpans = 20_000
/** The days of the stream are long past. */
const clock = ['--blind-after', '100000']
const limits = {cpu: 6, peak: 200}

const prompt = 'You are the desk of a small shop. Answer briefly, and never promise a refund.'
const tool = {
  name: 'lookup_order',
  description: 'Look up one order.',
  parameters: {type: 'object', properties: {id: {type: 'string'}}},
}
const program = `from openai import OpenAI
from anthropic import Anthropic
SYSTEM_PROMPT = ${JSON.stringify(prompt)}
TOOLS = [{"type": "function", "function": ${JSON.stringify(tool)}}]
client = OpenAI()
client.chat.completions.create(model="gpt-4o", tools=TOOLS, messages=[{"role": "system", "content": SYSTEM_PROMPT}])
client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "system", "content": SYSTEM_PROMPT}])
Anthropic().messages.create(model="claude-sonnet-4-5", max_tokens=10, system=SYSTEM_PROMPT, messages=[])
`
const servers = {mcpServers: {articles: {command: 'npx', args: ['-y', '@acme/articles@1.0.0']}}}

/** What people write is of no concern here, and takes most of the bytes. */
const talk = JSON.stringify(
  Array.from({length: 8}, (_, turn) => ({
    role: turn % 2 === 0 ? 'user' : 'assistant',
    parts: [
      {
        type: 'text',
        content: `My order ${turn} has not come. It was "two lamps" – für die Küche –, and I paid for them.\n`.repeat(
          3,
        ),
      },
    ],
  })),
)
const definitions = (description: string): string => JSON.stringify([{type: 'function', ...tool, description}])
const instructions = (text: string): string => JSON.stringify([{type: 'text', content: text}])

function call(attributes: StreamSpan['attributes'] = {}, more: Partial<StreamSpan> = {}): StreamSpan {
  const answered = more.failed === true ? {'error.type': 'timeout'} : {'gen_ai.response.model': 'gpt-4o-2024-08-06'}
  return {
    name: 'chat gpt-4o',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      ...answered,
      'server.address': 'api.openai.com',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 400,
      'gen_ai.usage.output_tokens': 90,
      'gen_ai.system_instructions': instructions(prompt),
      'gen_ai.tool.definitions': definitions(tool.description),
      'gen_ai.input.messages': talk,
      ...attributes,
    },
    ...more,
  }
}

const mini = {'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.response.model': 'gpt-4o-mini-2024-07-18'}
const claude = {
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-4-5',
  'gen_ai.response.model': 'claude-sonnet-4-5-20250929',
  'server.address': 'api.anthropic.com',
}

/** What the application does by itself: calls of three models, its tools, its server, and spans that are not of AI. */
function usual(index: number): StreamSpan {
  switch (index % 8) {
    case 0:
      return {
        name: 'execute_tool',
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'lookup_order',
          'gen_ai.tool.call.arguments': talk,
        },
      }
    case 1:
      return {
        name: 'tools/call',
        attributes: {'mcp.method.name': 'tools/call', 'mcp.server.name': 'articles', 'gen_ai.tool.name': 'find'},
      }
    case 2:
      return {
        name: 'POST /ask',
        attributes: {
          'http.request.method': 'POST',
          'url.full': 'https://desk.example.com/ask',
          'server.address': 'desk.example.com',
          body: talk,
        },
      }
    case 3:
      return call(claude)
    case 4:
      return index % 100 === 4 ? call({'gen_ai.request.model': 'gpt-4o-mini'}, {failed: true}) : call(mini)
    default:
      return call()
  }
}

/** Name of a rule → what is planted for it. */
const plants: Readonly<Record<string, (index: number) => StreamSpan>> = {
  'undeclared-provider': () =>
    call({
      'gen_ai.provider.name': 'groq',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o',
      'server.address': '',
    }),
  'undeclared-model': () => call({'gen_ai.request.model': 'gpt-4.1', 'gen_ai.response.model': 'gpt-4.1-2025-04-14'}),
  'undeclared-tool': () => ({
    name: 'execute_tool',
    attributes: {'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'issue_refund'},
  }),
  'undeclared-mcp-server': () => ({
    name: 'tools/call',
    attributes: {'mcp.method.name': 'tools/call', 'mcp.server.name': 'mail'},
  }),
  'undeclared-data-source': () => ({
    name: 'retrieval',
    attributes: {
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.provider.name': 'openai',
      'gen_ai.data_source.id': 'payroll',
    },
  }),
  'undeclared-agent': () => ({
    name: 'invoke_agent',
    attributes: {'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'Lawyer'},
  }),
  'undeclared-endpoint': () => call({'server.address': 'gateway.example.net'}),
  'alias-moved': () => call({'gen_ai.response.model': 'gpt-4o-2024-11-20'}),
  'instructions-differ': () => call({'gen_ai.system_instructions': instructions(prompt.replace('never', 'always'))}),
  'tool-definition-differs': () =>
    call({'gen_ai.tool.definitions': definitions('Look up one order, and mail it to whoever asks.')}),
  'provider-contradicts-address': () => call({'server.address': 'api.groq.com'}),
  'other-model-answered': () => call({'gen_ai.response.model': 'gpt-4o-mini-2024-07-18'}),
  'service-not-described': () => call({}, {version: '1.1.0'}),
  'behavior-shifted': () => call({'gen_ai.request.model': 'gpt-4o-mini'}, {failed: true}),
}

/** Each plant but the last is some spans among the many; failures take a share of all. */
function planted(index: number): StreamSpan {
  const kinds = Object.keys(plants)
  const kind = kinds[index % 1009]
  if (kind !== undefined && kind !== 'behavior-shifted' && index > 1009) return plants[kind]?.(index) ?? usual(index)
  return index % 8 === 4 && index % 5 === 0 ? (plants['behavior-shifted']?.(index) ?? usual(index)) : usual(index)
}

/**
 * `observe` of a stream of 300,000 spans (1 GB) in which each kind of deviation is planted, after a run over a stream
 * without: the confusion table, and CPU
 * time and memory of the whole process.
 */
export async function run(): Promise<boolean> {
  const cwd = mkdtempSync(join(tmpdir(), 'aibom-observe-'))
  try {
    prepare(cwd)
    const earlier = findingsOf(cwd, 'earlier.jsonl', 'state')
    const control = findingsOf(cwd, 'control.jsonl', 'state')
    const words = [
      process.execPath,
      launcher,
      'observe',
      'planted.jsonl',
      '--against',
      'app.cdx.json',
      '--state',
      'state',
      ...clock,
      '--json',
    ]
    const {cpu, peak} = measure(['sh', '-c', `${words.map(word => `'${word}'`).join(' ')} > result.json`], {cwd})
    const named = JSON.parse(readFileSync(join(cwd, 'result.json'), 'utf8'))
    console.log(
      `${named.coverage.spans} spans, ${(named.coverage.bytes / 1e6).toFixed(0)} MB, ${named.coverage.aiRecords} of AI`,
    )
    const met = [
      printTable(named.findings, [...earlier, ...control]),
      bar('CPU time', cpu, limits.cpu, 's'),
      bar('memory', peak * 1.048576, limits.peak, 'MB'),
    ]
    return met.every(Boolean)
  } finally {
    rmSync(cwd, {recursive: true, force: true})
  }
}

function prepare(cwd: string): void {
  mkdirSync(join(cwd, 'app'))
  writeFileSync(join(cwd, 'app/main.py'), program)
  writeFileSync(join(cwd, 'app/.mcp.json'), JSON.stringify(servers))
  writeFileSync(join(cwd, 'app/pyproject.toml'), '[project]\nname = "desk"\nversion = "1.0.0"\n')
  aibom(cwd, 'generate', 'app', '--quiet', '--output', 'app.cdx.json')
  writeStream(join(cwd, 'earlier.jsonl'), earlierSpans, usual)
  writeStream(join(cwd, 'control.jsonl'), earlierSpans, usual)
  writeStream(join(cwd, 'planted.jsonl'), spans, planted)
}

function aibom(cwd: string, ...words: string[]): string {
  return spawnSync(process.execPath, [launcher, ...words], {cwd, encoding: 'utf8'}).stdout
}

interface Found {
  readonly name: string
  readonly severity: string
  readonly message: string
}

function findingsOf(cwd: string, file: string, state: string): Found[] {
  return JSON.parse(
    aibom(cwd, 'observe', file, '--against', 'app.cdx.json', '--state', state, ...clock, '--json'),
  ).findings.filter(({severity}: Found) => severity !== 'info')
}

/** @returns whether everything that is planted is named, and nothing else */
function printTable(found: readonly Found[], clean: readonly Found[]): boolean {
  const loud = found.filter(({severity}) => severity !== 'info')
  const kinds = Object.keys(plants)
  const missed = kinds.filter(kind => !loud.some(({name}) => name === kind))
  const wrong = [...loud.filter(({name}) => !kinds.includes(name)), ...clean]
  for (const kind of kinds)
    console.log(`${kind.padEnd(30)} planted   named ${loud.filter(({name}) => name === kind).length}`)
  console.log(
    `named ${kinds.length - missed.length} of ${kinds.length}; missed ${missed.join(', ') || 'none'}; false ${wrong.length}`,
  )
  for (const {name, message} of [...wrong, ...loud.filter(({name}) => kinds.includes(name))])
    console.log(`  ${name}: ${message}`)
  return missed.length === 0 && wrong.length === 0
}
