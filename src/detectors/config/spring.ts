import {providerBySlug} from '../../catalog/providers.ts'
import type {Collector, Where} from '../../inventory/collector.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import type {DialectInput} from './dialect.ts'

/** Spring's names of providers that differ from ours. */
const slugs: Readonly<Record<string, string>> = {
  'mistral-ai': 'mistral',
  'azure.openai': 'azure-openai',
  'google.genai': 'google-gemini',
  'vertex.ai': 'vertex-ai',
  'hugging-face': 'huggingface',
}

/** `spring.ai.<provider>` in application.yml: a section that is there switches its client on. */
export function reportSpringAi({document, file, into}: DialectInput): void {
  const ai = asRecord(asRecord(asRecord(document.value)?.['spring'])?.['ai'])
  if (ai === undefined) return
  for (const [name, section] of Object.entries(ai)) {
    const provider = providerBySlug(slugs[name] ?? name)
    if (provider === undefined) continue
    const line = document.lineOf(['spring', 'ai', name])
    reportSection(
      provider.slug,
      asRecord(section) ?? {},
      {line, symbol: name, level: file.level, confidence: 0.85},
      into,
    )
  }
}

/** Where a key stands, that says it; an address is told here, for its host may be known to nobody. */
function reportSection(slug: string, section: UnknownRecord, where: Where, into: Collector): void {
  const keys = Object.keys(section)
  const endpoint = addressIn('base-url', asText(section['base-url']) ?? '')
  const isNamed = keys.includes('base-url') || keys.includes('api-key')
  if (keys.length === 0 || (isNamed && endpoint === undefined)) return
  into.service(slug, where, endpoint === undefined ? {} : {endpoints: [endpoint]})
}

/** The address that a key of a client holds. */
export function addressIn(key: string, value: string): string | undefined {
  return /^(?:base-?url|endpoint)$/i.test(key) && /^https?:\/\//.test(value) ? redactUrl(value) : undefined
}

/**
 * The keys above those of a client for one provider, normalised: Spring AI, Quarkus and the Spring starters of
 * LangChain4j.
 */
const sections: readonly (readonly string[])[] = [['spring', 'ai'], ['quarkus', 'langchain4j'], ['langchain4j']]
const sectionSlugs: Readonly<Record<string, string>> = {
  openai: 'openai',
  azureopenai: 'azure-openai',
  mistralai: 'mistral',
  googleaigemini: 'google-gemini',
  aigemini: 'google-gemini',
  googlegenai: 'google-gemini',
  vertexai: 'vertex-ai',
  vertexaigemini: 'vertex-ai',
  bedrock: 'bedrock',
  huggingface: 'huggingface',
  watsonx: 'watsonx',
}

interface ClientSection {
  readonly slug: string
  /** the key is its address or credential, which are told as such */
  readonly isNamed: boolean
}

/**
 * `quarkus.langchain4j.ollama.chat-model.model-id`: the client of a provider that a key of a properties file sets up,
 * by the keys above it.
 */
export function clientSection(ancestors: readonly string[], key: string): ClientSection | undefined {
  const section = sections.find(names => names.every((name, at) => ancestors[at] === name))
  const name = section === undefined ? undefined : ancestors[section.length]
  const slug = name === undefined ? undefined : providerBySlug(sectionSlugs[name] ?? name)?.slug
  if (slug === undefined) return undefined
  if (/^(?:api-?key|base-?url|endpoint)$/i.test(key)) return {slug, isNamed: true}
  // one key alone may be a name that the program gives; a client has its model below it
  const isClient = ancestors
    .slice(section?.length)
    .some(each => /^(?:chat|streamingchat|embedding|image|moderation|scoring|language|audio)/.test(each))
  return isClient ? {slug, isNamed: false} : undefined
}

/** A line that configures a client, and the section that it belongs to. */
export interface ClientKey {
  readonly section: ClientSection | undefined
  /** where the key is that of its address */
  readonly endpoint?: string | undefined
  readonly where: Where
}

/** Reports each client once, by its first key, unless its address or credential is in the file too. */
export function reportClients(keys: readonly ClientKey[], into: Collector): void {
  const told = new Set(keys.flatMap(({section}) => (section?.isNamed === true ? [section.slug] : [])))
  for (const {section, endpoint, where} of keys) {
    if (section !== undefined && endpoint !== undefined) into.service(section.slug, where, {endpoints: [endpoint]})
    if (section === undefined || told.has(section.slug)) continue
    told.add(section.slug)
    into.service(section.slug, where)
  }
}

/** Classes of LangChain4j that carry the weights of their model, without `Quantized` and `EmbeddingModel`. */
const embedded: Readonly<Record<string, string>> = {
  AllMiniLmL6V2: 'all-minilm-l6-v2',
  BgeSmallEn: 'bge-small-en',
  BgeSmallEnV15: 'bge-small-en-v1.5',
  BgeSmallZh: 'bge-small-zh',
  BgeSmallZhV15: 'bge-small-zh-v1.5',
  E5SmallV2: 'e5-small-v2',
}

/** `quarkus.langchain4j.embedding-model.provider=dev.langchain4j…BgeSmallEnQuantizedEmbeddingModel`: the class is the model. */
export function embeddedModel(value: string): string | undefined {
  const [, named = ''] =
    /^dev\.langchain4j\.model\.embedding\.[\w.]{1,80}?\.(\w{1,40}?)(?:Quantized)?EmbeddingModel$/.exec(value) ?? []
  return Object.hasOwn(embedded, named) ? embedded[named] : undefined
}
