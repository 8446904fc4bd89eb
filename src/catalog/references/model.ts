import {withoutTrailing} from '../../lib/text/text.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import families from '../models/model-families.json' with {type: 'json'}
import {classifyModelName, hasFileEnding, isHubId} from '../models/model-names.ts'
import {modelInStore} from '../stored-models.ts'
import {hubReference, quantizationOf, splitRevision} from './hub.ts'
import {isKnownValue, type ModelReference} from './reference.ts'
import {isWeightsName, weightsReference} from './weights.ts'

const familyPattern = new RegExp(`^(?:${families.families.join('|')})(?![a-z]{3})`, 'i')

const familyAlone = new RegExp(`^(?:${families.families.join('|')})$`)

/** A version set off from the name, or a word that only models have behind a number. */
const versionPattern =
  /[-_.]v?\d{1,2}(?:\.\d{1,2})?(?:$|[-_:])|(?<![\w.])[a-z_.]*\d[\w.]*-(?:instruct|chat|base|large|small|medium|mini|turbo|it|hf)(?:$|[-_:])/i

const sizePattern = /(?:^|[-_.])\d{1,4}(?:\.\d{1,2})?[bm](?:$|[-_.:])/i

/** Embedding and reranking models whose names carry a size in words and no number. */
const wordedFamily =
  /^(?:bge-(?:m3|(?:micro|small|base|large)(?:-(?:en|zh))?|reranker(?:-(?:base|large|v2-m3|v2-gemma))?)|(?:gte|e5|multilingual-e5)-(?:small|base|large)(?:-(?:en|zh))?|(?:nomic|mxbai)-embed-(?:text|large|code)|all-minilm|paraphrase-multilingual)$/i

/** Models that Docker publishes: `ai/smollm2:360M`, `docker.io/ai/…@sha256:…`. */
const dockerModel = /^(?:(?:index\.)?docker\.io\/)?(ai\/[\w.-]{1,100}(?::[\w.-]{1,60})?)(?:@(sha256:[0-9a-f]{64}))?$/

/**
 * Names that belong to a family of models, with their size or version: `Llama-3.1-8B-Instruct`, `mistral-7b`,
 * `bge-large-en-v1.5`.
 */
export function isFamiliarName(name: string): boolean {
  return (
    name.length <= 100 &&
    /^[\w.:-]+$/.test(name) &&
    (wordedFamily.test(name) || (familyPattern.test(name) && (sizePattern.test(name) || versionPattern.test(name)))) &&
    !hasFileEnding(name)
  )
}

/** Whether a text is the name of a family and nothing more: `mistral`, which servers take for one of its models. */
export function isFamily(text: string): boolean {
  return text.length >= 3 && familyAlone.test(text)
}

/**
 * @param text value of a key or flag that carries a model
 * @param registry where the key or command itself says whose name it is: `ollama`
 * @returns undefined for paths, placeholders, variables and words that name no model we can tell
 */
export function modelReference(text: string, registry?: string): ModelReference | undefined {
  const value = text.trim()
  if (!isKnownValue(value)) return undefined
  const hub = hubReference(value)
  if (hub !== undefined) return hub.kind === 'dataset' ? undefined : hub
  if (isWeightsName(withoutQuery(value))) return weightsReference(value)
  const image = dockerModel.exec(value)
  if (image !== null)
    return {
      kind: 'model',
      name: image[1] ?? value,
      registry: 'docker-hub',
      ...(image[2] !== undefined && {revision: image[2]}),
      confidence: 0.93,
    }
  if (value.startsWith('ollama://'))
    return {kind: 'model', name: value.slice('ollama://'.length), registry: 'ollama', confidence: 0.93}
  if (value.includes('://')) return modelInStore(value)
  if (isLocalPath(value)) return modelInFolder(value)
  if (registry !== undefined) return {kind: 'model', name: value, registry, confidence: 0.9}
  return namedModel(value)
}

function namedModel(value: string): ModelReference | undefined {
  const named = classifyModelName(value)
  if (named !== undefined) return {kind: 'model', ...named}
  const {text, revision} = splitRevision(value)
  if (isHubId(text))
    return {
      kind: 'model',
      name: text,
      registry: 'huggingface',
      ...(revision !== undefined && {revision}),
      confidence: 0.85,
    }
  // llama.cpp and Docker take a quantization of a repository's GGUF files
  const [, repository, tag] = /^([^:]+gguf):([\w.-]+)$/i.exec(value) ?? []
  if (repository !== undefined && isHubId(repository))
    return {kind: 'model', name: repository, registry: 'huggingface', ...quantizationOf(tag), confidence: 0.9}
  return isFamiliarName(value) ? {kind: 'model', name: value, confidence: 0.7} : undefined
}

/**
 * `checkpoints/meta-llama/Llama-2-7b-hf`, `/models/Qwen/Qwen2.5-7B-Instruct/`: a folder named like the repository that
 * it was downloaded from.
 */
function modelInFolder(path: string): ModelReference | undefined {
  const id = withoutTrailing(path, '/').split('/').slice(-2).join('/')
  const named = isHubId(id) && isFamiliarName(id.slice(id.indexOf('/') + 1)) ? classifyModelName(id) : undefined
  return named?.registry === 'huggingface'
    ? {kind: 'model', name: id, registry: 'huggingface', inFolder: true, confidence: 0.8}
    : undefined
}

/** A path that no registry knows: absolute, relative, of the home folder, of another system. */
export function isLocalPath(value: string): boolean {
  return (
    /^(?:[./~]|[A-Za-z]:[\\/]|file:)/.test(value) ||
    (value.split('/').length > 2 &&
      !value.startsWith('accounts/') &&
      !value.includes(':') &&
      classifyModelName(value) === undefined)
  )
}
