import {asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {type AttributeValue, attributeLimit, type Origin, type RecordSink, valueDepthLimit} from './record.ts'

/** What a JSON value turned out to be. */
export type Taken = 'telemetry' | 'other'

/**
 * Reads OTLP/JSON: an export request of traces or logs, or a list of them. Ids may be hex or base64, kinds numbers or names, times text or numbers:
 * exporters write all of these.
 * @see OpenTelemetry Protocol specification, "JSON Protobuf Encoding"
 */
export function readOtlpJson(value: unknown, sink: RecordSink): Taken {
  if (Array.isArray(value)) {
    let taken: Taken = 'other'
    for (const item of value) if (!Array.isArray(item) && readOtlpJson(item, sink) === 'telemetry') taken = 'telemetry'
    return taken
  }
  const request = camelRequest(asRecord(value))
  if (request === undefined) return 'other'
  for (const resource of recordsOf(request['resourceSpans'])) readResource(resource, 'span', sink)
  for (const resource of recordsOf(request['resourceLogs'])) readResource(resource, 'log', sink)
  const isKnown = ['resourceSpans', 'resourceLogs', 'resourceMetrics'].some(name => Array.isArray(request[name]))
  return isKnown ? 'telemetry' : 'other'
}

/** Python writes the names of the protobuf file when it is told to. */
function camelRequest(request: UnknownRecord | undefined): UnknownRecord | undefined {
  const isSnake = request !== undefined && ('resource_spans' in request || 'resource_logs' in request)
  return isSnake ? asRecord(camelNames(request, 0)) : request
}

const snakeDepthLimit = 24

function camelNames(value: unknown, depth: number): unknown {
  if (depth > snakeDepthLimit) return undefined
  if (Array.isArray(value)) return value.map(item => camelNames(item, depth + 1))
  const record = asRecord(value)
  if (record === undefined) return value
  return Object.fromEntries(Object.entries(record).map(([name, item]) => [camelName(name), camelNames(item, depth + 1)]))
}

function camelName(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function readResource(resource: UnknownRecord, signal: 'span' | 'log', sink: RecordSink): void {
  const program = programOf(resource)
  const groups = signal === 'span' ? (resource['scopeSpans'] ?? resource['instrumentationLibrarySpans']) : resource['scopeLogs']
  for (const group of recordsOf(groups)) {
    const origin: Origin = {...program, scope: scopeOf(group)}
    for (const record of recordsOf(group[signal === 'span' ? 'spans' : 'logRecords']))
      sink(signal === 'span' ? toSpan(record) : toLog(record), origin)
  }
}

function programOf(resource: UnknownRecord): Omit<Origin, 'scope'> {
  let [service, serviceVersion] = ['', '']
  for (const {key, value} of recordsOf(asRecord(resource['resource'])?.['attributes'])) {
    if (key === 'service.name') service = textOf(value)
    else if (key === 'service.version') serviceVersion = textOf(value)
  }
  return {service, ...(serviceVersion !== '' && {serviceVersion})}
}

function scopeOf(group: UnknownRecord): string {
  return stringOf(asRecord(group['scope'] ?? group['instrumentationLibrary'])?.['name'])
}

function textOf(value: unknown): string {
  const text = decodeValue(value, 0)
  return typeof text === 'string' ? text : ''
}

function toSpan(span: UnknownRecord) {
  const code = asRecord(span['status'])?.['code']
  return {
    signal: 'span' as const,
    name: stringOf(span['name']),
    traceId: stringOf(span['traceId']),
    spanId: stringOf(span['spanId']),
    parentId: stringOf(span['parentSpanId']),
    startMs: timeOf(span['startTimeUnixNano']),
    endMs: timeOf(span['endTimeUnixNano']),
    failed: code === 2 || code === 'STATUS_CODE_ERROR',
    attributes: attributesOf(span['attributes']),
    events: recordsOf(span['events']).map(event => ({name: stringOf(event['name']), attributes: attributesOf(event['attributes'])})),
  }
}

function toLog(log: UnknownRecord) {
  const atMs = timeOf(log['timeUnixNano']) || timeOf(log['observedTimeUnixNano'])
  return {
    signal: 'log' as const,
    name: stringOf(log['eventName']),
    traceId: stringOf(log['traceId']),
    spanId: stringOf(log['spanId']),
    parentId: '',
    startMs: atMs,
    endMs: 0,
    failed: false,
    attributes: attributesOf(log['attributes']),
    body: decodeValue(log['body'], 0),
    events: [],
  }
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function timeOf(nanoseconds: unknown): number {
  const number = typeof nanoseconds === 'string' || typeof nanoseconds === 'number' ? Number(nanoseconds) / 1e6 : 0
  return Number.isFinite(number) && number > 0 ? number : 0
}

function attributesOf(list: unknown): (readonly [string, AttributeValue])[] {
  const attributes: (readonly [string, AttributeValue])[] = []
  if (!Array.isArray(list)) return attributes
  for (const item of list) {
    const attribute = asRecord(item)
    if (typeof attribute?.['key'] === 'string') attributes.push([attribute['key'], decodeValue(attribute['value'], 0)])
  }
  return attributes
}

function decodeValue(value: unknown, depth: number): AttributeValue {
  const any = asRecord(value)
  if (any === undefined || depth > valueDepthLimit) return undefined
  const text = any['stringValue']
  if (typeof text === 'string') return text.length > attributeLimit ? undefined : text
  const integer = any['intValue'] ?? any['doubleValue']
  if (integer !== undefined) return Number.isFinite(Number(integer)) ? Number(integer) : undefined
  if (typeof any['boolValue'] === 'boolean') return any['boolValue']
  const list = asRecord(any['arrayValue'])
  if (list !== undefined) return recordsOf(list['values']).map(item => decodeValue(item, depth + 1))
  const pairs = asRecord(any['kvlistValue'])
  if (pairs === undefined) return undefined
  const entries = recordsOf(pairs['values']).map((pair): [string, AttributeValue] => [String(pair['key']), decodeValue(pair['value'], depth + 1)])
  return Object.fromEntries(entries)
}
