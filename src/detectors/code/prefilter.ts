import type {Catalog} from '../../catalog/catalog.ts'
import {providers} from '../../catalog/providers.ts'

/** Words without which general evidence finds nothing: names of variables and keys, families of models, prompts. */
const generalWords = [
  ...['model', 'llm', 'embedding', 'engine', 'deployment', 'reranker', 'lora', 'checkpoint'],
  ...['dataset', 'data_set', 'huggingface', 'hf.co'],
  ...['.pth', '.pt"', ".pt'", '.ckpt', '.gguf', '.safetensors', '.onnx', '.h5', '.keras', '.tflite'],
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
  const ofLibraries = catalog.libraries.flatMap(({common, python, javascript, words = []}) =>
    common === true ? words : [...(python?.imports ?? []), ...(javascript?.imports ?? []), ...words],
  )
  const ofProviders = providers.flatMap(({hosts = [], stems = []}) => [
    ...hosts.filter(host => !host.includes('*')),
    ...stems.filter(stem => stem.length >= 4).map(stem => `${stem}_`),
  ])
  const words = [...generalWords, ...ofLibraries, ...ofProviders].map(word => word.toLowerCase())
  const kept = shortest([...new Set(words)])
  return new RegExp(kept.map(word => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'), 'i')
}

function shortest(words: readonly string[]): string[] {
  const kept: string[] = []
  for (const word of [...words].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) if (!kept.some(one => word.includes(one))) kept.push(word)
  return kept
}
