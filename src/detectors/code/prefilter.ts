import type {Catalog} from '../../catalog/catalog.ts'
import {type CodeLanguage, type Library, type RootLanguage, rootLanguage} from '../../catalog/library.ts'
import {providers} from '../../catalog/providers.ts'
import {learningRoots} from './data.ts'

/** Words without which general evidence finds nothing: names of variables and keys, families of models, prompts. */
const generalWords = [
  ...[
    'model',
    'llm',
    'embedding',
    'reranker',
    'lora_',
    'hosted_id',
    'dataset',
    'data_set',
    'huggingface',
    'hf.co',
    'prompt',
    'persona',
    'preamble',
    'backstory',
    'mcp',
    '提示',
    'プロンプト',
    '프롬프트',
    'anweisung',
  ],
  ...[
    'gpt-',
    'claude',
    'gemini',
    'llama',
    'mistral',
    'mixtral',
    'qwen',
    'deepseek',
    'command-r',
    'sonar',
    'grok',
    'phi-',
    'gemma',
    'whisper',
    'dall-e',
  ],
  ...['.pth', '.ckpt', '.gguf', '.safetensors', '.onnx', '.keras', '.tflite'],
]
/** Words that every program has: only where they name a text. Bounded, linear. */
const generalPatterns = [
  `(?:system|human|user|assistant|developer)_?(?:msg|message|content|template|instruction)`,
  String.raw`["']system["']|["']developer["']|\bsystem["']?\s{0,3}[:=]`,
  String.raw`\.system\((?:content|")`,
  String.raw`\bbedrock-runtime\.|openai/deployments/`,
  `/(?:chat/completions|images/generations|audio/(?:transcriptions|translations|speech))`,
  String.raw`instructions?\w{0,20}["']?\s{0,3}(?:[:=(]|\)\s?->)`,
  String.raw`(?:template|tmpl|tpl)(?:_\w{0,8})?\d{0,2}["']?\s{0,3}[:=]`,
  String.raw`(?:engine|deployment|checkpoint)(?:_?(?:id|name|path))?["']?\s{0,3}[:=,]`,
  String.raw`https?://[^\s"']{4,200}\.(?:zip|tgz|gz|bz2|csv|tsv|parquet|jsonl|npz|h5)\b`,
  String.raw`\.(?:pt|h5|bin)["']`,
  String.raw`(?:backbone|encoder|architecture)(?:_?name)?\s{0,3}=\s{0,3}["']`,
  String.raw`(?:init|pretrained|tuned|start|load|resume)_from\s{0,3}=`,
  String.raw`["'\x60]\s{0,20}you(?:'re| are) (?:an? |the |tasked |now )`,
]

/** Tells whether a file may hold something for us. */
export interface Prefilter {
  test(text: string): boolean
}

/**
 * Alternations, linear: a file that none of them matches holds nothing for us. Case is ignored; longer words that
 * contain shorter ones are left out.
 * They are made of the import roots and `words` of the catalogue, the hosts and variables of providers, and what
 * general evidence looks for.
 */
export function buildPrefilter(catalog: Catalog, language: CodeLanguage): Prefilter {
  const patterns = prefilterPatterns(catalog, language)
  return {test: text => patterns.some(pattern => pattern.test(text))}
}

/**
 * The alternations of a prefilter. They stay apart because V8 does not optimize an expression of more than 20 KB, which
 * then takes twenty times as long.
 */
export function prefilterPatterns(catalog: Catalog, language: CodeLanguage): RegExp[] {
  const own = rootLanguage(language)
  const isScript = own === 'python' || own === 'javascript'
  const distinctive = catalog.libraries.filter(({common}) => common !== true)
  const spoken = catalog.libraries.filter(library =>
    isScript ? library.python !== undefined || library.javascript !== undefined : library[own] !== undefined,
  )
  const roots = isScript
    ? []
    : distinctive.flatMap(library => library[own]?.imports ?? []).map(root => importText(own, root))
  const words = [...generalWords, ...spoken.flatMap(library => library.words ?? []), ...roots, ...providerWords()]
  return [anyOf(shortest(words)), ...(isScript ? scriptRoots(distinctive) : []), generalPatterns.join('|')].map(
    alternation => new RegExp(alternation, 'i'),
  )
}

/** Hosts of providers, and what the names of their variables begin with. */
function providerWords(): string[] {
  return providers.flatMap(({hosts = [], stems = []}) => [
    ...hosts.filter(host => !host.includes('*')),
    ...stems.filter(stem => stem.length >= 4).map(stem => `${stem}_`),
  ])
}

/** How an import root stands in a file. */
function importText(language: RootLanguage, root: string): string {
  if (language === 'rust') return `${root}::`
  return language === 'php' ? root.replaceAll('.', '\\') : root
}

function scriptRoots(libraries: readonly Library[]): string[] {
  const roots = new Set([...learningRoots, ...libraries.flatMap(({python}) => python?.imports ?? [])])
  const packages = new Set(libraries.flatMap(({javascript}) => javascript?.imports ?? []))
  return [String.raw`\b(?:${anyOf([...roots])})\b`, `["'/:](?:${anyOf([...packages])})["'/@?]`]
}

function anyOf(words: readonly string[]): string {
  return words.map(escapePattern).join('|')
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

/** Words in lower case, without those that hold another one. */
function shortest(words: readonly string[]): string[] {
  const kept: string[] = []
  const lower = new Set(words.map(word => word.toLowerCase()))
  for (const word of [...lower].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)))
    if (!kept.some(one => word.includes(one))) kept.push(word)
  return kept
}
