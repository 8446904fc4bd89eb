import {spawnSync} from 'node:child_process'
import {mkdirSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {asList, asRecord, type UnknownRecord} from '../src/lib/narrow.ts'
import {launcher} from './support/measure.ts'
import {type Peer, peersHere} from './support/peers.ts'

/** What docs/example-app holds, listed by hand: an expression for each name, so that other spellings count. */
const truth: Readonly<Record<string, readonly RegExp[]>> = {
  models: [
    ...[
      /^(.*\W)?gpt-4o$/,
      /gpt-4o-mini$/,
      /gpt-4o-mini-2024-07-18/,
      /claude-3-5-haiku-20241022/,
      /qwen2\.5-0\.5b-instruct/,
      /qwen2\.5-7b-instruct/,
    ],
    ...[/ms-marco-minilm-l-6-v2/, /all-minilm-l6-v2/, /^embedder$/, /^reranker-lora$/],
  ],
  'weight files': [/(^|\/)model\.safetensors$/, /adapter_model(\.safetensors)?$/],
  'data sets': [/squad_v2/, /ms_marco/, /feedback\.jsonl/],
  services: [/openai/, /anthropic(?!s)/, /vllm/],
  agents: [/triage/, /claude-code-action/],
  'MCP servers': [/help-centre/, /tickets/],
  prompts: [/agents\.md/, /escalation\.md/, /(^|[^.])system[_-]prompt/, /triage.*system[_-]prompt/, /post\.system/],
}

const ours: Peer = {
  name: 'aibom',
  command: (source, output) => [process.execPath, launcher, 'generate', source, '--output', output, '--quiet'],
}

/**
 * `npm run bench -- example [OUT]`: aibom and every other tool that is installed over docs/example-app, and how many of
 * the things that are in it each one
 * names. Prints the table of the README.
 */
export async function run([out = 'node_modules/.cache/example']: string[]): Promise<boolean> {
  mkdirSync(out, {recursive: true})
  const tools = [ours, ...peersHere()]
  const found = tools.map(tool => namesOf(tool, resolve(out, `${tool.name}.json`)))
  console.log(`| in the example | ${tools.map(({name}) => name).join(' | ')} |`)
  console.log(`| --- |${' --- |'.repeat(tools.length)}`)
  for (const [what, patterns] of Object.entries(truth)) {
    const cells = found.map(names => patterns.filter(pattern => names.some(name => pattern.test(name))).length)
    console.log(`| ${patterns.length} ${what} | ${cells.join(' | ')} |`)
  }
  return Object.values(truth).every(patterns =>
    patterns.every(pattern => found[0]?.some(name => pattern.test(name)) === true),
  )
}

/** The names of all components and services of the BOM that a tool writes, in lower case. */
function namesOf({command}: Peer, output: string): string[] {
  const [program = '', ...words] = command(resolve('docs/example-app'), output)
  spawnSync(program, words, {stdio: 'ignore', cwd: join(output, '..'), timeout: 600_000})
  const document: unknown = JSON.parse(readFileSync(output, 'utf8'))
  const bom = asRecord(document) ?? {}
  return namesBelow(bom)
}

function namesBelow(node: UnknownRecord): string[] {
  return [...asList(node['components']), ...asList(node['services'])].flatMap(item => {
    const inner = asRecord(item) ?? {}
    const {group, name} = inner
    return [...[name, `${String(group)}/${String(name)}`].map(text => String(text).toLowerCase()), ...namesBelow(inner)]
  })
}
