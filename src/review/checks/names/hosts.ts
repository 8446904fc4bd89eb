import {domainToUnicode} from 'node:url'
import {isOneSlip, skeletonOf} from '../../../lib/names/look-alike.ts'
import type {ReviewContext} from '../../context.ts'
import {type Part, referencesOf} from '../../view.ts'
import {endpointsOf} from '../services.ts'
import {tellLookAlike} from './tell.ts'

/** Hosts that models, data and code are fetched from, and that answer for well-known models. */
const hosts =
  'huggingface.co github.com gitlab.com modelscope.cn kaggle.com ollama.com pypi.org npmjs.com docker.io openai.com anthropic.com googleapis.com mistral.ai cohere.com cohere.ai azure.com amazonaws.com microsoft.com deepseek.com groq.com together.ai together.xyz openrouter.ai perplexity.ai replicate.com fireworks.ai nvidia.com stability.ai'.split(
    ' ',
  )
/** Hosts of others, which are almost one of these. */
const others: ReadonlySet<string> = new Set([
  'openapi.com',
  'docker.com',
  'huggingface.com',
  'npmjs.org',
  'pypi.io',
  'github.co',
])
/** Names that a stranger's domain would borrow: `anthropic-ai.com`. */
const brands = 'huggingface openai anthropic mistral cohere deepseek openrouter perplexity'.split(' ')
const skeletons: ReadonlyMap<string, string> = new Map(hosts.map(host => [skeletonOf(host), host]))

interface Address {
  readonly url: string
  readonly pointer: string
}

/** Addresses whose host is a slip away from a well-known one. */
export function checkHosts({view, notes}: ReviewContext): void {
  const told = new Set<string>()
  for (const part of [...view.parts, ...view.services]) {
    for (const {url, pointer} of addressesOf(part)) {
      const disguise = disguiseOf(url)
      if (disguise === undefined || told.has(disguise.name)) continue
      told.add(disguise.name)
      tellLookAlike({...disguise, list: 'list of well-known hosts', subject: part.name, pointer}, notes)
    }
  }
}

function addressesOf(part: Part): Address[] {
  return [...referencesOf(part), ...endpointsOf(part).map(url => ({url, pointer: `${part.pointer}/endpoints`}))]
}

/** By a slip in the name of the host, or by a well-known host before the one that is reached. */
function disguiseOf(url: string): {readonly name: string; readonly imitated: string} | undefined {
  if (!URL.canParse(url)) return undefined
  const {hostname, username} = new URL(url)
  const host = domainToUnicode(hostname) || hostname
  const owner = host.split('.').slice(-2).join('.')
  const imitated = imitatedHost(owner) ?? underOtherSuffix(host)
  if (imitated !== undefined) return {name: owner, imitated}
  if (hosts.includes(owner)) return undefined
  const before = `.${username}.${host}`.toLowerCase()
  // amazonaws.com.cn is Amazon's own
  const worn = hosts.find(each => before.includes(`.${each}.`) && !/^\.[a-z]{2}$/.test(before.split(each)[1] ?? ''))
  return worn === undefined ? undefined : {name: username === '' ? host : `${username}@${host}`, imitated: worn}
}

/** `huggingface.com.co`: the name of a brand in a domain of two letters. */
function underOtherSuffix(host: string): string | undefined {
  const [, brand] = /(?:^|\.)([a-z0-9-]{2,63})\.(?:com|co|net|org)\.[a-z]{2}$/.exec(host) ?? []
  return brand === undefined || !brands.includes(brand) ? undefined : hosts.find(each => each.startsWith(`${brand}.`))
}

function imitatedHost(host: string): string | undefined {
  if (host === '' || hosts.includes(host) || others.has(host)) return undefined
  const brand = brands.find(each => host.startsWith(`${each}-`) || host.split('.')[0]?.endsWith(`-${each}`) === true)
  if (brand !== undefined) return hosts.find(each => each.startsWith(`${brand}.`))
  return skeletons.get(skeletonOf(host)) ?? hosts.find(each => isOneSlip(host, each))
}
