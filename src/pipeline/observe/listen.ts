import type {Listening} from '../../lib/http/serve/listening.ts'
import {assertGuarded} from '../../lib/http/serve/own-host.ts'
import {type Received, type Reply, startReceiver} from '../../lib/http/serve/receiver.ts'
import {threadHost} from '../../lib/thread-host.ts'
import type {Intake} from '../../observe/intake/intake.ts'
import {exportResponse, statusResponse} from '../../observe/otlp/response.ts'
import type {ListenOptions, ObserveOptions} from './options.ts'
import type {Reading} from './read-traces.ts'

const signals = {'/v1/traces': 'span', '/v1/logs': 'log', '/v1/metrics': 'metric'} as const
const types = {json: 'application/json', protobuf: 'application/x-protobuf'}
const watchMs = 50

/**
 * Takes telemetry by OTLP/HTTP until the flag of the options is set; what has come until then counts.
 * @throws {AibomError} `AIBOM_LISTEN_FAILED`, `AIBOM_USAGE` for an address beyond this machine without a token
 */
export async function listen(
  intake: Intake,
  listening: ListenOptions,
  {progress}: Pick<ObserveOptions, 'progress'>,
): Promise<Reading> {
  const {host, port, token} = listening
  assertGuarded(
    host,
    token,
    'Set AIBOM_OBSERVE_TOKEN, which clients send as Authorization: Bearer TOKEN; or listen on 127.0.0.1',
  )
  const reading: Reading = {files: 0, bytes: 0, skippedBytes: 0, tooLong: 0, notRead: [], marks: []}
  const receiver = await startReceiver({
    host,
    port,
    token,
    paths: Object.keys(signals),
    contentTypes: Object.values(types),
    take: request => take(request, intake, reading),
    refuse: ({status, message}, contentType) =>
      toReply(status, contentType !== types.protobuf, isJson => statusResponse(message, isJson)),
  })
  progress.listening?.(`http://${host}:${receiver.port}`)
  await stopped(listening, receiver)
  return reading
}

function stopped({stop}: ListenOptions, receiver: Listening): Promise<void> {
  const flag = new Int32Array(stop)
  return new Promise(settle => {
    const timer = setInterval(() => {
      threadHost().beat()
      if (Atomics.load(flag, 0) === 0) return
      clearInterval(timer)
      void receiver.close().then(settle)
    }, watchMs)
  })
}

function take({path, contentType, body}: Received, intake: Intake, reading: Reading): Reply {
  const isJson = contentType === types.json
  const signal = signals[path as keyof typeof signals]
  reading.bytes += body.length
  if (signal === 'metric')
    return toReply(200, isJson, json => exportResponse({signal, rejected: 0, message: 'metrics are not read'}, json))
  const {tooOld, notTelemetry} = intake.coverage
  const isRead = isJson ? intake.json(body) : intake.protobuf(body)
  if (!isRead || intake.coverage.notTelemetry > notTelemetry) {
    return toReply(400, isJson, json => statusResponse(`the body is not an export request in ${contentType}`, json))
  }
  const rejected = intake.coverage.tooOld - tooOld
  return toReply(200, isJson, json =>
    exportResponse({signal, rejected, message: rejected > 0 ? 'they are from before --since' : ''}, json),
  )
}

function toReply(status: number, isJson: boolean, bodyOf: (isJson: boolean) => Uint8Array | string): Reply {
  return {status, contentType: isJson ? types.json : types.protobuf, body: bodyOf(isJson)}
}
