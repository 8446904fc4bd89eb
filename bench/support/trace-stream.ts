import {closeSync, openSync, writeSync} from 'node:fs'

type Value = string | number | readonly string[]

/** One span of a generated stream. */
export interface StreamSpan {
  readonly name: string
  readonly attributes: Readonly<Record<string, Value>>
  readonly version?: string
  readonly failed?: boolean
  readonly ms?: number
}

/** 1 November 2026 */
const startMs = 1_793_491_200_000
const spansInLine = 32

function toAny(value: Value): object {
  if (typeof value === 'string') return {stringValue: value}
  if (typeof value === 'number') return {intValue: String(value)}
  return {arrayValue: {values: value.map(text => ({stringValue: text}))}}
}

function attributesOf(attributes: StreamSpan['attributes']): object[] {
  return Object.entries(attributes).map(([key, value]) => ({key, value: toAny(value)}))
}

function toSpan({name, attributes, failed = false, ms = 900}: StreamSpan, index: number): object {
  const begin = startMs + index * 100
  return {
    traceId: (index >> 2).toString(16).padStart(32, 'a'),
    spanId: index.toString(16).padStart(16, 'b'),
    parentSpanId: '',
    flags: 256,
    name,
    kind: 3,
    startTimeUnixNano: `${begin}000000`,
    endTimeUnixNano: `${begin + ms}000000`,
    attributes: attributesOf(attributes),
    status: failed ? {code: 2} : {},
  }
}

/**
 * Writes spans as the file exporter of a collector does: an export request on each line, as many spans in it as come in
 * one batch.
 * @returns bytes written
 */
export function writeStream(path: string, count: number, spanAt: (index: number) => StreamSpan): number {
  const file = openSync(path, 'w')
  let bytes = 0
  try {
    for (let begin = 0; begin < count; begin += spansInLine) {
      const byVersion = new Map<string, object[]>()
      for (let index = begin; index < Math.min(count, begin + spansInLine); index++) {
        const span = spanAt(index)
        const version = span.version ?? '1.0.0'
        byVersion.set(version, [...(byVersion.get(version) ?? []), toSpan(span, index)])
      }
      const resourceSpans = [...byVersion].map(([version, spans]) => ({
        resource: {
          attributes: attributesOf({
            'service.name': 'desk',
            'service.version': version,
            'telemetry.sdk.language': 'python',
          }),
        },
        scopeSpans: [{scope: {name: 'opentelemetry.instrumentation.openai_v2'}, spans}],
      }))
      bytes += writeSync(file, `${JSON.stringify({resourceSpans})}\n`)
    }
  } finally {
    closeSync(file)
  }
  return bytes
}
