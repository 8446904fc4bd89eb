import {withoutQuery} from '../lib/text/without-query.ts'
import {splitHost} from './providers.ts'

/**
 * Hosts that stand for no vendor: this machine, a network of one's own, examples, clouds where everybody's services
 * run.
 */
const noVendor =
  /^(?:localhost|[\d.]+|\[.*|.*\.(?:local|localhost|internal|svc|lan|home|test|invalid|example)|(?:.*\.)?example\.(?:com|org|net)|host\.docker\.internal|.*\.(?:vercel\.app|herokuapp\.com|ngrok\.io|ngrok-free\.app|run\.app|azurewebsites\.net|cloudfront\.net|amazonaws\.com|github\.com|githubusercontent\.com|trycloudflare\.com|workers\.dev|modal\.run))$/
/** Endings below which names are given: `acme.co.uk` is Acme's. */
const secondLevel = new Set(['co', 'com', 'net', 'org', 'ac', 'gov', 'edu'])
/** How the addresses of model services end: `/v1`, `/openai/v1`, `/chat/completions`. */
const servicePath =
  /\/(?:v\d{1,2}(?:beta\d?)?|openai|chat\/completions|completions|embeddings|responses|messages|inference|compatible-mode\/v1|generations?)(?:\/[\w-]{1,30}){0,3}\/?$/

/**
 * The vendor of a service that no list knows, by the host of its address: `https://api.acme.ai/v1` is `acme`.
 * @returns undefined where the host names nobody or the address is not one of a model service
 */
export function vendorOfAddress(url: string): string | undefined {
  if (url.length > 500 || !/^https?:\/\/[^\s{}$<>]+$/.test(url)) return undefined
  const bare = withoutQuery(url)
  const {host} = splitHost(url)
  if (
    !servicePath.test(bare.slice(bare.indexOf('://') + 3 + host.length)) ||
    noVendor.test(host) ||
    !host.includes('.')
  )
    return undefined
  const labels = host.split('.')
  const name = labels.at(secondLevel.has(labels.at(-2) ?? '') && labels.length > 2 ? -3 : -2)
  return name === undefined || !/^[a-z0-9][a-z0-9-]{1,40}$/.test(name) ? undefined : name
}
