import {variableMeaning} from '../../catalog/providers.ts'
import {isKeyLike} from '../../lib/redact/key-like.ts'

/** A credential of an AI provider in a text. Its value never leaves the detector. */
export interface FoundKey {
  /** slug */
  readonly provider: string
  readonly at: number
  readonly value: string
  /** what it is kept under */
  readonly variable?: string
}

/** Keys that say by their form whose they are. */
const forms: readonly (readonly [provider: string, form: RegExp])[] = [
  ['openai', /(?<![\w-])sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{16,160}T3BlbkFJ[A-Za-z0-9_-]{16,160}/g],
  ['anthropic', /(?<![\w-])sk-ant-(?:api|admin|oat|sid)\d\d-[A-Za-z0-9_-]{80,120}/g],
  ['openrouter', /(?<![\w-])sk-or-v1-[0-9a-f]{64}(?![0-9a-f])/g],
  ['huggingface', /(?<!\w)hf_[A-Za-z0-9]{34}(?!\w)/g],
  ['groq', /(?<!\w)gsk_[A-Za-z0-9]{52}(?!\w)/g],
  ['xai', /(?<!\w)xai-[A-Za-z0-9]{80}(?!\w)/g],
  ['replicate', /(?<!\w)r8_[A-Za-z0-9]{37}(?!\w)/g],
  ['perplexity', /(?<!\w)pplx-[A-Za-z0-9]{48}(?!\w)/g],
  ['nvidia-nim', /(?<!\w)nvapi-[A-Za-z0-9_-]{60,72}(?![\w-])/g],
  ['together', /(?<!\w)tgp_v1_[A-Za-z0-9_-]{43}(?![\w-])/g],
  ['pinecone', /(?<!\w)pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,66}(?!\w)/g],
  ['langsmith', /(?<!\w)lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}(?!\w)/g],
  ['tavily', /(?<!\w)tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}(?!\w)/g],
]
/** A variable and the text that it is set to. */
const assignment = /(?<![A-Z0-9_])([A-Z][A-Z0-9_]{3,50})["']?\]?\s{0,5}[:=]\s{0,5}["']?([A-Za-z0-9_+/.=-]{20,200})(?![A-Za-z0-9_+/.=-])/g
/** Any of these stands in a text that holds a key. */
const hint = /sk-|hf_|gsk_|xai-|r8_|pplx-|nvapi-|tgp_v1_|pcsk_|lsv2_|tvly-|_KEY|_TOKEN|_SECRET/
const placeholder =
  /x{5}|X{5}|\*{3}|\.{3}|0{6}|12345|abcde|ABCDE|your|example|placeholder|dummy|fake|sample|redacted|changeme|replace|insert|mock|notreal|invalid|secret[-_]?here|test[-_]?key/i
/** Fewer different signs are a pattern that somebody typed. */
const leastDifferent = 12

/** Every key of an AI provider in a text, each value once. */
export function findKeys(text: string): FoundKey[] {
  if (!hint.test(text)) return []
  const found = new Map<string, FoundKey>()
  for (const [provider, form] of forms) {
    for (const {0: value, index} of text.matchAll(form)) if (isReal(value)) found.set(value, {provider, at: index, value})
  }
  for (const {1: variable = '', 2: value = '', index} of text.matchAll(assignment)) {
    const meaning = variableMeaning(variable)
    if (meaning?.role !== 'credential' || found.has(value) || !isReal(value) || !isKeyLike(value, 24)) continue
    found.set(value, {provider: meaning.provider.slug, at: index, value, variable})
  }
  return [...found.values()].sort((a, b) => a.at - b.at)
}

function isReal(value: string): boolean {
  return !placeholder.test(value) && new Set(value).size >= leastDifferent && !/(.)\1{4}/.test(value)
}
