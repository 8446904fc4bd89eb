import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {gunzip} from 'node:zlib'
import {systemErrorCode} from '../../errors.ts'
import {type Listening, listenAt, serverLimits} from './listening.ts'
import {type ReceiverGuard, type Refusal, refusalOf} from './receiver-guard.ts'

/** A request that passed the guard, its body whole and unpacked. */
export interface Received {
  readonly path: string
  /** without parameters, lower case */
  readonly contentType: string
  readonly body: Buffer
}

/** An answer of our own server, whole. */
export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly body: Uint8Array | string
}

/** Where to listen, what is heard, and who answers. */
export interface ReceiverOptions extends ReceiverGuard {
  readonly host: string
  /** 0: any free port */
  readonly port: number
  /** Takes a request; it does not throw. */
  take(request: Received): Reply
  /** The answer to what is refused. */
  refuse(refusal: Refusal, contentType: string): Reply
}

/** Exporters send some megabytes at most. */
const bodyLimit = 16 * 1024 * 1024
const unpackedLimit = 64 * 1024 * 1024
/** Bodies that are held at the same time. */
const heldLimit = 64 * 1024 * 1024

/**
 * Listens for requests by HTTP, with a bound for everything that a client can send.
 * @throws {AibomError} `AIBOM_LISTEN_FAILED`
 */
export async function startReceiver(options: ReceiverOptions): Promise<Listening> {
  const store: Store = {heldBytes: 0, unpacking: Promise.resolve()}
  const server = createServer(
    serverLimits,
    (request, response) => void answer(request, options, store).then(reply => send(request, response, reply)),
  )
  return listenAt(server, options)
}

/** What all open requests hold together. */
interface Store {
  heldBytes: number
  /** ends when the last body is unpacked: one at a time, or small requests could take all memory together */
  unpacking: Promise<unknown>
}

async function answer(request: IncomingMessage, options: ReceiverOptions, store: Store): Promise<Reply> {
  const contentType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const refusal = refusalOf(request, contentType, options)
  if (refusal !== undefined) return options.refuse(refusal, contentType)
  const body = await bodyOf(request, store)
  if (!Buffer.isBuffer(body)) return options.refuse(body, contentType)
  return options.take({path: (request.url ?? '').split('?', 1)[0] ?? '', contentType, body})
}

const tooLarge: Refusal = {status: 413, message: 'the body is too large'}
const busy: Refusal = {status: 503, message: 'too many requests are open'}

async function bodyOf(request: IncomingMessage, store: Store): Promise<Buffer | Refusal> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return tooLarge
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      store.heldBytes += chunk.length
      if (length > bodyLimit) return tooLarge
      if (store.heldBytes > heldLimit) return busy
      chunks.push(chunk)
    }
    const bytes = Buffer.concat(chunks)
    return request.headers['content-encoding'] === 'gzip' ? await unpackedInTurn(bytes, store) : bytes
  } catch {
    // the client went away, or took too long
    return {status: 408, message: 'the request did not end'}
  } finally {
    store.heldBytes -= length
  }
}

function unpackedInTurn(bytes: Buffer, store: Store): Promise<Buffer | Refusal> {
  const turn = store.unpacking.then(() => unpacked(bytes))
  store.unpacking = turn
  return turn
}

function unpacked(bytes: Buffer): Promise<Buffer | Refusal> {
  return new Promise(settle => {
    gunzip(bytes, {maxOutputLength: unpackedLimit}, (error, whole) => {
      if (error === null) settle(whole)
      else
        settle(
          systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : {status: 400, message: 'the body is not gzip'},
        )
    })
  })
}

function send(request: IncomingMessage, response: ServerResponse, {status, contentType, body}: Reply): void {
  const isRefused = status >= 400
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...(status === 503 && {'retry-after': '1'}),
    // what was not read of a body would be taken for the next request
    ...(isRefused && {connection: 'close'}),
  })
  response.end(body, () => {
    if (isRefused) request.destroy()
  })
}
