import {asRecord} from '../lib/narrow.ts'
import {parseJsonOrNothing} from '../lib/parse/json.ts'
import {codingOperation, ofCodingAgent, splitMcpTool} from './coding-operation.ts'
import {describedRun} from './declared/tool-definitions.ts'
import {operationKinds} from './dialects/attributes.ts'
import {codingAgentOf} from './dialects/coding-agents.ts'
import {dialectOf, habitsOf} from './dialects/dialect-of.ts'
import {endpointOf, providerOfName, vectorStoreOf} from './dialects/providers.ts'
import {type Collected, collect} from './intake/collect.ts'
import {type Finish, finishOf, type Operation, type OperationKind, type SeenTool, toName} from './operation.ts'
import type {AttributeValue, Origin, TelemetryRecord} from './otlp/record.ts'
import {remember} from './remember.ts'
import {toldOf} from './told.ts'
import {nameOf, numberOf, textOf} from './values.ts'

/** What a record says of AI, in one form for all dialects; undefined where it says nothing of it. */
export function normalise(record: TelemetryRecord, origin: Origin): Operation | undefined {
  const collected = collect(record)
  if (record.signal === 'log') {
    const coding = codingOperation(record, origin)
    if (coding !== undefined) return coding
  }
  const store = vectorStoreOf(textOf(collected.values.get('store')) ?? 'none')
  const isEvent = record.signal === 'log' && record.name.startsWith('gen_ai.')
  if (!collected.isAi && store === undefined && !isEvent) return undefined
  const operation = operationOf(record, origin, collected, store)
  const agent = codingAgentOf(origin.service)
  return agent === undefined ? operation : ofCodingAgent(operation, agent)
}

function operationOf(
  record: TelemetryRecord,
  origin: Origin,
  collected: Collected,
  store: string | undefined,
): Operation {
  const {values} = collected
  const kind = store !== undefined && !collected.isAi ? 'retrieval' : kindOf(collected, record)
  const failed = record.failed || textOf(values.get('failure')) !== undefined
  const {scope} = origin
  const habits = habitsOf(scope)
  const action = habits.callsByName && kind === 'call' ? nameOf(values.get('entity')) : undefined
  const models = modelsOf(collected, {isAsked: failed || habits.tellsNoAnswer, action})
  const tool = toolOf(collected, kind, habits.namesToolsBySpan ? record.name : undefined)
  const latencyMs = record.endMs - record.startMs
  const agent = habits.namesFunctions ? undefined : agentOf(values, kind)
  const told = toldOf(record, collected, kind)
  const {traceId, spanId, parentId} = record
  const operation: Writable<Operation> = {
    kind,
    dialect: dialectOf(scope, collected.rank),
    service: toName(origin.service),
    scope,
    traceId,
    spanId,
    parentId,
    tools: namedByFunction(scope, [...(tool === undefined ? [] : [tool.tool]), ...told.tools]),
    instructions: told.instructions,
    failed,
    finish: finishesOf(values),
  }
  const provider = store ?? providerOf(values) ?? ownerOf(action)
  setNames(operation, {...models, provider, agent, server: tool?.server}, collected)
  if (origin.serviceVersion !== undefined) operation.serviceVersion = toName(origin.serviceVersion)
  if (record.startMs > 0) operation.atMs = record.startMs
  if (record.startMs > 0 && latencyMs >= 0) operation.latencyMs = latencyMs
  return operation
}

function agentOf(values: Collected['values'], kind: OperationKind): string | undefined {
  return nameOf(values.get('agent')) ?? (kind === 'agent' ? nameOf(values.get('entity')) : undefined)
}

/** The provider in `openai/gpt-4o`. */
function ownerOf(name: string | undefined): string | undefined {
  const slash = name?.indexOf('/') ?? -1
  return slash === -1 ? undefined : providerOfName(name?.slice(0, slash) ?? '')
}

/** Without the plugin that a tool's name begins with. */
function namedByFunction(scope: string, tools: SeenTool[]): SeenTool[] {
  if (tools.length === 0 || !habitsOf(scope).namesPlugins) return tools
  return tools.map(tool => ({...tool, name: tool.name.slice(tool.name.indexOf('-') + 1)}))
}

type Writable<T> = {-readonly [K in keyof T]: T[K]}

interface Names {
  readonly requested?: string
  readonly answered?: string
  readonly provider: string | undefined
  readonly agent: string | undefined
  readonly server: string | undefined
}

/** Adds what is known: one field after the other, since an operation is made for each of very many records. */
function setNames(operation: Writable<Operation>, names: Names, {values}: Collected): void {
  const {requested, answered, provider, agent} = names
  if (requested !== undefined) operation.requested = requested
  if (answered !== undefined) operation.answered = answered
  if (provider !== undefined) operation.provider = provider
  if (agent !== undefined) operation.agent = agent
  const mcpServer = nameOf(values.get('mcpServer')) ?? names.server
  if (mcpServer !== undefined) operation.mcpServer = mcpServer
  const dataSource = nameOf(values.get('dataSource'))
  if (dataSource !== undefined) operation.dataSource = dataSource
  const endpoint = endpointIn(values)
  if (endpoint !== undefined) operation.endpoint = endpoint
  setFigures(operation, values)
}

function setFigures(operation: Writable<Operation>, values: Collected['values']): void {
  const [inputTokens, outputTokens] = [numberOf(values.get('inputTokens')), numberOf(values.get('outputTokens'))]
  if (inputTokens !== undefined) operation.inputTokens = inputTokens
  if (outputTokens !== undefined) operation.outputTokens = outputTokens
  const evaluation = evaluationOf(values)
  if (evaluation !== undefined) operation.evaluation = evaluation
  const responseId = textOf(values.get('responseId'))
  if (responseId !== undefined) operation.responseId = responseId
}

function kindOf({operations, values}: Collected, {name}: TelemetryRecord): OperationKind {
  if (values.has('mcpMethod')) return 'mcp'
  let found: OperationKind | undefined
  for (const operation of operations) {
    const kind = kindOfOperation(operation)
    if (kind !== undefined && (found === undefined || found === 'other')) found = kind
  }
  if (found !== undefined) return found
  if (values.has('evaluation') || name === 'gen_ai.evaluation.result') return 'evaluation'
  if (values.has('tool')) return 'tool'
  if (values.has('requested') || values.has('answered') || values.has('either')) return 'call'
  return values.has('agent') ? 'agent' : 'other'
}

/**
 * The AI SDK's outer spans repeat what its inner ones say: only `ai.generateText.doGenerate` and the like are calls.
 */
function kindOfOperation(text: string): OperationKind | undefined {
  const operation = text.toLowerCase()
  const kind = operationKinds[operation]
  if (kind !== undefined || !operation.startsWith('ai.')) return kind
  return /\.do[a-z]+$/.test(operation) ? 'call' : 'other'
}

function providerOf(values: Collected['values']): string | undefined {
  for (const field of ['provider', 'system'] as const) {
    const name = textOf(values.get(field))
    const provider = name === undefined ? undefined : providerOfName(name)
    if (provider !== undefined) return toName(provider)
  }
  return undefined
}

interface Asked {
  /** the call failed, or the instrumentation writes no other name: it is the one that was asked for */
  readonly isAsked: boolean
  /** the name of the action that calls a model */
  readonly action: string | undefined
}

function modelsOf({values}: Collected, {isAsked, action}: Asked): Pick<Operation, 'requested' | 'answered'> {
  const either = nameOf(values.get('either'))
  const requested =
    nameOf(values.get('requested')) ??
    action ??
    modelInParameters(values.get('parameters')) ??
    (isAsked ? either : undefined)
  const told = nameOf(values.get('answered')) ?? (isAsked ? undefined : either)
  const answered = isAsked && told === requested ? undefined : told
  return {...(requested !== undefined && {requested}), ...(answered !== undefined && {answered})}
}

/** `{"model": "gpt-4o"}`; where a response is echoed, its model is the one that answered. */
function modelInParameters(value: AttributeValue): string | undefined {
  if (typeof value !== 'string' || !value.includes('"model"')) return undefined
  const parameters = asRecord(parseJsonOrNothing(value))
  return parameters === undefined || 'id' in parameters ? undefined : nameOf(parameters['model'] as AttributeValue)
}

/** Classes of LangChain, which some instrumentations write where the name of a tool should stand. */
const toolClasses = new Set(['DynamicStructuredTool', 'DynamicTool', 'StructuredTool'])

/** The tool that was run; `mcp__server__tool` names its server too. */
function toolOf(
  {values}: Collected,
  kind: OperationKind,
  spanName: string | undefined,
): {readonly tool: SeenTool; readonly server?: string} | undefined {
  const name = nameOf(values.get('tool')) ?? (kind === 'tool' ? (nameOf(values.get('entity')) ?? spanName) : undefined)
  if (name === undefined || toolClasses.has(name)) return undefined
  const {tool, server} = splitMcpTool(name)
  const description = textOf(values.get('toolDescription'))
  return {
    tool: description === undefined ? tool : describedRun(name, description),
    ...(server !== undefined && {server}),
  }
}

/** Addresses are few, and each comes with every call. */
const plainEndpoint = remember(address => endpointOf(address))

function endpointIn(values: Collected['values']): string | undefined {
  const port = values.get('port')
  const address = textOf(values.get('address'))
  if (address !== undefined)
    return typeof port === 'number' || typeof port === 'string' ? endpointOf(address, port) : plainEndpoint(address)
  const url = textOf(values.get('url'))
  return url === undefined ? undefined : plainEndpoint(url)
}

function finishesOf(values: Collected['values']): Finish[] {
  const list = values.get('finishList') ?? values.get('finish')
  const parsed = typeof list === 'string' && list.startsWith('[') ? parseJsonOrNothing(list) : list
  const texts = Array.isArray(parsed) ? parsed : [parsed]
  return texts.slice(0, 4).flatMap(text => (typeof text === 'string' && text !== '' ? [finishOf(text)] : []))
}

function evaluationOf(values: Collected['values']): Operation['evaluation'] {
  const [name, score] = [nameOf(values.get('evaluation')), numberOf(values.get('score'))]
  return name === undefined || score === undefined ? undefined : {name, score}
}
