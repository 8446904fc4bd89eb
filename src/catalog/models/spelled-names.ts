import {classifyModelName} from './model-names.ts'

/** What libraries put before the name of a model in a constant's name. */
const prefix = /^(?:Chat|Embedding|Image|Audio|Speech|Completion)?Model(?=[A-Z])/

/**
 * The id that a constant's own name spells: `GPT_4_O_MINI`, `ChatModelGPT4oMini`, `GPT3Dot5Turbo` → `gpt-4o-mini`,
 * `gpt-3.5-turbo`.
 * @returns undefined for what is then no model of a family that we know
 */
export function spelledName(constant: string, provider: string): string | undefined {
  // what a class of Anthropic's does not have was imported from another one
  if (provider === 'anthropic' && !/claude/i.test(constant)) return undefined
  const words = constant
    .replace(prefix, '')
    .replace(/(\d)Dot(\d)/g, '$1.$2')
    .replace(/([a-z\d])([A-Z])(?=[a-z])/g, '$1-$2')
    .replace(/((?<![A-Z])[A-Z]{2,}|(?<![a-z])[a-z]{3,})(\d)/g, (all, word: string, digit: string) =>
      /^(?:llama|qwen|gemma|phi|codellama)$/i.test(word) ? all : `${word}-${digit}`,
    )
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
    .replace(/(\d)-o(?=-|$)/, '$1o')
  const dotted = words.replace(/(\d)-(\d)(?!\d)/g, '$1.$2')
  const candidates = provider === 'anthropic' || provider === 'bedrock' ? [words, dotted] : [dotted, words]
  return (
    candidates.find(text => classifyModelName(text) !== undefined) ??
    (provider === 'ollama' && /^[a-z][a-z0-9.-]+$/.test(dotted) ? dotted : undefined)
  )
}
