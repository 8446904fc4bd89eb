import {createServer} from 'node:http'
import {getRequestListener} from '@hono/node-server'
import {type Listening, listenAt, serverLimits} from './listening.ts'

/**
 * Lets a function from requests to answers, in the types of the web, listen at an address.
 * @throws {AibomError} `AIBOM_LISTEN_FAILED`
 */
export function startPageServer(
  answer: (request: Request) => Response | Promise<Response>,
  address: {readonly host: string; readonly port: number},
): Promise<Listening> {
  return listenAt(createServer(serverLimits, getRequestListener(answer, {overrideGlobalObjects: false})), address)
}
