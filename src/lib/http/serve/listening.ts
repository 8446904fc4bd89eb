import type {Server} from 'node:http'
import {AibomError, systemErrorCode} from '../../errors.ts'

/** A server that takes requests. */
export interface Listening {
  readonly port: number
  /**
   * Takes no more connections, ends those that are open when their requests are done, and after a grace period all of
   * them.
   */
  close(): Promise<void>
}

const connectionLimit = 256
const requestTimeoutMs = 30_000
const closeGraceMs = 2000

/** Bounds for what a client can send, and for how long. */
export const serverLimits = {
  requestTimeout: requestTimeoutMs,
  headersTimeout: requestTimeoutMs / 3,
  keepAliveTimeout: 5000,
  maxHeaderSize: 16 * 1024,
}

/**
 * Lets a server listen.
 * @param host an IPv6 address may be in brackets, as in a URL
 * @param asked the port; 0: any free one
 * @throws {AibomError} `AIBOM_LISTEN_FAILED`
 */
export async function listenAt(
  server: Server,
  {host, port: asked}: {readonly host: string; readonly port: number},
): Promise<Listening> {
  const address = {host: host.replace(/^\[|\]$/g, ''), port: asked}
  server.maxConnections = connectionLimit
  const port = await new Promise<number>((settle, reject) => {
    server.once('error', error => reject(listenFailed(address, error)))
    server.listen(address.port, address.host, () => {
      const bound = server.address()
      settle(typeof bound === 'object' && bound !== null ? bound.port : address.port)
    })
  })
  return {
    port,
    close: () =>
      new Promise(settle => {
        const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs)
        server.close(() => {
          clearTimeout(timer)
          settle()
        })
        server.closeIdleConnections()
      }),
  }
}

function listenFailed({host, port}: {readonly host: string; readonly port: number}, cause: unknown): AibomError {
  return new AibomError(
    'AIBOM_LISTEN_FAILED',
    `cannot listen on ${host}:${port}: ${systemErrorCode(cause) ?? 'unknown reason'}`,
    {
      hint: 'Name another address or port',
      exit: 2,
      cause,
    },
  )
}
