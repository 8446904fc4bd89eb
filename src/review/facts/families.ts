import {baseName} from '../../lib/path.ts'

/** Families of models by the first part of their plain names; a longer one before one that it contains. */
const families = [
  'xlmroberta',
  'distilroberta',
  'roberta',
  'deberta',
  'distilbert',
  'distilgpt2',
  'electra',
  'xlnet',
  'bart',
  'mpnet',
  'minilm',
  'tinyllama',
  'smollm',
  'albert',
  'modernbert',
  'codellama',
  'llama',
  'mixtral',
  'mistral',
  'bert',
  'gptneox',
  'gptneo',
  'gptj',
  'gptoss',
  'gpt2',
  'gpt',
  'qwen',
  'gemma',
  'falcon',
  'bloom',
  'whisper',
  'wav2vec2',
  'hubert',
  'wavlm',
  'stablediffusion',
  'flux',
  'phi',
  'deepseek',
  't5',
  'clip',
  'granite',
  'claude',
  'gemini',
  'olmo',
  'mamba',
  'starcoder',
  'vit',
  'resnet',
]

/**
 * Which family a name begins with, its owner left out: `meta-llama/Llama-3-8B` is of `llama`; undefined for names of
 * their own.
 */
export function familyIn(name: string): string | undefined {
  const last = plainName(baseName(name))
  return families.find(family => last.startsWith(family))
}

/** Letters and digits alone, in lower case. */
export function plainName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}
