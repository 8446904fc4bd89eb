import {withoutQuery} from '../lib/text/without-query.ts'
import {splitHost} from './providers.ts'

/**
 * Hosts that stand for no vendor: this machine, a network of one's own, examples, clouds where everybody's services
 * run.
 */
const noVendor =
  /^(?:localhost|[\d.]+|\[.*|.*\.(?:local|localhost|internal|svc|lan|home|test|invalid|example)|(?:.*\.)?example\.(?:com|org|net)|host\.docker\.internal|.*\.(?:vercel\.app|herokuapp\.com|ngrok\.io|ngrok-free\.app|run\.app|azurewebsites\.net|cloudfront\.net|amazonaws\.com|github\.com|githubusercontent\.com|trycloudflare\.com|workers\.dev|modal\.run|fly\.dev|netlify\.app|railway\.app|onrender\.com|pages\.dev|deno\.dev))$/
/** Endings below which names are given: `acme.co.uk` is Acme's. */
const secondLevel = new Set(['co', 'com', 'net', 'org', 'ac', 'gov', 'edu'])
/** How the addresses of model services end: `/v1`, `/openai/v1`, `/chat/completions`. */
const servicePath =
  /\/(?:v\d{1,2}(?:beta\d?)?|openai|chat\/completions|completions|embeddings|responses|messages|inference|compatible-mode\/v1|generations?)(?:\/[\w-]{1,30}){0,3}\/?$/

/** What nothing but a service of models is asked for: `/v1/chat/completions`. */
const modelPath = /\/(?:chat\/completions|images\/generations|audio\/(?:transcriptions|translations|speech))\/?$/
/** Paths below which an interface for programs lies. */
const programPath = /\/(?:api|ai|v\d{1,2}|chat|generate|inference|predict)(?:\/|$)/
/** Names that stand in for the reader's own: `your-proxy.com`. */
const standIn = /^(?:your|my|some|custom|example|domain|host|proxy|server|company|xx)/

/**
 * The vendor of a service that no list knows, by the host of its address: `https://api.acme.ai/v1` is `acme`.
 * @returns undefined where the host names nobody or the address is not one of a model service
 */
export function vendorOfAddress(url: string): string | undefined {
  return servicePath.test(pathOf(url)) ? vendorOfHost(url) : undefined
}

/** Whether an address alone says that it is asked for what a model gives. */
export function asksModel(url: string): boolean {
  return modelPath.test(pathOf(url))
}

/** Whether an address is asked by programs: `https://api.acme.dev/…`, `https://acme.dev/api/…`. */
export function isForPrograms(url: string): boolean {
  return splitHost(url).host.startsWith('api.') || programPath.test(pathOf(url))
}

/** The vendor that a host is named after, whatever its address asks for. */
export function vendorOfHost(url: string): string | undefined {
  if (url.length > 500 || !/^https?:\/\/[^\s{}$<>]+$/.test(url)) return undefined
  const {host} = splitHost(url)
  if (noVendor.test(host) || !host.includes('.')) return undefined
  const labels = host.split('.')
  const name = labels.at(secondLevel.has(labels.at(-2) ?? '') && labels.length > 2 ? -3 : -2)
  return name === undefined || !/^[a-z0-9][a-z0-9-]{1,40}$/.test(name) || standIn.test(name) ? undefined : name
}

/** What follows the host in an address, without its query. */
function pathOf(url: string): string {
  const bare = withoutQuery(url.slice(0, 500))
  return bare.slice(bare.indexOf('://') + 3 + splitHost(url).host.length)
}
