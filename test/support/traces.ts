/** OTLP/JSON for tests: one export request on a line. */
export interface SpanOptions {
  readonly service?: string
  readonly version?: string
  readonly scope?: string
  readonly attributes: Readonly<Record<string, string | number | readonly string[]>>
  /** seconds after the first day of the tests */
  readonly at?: number
  readonly ms?: number
  readonly failed?: boolean
}

let spans = 0
/** 1 November 2026 */
const startMs = 1_793_491_200_000

function toAny(value: string | number | readonly string[]): object {
  if (typeof value === 'string') return {stringValue: value}
  if (typeof value === 'number') return {intValue: String(value)}
  return {arrayValue: {values: value.map(text => ({stringValue: text}))}}
}

function attributesOf(attributes: SpanOptions['attributes']): object[] {
  return Object.entries(attributes).map(([key, value]) => ({key, value: toAny(value)}))
}

/** One span, as a line of a collector's file exporter. */
export function spanLine({
  service = 'desk',
  version,
  scope = 'test',
  attributes,
  at = 0,
  ms = 100,
  failed = false,
}: SpanOptions): string {
  spans += 1
  const begin = startMs + at * 1000
  const span = {
    traceId: spans.toString(16).padStart(32, '0'),
    spanId: spans.toString(16).padStart(16, '0'),
    name: 'span',
    startTimeUnixNano: `${begin}000000`,
    endTimeUnixNano: `${begin + ms}000000`,
    status: failed ? {code: 2} : {},
    attributes: attributesOf(attributes),
  }
  const resource = {
    attributes: attributesOf({'service.name': service, ...(version !== undefined && {'service.version': version})}),
  }
  return `${JSON.stringify({resourceSpans: [{resource, scopeSpans: [{scope: {name: scope}, spans: [span]}]}]})}\n`
}

/** A call of a model in OpenTelemetry's names. */
export function callLine(
  attributes: SpanOptions['attributes'] = {},
  options: Omit<SpanOptions, 'attributes'> = {},
): string {
  const answer = options.failed === true ? {} : {'gen_ai.response.model': 'gpt-4o-2024-08-06'}
  const call = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    ...answer,
  }
  return spanLine({...options, attributes: {...call, 'server.address': 'api.openai.com', ...attributes}})
}

/** One log record, as a coding agent writes it: an event by its name. */
export function eventLine(name: string, attributes: SpanOptions['attributes'], service = 'desk'): string {
  const record = {
    timeUnixNano: `${startMs}000000`,
    eventName: name,
    attributes: attributesOf({'event.name': name, ...attributes}),
  }
  const resource = {attributes: attributesOf({'service.name': service})}
  return `${JSON.stringify({resourceLogs: [{resource, scopeLogs: [{scope: {name: 'test'}, logRecords: [record]}]}]})}\n`
}
