import type {ModelServer} from '../../catalog/model-servers.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import {isLoopback} from './start.ts'

/** A port of a container that other machines reach. */
export interface PublishedPort {
  /** inside the container; undefined where it cannot be told */
  readonly target?: number
  /** as it is reached */
  readonly shown: string
}

/**
 * `8000:8000`, `127.0.0.1:8000:8000`, `[::1]:8000:8000`, `8000`, `8000-8010:8000-8010/tcp`: what Docker publishes on
 * every interface.
 */
export function publishedPort(text: string): PublishedPort | undefined {
  const bare = text.trim().replace(/\/(?:tcp|udp|sctp)$/i, '')
  const [, host, ports] = /^(?:(\[[^\]]{0,50}\]|[^:[\]]{1,253}):)??((?:[^:[\]]{0,50}:)?[^:[\]]{1,50})$/.exec(bare) ?? []
  if (ports === undefined || (host !== undefined && isLoopback(host.replace(/^\[|\]$/g, '')))) return undefined
  const [published = '', target = published] = ports.split(':')
  return {...targetOf(target), shown: published === '' ? target : published}
}

/** An item of `ports` in a Compose file, short or long; `mode: host` and `ingress` publish both. */
export function composePort(item: unknown, expand: (text: string) => string): PublishedPort | undefined {
  if (typeof item === 'number') return publishedPort(String(item))
  const text = asText(item)
  if (text !== undefined) return publishedPort(expand(text))
  const {target, published, host_ip: host} = asRecord(item) ?? {}
  if (target === undefined || isLoopback(expand(String(host ?? '')))) return undefined
  return {...targetOf(String(target)), shown: expand(String(published ?? target))}
}

/** The first port behind which the server may answer: it has ports for its own figures, too. */
export function openPort(ports: readonly PublishedPort[], {otherPorts = []}: ModelServer): PublishedPort | undefined {
  return ports.find(({target}) => target === undefined || !otherPorts.includes(target))
}

function targetOf(text: string): {readonly target?: number} {
  return /^\d{1,5}$/.test(text) ? {target: Number(text)} : {}
}
