import {asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {isRead, type Want, wantOf} from '../dialects/attributes.ts'
import type {RawJson, ToText} from '../intake/raw-json.ts'
import {
  type AttributeValue,
  attributeLimit,
  eventNameOf,
  type Origin,
  type RecordSink,
  type TelemetryRecord,
  valueDepthLimit,
} from './record.ts'

/** What a JSON value turned out to be. */
export type Taken = 'telemetry' | 'other'

/**
 * Reads OTLP/JSON: an export request of traces or logs, or a list of them. Ids may be hex or base64, kinds numbers or
 * names, times text or numbers:
 * exporters write all of these.
 * @see OpenTelemetry Protocol specification, "JSON Protobuf Encoding"
 */
export function readOtlpJson({value, toText}: RawJson, sink: RecordSink): Taken {
  if (Array.isArray(value)) {
    let taken: Taken = 'other'
    for (const item of value)
      if (!Array.isArray(item) && readOtlpJson({value: item, toText}, sink) === 'telemetry') taken = 'telemetry'
    return taken
  }
  const request = camelRequest(asRecord(value))
  if (request === undefined) return 'other'
  for (const resource of recordsOf(request['resourceSpans'])) readResource(resource, 'span', toText, sink)
  for (const resource of recordsOf(request['resourceLogs'])) readResource(resource, 'log', toText, sink)
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
  return Object.fromEntries(
    Object.entries(record).map(([name, item]) => [camelName(name), camelNames(item, depth + 1)]),
  )
}

function camelName(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function readResource(resource: UnknownRecord, signal: 'span' | 'log', toText: ToText, sink: RecordSink): void {
  const program = programOf(resource, toText)
  const groups =
    signal === 'span' ? (resource['scopeSpans'] ?? resource['instrumentationLibrarySpans']) : resource['scopeLogs']
  for (const group of recordsOf(groups)) {
    const origin: Origin = {...program, scope: toText(scopeOf(group))}
    for (const record of recordsOf(group[signal === 'span' ? 'spans' : 'logRecords']))
      sink(signal === 'span' ? toSpan(record, toText) : toLog(record, toText), origin)
  }
}

function programOf(resource: UnknownRecord, toText: ToText): Omit<Origin, 'scope'> {
  let [service, serviceVersion] = ['', '']
  for (const {key, value} of recordsOf(asRecord(resource['resource'])?.['attributes'])) {
    if (key === 'service.name') service = textOf(value, toText)
    else if (key === 'service.version') serviceVersion = textOf(value, toText)
  }
  return {service, ...(serviceVersion !== '' && {serviceVersion})}
}

function scopeOf(group: UnknownRecord): string {
  return stringOf(asRecord(group['scope'] ?? group['instrumentationLibrary'])?.['name'])
}

function textOf(value: unknown, toText: ToText): string {
  const text = decodeValue(value, toText, 0)
  return typeof text === 'string' ? text : ''
}

function toSpan(span: UnknownRecord, toText: ToText) {
  const code = asRecord(span['status'])?.['code']
  return {
    signal: 'span' as const,
    name: toText(stringOf(span['name'])),
    traceId: stringOf(span['traceId']),
    spanId: stringOf(span['spanId']),
    parentId: stringOf(span['parentSpanId']),
    startMs: timeOf(span['startTimeUnixNano']),
    endMs: timeOf(span['endTimeUnixNano']),
    failed: code === 2 || code === 'STATUS_CODE_ERROR',
    attributes: attributesOf(span['attributes'], toText),
    events: recordsOf(span['events']).flatMap(event =>
      event['name'] === systemMessage ? [eventOf(event, toText)] : [],
    ),
  }
}

function toLog(log: UnknownRecord, toText: ToText) {
  const atMs = timeOf(log['timeUnixNano']) || timeOf(log['observedTimeUnixNano'])
  const attributes = attributesOf(log['attributes'], toText)
  return {
    signal: 'log' as const,
    name: eventNameOf(toText(stringOf(log['eventName'])), attributes),
    traceId: stringOf(log['traceId']),
    spanId: stringOf(log['spanId']),
    parentId: '',
    startMs: atMs,
    endMs: 0,
    failed: false,
    attributes,
    body: decodeValue(log['body'], toText, 0),
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

/** The one event whose content is read: it has instructions. */
const systemMessage = 'gen_ai.system.message'

function eventOf(event: UnknownRecord, toText: ToText): TelemetryRecord['events'][number] {
  const attributes = recordsOf(event['attributes']).flatMap(({key, value}): (readonly [string, AttributeValue])[] =>
    key === 'content' ? [[key, decodeValue(value, toText, 0)]] : [],
  )
  return {name: systemMessage, attributes}
}

function attributesOf(list: unknown, toText: ToText): (readonly [string, AttributeValue])[] {
  const attributes: (readonly [string, AttributeValue])[] = []
  if (!Array.isArray(list)) return attributes
  for (const item of list) {
    const attribute = asRecord(item)
    const key = attribute?.['key']
    if (attribute === undefined || typeof key !== 'string') continue
    const want = wantOf(key)
    if (want === 'key') attributes.push([key, undefined])
    else if (want === 'value') attributes.push([key, decodeValue(attribute['value'], toText, 0)])
    else if (want !== 'nothing') attributes.push([key, wantedValue(attribute['value'], want, toText)])
  }
  return attributes
}

function wantedValue(value: unknown, want: Want, toText: ToText): AttributeValue {
  const text = asRecord(value)?.['stringValue']
  return typeof text === 'string' && !isRead(want, text) ? '' : decodeValue(value, toText, 0)
}

function decodeValue(value: unknown, toText: ToText, depth: number): AttributeValue {
  const any = asRecord(value)
  if (any === undefined || depth > valueDepthLimit) return undefined
  const text = any['stringValue']
  if (typeof text === 'string') return text.length > attributeLimit ? undefined : toText(text)
  const integer = any['intValue'] ?? any['doubleValue']
  if (integer !== undefined) return Number.isFinite(Number(integer)) ? Number(integer) : undefined
  if (typeof any['boolValue'] === 'boolean') return any['boolValue']
  const list = asRecord(any['arrayValue'])
  if (list !== undefined) return recordsOf(list['values']).map(item => decodeValue(item, toText, depth + 1))
  const pairs = asRecord(any['kvlistValue'])
  if (pairs === undefined) return undefined
  const entries = recordsOf(pairs['values']).map((pair): [string, AttributeValue] => [
    toText(String(pair['key'])),
    decodeValue(pair['value'], toText, depth + 1),
  ])
  return Object.fromEntries(entries)
}
