import type {Collector, Where} from '../inventory/collector.ts'
import type {Level} from '../inventory/evidence.ts'
import {isSecretName, redactUrl} from '../lib/redact.ts'
import {templateVariables} from '../lib/template.ts'
import {isHeldDataset, isHeldModel, normaliseKey, roleOfKey} from './config-keys.ts'
import {classifyModelName} from './model-names.ts'
import {type Provider, providerByHost, providerByImage, providerByPrefix, providerBySlug, variableMeaning} from './providers.ts'
import {datasetReference, isFamiliarName, isKnownValue, isLocalPath, type ModelReference, modelReference, type Reference} from './references.ts'

/** One key and its value, in whatever dialect they are written. */
export interface Setting {
  /** as written: `base_model`, `OPENAI_API_KEY`, `--model-id` */
  readonly key: string
  readonly value: string
  /** normalised keys above it, the nearest last */
  readonly ancestors: readonly string[]
  readonly line?: number | undefined
  readonly level?: Level | undefined
  /** whether the file speaks of models at all: only then a word under a common key (`model`, `dataset`) is taken */
  readonly isAboutModels: boolean
  /** slug of the provider that is named beside it: whose a bare name is */
  readonly provider?: string | undefined
}

/** A name of this confidence is one wherever it stands. */
const certain = 0.93
/** The form of a repository on the hub, or better. */
const owned = 0.85
/** A family of models with a version or size; shorter names (`llama3`) are as often what a deployment is called. */
const likely = 0.7
/** Of several values in one text: `a,b,c`. */
const listLimit = 50
const variableName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const promptWords = 4
/** Files that can be nothing but weights. */
const certainWeights = /^[^\s*?]{1,200}\.(?:gguf|safetensors|onnx|pth|ckpt|tflite|udpipe|ggml)$/i
/** Keys under which an address is read by people. */
const readingKeys = new Set([
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

/** Reports what one setting names. A value under the name of a secret is never looked at. */
export function reportSetting(setting: Setting, into: Collector): void {
  const {key, value} = setting
  if (reportReferenceToVariable(setting, into)) return
  if (variableName.test(key) && reportVariable(setting, into)) return
  const normal = normaliseKey(key)
  if (reportProvidersKey(setting, normal, into) || isSecretName(key) || value.trim() === '') return
  if (/^(?:https?|wss?|grpc):\/\//.test(value) && !readingKeys.has(normal)) reportEndpoint(setting, into)
  if (!reportImage(setting, normal, into)) reportByRole(setting, normal, into)
}

function reportByRole(setting: Setting, normal: string, into: Collector): void {
  const role = roleOfKey(normal)
  if (role === 'output') return
  if (role === 'prompt') reportPrompt(setting, normal, into)
  else if (role === 'dataset' || isHeldDataset(normal, setting.ancestors.at(-1))) reportDatasets(setting, role === 'dataset', into)
  else if (role === 'strong-model') reportEach(setting, into, found => found.confidence >= likely)
  else if (role === 'model') reportEach(setting, into, found => isCredible(found, setting))
  else if (isHeldModel(normal, setting.ancestors))
    reportEach(setting, into, found => isCredible(found, setting) && (normal !== 'name' || found.confidence >= owned))
  else if (isProviderKey(normal, setting)) reportProvider(setting, into)
  else reportCertain(setting, into)
}

const variableReference =
  /^(?:os\.environ\/|env[:.]|\{env:|\$\{\{\s{0,5}(?:secrets|env|vars)\.|\$\{(?:env[:.]|oc\.env:)?|\$env:|\$|%|\{\{\s{0,5})([A-Za-z_]\w{2,80})(?:\s{0,5}\}{0,2}|[:,?=-].{0,200})$/s

/** `api_key: ${OPENAI_API_KEY}`, `os.environ/AZURE_API_KEY`, `${{ secrets.ANTHROPIC_API_KEY }}`: the name says whose credential it is. */
function reportReferenceToVariable(setting: Setting, into: Collector): boolean {
  const name = setting.value.length > 300 ? undefined : variableReference.exec(setting.value.trim())?.[1]
  const meaning = name === undefined ? undefined : variableMeaning(name)
  if (name === undefined || meaning === undefined || meaning.role !== 'credential') return false
  if (isDownloadToken(meaning.provider)) return true
  into.service(meaning.provider.slug, whereOf(setting, 0.9), {environment: [name], authenticated: true})
  return true
}

/** A token of the hub that something is given: it may only download with it. */
function isDownloadToken(provider: Provider): boolean {
  return provider.slug === 'huggingface'
}

/** The slug that the value of a `provider` key means, where it is one of models. */
export function providerSlug(value: string): string | undefined {
  const word = value.trim().toLowerCase()
  const provider = providerBySlug(word.replaceAll('_', '-')) ?? providerByPrefix(`${word}/x`)?.provider
  return provider?.kind === 'model-provider' || provider?.kind === 'gateway' || provider?.kind === 'self-hosted' ? provider.slug : undefined
}

/** Words that mean more than a provider of models. */
const ambiguousOwners = new Set(['github', 'vercel', 'cloudflare', 'snowflake', 'azure', 'huggingface', 'hf'])

/** `[openai] api_key = …`, `providers: {anthropic: {apiKey: …}}`, `anthropic_api_key: …` */
function reportProvidersKey(setting: Setting, normal: string, into: Collector): boolean {
  if (!/api_?(?:key|token)$/i.test(setting.key.replaceAll('-', '_')) || !setting.isAboutModels) return false
  const parent = setting.ancestors.at(-1) ?? ''
  const isBare = normal === 'apikey' || normal === 'apitoken'
  const owner = isBare ? providerNamed(parent) : variableMeaning(toVariable(setting.key))?.provider
  if (owner === undefined) return false
  if (isDownloadToken(owner)) return true
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

function whereOf(setting: Setting, confidence: number): Where {
  return {line: setting.line, symbol: setting.key, level: setting.level, confidence}
}

/** @returns whether the name alone says all: a credential, an endpoint, a provider's setting */
function reportVariable(setting: Setting, into: Collector): boolean {
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
  if (found !== undefined) reportModel(found, setting, into)
  else if (isKnownValue(value) && /^[A-Za-z][\w.:/-]*\d[\w.:/-]*$/.test(value) && !value.startsWith('/'))
    into.model(value, whereOf(setting, 0.75), {registry: provider.slug})
  return true
}

function reportEndpoint(setting: Setting, into: Collector): void {
  const provider = providerByHost(setting.value)
  if (provider !== undefined) into.service(provider.slug, whereOf(setting, 0.9), endpointsOf(setting.value))
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
function reportImage(setting: Setting, normal: string, into: Collector): boolean {
  if (!imageKeys.has(normal) && !normal.endsWith('image')) return false
  const provider = setting.value.includes('/') ? providerByImage(setting.value) : undefined
  if (provider !== undefined) into.service(provider.slug, whereOf(setting, 0.93))
  return provider !== undefined || normal.endsWith('image') || setting.ancestors.at(-1)?.endsWith('image') === true
}

/** One value or a list with commas. */
function reportEach(setting: Setting, into: Collector, accept: (found: ModelReference) => boolean): void {
  for (const text of valuesOf(setting.value)) {
    const found = modelReference(text)
    if (found !== undefined && accept(found)) reportModel(found, setting, into)
    else if (setting.provider !== undefined && isKnownValue(text) && /^[A-Za-z0-9][\w.:/-]*$/.test(text) && !isLocalPath(text)) {
      into.model(text, whereOf(setting, 0.8), {registry: setting.provider})
    }
  }
}

function valuesOf(text: string): string[] {
  return text.length > 5000
    ? []
    : text
        .split(',')
        .slice(0, listLimit)
        .map(part => part.trim())
}

/** Under a common key a form that many things share counts only where the file speaks of models. */
function isCredible(found: ModelReference, setting: Setting): boolean {
  return found.confidence >= certain || (setting.isAboutModels && found.confidence >= likely)
}

function reportModel(found: ModelReference, setting: Setting, into: Collector): void {
  reportReference(found, whereOf(setting, found.confidence), into)
}

/** Puts a reference where it belongs by its kind. */
export function reportReference(found: Reference, where: Where, into: Collector): void {
  const {registry, revision} = {registry: undefined, revision: undefined, ...found}
  const pinned = {...(registry !== undefined && {registry}), ...(revision !== undefined && {revision})}
  if (found.kind === 'weights') into.weights(found.name, where, found.url)
  else if (found.kind === 'model') into.model(found.name, where, pinned)
  else into.dataset(found.name, where, {...pinned, ...(found.url !== undefined && {url: redactUrl(found.url)})})
}

function reportDatasets(setting: Setting, isNamed: boolean, into: Collector): void {
  const normal = normaliseKey(setting.key)
  // the name beside a path is a configuration of the data set
  const hubOnly = !isNamed && normal === 'name'
  for (const text of valuesOf(setting.value)) {
    const found = datasetReference(text, isNamed && setting.isAboutModels)
    if (found === undefined || (hubOnly && found.registry !== 'huggingface')) continue
    if (!setting.isAboutModels && found.registry !== 'huggingface' && found.url === undefined) continue
    reportReference(found, whereOf(setting, found.confidence), into)
  }
}

/** Words that are providers of models only where models are spoken of right beside. */
function isProviderKey(normal: string, setting: Setting): boolean {
  if (normal !== 'provider' && !/(?:llm|model|embedding|embeddings|chat|inference)provider$/.test(normal)) return false
  return setting.isAboutModels
}

function reportProvider(setting: Setting, into: Collector): void {
  const slug = providerSlug(setting.value)
  if (slug !== undefined && slug !== 'github-models') into.service(slug, whereOf(setting, 0.8))
}

/** Any other key: only what can be nothing else. */
function reportCertain(setting: Setting, into: Collector): void {
  for (const text of valuesOf(setting.value)) {
    if (setting.isAboutModels && certainWeights.test(text)) reportEach({...setting, value: text}, into, found => found.kind === 'weights')
    const named = isKnownValue(text) ? classifyModelName(text) : undefined
    if (named === undefined) continue
    const isHubModel = named.registry === 'huggingface' && named.name.includes('/') && isFamiliarName(text.slice(text.indexOf('/') + 1))
    if (named.confidence >= certain || (isHubModel && setting.isAboutModels)) reportModel({kind: 'model', ...named}, setting, into)
  }
}

function reportPrompt(setting: Setting, normal: string, into: Collector): void {
  const {value} = setting
  if (!setting.isAboutModels || !isPromptText(value)) return
  const variables = templateVariables(value)
  const isSystem = /system|instruction|preamble|developer/.test(normal)
  const role = isSystem ? 'system' : variables.length > 0 ? 'template' : 'unknown'
  into.prompt(value, whereOf(setting, 0.85), {role, ...(variables.length > 0 && {variables})}, setting.key)
}

/** Several words, no path or address. */
export function isPromptText(text: string): boolean {
  const trimmed = text.trim()
  return (
    trimmed.length >= 20 &&
    !/^\S+$/.test(trimmed) &&
    !/^(?:https?|file):\/\//.test(trimmed) &&
    trimmed.split(/\s+/, promptWords).length >= promptWords
  )
}
