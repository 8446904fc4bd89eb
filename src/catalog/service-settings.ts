import type {Collector} from '../inventory/collector.ts'
import {redactUrl} from '../lib/redact/url.ts'
import {normaliseKey} from './config-keys.ts'
import {type Provider, providerByHost, providerByPrefix, providerBySlug, variableMeaning} from './providers.ts'
import {modelReference} from './references/model.ts'
import {isKnownValue} from './references/reference.ts'
import {reportServerImage} from './server-image.ts'
import {reportModel, reportNamedModel, type Setting, whereOf} from './setting.ts'
import {vendorOfAddress} from './vendors.ts'

/** Keys under which an address is read by people. */
export const readingKeys = new Set([
  'homepage',
  'documentation',
  'docs',
  'docsurl',
  'website',
  'description',
  'schema',
  'license',
  'author',
  'icon',
  'logo',
  'see',
  'help',
  'helpurl',
  'references',
  'link',
  'links',
])

const variableReference =
  /^(?:os\.environ\/|env[:.]|\{env:|\$\{\{\s{0,5}(?:secrets|env|vars)\.|\$\{(?:env[:.]|oc\.env:)?|\$env:|\$|%|\{\{\s{0,5})([A-Za-z_]\w{2,80})(?:\s{0,5}\}{0,2}|[:,?=-].{0,200})$/s

/**
 * `api_key: ${OPENAI_API_KEY}`, `os.environ/AZURE_API_KEY`, `${{ secrets.ANTHROPIC_API_KEY }}`: the name says whose
 * credential it is.
 */
export function reportReferenceToVariable(setting: Setting, into: Collector): boolean {
  const name = setting.value.length > 300 ? undefined : variableReference.exec(setting.value.trim())?.[1]
  if (name === undefined) return false
  const meaning = variableMeaning(name)
  const slug = meaning?.role === 'credential' ? meaning.provider.slug : keyOfProvider(setting)
  if (slug === undefined) return false
  if (isDownloadToken(slug)) return true
  into.service(slug, whereOf(setting, 0.9), {environment: [name], authenticated: true})
  return true
}

/** `{model: openai/gpt-4o, api_key: ${OUR_KEY}}`: whose a variable of any name is. */
function keyOfProvider({key, provider}: Setting): string | undefined {
  return normaliseKey(key) === 'apikey' ? provider : undefined
}

/** A token of the hub that something is given: it may only download with it. */
function isDownloadToken(slug: string): boolean {
  return slug === 'huggingface'
}

/** The slug that the value of a `provider` key means, where it is one of models. */
export function providerSlug(value: string): string | undefined {
  const word = value.trim().toLowerCase()
  if (word === 'github' || word === 'vercel' || word === 'cloudflare') return undefined
  const provider = providerBySlug(word.replaceAll('_', '-')) ?? providerByPrefix(`${word}/x`)?.provider
  return provider?.kind === 'model-provider' || provider?.kind === 'gateway' || provider?.kind === 'self-hosted'
    ? provider.slug
    : undefined
}

/** Slugs that are no common word: above a model's key they say whose it is. */
const ownWords = new Set([
  'openai',
  'anthropic',
  'ollama',
  'groq',
  'mistral',
  'cohere',
  'bedrock',
  'openrouter',
  'deepseek',
  'xai',
  'azureopenai',
  'gemini',
  'vertexai',
  'watsonx',
  'lmstudio',
])

/** `spring.ai.ollama.embedding.options.model`: the provider among the keys above. */
export function providerAbove(ancestors: readonly string[]): string | undefined {
  const word = ancestors.findLast(ancestor => ownWords.has(ancestor))
  return word === undefined ? undefined : providerSlug(word)
}

/** Words that mean more than a provider of models. */
const ambiguousOwners = new Set(['github', 'vercel', 'cloudflare', 'snowflake', 'azure', 'huggingface', 'hf'])

/** `[openai] api_key = …`, `providers: {anthropic: {apiKey: …}}`, `anthropic_api_key: …` */
export function reportProvidersKey(setting: Setting, normal: string, into: Collector): boolean {
  if (!/api_?(?:key|token)$/i.test(setting.key.replaceAll('-', '_')) || !setting.isAboutModels) return false
  const parent = setting.ancestors.at(-1) ?? ''
  const isBare = normal === 'apikey' || normal === 'apitoken'
  const owner = isBare ? providerNamed(parent) : variableMeaning(toVariable(setting.key))?.provider
  if (owner === undefined) return false
  if (isDownloadToken(owner.slug)) return true
  into.service(owner.slug, whereOf(setting, 0.88), {authenticated: true})
  return true
}

function providerNamed(word: string): Provider | undefined {
  return ambiguousOwners.has(word) ? undefined : (providerBySlug(word) ?? providerByPrefix(`${word}/x`)?.provider)
}

/** `anthropicApiKey`, `anthropic-api-key` → `ANTHROPIC_API_KEY` */
function toVariable(key: string): string {
  return key
    .replace(/([a-z])(?=[A-Z])/g, '$1_')
    .replaceAll('-', '_')
    .toUpperCase()
}

/** @returns whether the name alone says all: a credential, an endpoint, a provider's setting */
export function reportVariable(setting: Setting, into: Collector): boolean {
  const meaning = variableMeaning(setting.key)
  if (meaning === undefined) return false
  const {provider, role} = meaning
  if (role === 'model') return reportProvidersModel(setting, provider, into)
  const actual = role === 'endpoint' ? (providerByHost(setting.value) ?? provider) : provider
  into.service(actual.slug, whereOf(setting, 0.95), {
    environment: [setting.key],
    ...(role === 'credential' && {authenticated: true}),
    ...endpointsOf(role === 'endpoint' ? setting.value : ''),
  })
  return true
}

function endpointsOf(value: string): {endpoints: readonly string[]} {
  const isAddress = /^https?:\/\/[^\s$<>{}]+$/.test(value.trim())
  return {endpoints: isAddress ? [redactUrl(value.trim())] : []}
}

/** `GROQ_MODEL=…`: the variable says whose model it is, unless the value says so itself. */
function reportProvidersModel(setting: Setting, provider: Provider, into: Collector): boolean {
  const value = setting.value.trim()
  const found = modelReference(value)
  // what is served on the spot has its address elsewhere
  if (provider.kind === 'model-provider' && found?.kind === 'model' && found.registry === provider.slug)
    into.service(provider.slug, whereOf(setting, 0.8), {environment: [setting.key]})
  if (found !== undefined) reportModel(found, setting, into)
  else if (
    isKnownValue(value) &&
    (provider.slug === 'ollama' ? /^[a-z][\w.:/-]*$/ : /^[a-z][a-z_.:/-]*\d[\w.:/-]*$/i).test(value) &&
    !value.startsWith('/')
  )
    reportNamedModel(value, setting, into, {confidence: 0.75, registry: provider.slug})
  return true
}

/**
 * The service behind a URL: of a known provider anywhere, of a vendor only under a key that asks for one beside models.
 */
export function reportEndpoint(setting: Setting, into: Collector): void {
  const provider = providerByHost(setting.value)
  if (provider !== undefined) into.service(provider.slug, whereOf(setting, 0.9), endpointsOf(setting.value))
  else if (setting.isAboutModels && vendorKeys.test(normaliseKey(setting.key))) reportVendor(setting, into)
}

/** Keys of an address that models are served at. */
const vendorKeys = /^(?:openai|llm|model|inference|embeddings?|chat)?(?:apibase(?:url)?|baseurl|apiurl|endpoint)$/

/** The provider that is named beside an address, else the host of a vendor that nobody lists names the service. */
function reportVendor(setting: Setting, into: Collector): void {
  const vendor = setting.provider ?? vendorOfAddress(setting.value.trim())
  if (vendor !== undefined) into.service(vendor, whereOf(setting, 0.7), endpointsOf(setting.value))
}

const imageKeys = new Set([
  'image',
  'repository',
  'imagename',
  'containerimage',
  'name',
  'from',
  'dockerimage',
  'baseimage',
  'imagerepository',
  'imageuri',
  'containerimageuri',
])

/** @returns whether the value is a container image, of a server that we know or not */
export function reportImage(setting: Setting, normal: string, into: Collector): boolean {
  if (!imageKeys.has(normal) && !normal.endsWith('image')) return false
  return (
    reportServerImage(setting.value, whereOf(setting, 0.93), into) ||
    normal.endsWith('image') ||
    setting.ancestors.at(-1)?.endsWith('image') === true
  )
}

/** `nvidia-gpu: vllm/vllm-openai:v0.8.3`: with its tag an image of a known server is one under any key. */
export function reportTaggedImage(setting: Setting, into: Collector): boolean {
  const {value} = setting
  return /^[\w.-]+(?:\/[\w.-]+)+:[\w.-]+$/.test(value) && reportServerImage(value, whereOf(setting, 0.9), into)
}

/** Words that are providers of models only where models are spoken of right beside. */
export function isProviderKey(normal: string, setting: Setting): boolean {
  if (normal !== 'provider' && !/(?:llm|model|embedding|embeddings|chat|inference)provider$/.test(normal)) return false
  return setting.isAboutModels
}

/** The service that the value of a `provider` key means; nothing where it is none of models. */
export function reportProvider(setting: Setting, into: Collector): void {
  const slug = providerSlug(setting.value)
  if (slug !== undefined) into.service(slug, whereOf(setting, 0.8))
}

/** `litellm_params: {model: azure/gpt-4o}`: a proxy's route says whose service is called. */
export function reportRoute(setting: Setting, normal: string, into: Collector): void {
  if (normal !== 'model' || setting.ancestors.at(-1) !== 'litellmparams') return
  const found = providerByPrefix(setting.value.trim())
  if (found?.separator === '/' && found.provider.slug !== 'huggingface')
    into.service(found.provider.slug, whereOf(setting, 0.85))
}
