import {shorten} from '../lib/text/shorten.ts'

/**
 * What a record of telemetry says happened. `workload` is something that is said to run; `other` is work around a call:
 * a chain, a turn, an outer span of the same call.
 */
export type OperationKind = 'workload' | 'call' | 'tool' | 'agent' | 'retrieval' | 'mcp' | 'evaluation' | 'other'

/** A tool that was offered to a model or run. */
export interface SeenTool {
  readonly name: string
  /** SHA-256 of its definition in one form for all dialects; absent where only its name is told */
  readonly digest?: string
  /** SHA-256 of its description, however it is indented */
  readonly description?: string
  /** the digest is of the description alone: nothing is told of what it takes */
  readonly isPart?: boolean
  /** the model called it, and nothing is told of what else was offered */
  readonly isCalled?: boolean
  /** the definition is that of a handover to another agent */
  readonly isHandoff?: boolean
}

/**
 * One record of telemetry in the words of every dialect. Text of people and models is not part of it: instructions
 * stand here until they are hashed.
 */
export interface Operation {
  readonly kind: OperationKind
  readonly dialect: string
  /** name of the instrumentation */
  readonly scope: string
  readonly service: string
  readonly serviceVersion?: string
  /** slug of the provider, or its name as told where nobody knows it */
  readonly provider?: string
  /** the name that was asked for, as told */
  readonly requested?: string
  /** the model that answered, as told */
  readonly answered?: string
  readonly tools: readonly SeenTool[]
  /** instructions to the model, one text each; to be hashed and forgotten */
  readonly instructions: readonly string[]
  readonly agent?: string
  readonly mcpServer?: string
  readonly dataSource?: string
  /** `host` or `host:port` */
  readonly endpoint?: string
  readonly failed: boolean
  readonly finish: readonly Finish[]
  readonly inputTokens?: number
  readonly outputTokens?: number
  /** milliseconds; absent where the clock ran backwards */
  readonly latencyMs?: number
  /** milliseconds since the epoch; absent where none is told */
  readonly atMs?: number
  readonly evaluation?: {readonly name: string; readonly score: number}
  /** as written: hex or base64 */
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  readonly responseId?: string
}

/** Why a model stopped, in one word for all providers. */
export type Finish = 'stop' | 'length' | 'tool' | 'refusal' | 'error' | 'other'

const finishes: Readonly<Record<string, Finish>> = {
  stop: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  complete: 'stop',
  completed: 'stop',
  finish_reason_stop: 'stop',
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  model_length: 'length',
  tool_calls: 'tool',
  tool_call: 'tool',
  tool_use: 'tool',
  function_call: 'tool',
  content_filter: 'refusal',
  content_filtered: 'refusal',
  refusal: 'refusal',
  safety: 'refusal',
  prohibited_content: 'refusal',
  blocklist: 'refusal',
  guardrail_intervened: 'refusal',
  error: 'error',
  failed: 'error',
}

/** @param text `tool-calls`, `STOP`, `end_turn`: as providers and SDKs write it */
export function finishOf(text: string): Finish {
  return finishes[text.toLowerCase().replaceAll('-', '_')] ?? 'other'
}

/** Names longer than this are cut: no model, tool or agent is called so. */
const nameLimit = 300

/** A name as it is kept. */
export function toName(text: string): string {
  return shorten(text.trim(), nameLimit)
}

/** A trace id as hex, whatever the exporter wrote: protobuf's own JSON has base64. */
export function hexId(id: string): string {
  if (/^[0-9a-f]*$/i.test(id) && id.length !== 24) return id.toLowerCase()
  return Buffer.from(id, 'base64').toString('hex')
}
