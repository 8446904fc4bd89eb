import {compact} from '../lib/compact.ts'
import {type CodingAgent, codingAgentFields, codingEventOf} from './dialects/coding-agents.ts'
import {providerOfName} from './dialects/providers.ts'
import {type Operation, type OperationKind, type SeenTool, toName} from './operation.ts'
import type {AttributeValue, Origin, TelemetryRecord} from './otlp/record.ts'
import {nameOf, numberOf, textOf} from './values.ts'

/** Tools and instructions of its own come with a coding agent: those of other servers say something. */
export function ofCodingAgent(operation: Operation, {name}: CodingAgent): Operation {
  return {...operation, dialect: name, agent: name, tools: [], instructions: []}
}

/** An event of a coding agent; undefined for other logs. */
export function codingOperation(record: TelemetryRecord, origin: Origin): Operation | undefined {
  const coding = codingEventOf(eventNames(record), origin.service)
  if (coding === undefined) return undefined
  const {agent, event} = coding
  const values = new Map(record.attributes)
  const first = (field: keyof typeof codingAgentFields): AttributeValue =>
    codingAgentFields[field].map(key => values.get(key)).find(value => value !== undefined)
  const kind: OperationKind = agent.events[event] ?? 'other'
  const provider = textOf(first('provider'))
  const model = kind === 'tool' ? undefined : nameOf(first('model'))
  const tool = kind === 'tool' ? nameOf(first('tool')) : undefined
  const named = tool === undefined ? undefined : splitMcpTool(tool)
  const failed =
    agent.failures.includes(event) ||
    first('success') === false ||
    first('success') === 'false' ||
    Number(first('status') ?? 200) >= 400
  return compact({
    kind,
    dialect: agent.name,
    ...originOf(origin, record),
    provider: provider === undefined ? undefined : providerOfName(provider),
    ...(agent.tellsAnswer === true && !failed ? {answered: model} : {requested: model}),
    tools: [],
    instructions: [],
    agent: agent.name,
    mcpServer: nameOf(first('mcpServer')) ?? named?.server,
    failed,
    finish: [],
    inputTokens: numberOf(first('inputTokens')),
    outputTokens: numberOf(first('outputTokens')),
    latencyMs: numberOf(first('latency')),
    atMs: record.startMs > 0 ? record.startMs : undefined,
  })
}

function eventNames({name, body}: TelemetryRecord): string[] {
  return [name, typeof body === 'string' ? body : ''].filter(text => text !== '')
}

function originOf({service, serviceVersion, scope}: Origin, {traceId, spanId, parentId}: TelemetryRecord) {
  return {
    service: toName(service),
    ...(serviceVersion !== undefined && {serviceVersion: toName(serviceVersion)}),
    scope,
    traceId,
    spanId,
    parentId,
  }
}

/** `mcp__github__create_issue`, as coding agents write it. */
export function splitMcpTool(name: string): {readonly tool: SeenTool; readonly server?: string} {
  const [prefix, server, ...rest] = name.split('__')
  if (prefix !== 'mcp' || server === undefined || server === '' || rest.length === 0) return {tool: {name}}
  return {tool: {name}, server}
}
