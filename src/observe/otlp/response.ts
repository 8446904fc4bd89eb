/** What becomes of one export request. */
export interface ExportAnswer {
  readonly signal: 'span' | 'log' | 'metric'
  /** records that were left out */
  readonly rejected: number
  /** empty where there is nothing to say */
  readonly message: string
}

const rejectedNames = {span: 'rejectedSpans', log: 'rejectedLogRecords', metric: 'rejectedDataPoints'} as const

/**
 * The body of a response to an export request.
 * @see OpenTelemetry Protocol specification, "OTLP/HTTP Response"; trace_service.proto
 */
export function exportResponse({signal, rejected, message}: ExportAnswer, isJson: boolean): Uint8Array | string {
  const isWhole = rejected === 0 && message === ''
  if (isJson)
    return JSON.stringify(
      isWhole ? {} : {partialSuccess: {[rejectedNames[signal]]: String(rejected), errorMessage: message}},
    )
  if (isWhole) return new Uint8Array()
  const partial = Buffer.concat([Buffer.from([0x08]), varint(rejected), textField(2, message)])
  return Buffer.concat([Buffer.from([0x0a]), varint(partial.length), partial])
}

/** The body of an error: google.rpc.Status. */
export function statusResponse(message: string, isJson: boolean): Uint8Array | string {
  return isJson ? JSON.stringify({code: 3, message}) : Buffer.concat([Buffer.from([0x08, 3]), textField(2, message)])
}

function textField(number: number, text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 0x80)
  }
}
