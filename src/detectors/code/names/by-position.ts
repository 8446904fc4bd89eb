import {isHubId} from '../../../catalog/models/model-names.ts'
import {isModelWord, isWhisperSize, modelShape} from '../../../catalog/models/model-shape.ts'
import {providerByPrefix, providerBySlug} from '../../../catalog/providers.ts'
import {isFamily} from '../../../catalog/references/model.ts'
import type {Argument, Module, Naming, Value} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'
import {oncePer} from '../../../lib/remember.ts'
import {learningRoots} from '../data.ts'
import type {Finder} from '../finder.ts'
import {isAboutModels} from './about-models.ts'
import {adapterName} from './adapter-name.ts'
import {asksForModel} from './asks-for-model.ts'
import {folderWord} from './names.ts'
import {snakeCase} from './snake-case.ts'
import {wordAmong} from './words-among.ts'

/** A model that is told by the position of a text, not by its name. */
export interface Positioned {
  readonly name: string
  readonly registry?: string
  readonly confidence: number
}

/** `ModelImagen3 = "imagen-3"`, `MODEL_IMAGEN_3`: a constant of the file that begins so. */
function isModelConstant({name, via, scope, value}: Naming): boolean {
  if (via !== 'assignment' || scope.kind !== 'module' || value.kind !== 'text') return false
  return /^(?:Model[A-Z]\w{1,60}|MODEL_[A-Z]\w{1,60})$/.test(name) && modelShape(value.text) === 'numbered'
}

/** Names that hold a path or a repository: `IMAGE_MODEL_PATH`. */
const placeOfModel =
  /(?:^|_)(?:models?|llm|checkpoint|tokenizer)_(?:path|repo|repo_?id|version|ref|source|checkpoint)$/i
/** What else is called a model: tables of a database, devices, what a program makes itself. */
const otherModel =
  /(?:^|_)(?:data|db|database|domain|view|device|phone|car|vehicle|product|printer|camera|gpu|cpu|sql|orm|schema|response|request|pydantic|entity|user|base_?line|output|save[ds]?|new|fine_?tuned|trained|target|pricing|business|mental|threat|cost|price|token|material|mesh)_models?(?:_|$)/i
/** Keys beside `model` in what is sent to a service. */
const bodyKeys = new Set(
  'messages prompt prompts input inputs text texts contents stream temperature max_tokens maxtokens max_completion_tokens top_p system response_format voice documents negative_prompt image_size aspect_ratio tools'.split(
    ' ',
  ),
)
/**
 * The model that a text names because of where it stands: under a name that asks for a model, in a module that deals
 * with them, in the shape of an id.
 * The families of names that everybody knows are told before, by their grammar.
 */
export function byPosition(finder: Finder, naming: Naming, text: string, inMap: boolean): Positioned | undefined {
  const own = snakeCase(naming.name)
  // the members of an enumeration are what its name says
  const isMember = naming.via === 'member' && !asksForModel(own) && !isOneModel(naming.scope)
  const name = isMember ? snakeCase(naming.scope.name) : own
  if (otherModel.test(name)) return undefined
  if (placeOfModel.test(name) && isHubId(text) && !folderWord.test(text) && text.includes('-'))
    return ofHub(finder, naming, text)
  if (adapterName.test(name) && isHubId(text)) return ofHub(finder, naming, text)
  if (!asksForModel(name) && !isModelConstant(naming)) return undefined
  if (isWhisperSize(text) && (speaksOfWhisper(naming, name, finder.module) || listsWhisperSizes(naming.value)))
    return {name: text, registry: 'whisper', confidence: 0.85}
  return isHubId(text) ? ofHub(finder, naming, text) : byShape(finder, naming, text, inMap)
}

/** What an enumeration of texts extends: Swift's `enum SpeechModel: String`, Python's `class Model(str, Enum)`. */
const enumerationBase = /^(?:String|str|Enum|StrEnum)$/

/** A class that is a model or speaks to one, with functions: its constants are no ids. An enumeration has several. */
function isOneModel(scope: Naming['scope']): boolean {
  if (!/Model$/.test(scope.name) || scope.bases.some(base => enumerationBase.test(lastName(base)))) return false
  return hasFunctions(scope)
}

const hasFunctions = oncePer(({bindings}: Naming['scope']) =>
  [...bindings.values()].flat().some(({value}) => value.kind === 'definition'),
)

/** `en-US`, `zh-Hans`: languages that a model understands. */
const languageTag = /^[a-z]{2,3}-(?:[A-Z]{2}|[A-Z][a-z]{3})$/

function byShape(finder: Finder, naming: Naming, text: string, inMap: boolean): Positioned | undefined {
  if (opaqueId.test(text) || languageTag.test(text)) return undefined
  const shape = modelShape(text) ?? wordAmong(naming, text, finder.module) ?? familyOf(naming, text)
  const confidence = shape === 'numbered' ? 0.75 : 0.65
  // tests call their stand-ins whatever they like
  if ((shape !== 'numbered' && finder.scope === 'test') || providerBySlug(text) !== undefined) return undefined
  if (isRequestBody(naming) && (shape === 'numbered' || isSent(finder, naming, text, shape)))
    return named(text, confidence + 0.1)
  if (shape === undefined || (shape === 'worded' && inMap) || !isAboutModels(finder)) return undefined
  return naming.via !== 'member' && isOwnName(finder, text) ? undefined : named(text, confidence)
}

/** `model := "mistral"`, under a name that asks for one model and nothing else. */
function familyOf({name}: Naming, text: string): 'worded' | undefined {
  return /^(?:default_?)?model(?:_?(?:id|name))?$/i.test(name) && isFamily(text) ? 'worded' : undefined
}

/** Ids that a machine made, of voices and records: `21m00Tcm4TlvDq8ikWAM`, and UUIDs. */
const opaqueId =
  /^(?:(?=[A-Za-z]*\d)(?=[a-z\d]*[A-Z])(?=[A-Z\d]*[a-z])[A-Za-z\d]{16,64}|[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12})$/

/**
 * Words alone, in what is sent to a model: keyword arguments look like a request too, but there a word may be a mode
 * (`inherit`).
 */
function isSent(finder: Finder, {within, value}: Naming, text: string, shape: 'worded' | undefined): boolean {
  if (
    within?.kind !== 'map' ||
    value.kind === 'list' ||
    value.kind === 'map' ||
    (shape === undefined && !isModelWord(text))
  )
    return false
  return within.entries.some(({key}) => key === 'messages') || isAboutModels(finder)
}

function named(name: string, confidence: number): Positioned {
  return {name, confidence}
}

/** `org/name` under a model's key is one by itself; whose it is only a library or its neighbours tell. */
function ofHub(finder: Finder, naming: Naming, text: string): Positioned | undefined {
  const isRouted = providerByPrefix(text)?.separator === '/' || isBesidePrefixed(naming.value)
  if (!isRouted && usesHub(finder.module)) return {name: text, registry: 'huggingface', confidence: 0.85}
  if (isAboutModels(finder) || isRequestBody(naming)) return named(text, 0.75)
  return isRepositoryId(naming.name) && text.includes('-') && /\d/.test(text) ? named(text, 0.7) : undefined
}

/** A name for the id of a model and of nothing else. */
function isRepositoryId(name: string): boolean {
  return /(?:^|_)(?:model|hf|hugging_?face)_(?:repo_?)?(?:id|name|repo)s?$/i.test(snakeCase(name))
}

/** Whether a module imports what loads from the hub, or makes addresses there itself. */
const usesHub = oncePer(
  ({imports, calls}: Module) =>
    imports.some(({target}) => hubLibraries.test(target.module)) ||
    calls.some(({call}) => call.args.some(isHubAddress)),
)

function isHubAddress({value}: Argument): boolean {
  const start = value.kind === 'template' ? value.parts[0] : value
  return start?.kind === 'text' && /^https:\/\/(?:huggingface|hf)\.co\//.test(start.text)
}

const hubLibraries =
  /^(?:transformers|sentence_transformers|diffusers|huggingface_hub|peft|trl|vllm|optimum|faster_whisper|setfit|mlx_lm|auto_gptq|awq|@huggingface\/|@xenova\/)/

/** Members of a list that a gateway routes: `["openai/gpt-5", "router/auto"]`. */
function isBesidePrefixed(value: Value): boolean {
  return (
    value.kind === 'list' &&
    value.items.some(item => item.kind === 'text' && providerByPrefix(item.text)?.separator === '/')
  )
}

/** A map with `model` and what a service is sent beside it. */
function isRequestBody({name, within}: Naming): boolean {
  if (!/^model(?:_?(?:id|name))?$/i.test(name) || within === undefined) return false
  const keys =
    within.kind === 'map'
      ? within.entries.map(({key}) => key)
      : within.kind === 'call'
        ? within.args.map(argument => argument.name)
        : []
  return keys.some(key => key !== undefined && bodyKeys.has(key.toLowerCase()))
}

/** What a program that trains calls its own: words joined by underscores. */
function isOwnName({module}: Finder, text: string): boolean {
  const learns = module.imports.some(({target}) => learningRoots.has(target.module.split('.')[0] ?? ''))
  return learns && (!text.includes('-') || /^[a-z]+-?v?\d$/.test(text))
}

function speaksOfWhisper({owner}: Naming, name: string, module: Module): boolean {
  const key =
    owner?.kind === 'index' && owner.key.kind === 'text' ? owner.key.text : owner?.kind === 'member' ? owner.key : ''
  return (
    /whisper/i.test(`${name} ${key} ${module.path}`) ||
    (/size/.test(name) && module.imports.some(({target}) => /whisper/i.test(target.module)))
  )
}

/** Sizes that a list has at least, one of them with a version or language: sizes of clothes have none. */
const sizesListed = 4

/** `["tiny", "tiny.en", "base", …]`, whatever is said around it. */
function listsWhisperSizes(value: Value): boolean {
  if (value.kind !== 'list' || value.items.length < sizesListed) return false
  const texts = value.items.slice(0, 50).flatMap(item => (item.kind === 'text' ? [item.text] : []))
  return texts.every(isWhisperSize) && texts.some(text => /[.-]/.test(text))
}
