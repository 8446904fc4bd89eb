import {providerByHost, providerBySlug, providerByVariable} from '../../catalog/providers.ts'
import {asksModel, vendorOfHost} from '../../catalog/vendors.ts'
import type {Naming, Value, ValueOf} from '../../code/module.ts'
import {type Context, type Place, placeOf, type Resolved, writtenText} from '../../code/resolve/resolved.ts'
import {isOwnHost} from '../../lib/http/host-reach.ts'
import {addEndpoint} from './endpoint.ts'
import type {Finder} from './finder.ts'
import {addUrlAssets} from './names/hub-urls.ts'
import {contextOf} from './names/named-models.ts'
import {stemOf} from './prompts/holders.ts'

/** URLs of providers in calls, under names and as results, and variables that hold their endpoints. */
export function addHosts(finder: Finder): void {
  for (const {call, scope} of finder.module.calls) {
    const context = {module: finder.module, scope}
    for (const {value} of call.args) for (const one of urlsOf(finder, value, context)) addHost(finder, one)
  }
  for (const naming of finder.module.namings) addNamedHost(finder, naming)
  for (const scope of finder.module.scopes)
    for (const value of scope.returns)
      for (const one of urlsOf(finder, value, {module: finder.module, scope})) addHost(finder, one)
}

function addNamedHost(finder: Finder, naming: Naming): void {
  for (const one of urlsOf(finder, naming.value, contextOf(finder, naming))) addHost(finder, one)
  if (/host(?:_?name)?$/i.test(naming.name)) addBareHost(finder, naming)
}

/** `host = "bedrock-runtime.{region}.amazonaws.com"`: an address without its scheme. */
function addBareHost(finder: Finder, naming: Naming): void {
  const parts = naming.value.kind === 'template' ? naming.value.parts : [naming.value]
  const host = parts.map(part => (part.kind === 'text' ? part.text : 'x')).join('')
  const provider = /^[\w-]{1,80}(?:\.[\w-]{1,80}){1,6}$/.test(host) ? providerByHost(`https://${host}`) : undefined
  if (provider === undefined) return
  const place = placeOf(finder.module, naming.value.line)
  addEndpoint(finder, {provider: provider.slug, place, rule: 'endpoint', confidence: 0.85, symbol: naming.name})
}

/** Rows and columns of tables: members of one list that are looked at, and lists in each other. */
const memberLimit = 300
const depthLimit = 3

/** An address, and where its beginning is written when that is another line of the file. */
interface WrittenUrl {
  readonly value: Resolved
  readonly start?: Place
}

function urlsOf(finder: Finder, value: Value, context: Context, depth = 0): readonly WrittenUrl[] {
  switch (value.kind) {
    case 'text':
      return value.text.startsWith('http') || isDeploymentPath(value.text)
        ? [{value: {kind: 'text', text: value.text, place: placeOf(context.module, value.line)}}]
        : []
    case 'list':
      return depth > depthLimit
        ? []
        : value.items
            .slice(0, memberLimit)
            .flatMap(item =>
              item.kind === 'text' || item.kind === 'list' ? urlsOf(finder, item, context, depth + 1) : [],
            )
    case 'choice':
      return value.options.flatMap(option => urlsOf(finder, option, context, depth))
    case 'template': {
      const start = startOf(finder, value, context)
      return finder.resolver.resolve(value, context).map(one => ({value: one, ...(start !== undefined && {start})}))
    }
    default:
      return []
  }
}

/** `self.url + "/embed"`: the place of the text that the name at the beginning holds, where this file has it. */
function startOf(finder: Finder, {parts: [first]}: ValueOf<'template'>, context: Context): Place | undefined {
  if (first === undefined || first.kind === 'text') return undefined
  const [held] = finder.resolver.resolve(first, context)
  return held?.kind === 'text' && held.place.path === context.module.path ? held.place : undefined
}

/** `openai/deployments/{deployment-id}/embeddings`: what follows the address of a resource of Azure's. */
function isDeploymentPath(text: string): boolean {
  // most texts are none, and some are megabytes
  if (!text.startsWith('openai/', text.startsWith('/') ? 1 : 0)) return false
  return /^\/?openai\/deployments\/[^/\s]{1,100}\/(?:chat|completions|embeddings|images|audio|responses)/.test(text)
}

/** What is filled in: `https://{resource}.openai.azure.com`, `https://bedrock-runtime.{region}.amazonaws.com`. */
const fillIn = /\$?\{[^{}/]{1,80}\}|<[^<>/]{1,80}>|%s/g
const authority = /^https?:\/\/[^/]{1,300}/

function addHost(finder: Finder, {value, start}: WrittenUrl): void {
  if (value.kind !== 'text' && value.kind !== 'partial') return
  if (value.kind === 'partial') addVariableHost(finder, value.parts, value.place)
  const url = writtenText(value)
  if (/^(?:https?:\/\/|\{[^{}/]{0,80}\}\/)\S+$/.test(url))
    addUrlAssets(finder, {kind: 'text', text: url, place: value.place})
  if (isDeploymentPath(url.replace(/^\{[^{}/]{0,80}\}/, ''))) {
    addEndpoint(finder, {provider: 'azure-openai', place: value.place, rule: 'endpoint', confidence: 0.85})
    return
  }
  const host = url.replace(authority, hostname => hostname.replace(fillIn, 'x'))
  const isAddress = /^https?:\/\/[\w.-]+(?::\d+)?(?:\/|$)/.test(host) && !/\s/.test(url)
  const provider = isAddress ? (providerByHost(host)?.slug ?? providerByPath(finder, url)) : undefined
  if (provider === undefined || isPage(url) || isMcpAddress(url)) return
  addEndpoint(finder, {provider, url, place: start ?? value.place, rule: 'endpoint', confidence: 0.85})
}

/**
 * `https://ai.acme.dev/openai/deployments/chat/chat/completions`: Azure OpenAI behind a host of its customer's;
 * `https://api.acme.dev/v1/chat/completions`: a vendor that nobody lists, or a server of one's own.
 */
function providerByPath({module}: Finder, url: string): string | undefined {
  if (isDeploymentPath(url.slice(url.indexOf('/', 'https://'.length)))) return 'azure-openai'
  if (!asksModel(url)) return undefined
  return URL.canParse(url) && isOwnHost(new URL(url).hostname) ? serverOf(module.path) : vendorOfHost(url)
}

/** The server that a file speaks to, by its own name: `providers/litellm.go`. */
function serverOf(path: string): string {
  const named = providerBySlug(stemOf(path).toLowerCase().replaceAll('_', '-'))
  return named?.kind === 'self-hosted' || named?.kind === 'gateway' ? named.slug : 'openai-compatible'
}

/** A provider's MCP server: it gives tools, no model. */
function isMcpAddress(url: string): boolean {
  return /^https:\/\/[^/]{1,200}\/mcp(?:\/|$|\?)/.test(url)
}

/** Pages for people: documentation, consoles, sign-up. */
export function isPage(url: string): boolean {
  return /\/\/(?:www|docs|console|platform|status|help|support|blog|cookbook|dashboard|aistudio|studio)\.|\/(?:docs|blog|pricing|login|signup|settings|keys|api-keys|account)(?:\/|$)/.test(
    url,
  )
}

/** `process.env.OLLAMA_URL + "/api/tags"`: a request to the endpoint that a variable holds. */
function addVariableHost(finder: Finder, parts: readonly (string | {readonly hole: string})[], place: Place): void {
  const [first, second] = parts
  if (typeof first !== 'object' || typeof second !== 'string' || !second.startsWith('/')) return
  const provider = providerByVariable(first.hole)
  if (provider === undefined) return
  addEndpoint(finder, {
    provider: provider.slug,
    place,
    rule: 'endpoint',
    confidence: 0.85,
    symbol: first.hole,
    environment: [first.hole],
  })
}
