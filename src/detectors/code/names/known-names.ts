import {classifyModelName} from '../../../catalog/models/model-names.ts'
import {providerByPrefix} from '../../../catalog/providers.ts'
import {hubReference} from '../../../catalog/references/hub.ts'
import {isFamiliarName, modelReference} from '../../../catalog/references/model.ts'

/** A text that no name or call speaks for must look like nothing else. */
const sureConfidence = 0.93

/** Whether a text is the name of a repository on the hub. */
export function isOnHub(text: string): boolean {
  const named = modelReference(text)
  return named?.kind === 'model' && named.registry === 'huggingface'
}

/** What OpenAI publishes on the hub, and serves under other names. */
const publishedByOpenAi = /^openai\/(?:whisper-(?:tiny|base|small|medium|large)|clip-vit-)/

/** `openai/llama3.1-70b`: a gateway's way to say which client to use, no repository of that owner. */
export function isPrefixed(text: string): boolean {
  return (
    !publishedByOpenAi.test(text) && classifyModelName(text) === undefined && providerByPrefix(text)?.separator === '/'
  )
}

/** In a module without any AI library `a/b` may be anything: the grammar, the owner or the family must be known. */
export function isKnownName(text: string, name: string): boolean {
  return (
    classifyModelName(text) !== undefined ||
    isFamiliarName(name.slice(name.lastIndexOf('/') + 1)) ||
    hubReference(text) !== undefined
  )
}

/** What a text names where nothing around it speaks for it: only what can be nothing else. */
export function sureModel(text: string): ReturnType<typeof modelReference> {
  const named = classifyModelName(text)
  if (named === undefined || named.confidence < sureConfidence) return undefined
  // hosted names are lower case: `GPT-4` is a label for people
  return named.registry !== 'huggingface' && /[A-Z]/.test(text) ? undefined : {kind: 'model', ...named}
}
