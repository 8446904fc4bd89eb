import {baseName} from '../lib/path.ts'
import {withoutTrailing} from '../lib/text/text.ts'
import families from './models/model-families.json' with {type: 'json'}
import {classifyModelName, hasFileEnding, isHubId, isPlaceholder} from './models/model-names.ts'
import {modelInStore} from './stored-models.ts'

/** What one value names, once a key, flag or argument said which kind of thing it carries. */
export type Reference =
  | {
      readonly kind: 'model'
      readonly name: string
      readonly registry?: string
      readonly revision?: string
      /** which of a repository's GGUF files: `Q4_K_M` */
      readonly quantization?: string
      readonly confidence: number
    }
  | {readonly kind: 'weights'; readonly name: string; readonly url?: string; readonly confidence: number}
  | DatasetReference

/** A data set that a value names; `confidence` is 0 … 1. */
export interface DatasetReference {
  readonly kind: 'dataset'
  readonly name: string
  readonly registry?: string
  readonly revision?: string
  readonly url?: string
  readonly confidence: number
}

/** A model or a weight file. */
export type ModelReference = Exclude<Reference, DatasetReference>

const familyPattern = new RegExp(`^(?:${families.families.join('|')})(?![a-z]{3})`, 'i')
/** A version set off from the name, or a word that only models have behind a number. */
const versionPattern =
  /[-_.]v?\d{1,2}(?:\.\d{1,2})?(?:$|[-_:])|(?<![\w.])[a-z_.]*\d[\w.]*-(?:instruct|chat|base|large|small|medium|mini|turbo|it|hf)(?:$|[-_:])/i
const sizePattern = /(?:^|[-_.])\d{1,4}(?:\.\d{1,2})?[bm](?:$|[-_.:])/i
/** Embedding and reranking models whose names carry a size in words and no number. */
const wordedFamily =
  /^(?:bge-(?:m3|(?:micro|small|base|large)(?:-(?:en|zh))?|reranker(?:-(?:base|large|v2-m3|v2-gemma))?)|(?:gte|e5|multilingual-e5)-(?:small|base|large)(?:-(?:en|zh))?|(?:nomic|mxbai)-embed-(?:text|large|code)|all-minilm|paraphrase-multilingual)$/i
const weightsPattern =
  /\.(?:gguf|ggml|safetensors|pt|pth|ckpt|onnx|h5|keras|tflite|pkl|joblib|mlmodel|caffemodel|engine|pte|litertlm|mlpackage|mlmodelc|task|npz|llamafile|udpipe|nemo|jit|torchscript|ort|rknn|hef|dfp|axmodel|bmodel|mnn)$/i
const shardPattern = /-\d{5}-of-\d{5}\./
/** A relative folder that tells whose weights the file holds, not where a run writes. */
const sourceFolder =
  /^(?:\.\/)?(?!(?:outputs?|runs|logs?|lightning_logs|results?|exps?|experiments?|tmp|checkpoints?)\/|\.)(?:[\w.-]+\/)+[\w.-]+$/i
/** Names that every model's weights have: the folder names the model. */
const genericWeights =
  /^(?:(?:diffusion_)?pytorch_model|(?:lit_)?model|adapter_model|tf_model|flax_model|consolidated|best|last|final|checkpoint|latest|weights)[\w.]{0,12}\.(?:bin|safetensors|pt|pth|h5|ckpt|msgpack)$/i
/** Packages of spaCy: `en_core_web_sm-3.7.1-py3-none-any.whl`, `en_ner_drugs-0.0.0.tar.gz`. */
const spacyPackage = /(?:^|\/)([a-z]{2,3}_[a-z][a-z0-9_]+)-(\d+\.\d+\.\d[\w.]*?)(?:-py3-none-any\.whl|\.tar\.gz|\.whl)$/
const dataPattern =
  /\.(?:jsonl?|csv|tsv|parquet|arrow|feather|spacy|conllu?|iob2?|tfrecords?|txt|xml|zip|tgz|tar|gz|bz2|xz|zst|npz|npy|h5|hdf5|lmdb|db|sqlite|pkl|xlsx?|arff|mat|libsvm|jsonl\.gz|bin)$/i
/** Models that Docker publishes: `ai/smollm2:360M`, `docker.io/ai/…@sha256:…`. */
const dockerModel = /^(?:(?:index\.)?docker\.io\/)?(ai\/[\w.-]{1,100}(?::[\w.-]{1,60})?)(?:@(sha256:[0-9a-f]{64}))?$/
/** How libraries say that a name is the hub's: `hf://`, timm's and OpenCLIP's `hf-hub:`. */
export const hubPrefix = /^hf(?::\/\/|[-_]hub:)/
const hubHostPattern = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)\/(.+)$/
const cachePattern =
  /(?:^|\/)(models|datasets)--(?=[\w.-]+(?:\/|$))([\w.-]+?)--([\w.-]+?)(?:\/snapshots\/([0-9a-f]{40}))?(?=\/|$)/
const hubPages = new Set([
  'docs',
  'blog',
  'spaces',
  'papers',
  'models',
  'tasks',
  'learn',
  'settings',
  'join',
  'chat',
  'api',
  'collections',
  'organizations',
  'pricing',
  'login',
  'new',
])
/** Builders of the datasets library, named where a repository may stand. */
const builders = new Set(
  'json csv text parquet arrow pandas imagefolder audiofolder videofolder webdataset xml sql generator spark hf_dataset none null auto'.split(
    ' ',
  ),
)

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

/** A file of weights by its name. */
export function isWeightsName(text: string): boolean {
  return weightsPattern.test(text)
}

/** A file of weights whose name says nothing about the model. */
export function isGenericWeights(name: string): boolean {
  return genericWeights.test(name)
}

/** A packaged pipeline of spaCy by the name of its archive. */
export function spacyArchive(url: string): ModelReference | undefined {
  const [, name, revision] = spacyPackage.exec(url.split(/[?#]/, 1)[0] ?? '') ?? []
  return name === undefined || revision === undefined
    ? undefined
    : {kind: 'model', name, registry: 'spacy', revision, confidence: 0.93}
}

/** A file of data by its name. */
export function isDataFileName(text: string): boolean {
  return dataPattern.test(text)
}

/** Text that stands for one value and is known: no blank, no variable, no placeholder. */
export function isKnownValue(text: string): boolean {
  return text.length > 0 && text.length <= 500 && !/[\s"'`<>{}|\\*$]/.test(text) && !isPlaceholder(text)
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
  if (weightsPattern.test(value.split(/[?#]/, 1)[0] ?? '')) return weightsReference(value)
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
    ? {kind: 'model', name: id, registry: 'huggingface', confidence: 0.8}
    : undefined
}

/** `org/name@revision`, as some tools write it. */
function splitRevision(value: string): {text: string; revision?: string} {
  const at = value.indexOf('@')
  return at === -1 ? {text: value} : {text: value.slice(0, at), revision: value.slice(at + 1)}
}

function weightsReference(value: string): ModelReference | undefined {
  const [bare = ''] = value.split(/[?#]/, 1)
  const name = baseName(bare)
  if (shardPattern.test(name) || name.startsWith('.') || (genericWeights.test(name) && !sourceFolder.test(bare)))
    return undefined
  if (/^https?:\/\//.test(value)) return {kind: 'weights', name, url: value, confidence: 0.9}
  return {
    kind: 'weights',
    name: bare.startsWith('/') || bare.startsWith('~') ? name : bare.replace(/^(?:\.\/)+/, ''),
    confidence: 0.85,
  }
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

/**
 * `https://huggingface.co/org/name/resolve/main/file`, `hf://datasets/org/name`, `hf.co/org/name:Q4_K_M`, a path into
 * the hub's cache.
 */
export function hubReference(text: string): Reference | undefined {
  const cached = cachePattern.exec(text)
  if (cached !== null) return fromCache(cached)
  const path = hubPrefix.test(text) ? text.replace(hubPrefix, '') : hubHostPattern.exec(text)?.[1]
  if (path === undefined) return undefined
  const segments = (path.split(/[?#]/, 1)[0] ?? '')
    .replace(/\.git$/, '')
    .split('/')
    .filter(segment => segment !== '')
  if (segments[0] === 'datasets') return datasetOnHub(segments.slice(1), text)
  if (hubPages.has(segments[0] ?? '')) return undefined
  if (isHubAction(segments[1]) && /^[A-Za-z][\w.-]{1,95}$/.test(segments[0] ?? '')) return oldModel(segments)
  const [last = '', tag] = (segments[1] ?? '').split(':', 2)
  const {text: bare, revision} = splitRevision(last)
  const name = `${segments[0]}/${bare}`
  if (!isRepository(name, segments[2])) return undefined
  const pinned = revision ?? revisionOf(segments)
  return {
    kind: 'model',
    name,
    registry: 'huggingface',
    ...(pinned !== undefined && {revision: pinned}),
    ...quantizationOf(tag),
    confidence: 0.95,
  }
}

/** llama.cpp's and Ollama's tag for one of a repository's GGUF files; `latest` chooses none. */
function quantizationOf(tag: string | undefined): {quantization?: string} {
  return tag !== undefined && /^(?:[A-Z]{1,3}-)?(?:I?Q\d|TQ\d|BF16|F16|F32|FP16|MXFP4)\w{0,12}$/i.test(tag)
    ? {quantization: tag.toUpperCase()}
    : {}
}

/** What a file is fetched from is a repository, however its name ends: `ggerganov/whisper.cpp`. */
function isRepository(name: string, next: string | undefined): boolean {
  return isHubId(isHubAction(next) ? name.replace(/\.(?:cpp|io|js|py|rs|c)$/i, '') : name)
}

function isHubAction(segment: string | undefined): boolean {
  return segment === 'resolve' || segment === 'blob' || segment === 'raw' || segment === 'tree'
}

/** The oldest models have no owner: `https://huggingface.co/gpt2/resolve/main/model.safetensors`. */
function oldModel(segments: readonly string[]): Reference {
  const revision = revisionOf(segments)
  return {
    kind: 'model',
    name: segments[0] ?? '',
    registry: 'huggingface',
    ...(revision !== undefined && {revision}),
    confidence: 0.95,
  }
}

function fromCache(match: RegExpExecArray): Reference {
  const [, kind, owner, repository, revision] = match
  const rest = {
    name: `${owner}/${repository}`,
    registry: 'huggingface',
    ...(revision !== undefined && {revision}),
    confidence: 0.95,
  }
  return kind === 'datasets' ? {kind: 'dataset', ...rest} : {kind: 'model', ...rest}
}

function datasetOnHub(segments: readonly string[], url: string): Reference | undefined {
  const actions = new Set(['resolve', 'blob', 'tree', 'viewer', 'raw', 'discussions'])
  const end = segments.findIndex(segment => actions.has(segment))
  const named = segments.slice(0, end === -1 ? 2 : Math.min(end, 2))
  const name = named.join('/').split('@', 1)[0] ?? ''
  if (!/^[\w.-]+(?:\/[\w.-]+)?$/.test(name)) return undefined
  const revision = revisionOf(segments)
  return {
    kind: 'dataset',
    name,
    registry: 'huggingface',
    ...(revision !== undefined && {revision}),
    ...(url.startsWith('http') && {url}),
    confidence: 0.95,
  }
}

/** What follows `resolve/`, `blob/` or `tree/`; `main` is no pin and is left out. */
function revisionOf(segments: readonly string[]): string | undefined {
  const at = segments.findIndex(
    segment => segment === 'resolve' || segment === 'blob' || segment === 'tree' || segment === 'raw',
  )
  const revision = at === -1 ? undefined : segments[at + 1]
  return revision === undefined || revision === 'main' ? undefined : decodeRevision(revision)
}

function decodeRevision(text: string): string {
  return text.replaceAll('%2F', '/').replaceAll('%2f', '/')
}

/**
 * @param text value of a key or flag that carries a data set
 * @param bare whether a single word may be a data set's name here
 * @returns undefined for folders, builders (`json`), placeholders and variables
 */
export function datasetReference(text: string, bare = false): DatasetReference | undefined {
  // ms-swift writes how many rows behind the name
  const value = text.trim().replace(/#\d{1,9}$/, '')
  if (!isKnownValue(value) || builders.has(value.toLowerCase())) return undefined
  const hub = hubReference(value)
  if (hub !== undefined)
    return hub.kind === 'dataset'
      ? hub
      : {kind: 'dataset', name: hub.kind === 'model' ? hub.name : value, registry: 'huggingface', confidence: 0.8}
  if (/^[a-z][a-z0-9+]*:\/\//.test(value)) return datasetAtUrl(value)
  if (dataPattern.test(value)) return {kind: 'dataset', name: withoutPlace(value), confidence: 0.85}
  if (isHubId(value)) return {kind: 'dataset', name: value, registry: 'huggingface', confidence: 0.9}
  if (
    !bare ||
    !/^[A-Za-z][\w.-]{1,60}$/.test(value) ||
    /^(?:true|false|yes|no|custom|default|train|test|eval|validation)$/i.test(value)
  )
    return undefined
  return {kind: 'dataset', name: value, confidence: 0.7}
}

/** What stands where a repository may, for data that is none: a builder (`imagefolder`), a word of its owner's. */
export function isLocalData(name: string): boolean {
  return builders.has(name.toLowerCase()) || /^(?:custom|private|own|internal|proprietary|local)$/i.test(name)
}

/** A path in the project; of one elsewhere on the machine only the file. */
function withoutPlace(path: string): string {
  return /^(?:\/|~|[A-Za-z]:)/.test(path) ? path.slice(path.lastIndexOf('/') + 1) : path.replace(/^(?:\.\/)+/, '')
}

/** A file or folder that a URL names: `https://…/train.csv?raw=true`, `s3://bucket/corpus`. */
function datasetAtUrl(url: string): DatasetReference | undefined {
  const [bare = ''] = url.split(/[?#]/, 1)
  const name = bare.slice(bare.replace(/(?<!\/)\/+$/, '').lastIndexOf('/') + 1).replace(/(?<!\/)\/+$/, '')
  if (name === '' || !/[a-z]/i.test(name) || (/^https?:/.test(url) && !dataPattern.test(name))) return undefined
  return {kind: 'dataset', name, url, confidence: 0.85}
}
