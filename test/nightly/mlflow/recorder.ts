import {createServer, type IncomingMessage} from 'node:http'
import {type AddressInfo, createServer as createSocket} from 'node:net'
import {type LocalServer, type RecordedAnswer, type Recording, recordingKey} from '../../support/mlflow.ts'

/** What an answer means stands in these; the rest is the server's own. */
const keptHeaders = ['content-type', 'content-range', 'www-authenticate']

export interface Recorder extends LocalServer {
  /** in the order of the questions' names */
  recording(): Recording
}

/** Hands on what it is asked to a server, and keeps what is answered. */
export async function startRecorder(target: string): Promise<Recorder> {
  const answers = new Map<string, RecordedAnswer>()
  const server = createServer((request, response) => {
    forward(target, request).then(
      answer => {
        answers.set(recordingKey(request), answer)
        response.writeHead(answer.status, answer.headers).end(bodyOf(answer))
      },
      error => response.destroy(error instanceof Error ? error : new Error(String(error))),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recording: () => Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1))),
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function forward(target: string, {url, headers}: IncomingMessage): Promise<RecordedAnswer> {
  const sent = ['accept', 'authorization', 'range'].flatMap((name): [string, string][] => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value]] : []
  })
  const answer = await fetch(`${target}${url}`, {
    headers: {...Object.fromEntries(sent), 'accept-encoding': 'identity'},
    redirect: 'manual',
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const kept = keptHeaders.flatMap((name): [string, string][] => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text).equals(bytes)
  return {
    status: answer.status,
    headers: Object.fromEntries(kept),
    ...(isText ? {text} : {base64: bytes.toString('base64')}),
  }
}

function bodyOf({text, base64}: RecordedAnswer): Buffer {
  return text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createSocket()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
