/** A value of an attribute; undefined where it is too long or too deep. */
export type AttributeValue =
  | string
  | number
  | boolean
  | readonly AttributeValue[]
  | {readonly [key: string]: AttributeValue}
  | undefined

/** Where records come from: one program with one instrumentation. */
export interface Origin {
  readonly service: string
  readonly serviceVersion?: string
  /** name of the instrumentation */
  readonly scope: string
}

/** A span or a log record, as far as it is read. */
export interface TelemetryRecord {
  readonly signal: 'span' | 'log'
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  /** milliseconds since the epoch; 0 where none is told */
  readonly startMs: number
  readonly endMs: number
  readonly failed: boolean
  readonly attributes: readonly (readonly [key: string, value: AttributeValue])[]
  /** of a log: its body */
  readonly body?: AttributeValue
  /** of a span: its events, which carry messages in some dialects */
  readonly events: readonly {
    readonly name: string
    readonly attributes: readonly (readonly [string, AttributeValue])[]
  }[]
}

/**
 * The name of a log record: an attribute told it before records had a field for it, where some write the line of code.
 */
export function eventNameOf(name: string, attributes: TelemetryRecord['attributes']): string {
  const told = attributes.find(([key]) => key === 'event.name')?.[1]
  return typeof told === 'string' ? told : name
}

/** Takes records as they are read. */
export type RecordSink = (record: TelemetryRecord, origin: Origin) => void

/** Containers inside one value; real ones are flat. */
export const valueDepthLimit = 12
/** Longer attributes are not looked at: media and whole documents. */
export const attributeLimit = 1024 * 1024
