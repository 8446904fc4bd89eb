import type {Catalog} from '../../catalog/catalog.ts'
import {providers} from '../../catalog/providers.ts'

/** Words without which general evidence finds nothing: names of variables and keys, families of models, prompts. */
const generalWords = [
  ...['model', 'llm', 'embedding', 'engine', 'deployment', 'reranker', 'lora', 'checkpoint'],
  ...['dataset', 'data_set', 'huggingface', 'hf.co'],
  ...['prompt', 'instruction', 'system', 'template', 'persona', 'preamble', 'backstory', 'message', '_msg'],
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
]

/**
 * One alternation of plain words: a file without any of them holds nothing for us. Case is ignored; longer words that contain shorter ones are left out.
 * Words are the import roots and `words` of the catalogue, the hosts and variables of providers, and the general ones.
 */
export function buildPrefilter(catalog: Catalog): RegExp {
  const words = new Set(generalWords)
  for (const library of catalog.libraries) {
    for (const root of [...(library.python?.imports ?? []), ...(library.javascript?.imports ?? [])]) words.add(root.toLowerCase())
    for (const word of library.words ?? []) words.add(word.toLowerCase())
  }
  for (const {hosts = [], stems = []} of providers) {
    for (const host of hosts) if (!host.includes('*')) words.add(host.toLowerCase())
    for (const stem of stems) if (stem.length >= 4) words.add(`${stem.toLowerCase()}_`)
  }
  const kept = shortest([...words])
  return new RegExp(kept.map(word => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'), 'i')
}

function shortest(words: readonly string[]): string[] {
  const kept: string[] = []
  for (const word of [...words].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) if (!kept.some(one => word.includes(one))) kept.push(word)
  return kept
}
