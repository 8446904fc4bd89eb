import {domainToUnicode} from 'node:url'
import {isOneSlip, skeletonOf} from '../../../lib/names/look-alike.ts'
import type {ReviewContext} from '../../context.ts'
import {type Part, referencesOf} from '../../view.ts'
import {endpointsOf, hostOf} from '../services.ts'
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
      const owner = domainToUnicode(hostOf(url)).split('.').slice(-2).join('.')
      const imitated = imitatedHost(owner)
      if (imitated === undefined || told.has(owner)) continue
      told.add(owner)
      tellLookAlike({name: owner, imitated, list: 'list of well-known hosts', subject: part.name, pointer}, notes)
    }
  }
}

function addressesOf(part: Part): Address[] {
  return [...referencesOf(part), ...endpointsOf(part).map(url => ({url, pointer: `${part.pointer}/endpoints`}))]
}

function imitatedHost(host: string): string | undefined {
  if (host === '' || hosts.includes(host) || others.has(host)) return undefined
  return skeletons.get(skeletonOf(host)) ?? hosts.find(each => isOneSlip(host, each))
}
