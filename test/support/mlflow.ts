import {readFileSync} from 'node:fs'
import {createServer, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'
import {fileURLToPath} from 'node:url'

/** What a server answered: `text`, or `base64` where it is none. */
export interface RecordedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text?: string
  readonly base64?: string
}

export type Recording = Readonly<Record<string, RecordedAnswer>>

/** What MLflow's own client says of a version: test/nightly/mlflow/log_models.py. */
export interface MlflowFacts {
  readonly name: string
  readonly version: string
  readonly runId: string
  readonly source: string
  readonly artifacts: string
  readonly modelUuid?: string
  readonly modelId?: string
  readonly mlflowVersion?: string
  readonly flavors?: readonly string[]
  readonly inputs?: readonly string[]
  readonly requirements?: readonly string[]
  /** `123 path` */
  readonly files?: readonly string[]
  /** SHA-256 by path */
  readonly digests?: Readonly<Record<string, string>>
}

export const recordingPath: string = fileURLToPath(new URL('../fixtures/mlflow/answers.json', import.meta.url))
export const factsPath: string = fileURLToPath(new URL('../fixtures/mlflow/facts.json', import.meta.url))
/** Of the server that is recorded; it is gone when its run ends. */
export const mlflowUser = 'admin'
export const mlflowPassword = 'only-for-this-test'

/** Under which an answer is kept: who is not logged in is answered otherwise. */
export function recordingKey({url, headers}: Pick<IncomingMessage, 'url' | 'headers'>): string {
  return `${headers.authorization === undefined ? 'anonymous ' : ''}${url ?? ''}`
}

export interface LocalServer extends AsyncDisposable {
  readonly url: string
}

/** A server that gives the recorded answers, and to any other question status 500. */
export async function replayMlflow(recording: Recording): Promise<LocalServer> {
  const server = createServer((request, response) => {
    const answer = recording[recordingKey(request)]
    if (answer === undefined) response.writeHead(500).end(`not recorded: ${recordingKey(request)}`)
    else
      response
        .writeHead(answer.status, answer.headers)
        .end(Buffer.from(answer.text ?? answer.base64 ?? '', answer.text === undefined ? 'base64' : 'utf8'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export function readRecording(): Recording {
  return JSON.parse(readFileSync(recordingPath, 'utf8')) as Recording
}

export function readMlflowFacts(path: string): readonly MlflowFacts[] {
  return JSON.parse(readFileSync(path, 'utf8')) as MlflowFacts[]
}
