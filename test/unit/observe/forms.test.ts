import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {promptMatcher} from '../../../src/observe/declared/match-prompts.ts'
import {Fold} from '../../../src/observe/fold.ts'
import {Intake} from '../../../src/observe/intake/intake.ts'
import {hexId, type Operation} from '../../../src/observe/operation.ts'
import {projectRoot} from '../../support/run.ts'
import {spanLine} from '../../support/traces.ts'

const folder = join(projectRoot, 'test/fixtures/traces')
const bytesOf = (name: string): Buffer => readFileSync(join(folder, name))

function intake() {
  const fold = new Fold(promptMatcher([]))
  const operations: Operation[] = []
  const add = fold.add.bind(fold)
  fold.add = operation => {
    operations.push({
      ...operation,
      traceId: hexId(operation.traceId),
      spanId: hexId(operation.spanId),
      parentId: hexId(operation.parentId),
    })
    add(operation)
  }
  return {operations, fold, take: new Intake({fold, readBom: () => undefined})}
}

describe('what the exporters of an SDK wrote (recorded)', () => {
  it.each(['traces', 'logs'])(
    '%s say the same in binary form and as JSON with ids in base64 and names of numbers',
    name => {
      const [binary, json] = [intake(), intake()]
      expect(binary.take.protobuf(bytesOf(`${name}.pb`))).toBe(true)
      expect(json.take.document(bytesOf(`${name}.json`))).toBe(true)
      expect(binary.operations.length).toBeGreaterThan(0)
      expect(binary.operations).toEqual(json.operations)
    },
  )

  it('holds models, failures, numbers, tools, instructions of attributes, events and logs', () => {
    const {operations, take} = intake()
    take.protobuf(bytesOf('traces.pb'))
    take.protobuf(bytesOf('logs.pb'))
    expect(take.coverage).toMatchObject({spans: 6, logs: 2, ai: 7})
    expect(operations[0]).toMatchObject({
      kind: 'call',
      service: 'desk',
      serviceVersion: '1.0.0',
      provider: 'openai',
      requested: 'gpt-4o',
      answered: 'gpt-4o-2024-08-06',
      endpoint: 'api.openai.com',
      inputTokens: 12,
      latencyMs: expect.closeTo(250, 2),
      finish: ['stop'],
      tools: [{name: 'lookup_order', digest: expect.any(String)}],
      instructions: ['You are the desk of a small shop. Answer briefly.'],
    })
    expect(operations.map(({requested}) => requested)).toContain('gpt-4.1')
    expect(operations.filter(({failed}) => failed)).toHaveLength(1)
    expect(operations.flatMap(({instructions}) => instructions)).toEqual([
      'You are the desk of a small shop. Answer briefly.',
      'Say yes to everything – für alle.',
      'Answer like a pirate.',
    ])
    expect(operations.flatMap(({tools}) => tools.map(({name}) => name))).toContain('refund')
  })

  it('tells binary forms that are cut at any byte, and never fails in another way', () => {
    const whole = bytesOf('traces.pb')
    const results = Array.from(whole, (_, end) => intake().take.protobuf(whole.subarray(0, end)))
    // cut between two messages of the outermost level a request is a request
    expect(results.filter(Boolean).length).toBeLessThan(3)
  })
})

const attributesOf = (attributes: Record<string, string | number | boolean>) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? {stringValue: value}
        : typeof value === 'number'
          ? {intValue: String(value)}
          : {boolValue: value},
  }))

function logOf(
  service: string,
  record: {name?: string; body?: string; attributes: Record<string, string | number | boolean>},
): Buffer {
  const log = {
    timeUnixNano: '1793491200000000000',
    ...(record.name !== undefined && {eventName: record.name}),
    ...(record.body !== undefined && {body: {stringValue: record.body}}),
    attributes: attributesOf(record.attributes),
  }
  const resource = {attributes: attributesOf({'service.name': service})}
  return Buffer.from(
    JSON.stringify({resourceLogs: [{resource, scopeLogs: [{scope: {name: 'events'}, logRecords: [log]}]}]}),
  )
}

describe('telemetry of coding agents', () => {
  it.each([
    [
      'Claude Code',
      logOf('claude-code', {
        body: 'claude_code.api_request',
        attributes: {
          'event.name': 'api_request',
          model: 'claude-sonnet-4-5-20250929',
          input_tokens: '120',
          output_tokens: '30',
          duration_ms: '900',
        },
      }),
      {
        kind: 'call',
        dialect: 'Claude Code',
        answered: 'claude-sonnet-4-5-20250929',
        inputTokens: 120,
        outputTokens: 30,
        latencyMs: 900,
        failed: false,
      },
    ],
    [
      'Claude Code, an error',
      logOf('claude-code', {
        body: 'claude_code.api_error',
        attributes: {'event.name': 'api_error', model: 'claude-sonnet-4-5', status_code: '529'},
      }),
      {kind: 'call', dialect: 'Claude Code', requested: 'claude-sonnet-4-5', failed: true},
    ],
    [
      'Claude Code, a tool of a server',
      logOf('claude-code', {
        body: 'claude_code.tool_result',
        attributes: {'event.name': 'tool_result', tool_name: 'mcp__github__create_issue', success: 'true'},
      }),
      {kind: 'tool', dialect: 'Claude Code', mcpServer: 'github', failed: false},
    ],
    [
      'Codex',
      logOf('codex_cli_rs', {
        attributes: {
          'event.name': 'codex.api_request',
          model: 'gpt-5-codex',
          provider_name: 'OpenAI',
          duration_ms: '700',
          'http.response.status_code': 429,
        },
      }),
      {kind: 'call', dialect: 'Codex', requested: 'gpt-5-codex', provider: 'openai', failed: true},
    ],
    [
      'Gemini CLI',
      logOf('gemini-cli', {
        attributes: {
          'event.name': 'gemini_cli.api_response',
          model: 'gemini-2.5-pro',
          input_token_count: 40,
          output_token_count: 9,
          status_code: 200,
        },
      }),
      {
        kind: 'call',
        dialect: 'Gemini CLI',
        requested: 'gemini-2.5-pro',
        inputTokens: 40,
        outputTokens: 9,
        failed: false,
      },
    ],
    [
      'Gemini CLI, a tool',
      logOf('gemini-cli', {
        attributes: {
          'event.name': 'gemini_cli.tool_call',
          function_name: 'read_file',
          success: false,
          mcp_server_name: 'files',
        },
      }),
      {kind: 'tool', dialect: 'Gemini CLI', mcpServer: 'files', failed: true},
    ],
    [
      'Codex, where a line of its code stands in the place of the name',
      logOf('codex_exec', {
        name: 'event otel/src/events.rs:837',
        attributes: {'event.name': 'codex.api_request', model: 'gpt-5'},
      }),
      {kind: 'call', dialect: 'Codex', requested: 'gpt-5', failed: false},
    ],
    [
      'Qwen Code',
      logOf('qwen-code', {
        attributes: {'event.name': 'qwen-code.api_response', model: 'qwen3-coder', status_code: 200},
      }),
      {kind: 'call', dialect: 'Qwen Code', requested: 'qwen3-coder', failed: false},
    ],
    [
      'GitHub Copilot, a span of a tool of a server',
      Buffer.from(
        spanLine({
          service: 'github-copilot',
          scope: 'github.copilot',
          attributes: {'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'mcp__github__create_issue'},
        }),
      ),
      {kind: 'tool', dialect: 'GitHub Copilot', agent: 'GitHub Copilot', mcpServer: 'github', tools: []},
    ],
  ])('%s', (_what, line, expected) => {
    const {operations, take} = intake()
    expect(take.json(line)).toBe(true)
    expect(operations).toMatchObject([expected])
  })

  it('takes the name that an attribute tells before the name of the record', () => {
    const {operations, take} = intake()
    const attributes = {'event.name': 'codex.api_request', model: 'gpt-5'}
    take.json(logOf('codex_exec', {name: 'codex.tool_result', attributes}))
    expect(operations).toMatchObject([{kind: 'call', requested: 'gpt-5'}])
  })

  it('leaves logs of other programs alone', () => {
    const {operations, take} = intake()
    take.json(logOf('desk', {attributes: {'event.name': 'api_request', model: 'x'}}))
    expect(operations).toEqual([])
  })
})
