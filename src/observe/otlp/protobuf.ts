import {fieldText, readFields, type WireField} from '../../formats/protobuf.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {readAttributes, readHex, readTime, readValue} from './protobuf-values.ts'
import {type AttributeValue, eventNameOf, type Origin, type RecordSink, type TelemetryRecord} from './record.ts'

/**
 * Numbers of the fields that are read.
 * @see opentelemetry-proto, trace/v1/trace.proto, logs/v1/logs.proto, common/v1/common.proto
 */
const groupField = {resource: 1, scopes: 2}
const scopeField = {scope: 1, records: 2}
const spanField = {traceId: 1, spanId: 2, parentId: 4, name: 5, start: 7, end: 8, attributes: 9, events: 11, status: 15}
const spanTexts: ReadonlySet<number> = new Set([
  spanField.traceId,
  spanField.spanId,
  spanField.parentId,
  spanField.name,
])
const eventField = {name: 2, attributes: 3}
const logField = {time: 1, body: 5, attributes: 6, traceId: 9, spanId: 10, observed: 11, eventName: 12}
const statusCode = 3
const statusError = 2n

/**
 * Reads an export request of traces or logs in OTLP's binary form.
 * @throws {AibomError} `AIBOM_PROTOBUF_INVALID`
 */
export function readOtlpProtobuf(file: ByteReader, sink: RecordSink): void {
  for (const group of parts(file, {begin: 0, end: Number(file.byteLength)}, 1)) {
    const program = programOf(file, group)
    for (const scoped of parts(file, group, groupField.scopes)) {
      const origin: Origin = {...program, scope: scopeOf(file, scoped)}
      for (const record of parts(file, scoped, scopeField.records))
        sink(isSpan(file, record) ? toSpan(file, record) : toLog(file, record), origin)
    }
  }
}

type Part = Pick<WireField, 'begin' | 'end'>

function* parts(file: ByteReader, {begin, end}: Part, wanted: number): Generator<WireField> {
  for (const field of readFields(file, begin, end)) if (field.number === wanted && field.type === 2) yield field
}

function programOf(file: ByteReader, group: Part): Omit<Origin, 'scope'> {
  const attributes = new Map(
    [...parts(file, group, groupField.resource)].flatMap(resource => readAttributes(file, resource, 1)),
  )
  const [service, serviceVersion] = [attributes.get('service.name'), attributes.get('service.version')]
  return {
    service: typeof service === 'string' ? service : '',
    ...(typeof serviceVersion === 'string' && serviceVersion !== '' && {serviceVersion}),
  }
}

function scopeOf(file: ByteReader, scoped: Part): string {
  for (const scope of parts(file, scoped, scopeField.scope))
    for (const name of parts(file, scope, 1)) return fieldText(file, name)
  return ''
}

/**
 * The first field of a span is the bytes of an id, that of a log record a time. A record of neither is a log without a
 * time.
 */
function isSpan(file: ByteReader, record: Part): boolean {
  for (const {number, type} of readFields(file, record.begin, record.end)) {
    if (number === spanField.traceId || number === spanField.spanId) return type === 2 && number === spanField.traceId
  }
  return false
}

function toSpan(file: ByteReader, at: Part): TelemetryRecord {
  const texts = new Map<number, string>()
  const times = new Map<number, number>()
  const events: TelemetryRecord['events'][number][] = []
  let failed = false
  for (const field of readFields(file, at.begin, at.end)) {
    if (field.type === 1) times.set(field.number, readTime(file, field))
    if (field.type !== 2) continue
    if (field.number === spanField.events) events.push(toEvent(file, field))
    else if (field.number === spanField.status) failed = isFailed(file, field)
    else if (spanTexts.has(field.number))
      texts.set(field.number, field.number === spanField.name ? fieldText(file, field) : readHex(file, field))
  }
  const text = (number: number): string => texts.get(number) ?? ''
  const time = (number: number): number => times.get(number) ?? 0
  return {
    signal: 'span',
    name: text(spanField.name),
    traceId: text(spanField.traceId),
    spanId: text(spanField.spanId),
    parentId: text(spanField.parentId),
    startMs: time(spanField.start),
    endMs: time(spanField.end),
    failed,
    attributes: readAttributes(file, at, spanField.attributes),
    events,
  }
}

function toLog(file: ByteReader, at: Part): TelemetryRecord {
  const read = {name: '', traceId: '', spanId: ''}
  const times = new Map<number, number>()
  let body: AttributeValue
  for (const field of readFields(file, at.begin, at.end)) {
    if (field.type === 1) times.set(field.number, readTime(file, field))
    else if (field.type !== 2) continue
    else if (field.number === logField.eventName) read.name = fieldText(file, field)
    else if (field.number === logField.traceId) read.traceId = readHex(file, field)
    else if (field.number === logField.spanId) read.spanId = readHex(file, field)
    else if (field.number === logField.body) body = readValue(file, field, 0)
  }
  const startMs = times.get(logField.time) || times.get(logField.observed) || 0
  const attributes = readAttributes(file, at, logField.attributes)
  return {
    signal: 'log',
    ...read,
    name: eventNameOf(read.name, attributes),
    startMs,
    endMs: 0,
    parentId: '',
    failed: false,
    attributes,
    ...(body !== undefined && {body}),
    events: [],
  }
}

function toEvent(file: ByteReader, at: Part): TelemetryRecord['events'][number] {
  const [name] = parts(file, at, eventField.name)
  return {
    name: name === undefined ? '' : fieldText(file, name),
    attributes: readAttributes(file, at, eventField.attributes),
  }
}

function isFailed(file: ByteReader, at: Part): boolean {
  for (const field of readFields(file, at.begin, at.end))
    if (field.number === statusCode && field.value === statusError) return true
  return false
}
