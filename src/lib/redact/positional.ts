import {type Span, spanOf} from './value.ts'

/** A call, and what it is a part of: `cohere.Client(`, `Cohere::Client.new(`, `new AzureKeyCredential(`. */
const callPattern = /(?<![\w$])(?:([A-Za-z_$][\w$]{0,80})(?:::|\.|->))?([A-Za-z_$][\w$]{0,80})\(/g
/** Strings among the arguments; what has a name is judged by it. */
const argumentPattern = /(?:^|,)\s{0,80}(?:[rbuf]|\$|@)?(["'`])((?:(?!\1)[^\n\\]){1,200})\1(?=\s{0,80}[,)])/g
const groupLimit = 600

/** Calls that take nothing but what lets somebody in. */
const credentialName = /(?:Credentials?|BasicAuth|^authenticate)$/i
/** Programs that talk to a service, and take its key as their first argument or their last. */
const clientName =
  /(?:Client(?:V\d)?|OpenAi|OpenAI|Gen(?:erative)?AI|Inference|Ai[A-Z]?Service|FirecrawlApp|Pinecone|Groq|Mistral|Anthropic|Together|Replicate|Voyage|Exa|HfApi|ChatCompletion|TextEmbeddingGeneration)$|^Default(?:Azure)?Config$|^configure$|^log_?in$/
/** Drivers of databases: host, user, password. */
const driverName = /^connect$/
const passwordAt = 2

/** What is no key though it stands where one may: addresses, paths, versions, one plain word, names of models. */
const tellingPattern = /[/:\s.]|^[A-Za-z]{1,9}$|^[A-Z][A-Z0-9_]*$/
const modelPattern =
  /^(?:gpt|o\d|chatgpt|claude|gemini|gemma|llama|mistral|mixtral|codestral|ministral|command|embed|text-|dall-e|whisper|tts|deepseek|qwen|phi|grok|sonar|nova|titan|rerank|bge|sdxl|flux|stable-|voyage-|jina-)/i

/** Secrets that a call takes by their place alone: `Client("…")`, `BasicAuth("name", "…")`. */
export function spansOfPositional(text: string): Span[] {
  return [...text.matchAll(callPattern)].flatMap(({index, 0: all, 1: subject = '', 2: name = ''}) => {
    const taker = takerOf(subject, name)
    return taker === 'none' ? [] : spansOfArguments(text, index + all.length, taker)
  })
}

type Taker = 'none' | 'credential' | 'client' | 'driver'

function takerOf(subject: string, name: string): Taker {
  const called = /^(?:new|client|builder)$/.test(name) ? subject : name
  if (credentialName.test(called)) return 'credential'
  if (clientName.test(called)) return 'client'
  return driverName.test(called) ? 'driver' : 'none'
}

function spansOfArguments(text: string, start: number, taker: Exclude<Taker, 'none'>): Span[] {
  const inside = text.slice(start, start + groupLimit)
  const strings = [...inside.slice(0, endOfCall(inside)).matchAll(argumentPattern)]
  return strings.flatMap(({index, 0: all, 2: value = ''}, at) => {
    if (taker === 'driver' ? at !== passwordAt : taker === 'client' && !mayBeKey(value)) return []
    const from = start + index + all.length - value.length - 1
    return spanOf(text, from, from + value.length, {kind: 'secret'})
  })
}

function mayBeKey(value: string): boolean {
  return !tellingPattern.test(value) && !modelPattern.test(value)
}

/** Just behind the parenthesis that closes the call; arguments of calls inside belong to those. */
function endOfCall(inside: string): number {
  const inner = inside.search(/[({[]/)
  const close = inside.indexOf(')')
  const ends = [inner, close === -1 ? -1 : close + 1].filter(end => end !== -1)
  return ends.length === 0 ? inside.length : Math.min(...ends)
}
