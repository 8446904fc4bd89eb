import {providerBySlug} from '../../catalog/providers.ts'
import type {Asset} from '../../inventory/asset.ts'
import {fullName, keyOf} from '../../inventory/identity.ts'
import type {ReportTarget} from '../../inventory/test-report.ts'
import {providerAt} from '../../observe/dialects/providers.ts'

/** How tools call the registries that assets are of. */
const registryWords: readonly (readonly [word: string, registry: string])[] = [
  ['huggingface', 'huggingface'],
  ['hf', 'huggingface'],
  ['azure', 'azure-openai'],
  ['anthropic', 'anthropic'],
  ['bedrock', 'bedrock'],
  ['google', 'google-gemini'],
  ['vertex', 'vertex-ai'],
  ['ollama', 'ollama'],
  ['mistral', 'mistral'],
  ['groq', 'groq'],
  ['cohere', 'cohere'],
  ['openai', 'openai'],
]

/**
 * Assets that a report can speak of by the name that it states; those of the provider that it states alone, where there
 * are any.
 */
export function matchingAssets(assets: readonly Asset[], target: ReportTarget): Asset[] {
  const named = assets.filter(
    asset => isTestable(asset) && (hasName(asset, target.name) || hasEndpoint(asset, target.endpoint)),
  )
  const registry = registryOf(target)
  const ofProvider = named.filter(asset => asset.kind === 'model' && asset.facts.registry === registry)
  return registry === undefined || ofProvider.length === 0 ? preferModels(named) : ofProvider
}

/** Clients of OpenAI's kind say `openai` wherever they send to, so the address counts first. */
function registryOf({provider = '', endpoint}: ReportTarget): string | undefined {
  const words = provider.toLowerCase()
  const stated = registryWords.find(([word]) => words.startsWith(word))?.[1]
  return (endpoint === undefined ? undefined : providerAt(endpoint)) ?? stated
}

/** A name and an address may lead to the model and to its service: the model is what was tested. */
function preferModels(found: readonly Asset[]): Asset[] {
  const models = found.filter(({kind}) => kind === 'model')
  return models.length > 0 ? models : [...found]
}

function isTestable({kind}: Asset): boolean {
  return kind === 'model' || kind === 'service' || kind === 'agent'
}

/** Whether a report's name is that of an asset: whole, by an alias, or by the name of its file. */
export function hasName(asset: Asset, name: string | undefined): boolean {
  if (name === undefined) return false
  const wanted = plain(name)
  const full = fullName(asset)
  const tail = asset.id.slice(asset.id.indexOf(':') + 1)
  const names = [full, ...asset.aliases, tail, ...(asset.purl === undefined ? [] : [asset.purl])].map(plain)
  // a folder of this machine, as garak and lm-eval are given one
  return (
    names.includes(wanted) ||
    (/^(?:\/|[a-z]:[/\\])/.test(wanted) && wanted.replaceAll('\\', '/').endsWith(`/${plain(tail)}`))
  )
}

/**
 * Letter case and a leading `./` or `models/` (Gemini) tell nothing apart; `:latest` is what a name without a tag
 * means.
 */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\.\//, '')
    .replace(/^models\/(?=gemini)/, '')
    .replace(/:latest$/, '')
}

/** The same host, and a path that begins with that of the service. */
function hasEndpoint(asset: Asset, endpoint: string | undefined): boolean {
  if (asset.kind !== 'service' || endpoint === undefined) return false
  const asked = addressOf(endpoint)
  return (
    asked !== undefined &&
    asset.facts.endpoints.some(each => {
      const own = addressOf(each)
      return own !== undefined && own.host === asked.host && asked.pathname.startsWith(own.pathname.replace(/\/$/, ''))
    })
  )
}

/**
 * Whether a hosted model was asked at another address than its provider's or one that the BOM lists: its name is then
 * what somebody called whatever answers there.
 */
export function isAskedElsewhere(
  asset: Asset,
  {assets}: {readonly assets: readonly Asset[]},
  {provider = '', endpoint}: ReportTarget,
): boolean {
  const registry = asset.kind === 'model' ? asset.facts.registry : undefined
  const isHosted = registry !== undefined && providerBySlug(registry)?.kind === 'model-provider'
  if (!isHosted || registry === 'huggingface') return false
  // garak calls its client for other servers than OpenAI's `openai.OpenAICompatible`
  if (endpoint === undefined) return /compatible/i.test(provider)
  return providerAt(endpoint) !== registry && !assets.some(each => hasEndpoint(each, endpoint))
}

function addressOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** What a report states about the revision of its target, against what is known of the asset. */
export function compareRevision(
  asset: Asset,
  parts: readonly Asset[],
  {name, revision, digests = []}: ReportTarget,
): 'same' | 'different' | 'unknown' {
  const known = [asset, ...parts].flatMap(each => each.digests.map(({alg, hex}) => `${alg}:${hex}`))
  const comparable = digests.filter(digest =>
    known.some(own => own.slice(0, own.indexOf(':')) === digest.slice(0, digest.indexOf(':'))),
  )
  if (comparable.length > 0) return comparable.every(digest => known.includes(digest)) ? 'same' : 'different'
  const version = asset.version
  if (revision !== undefined && version !== undefined) return sameRevision(revision, version) ? 'same' : 'different'
  // `gpt-4o-mini-2024-07-18` names its version
  return version !== undefined && hasName(asset, name) && plain(name ?? '').endsWith(version.toLowerCase())
    ? 'same'
    : 'unknown'
}

const shortestCommit = 7

/** A commit may be written short. */
function sameRevision(a: string, b: string): boolean {
  const [short = '', long = ''] = [a.toLowerCase(), b.toLowerCase()].sort((x, y) => x.length - y.length)
  return short === long || (short.length >= shortestCommit && /^[0-9a-f]+$/.test(short) && long.startsWith(short))
}

/** The weights of a model. */
export function partsOf(
  asset: Asset,
  assets: readonly Asset[],
  relationships: readonly {from: string; to: string; kind: string}[],
): Asset[] {
  const keys = new Set(
    relationships.flatMap(({from, to, kind}) => (kind === 'contains' && from === keyOf(asset) ? [to] : [])),
  )
  return assets.filter(part => keys.has(keyOf(part)))
}
