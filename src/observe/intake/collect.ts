import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {
  aiPrefixes,
  attributeFields,
  calledPrefixes,
  type Field,
  messagePrefixes,
  toolPrefixes,
} from '../dialects/attributes.ts'
import {dialectRanks} from '../dialects/dialect-of.ts'
import type {AttributeValue, TelemetryRecord} from '../otlp/record.ts'
import {remember} from '../remember.ts'

/** What the attributes of one record say, before anybody judges what happened. */
export interface Collected {
  readonly values: Map<Field, AttributeValue>
  /** of attributes that say what kind of operation it is, in the order of the record */
  readonly operations: string[]
  /** `llm.input_messages.0.message.role`: messages that are flattened, by index */
  readonly messages: Flattened[]
  /** `llm.request.functions.0.name`, `llm.tools.0.tool.json_schema` */
  readonly tools: Flattened[]
  /** tools that the model called, by name */
  readonly called: string[]
  /** least rank of a dialect that an attribute tells; Infinity for none */
  rank: number
  isAi: boolean
}

/** One item of a flattened list: what follows its index in the attribute's name → value. */
export type Flattened = Record<string, AttributeValue>

/** Messages and tools past this are not looked at. */
const indexLimit = 64
/** Not the number of a field that may come twice: what comes last counts least. */
const openLlmetryRank = dialectRanks.get('traceloop.span.kind') ?? 0
const openInferenceRank = dialectRanks.get('openinference.span.kind') ?? 0

/** Goes through the attributes of a record once. */
export function collect({attributes}: Pick<TelemetryRecord, 'attributes'>): Collected {
  const collected: Collected = {
    values: new Map(),
    operations: [],
    messages: [],
    tools: [],
    called: [],
    rank: Number.POSITIVE_INFINITY,
    isAi: false,
  }
  for (const [key, value] of attributes) take(collected, key, value)
  return collected
}

/** What an attribute says by its name alone; names are few. */
const aboutKey = remember(key => ({
  rank: dialectRanks.get(key) ?? Number.POSITIVE_INFINITY,
  field: attributeFields.get(key),
  isAi: aiPrefixes.some(prefix => key.startsWith(prefix)),
  isJson: key.startsWith('mlflow.'),
}))

function take(collected: Collected, key: string, value: AttributeValue): void {
  const {rank, field, isAi, isJson} = aboutKey(key)
  if (rank < collected.rank) collected.rank = rank
  if (field === undefined) {
    if (isAi) takeIndexed(collected, key, value)
    return
  }
  if (!generalFields.has(field)) collected.isAi = true
  const plain = isJson ? unquoted(value) : value
  if (field === 'operation' && typeof plain === 'string') collected.operations.push(plain)
  else if (!collected.values.has(field)) collected.values.set(field, plain)
}

/** MLflow writes each value as JSON, names too. */
function unquoted(value: AttributeValue): AttributeValue {
  const text = typeof value === 'string' && value.startsWith('"') ? parseJsonOrNothing(value) : undefined
  return typeof text === 'string' ? text : value
}

/** Spans of web servers and databases have these too. */
const generalFields: ReadonlySet<Field> = new Set(['address', 'port', 'url', 'failure', 'store', 'request'])

function takeIndexed(collected: Collected, key: string, value: AttributeValue): void {
  collected.isAi = true
  if (
    takeList(collected.messages, messagePrefixes, key, value) ||
    takeList(collected.tools, toolPrefixes, key, value)
  ) {
    const rank = key.startsWith('llm.input') || key.startsWith('llm.tools') ? openInferenceRank : openLlmetryRank
    if (rank < collected.rank) collected.rank = rank
    return
  }
  if (!key.endsWith('.name') || typeof value !== 'string' || !key.includes('tool_call')) return
  if (calledPrefixes.some(prefix => key.startsWith(prefix)) && collected.called.length < indexLimit)
    collected.called.push(value)
}

function takeList(list: Flattened[], prefixes: readonly string[], key: string, value: AttributeValue): boolean {
  const prefix = prefixes.find(one => key.startsWith(one))
  if (prefix === undefined) return false
  const dot = key.indexOf('.', prefix.length)
  const index = dot === -1 ? Number.NaN : Number(key.slice(prefix.length, dot))
  if (Number.isInteger(index) && index >= 0 && index < indexLimit) {
    const item = list[index] ?? {}
    item[key.slice(dot + 1)] = value
    list[index] = item
  }
  return true
}
