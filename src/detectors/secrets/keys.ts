import {variableMeaning} from '../../catalog/providers.ts'
import {isKeyLike} from '../../lib/redact/key-like.ts'
import {isRealSecret} from '../../lib/redact/real-secret.ts'

/** A credential of an AI provider in a text. Its value never leaves the detector. */
export interface FoundKey {
  /** slug */
  readonly provider: string
  readonly at: number
  readonly value: string
  /** what it is kept under */
  readonly variable?: string
}

/** Keys that say by their form whose they are, and a part that each of them has: most texts hold none of it. */
const forms: readonly (readonly [provider: string, part: string, form: RegExp])[] = [
  ['openai', 'sk-', /(?<![\w-])sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,200}(?![\w-])/g],
  ['openai', 'T3BlbkFJ', /(?<![\w-])sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{16,160}T3BlbkFJ[A-Za-z0-9_-]{16,160}/g],
  ['anthropic', 'sk-ant-', /(?<![\w-])sk-ant-(?:api|admin|oat|sid)\d\d-[A-Za-z0-9_-]{80,120}/g],
  ['openrouter', 'sk-or-v1-', /(?<![\w-])sk-or-v1-[0-9a-f]{64}(?![0-9a-f])/g],
  ['huggingface', 'hf_', /(?<!\w)hf_[A-Za-z0-9]{34}(?!\w)/g],
  ['groq', 'gsk_', /(?<!\w)gsk_[A-Za-z0-9]{52}(?!\w)/g],
  ['xai', 'xai-', /(?<!\w)xai-[A-Za-z0-9]{80}(?!\w)/g],
  ['replicate', 'r8_', /(?<!\w)r8_[A-Za-z0-9]{37}(?!\w)/g],
  ['perplexity', 'pplx-', /(?<!\w)pplx-[A-Za-z0-9]{48}(?!\w)/g],
  ['nvidia-nim', 'nvapi-', /(?<!\w)nvapi-[A-Za-z0-9_-]{60,72}(?![\w-])/g],
  ['together', 'tgp_v1_', /(?<!\w)tgp_v1_[A-Za-z0-9_-]{43}(?![\w-])/g],
  ['pinecone', 'pcsk_', /(?<!\w)pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,66}(?!\w)/g],
  ['langsmith', 'lsv2_', /(?<!\w)lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}(?!\w)/g],
  ['cerebras', 'csk-', /(?<!\w)csk-[a-z0-9]{48}(?!\w)/g],
  ['fireworks', 'fw_', /(?<!\w)fw_[A-Za-z0-9]{22,24}(?!\w)/g],
  ['voyageai', 'pa-', /(?<![\w-])pa-[A-Za-z0-9_-]{43}(?![\w-])/g],
  ['jina', 'jina_', /(?<!\w)jina_[0-9a-f]{32}[A-Za-z0-9_-]{28}(?![\w-])/g],
  ['databricks', 'dapi', /(?<!\w)dapi[0-9a-f]{32}(?!\w)/g],
  ['bedrock', 'ABSK', /(?<!\w)ABSK[A-Za-z0-9+/]{100,200}={0,2}(?![\w+/=])/g],
  ['elevenlabs', 'sk_', /(?<!\w)sk_[0-9a-f]{48}(?!\w)/g],
  ['tavily', 'tvly-', /(?<!\w)tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}(?!\w)/g],
]
/** Keys of several providers have this form: which one it is, the words beside it say. */
const plainKey = /(?<![\w-])sk-[A-Za-z0-9]{32,64}(?![\w-])/g
/** Words beside a plain key → whose it is. */
const plainOwners: readonly (readonly [provider: string, words: RegExp])[] = [
  ['deepseek', /deepseek/i],
  ['moonshot', /moonshot|kimi/i],
  ['dashscope', /dashscope|qwen|tongyi|bailian|aliyun/i],
  ['siliconflow', /siliconflow/i],
  ['litellm', /litellm/i],
]
/** Google's keys open maps, too, and lie in every app of Firebase: only beside what asks Gemini is one a key of AI. */
const googleKey = /(?<![\w-])AIza[A-Za-z0-9_-]{35}(?![\w-])/g
const asksGemini = /generative-?ai|google[._/-]genai|gemini|vertexai/i
const otherGoogle = /firebase|maps|messagingSenderId|authDomain|youtube|places|recaptcha/i
/** How far words beside a key are looked for. */
const besideLength = 200
/** What the name of a key has. */
const keyWord = /key|token|secret/gi
/** Of the longest name, and what it is made of. */
const longestName = 51
const nameSign = /[A-Za-z0-9_-]/
/** A variable, key or argument and the text that it is set to. */
const assignment =
  /(?<![A-Za-z0-9_])([A-Za-z][A-Za-z0-9_-]{3,50})["']?\]?\s{0,5}[:=]\s{0,5}["']?([A-Za-z0-9_+/.=-]{20,200})(?![A-Za-z0-9_+/.=-])/y
/** A client that is made with its key. */
const client =
  /\b(Mistral|MistralClient|MistralAI|ChatMistralAI|CohereClient(?:V2)?|cohere\.Client(?:V2)?|ChatCohere|AzureOpenAI|AzureChatOpenAI|Together|AI21Client|AssemblyAI|Deepgram(?:Client)?)\(\s{0,20}\{?\s{0,20}(?:(?:\w{0,20}_)?(?:api_?key|token)\s{0,3}[:=]\s{0,3})?["']([A-Za-z0-9_-]{24,90})["']/gi
/** Every one of those names has the word of its provider, in lower case. */
const clientOwners: readonly (readonly [word: string, provider: string])[] = [
  ['mistral', 'mistral'],
  ['cohere', 'cohere'],
  ['azure', 'azure-openai'],
  ['together', 'together'],
  ['ai21', 'ai21'],
  ['assemblyai', 'assemblyai'],
  ['deepgram', 'deepgram'],
]
/** Any of these stands in a text that holds a key. */
const hint =
  /sk[-_]|hf_|gsk_|xai-|r8_|pplx-|nvapi-|tgp_v1_|pcsk_|lsv2_|tvly-|fw_|pa-|jina_|dapi|ABSK|AIza|_?KEY|_?TOKEN|_SECRET/i
/** Every key of an AI provider in a text, each value once; what says most of whose it is comes first. */
export function findKeys(text: string): FoundKey[] {
  if (!hint.test(text)) return []
  const found = new Map<string, FoundKey>()
  for (const key of [
    ...ownForms(text),
    ...plainKeys(text),
    ...googleKeys(text),
    ...clientKeys(text),
    ...assignedKeys(text),
  ])
    if (!found.has(key.value) && isRealSecret(key.value)) found.set(key.value, key)
  return [...found.values()].sort((a, b) => a.at - b.at)
}

function ownForms(text: string): FoundKey[] {
  return forms.flatMap(([provider, part, form]) =>
    text.includes(part) ? [...text.matchAll(form)].map(({0: value, index}) => ({provider, at: index, value})) : [],
  )
}

function plainKeys(text: string): FoundKey[] {
  if (!text.includes('sk-')) return []
  return [...text.matchAll(plainKey)].flatMap(({0: value, index}) => {
    if (!isKeyLike(value.slice('sk-'.length), 24)) return []
    const beside = besideOf(text, index, value)
    return [{provider: plainOwners.find(([, words]) => words.test(beside))?.[0] ?? 'openai', at: index, value}]
  })
}

function googleKeys(text: string): FoundKey[] {
  if (!text.includes('AIza')) return []
  return [...text.matchAll(googleKey)].flatMap(({0: value, index}) => {
    const beside = besideOf(text, index, value)
    return asksGemini.test(beside) && !otherGoogle.test(beside) ? [{provider: 'google-gemini', at: index, value}] : []
  })
}

function besideOf(text: string, at: number, value: string): string {
  return text.slice(Math.max(0, at - besideLength), at + value.length + besideLength)
}

function clientKeys(text: string): FoundKey[] {
  if (clientOwner(text) === undefined) return []
  return [...text.matchAll(client)].flatMap(({1: name = '', 2: value = '', index}) => {
    const provider = clientOwner(name)
    return provider !== undefined && isKeyLike(value, 24) ? [{provider, at: index, value}] : []
  })
}

/** Whose word stands in a text first of all. */
function clientOwner(text: string): string | undefined {
  const lower = text.toLowerCase()
  return clientOwners.find(([word]) => lower.includes(word))?.[1]
}

function assignedKeys(text: string): FoundKey[] {
  return assignments(text).flatMap(({1: name = '', 2: value = '', index}) => {
    const meaning = variableMeaning(variableOf(name))
    return meaning?.role === 'credential' && isKeyLike(value, 24)
      ? [{provider: meaning.provider.slug, at: index, value, variable: name}]
      : []
  })
}

/** Names are looked at only where the word of a key stands: any other name is set to something, too. */
function assignments(text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  let end = 0
  for (const {index} of text.matchAll(keyWord)) {
    let from = index
    while (from > end && index - from < longestName && nameSign.test(text.charAt(from - 1))) from--
    for (let at = from; at <= index && end <= index; at++) {
      assignment.lastIndex = at
      const match = assignment.exec(text)
      if (match === null) continue
      found.push(match)
      end = assignment.lastIndex
    }
  }
  return found
}

/** `openaiApiKey` and `openai-api-key` as `OPENAI_API_KEY`. */
function variableOf(name: string): string {
  return name
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1_')
    .replaceAll('-', '_')
    .toUpperCase()
}

/** What a vault is asked for a key of a provider: 1Password, AWS, Google Cloud, Azure, HashiCorp. */
const reference =
  /(?<![A-Za-z0-9_])([A-Z][A-Z0-9_]{3,50})["']?\s{0,5}[:=]\s{0,5}["']?((?:op:\/\/|arn:aws:(?:secretsmanager|ssm):|projects\/[\w-]{1,60}\/secrets\/|vault:|secret\/|https:\/\/[\w-]{1,60}\.vault\.azure\.net\/secrets\/)[\w./:-]{3,200})/g

/** What each of these addresses has. */
const vault = /op:\/\/|arn:aws:|projects\/|vault[:.]|secret\//

/** Every key of an AI provider that a text asks a vault for. */
export function findReferences(text: string): FoundKey[] {
  if (!vault.test(text)) return []
  return [...text.matchAll(reference)].flatMap(({1: variable = '', 2: value = '', index}) => {
    const meaning = variableMeaning(variable)
    return meaning?.role === 'credential' ? [{provider: meaning.provider.slug, at: index, value, variable}] : []
  })
}
