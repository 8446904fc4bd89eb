import type {Collector} from '../inventory/collector.ts'
import {isSecretName} from '../lib/redact/names.ts'
import {isApology} from '../lib/text/apology.ts'
import {isFrameOfVariables, templateVariables} from '../lib/text/template.ts'
import {isHeldDataset, isHeldModel, normaliseKey, roleOfKey} from './config-keys.ts'
import {hostsOthers} from './hosts-of-others.ts'
import {classifyModelName} from './models/model-names.ts'
import {isArchitecture, modelShape} from './models/model-shape.ts'
import {datasetReference} from './references/dataset.ts'
import {hubReference} from './references/hub.ts'
import {isFamiliarName, isLocalPath, modelReference} from './references/model.ts'
import {isKnownValue, type ModelReference} from './references/reference.ts'
import {
  isProviderKey,
  providerAbove,
  providerSlug,
  readingKeys,
  reportEndpoint,
  reportImage,
  reportProvider,
  reportProvidersKey,
  reportReferenceToVariable,
  reportRoute,
  reportTaggedImage,
  reportVariable,
} from './service-settings.ts'
import {reportModel, reportNamedModel, reportReference, type Setting, whereOf} from './setting.ts'

/** A name of this confidence is one wherever it stands. */
const certain = 0.93
/** The form of a repository on the hub, or better. */
const owned = 0.85
/** A family of models with a version or size; shorter names (`llama3`) are as often what a deployment is called. */
const likely = 0.7
/** Of several values in one text: `a,b,c`. */
const listLimit = 50
const variableName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const promptWords = 4
/** What a deployment is called that is named for what it does: the model behind it is not known. */
const duty = /^(?:chat|embeddings?|completions?|vision|text|llm|model)$/i
/** `hf://org/name`, `https://huggingface.co/org/name/resolve/…` */
const hubAddress = /^(?:hf:\/\/|https?:\/\/(?:huggingface\.co|hf\.co)\/)\S+$/
/** Files that can be nothing but weights. */
const certainWeights = /^[^\s*?]{1,200}\.(?:gguf|safetensors|onnx|pth|ckpt|tflite|udpipe|ggml)$/i

/** Reports what one setting names. A value under the name of a secret is never looked at. */
export function reportSetting(setting: Setting, into: Collector): void {
  const {key, value} = setting
  if (reportReferenceToVariable(setting, into)) return
  if (variableName.test(key) && reportVariable(setting, into)) return
  const normal = normaliseKey(key)
  if (reportProvidersKey(setting, normal, into) || isSecretName(key) || value.trim() === '') return
  if (/^(?:https?|wss?|grpc):\/\//.test(value) && !readingKeys.has(normal)) reportEndpoint(setting, into)
  reportRoute(setting, normal, into)
  if (reportLibraryName(setting, normal, into)) return
  if (!reportImage(setting, normal, into) && !reportTaggedImage(setting, into)) reportByRole(setting, normal, into)
}

/** Libraries whose models have short names of their own, and how these look: the key must name the library. */
const libraryNames: ReadonlyMap<string, RegExp> = new Map([
  ['whisper', /^(?:tiny|base|small|medium|large|turbo)(?:\.en|-v[23](?:-turbo)?)?$/],
  ['stanza', /^[a-z]{2,3}(?:[_-][a-z]{2,12})?$/],
  ['timm', /^[a-z][a-z0-9]*_[a-z0-9_.]+$/],
])

/** Keys that say which network is built. */
const architectureKeys = new Set(
  'encoder encodername backbone backbonename arch architecture network net modelname model modeltype'.split(' '),
)

/** `encoder: tf_efficientnet_b5_ns`, `WHISPER_MODEL=large-v3`, `WHISPER_MODELS=tiny,small`, `stanza_name: en_ewt` */
function reportLibraryName(setting: Setting, normal: string, into: Collector): boolean {
  const value = setting.value.trim()
  if (architectureKeys.has(normal) && setting.isAboutModels && isArchitecture(value)) {
    into.model(value, whereOf(setting, 0.8), {})
    return true
  }
  const above =
    normal === 'modelsize' || normal === 'model' || normal === 'modelname' ? setting.ancestors.at(-1) : undefined
  const [, library = ''] =
    above !== undefined && libraryNames.has(above)
      ? [normal, above]
      : (/^([a-z]+?)(?:models?)?(?:names?|sizes?|ids?)?$/.exec(normal) ?? [])
  const form = normal === library ? undefined : libraryNames.get(library)
  const names = valuesOf(value)
  if (form === undefined || names.length === 0 || !names.every(name => form.test(name))) return false
  for (const name of names) into.model(name, whereOf(setting, 0.85), {registry: library})
  return true
}

function reportByRole(setting: Setting, normal: string, into: Collector): void {
  const role = roleOfKey(normal)
  if (role === 'output') return
  if (role === 'prompt' || isContentOfPrompt(normal, setting.ancestors)) reportPrompt(setting, normal, into)
  else if (role === 'dataset' || isHeldDataset(normal, setting.ancestors.at(-1)))
    reportDatasets(setting, role === 'dataset', into)
  else if (role === 'strong-model') reportEach(setting, into, found => isLikely(found, setting))
  else if (role === 'model') reportEach(setting, into, found => isCredible(found, setting))
  else if (isHeldModel(normal, setting.ancestors))
    reportEach(
      setting,
      into,
      found =>
        isCredible(found, setting) && (normal !== 'name' || found.confidence >= owned || isListOfModels(setting)),
    )
  else if (isProviderKey(normal, setting)) {
    // `provider: openai:gpt-4o` names the model too
    if (setting.value.includes(':')) reportCertain(setting, into)
    reportProvider(setting, into)
  } else reportCertain(setting, into)
}

/** `prompt: {name: …, content: …}`; `prompt_builder: {type: …, init_parameters: {template: …}}` of Haystack */
function isContentOfPrompt(key: string, ancestors: readonly string[]): boolean {
  const [above = '', parent = ''] = ancestors.slice(-2)
  if (ancestors.length > 1 && key === 'template' && parent === 'initparameters') return above.includes('prompt')
  return /^(?:content|text|template|body)$/.test(key) && /^(?:system)?prompt$/.test(ancestors.at(-1) ?? '')
}

/** `models: - name: …`: what a list of models calls its members is what they are asked for. */
function isListOfModels({ancestors}: Setting): boolean {
  return /^(?:\w*models|modellist|llms)$/.test(ancestors.at(-1) ?? '')
}

/** One value or a list with commas. */
function reportEach(setting: Setting, into: Collector, accept: (found: ModelReference) => boolean): void {
  const provider = setting.provider ?? providerAbove(setting.ancestors)
  for (const text of valuesOf(setting.value)) {
    const found = modelReference(text)
    if (found !== undefined && accept(found)) reportModel(hostedBy(setting, found), setting, into)
    else if ((found === undefined || found.kind === 'model') && positioned(text, setting))
      reportNamedModel(text, setting, into, {confidence: 0.7, registry: provider})
    else if (
      provider !== undefined &&
      isKnownValue(text) &&
      !duty.test(text) &&
      /^[A-Za-z0-9][\w.:/-]*$/.test(text) &&
      !isLocalPath(text)
    ) {
      reportNamedModel(text, setting, into, {confidence: 0.8, registry: provider})
    }
  }
}

/** Beside a provider that answers itself, the name of a repository is what its own copy is called. */
function hostedBy({provider, ancestors}: Setting, found: ModelReference): ModelReference {
  const isOnHub = found.kind === 'model' && found.registry === 'huggingface'
  if (isOnHub && hostsOthers(provider)) return {...found, registry: provider}
  // `{huggingface: {model_id: …}, modelscope: {model_id: …}}`: one model in two registries
  return isOnHub && ancestors.at(-1) === 'modelscope' ? {...found, registry: 'modelscope'} : found
}

/** Keys whose value is a model's id and nothing else. */
const asksForModel = /(?:model|models|llm|llms|reranker|embedder)(?:id|ids|name|names|slug|size|default|list)?$/
const notAsked =
  /^(?:data|db|database|device|view|car|phone|user|output|saved?|target|finetuned|trained|my|base_?line|response|request)/

/** A name of no known family under a model's key, where the file deals with models that people call by a name. */
function positioned(text: string, setting: Setting): boolean {
  const normal = normaliseKey(setting.key)
  if (!setting.isAboutModels || !isKnownValue(text) || !asksForModel.test(normal) || notAsked.test(normal)) return false
  if (setting.ancestors.some(ancestor => labelHolders.has(ancestor))) return false
  if (setting.isAboutTraining === true && !text.includes('-')) return false
  return modelShape(text) === 'numbered' && providerSlug(text) === undefined
}

function valuesOf(text: string): string[] {
  return text.length > 5000
    ? []
    : text
        .split(',')
        .slice(0, listLimit)
        .map(part => part.trim())
}

function isLikely(found: ModelReference, setting: Setting): boolean {
  return (
    found.confidence >= likely ||
    (setting.isAboutOllama === true && found.kind === 'model' && found.registry === 'ollama')
  )
}

const labelHolders = new Set(['labels', 'matchlabels', 'selector', 'nodeselector', 'annotations', 'metadata'])

/** Under a common key a form that many things share counts only where the file speaks of models. */
function isCredible(found: ModelReference, setting: Setting): boolean {
  if (found.confidence < owned && setting.ancestors.some(ancestor => labelHolders.has(ancestor))) return false
  return found.confidence >= certain || isKnownRepository(found) || (setting.isAboutModels && isLikely(found, setting))
}

/** A repository that is named like a model of a known family. */
function isKnownRepository({name, ...found}: ModelReference): boolean {
  const [, last] = name.split('/', 2)
  return found.kind === 'model' && found.registry === 'huggingface' && last !== undefined && isFamiliarName(last)
}

function reportDatasets(setting: Setting, isNamed: boolean, into: Collector): void {
  const normal = normaliseKey(setting.key)
  // the name beside a path is a configuration of the data set
  const hubOnly = !isNamed && normal === 'name'
  for (const text of valuesOf(setting.value)) {
    const found = datasetReference(text, isNamed && (setting.isAboutTraining ?? setting.isAboutModels))
    if (found === undefined || (hubOnly && found.registry !== 'huggingface')) continue
    if (
      !setting.isAboutModels &&
      setting.isAboutTraining !== true &&
      found.registry !== 'huggingface' &&
      found.url === undefined
    )
      continue
    reportReference(found, whereOf(setting, found.confidence), into)
  }
}

/** Any other key: only what can be nothing else. */
function reportCertain(setting: Setting, into: Collector): void {
  if (setting.value.startsWith('ollama://')) reportEach(setting, into, () => true)
  const onHub =
    hubAddress.test(setting.value) && !readingKeys.has(normaliseKey(setting.key))
      ? hubReference(setting.value.trim())
      : undefined
  if (onHub !== undefined) reportReference(onHub, whereOf(setting, onHub.confidence), into)
  for (const text of valuesOf(setting.value)) {
    if (setting.isAboutModels && certainWeights.test(text))
      reportEach({...setting, value: text}, into, found => found.kind === 'weights')
    else reportCertainName(text, setting, into)
  }
}

function reportCertainName(text: string, setting: Setting, into: Collector): void {
  const named = isKnownValue(text) ? classifyModelName(text) : undefined
  if (named === undefined) return
  const found = {kind: 'model', ...named} as const
  if (named.confidence >= certain || (isKnownRepository(found) && setting.isAboutModels))
    reportModel(found, setting, into)
}

/** `prompt-too-large`: what people are told of a prompt. */
const aboutPrompt = /(?:toolarge|toolong|tooshort|missing|empty|failed|invalid|required|rejected)$/

/** The first words of somebody who instructs a model. */
const tellsWho = /^\s*you are (?:an?|the) [a-z]/i

function reportPrompt(setting: Setting, normal: string, into: Collector): void {
  const {value} = setting
  if ((!setting.isAboutModels && !tellsWho.test(value)) || !isPromptText(value) || aboutPrompt.test(normal)) return
  const variables = templateVariables(value)
  const isSystem = /system|instruction|preamble|developer/.test(normal)
  const role = isSystem ? 'system' : variables.length > 0 ? 'template' : 'unknown'
  into.prompt(
    value,
    {...whereOf(setting, 0.85), symbol: setting.symbol ?? setting.key},
    {role, ...(variables.length > 0 && {variables})},
    setting.key,
  )
}

/** Several words, no path or address. */
export function isPromptText(text: string): boolean {
  const trimmed = text.trim()
  return (
    trimmed.length >= 20 &&
    !isApology(trimmed) &&
    !isFrameOfVariables(trimmed) &&
    !/^\S+$/.test(trimmed) &&
    !/^(?:https?|file):\/\//.test(trimmed) &&
    trimmed.split(/\s+/, promptWords).length >= promptWords
  )
}
