import {modelReference} from '../../../catalog/references/model.ts'
import type {ModelReference} from '../../../catalog/references/reference.ts'
import {isGenericWeights} from '../../../catalog/references/weights.ts'
import {useOf} from '../../../catalog/setting.ts'
import type {Naming, Value, ValueOf} from '../../../code/module.ts'
import {type Context, placeOf, type Resolved, type ResolvedOf} from '../../../code/resolve/resolved.ts'
import type {Level} from '../../../inventory/evidence.ts'
import {makeModel} from '../../../inventory/make.ts'
import {baseName} from '../../../lib/path.ts'
import {remembering} from '../../../lib/remember.ts'
import {pathText} from '../files.ts'
import type {Finder} from '../finder.ts'
import {translations} from '../prompts/prompt-words.ts'
import {settingsOf} from '../settings-of.ts'
import {adapterName} from './adapter-name.ts'
import {byPosition} from './by-position.ts'
import {hostBeside} from './host-beside.ts'
import {addDownload} from './hub-urls.ts'
import {isKnownName, isOnHub, isPrefixed, sureModel} from './known-names.ts'
import {literals} from './literals.ts'
import {isNamedAfter} from './named-after.ts'
import {addNamedWeights, certainWeights} from './named-weights.ts'
import {isModelByItself} from './neutral-names.ts'
import {isOnlyAsked} from './only-asked.ts'
import {addLoaded, addRecordFiles, loadsWeights} from './record-files.ts'
import {idsOf, isId} from './record-ids.ts'
import {isShortName} from './short-names.ts'
import {snakeCase} from './snake-case.ts'

/** Names that say their value is a model, in snake case. */
const modelName =
  /(?:^|_)(?:models?|llms?|model_?(?:id|name|path|key|slug)|engine|deployment|base_?model|embedder|embeddings?|reranker|checkpoint|lora_weights|hosted_id|completion_model)(?:_(?:id|ids|name|names|path|default|key|slug|alias|name_or_path|version|options|list|choices|map|repo|locator))*\d*$|(?:^|_)(?:model|llm)(?:_|$)|(?:^|_)(?:models|llms)_(?:hf|hub|torch|by|per)(?:_|$)/i

/** Names of a repository of weights: `ckpt_repo_id`, and of what it is read with: `tokenizer_name`. */
const repositoryName =
  /(?:^|_)(?:ckpt|checkpoint|weights?|hf|hub|pretrained|tokenizer)_repo(?:_?(?:id|name))?$|(?:^|_)tokenizer_(?:id|name|model|path|name_or_path)$/i

/** Classes whose members are models: `Models`, `LLMName`; `InpaintModelLoader` works with some. */
const modelClass =
  /(?:^|_)(?:models?|llms?|embedders?|embeddings?|rerankers?)(?:_(?:ids?|names?|keys?|options?|list|choices|types?))?$/i

/** Classes whose members are ways to do something: `RopeScaling.LLAMA3`, `ChatFormat.LLAMA3`. */
const otherClass =
  /(?:^|_)(?:scaling|templates?|formats?|modes?|methods?|strateg(?:y|ies)|backends?|attention|roles?|parsers?|architectures?|styles?)$/i

/** Names of what models are sorted by. */
const notModel =
  /(?:^|_)(?:architectures?|famil(?:y|ies)(?:_(?:list|names?|map|set))?|types?|libraries|elements|providers?|formats?|class(?:es)?|kinds?|tasks?|licen[cs]es?|dirs?|folders?|prefix(?:es)?|patterns?|tags?)$/i

/** Lists and tables that tell models apart and offer none. */
const onlySorts =
  /(?:^|_)(?:no|not|without|with|support|supporting|unsupported|excluded?|deprecated|retired|obsolete|removed|denied|disabled|blocked|legacy|only|reasoning|thinking|limits?|prices?|pricing|costs?|tokens?|context|rates?|lower|upper|cased|uncased)(?:_|$)/i

/** Files of prices and limits, by their names. */
const priceFile = /(?:^|[_.])(?:prices?|pricing|costs?|(?:token|rate|context)_limits?)[_.]/i

/** Names that say their value is an option among others: a picker. */
const optionName = /^(?:id|value|choices|options|items|slug|key|name|model|default(?:_?value)?|initial_?value)$/i

/** Names of what people read beside an id. */
const labelName = /^(?:model_?)?(?:name|label|title|display_?name)$/i

const isModelName = remembering(name => modelName.test(snakeCase(name)))

const isRepositoryName = remembering(name => {
  const snake = snakeCase(name)
  return repositoryName.test(snake) || adapterName.test(snake)
})

const isModelClass = remembering(name => modelClass.test(snakeCase(name)))

const isOtherClass = remembering(name => otherClass.test(snakeCase(name)))

const isNotModel = remembering(name => notModel.test(snakeCase(name)))

/** Whether a list of this name tells models apart, or is of what they are sorted by. */
export function onlySortsModels(name: string): boolean {
  return isNotModel(name) || onlySorts.test(snakeCase(name))
}

const isPriceList = remembering(path => priceFile.test(snakeCase(baseName(path))))

const isOption = remembering(name => optionName.test(snakeCase(name)))

/** Where the names in a naming's value are looked up. */
export function contextOf(finder: Finder, naming: Naming): Context {
  return {module: finder.module, scope: naming.scope}
}

/**
 * A model by the name of the constant, key, option or function that its text stands under; by the text's own grammar,
 * else by its position.
 */
export function addNamedModel(finder: Finder, naming: Naming): void {
  const {name, value} = naming
  if (isNotModel(name)) return
  const isModel = saysModel(naming)
  if ((!isModel && !isOption(name) && !isModelByItself(finder, naming)) || isLabel(naming)) return
  for (const {value: text, level: own, inMap = false} of literals(value, contextOf(finder, naming), finder)) {
    if (text.kind !== 'text') continue
    const level = levelOf(finder, naming, own)
    const isOffered = !inMap || isCatalogue(name, value)
    // whose `org/name` is, its position tells: a provider lists what others publish
    const isCertain =
      (!isModel && isOption(name)) ||
      !isOffered ||
      (inMap && own === undefined && isOnHub(text.text)) ||
      (own !== undefined && level === own)
    const isInMap = inMap || own !== undefined
    const isOpen = isModel && isOffered
    addText(finder, naming, text, {level, isCertain, isOpen, isInMap})
  }
  if (isModel) addMembers(finder, naming)
}

/** What stands in the value of a name that asks for a model, a level down and deeper. */
function addMembers(finder: Finder, naming: Naming): void {
  if (naming.value.kind === 'call') addJoinedPath(finder, naming)
  addRecords(finder, naming)
  addRecordFiles(finder, naming.value)
}

/** `LLM_PATH = os.path.join(folder, "models/llm.gguf")`: the end of the path is known. */
function addJoinedPath(finder: Finder, naming: Naming): void {
  for (const one of finder.resolver.resolve(naming.value, contextOf(finder, naming))) {
    const text = one.kind === 'partial' ? pathText(one) : undefined
    if (text === undefined || !certainWeights.test(text) || isGenericWeights(text)) continue
    if (finder.isTaken(one.place, text)) continue
    addNamedWeights(finder, {kind: 'text', text, place: one.place})
  }
}

/** What people read beside an id. */
function isLabel({name, within}: Naming): boolean {
  return (
    labelName.test(name) &&
    within !== undefined &&
    settingsOf(within).some(({key}) => key !== undefined && key !== name && isId(key))
  )
}

interface TextOptions {
  readonly level: Level
  /** only what can be nothing else counts */
  readonly isCertain: boolean
  /** the position may speak for it */
  readonly isOpen: boolean
  readonly isInMap: boolean
}

function addText(
  finder: Finder,
  naming: Naming,
  text: ResolvedOf<'text'>,
  {level, isCertain, isOpen, isInMap}: TextOptions,
): void {
  if (finder.isTaken(text.place, text.text)) return
  const isNamed = addModelText(finder, text, {
    symbol: naming.name,
    level,
    sure: isCertain,
    host: hostBeside(naming.within),
  })
  if (isNamed && text.text.startsWith('https://')) addDownload(finder, text)
  if (!isNamed && isOpen && level === 'used') addPositioned(finder, naming, text, isInMap)
}

/** Records that one catalogue may list. */
const recordLimit = 300

/** `MODELS = [{label: "…", value: "org/name"}]`: the catalogue's name speaks for the ids in its records. */
function addRecords(finder: Finder, naming: Naming): void {
  const records = membersIn(naming.value).flatMap(member => (member.kind === 'list' ? member.items : [member]))
  for (const record of records.slice(0, recordLimit)) addRecordIds(finder, recordOf(record), naming)
}

function membersIn(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items.slice(0, recordLimit)
  return value.kind === 'map' ? value.entries.slice(0, recordLimit).map(entry => entry.value) : []
}

/** `toModel("openai", {id: "o3"})`: what a function makes a record of. */
function recordOf(value: Value): Value {
  if (value.kind !== 'call' || value.args.some(({name}) => name !== undefined)) return value
  const maps = value.args.flatMap(argument => (argument.value.kind === 'map' ? [argument.value] : []))
  const [only] = maps
  return maps.length === 1 && only !== undefined ? only : value
}

/** The ids of one record that a name or type says is a model's. */
export function addRecordIds(finder: Finder, record: Value, naming: Naming): void {
  const settings = settingsOf(record)
  const level = levelOf(finder, naming, undefined)
  for (const {value: id} of idsOf(settings)) {
    if (id.kind !== 'text') continue
    const text = {kind: 'text', text: id.text, place: placeOf(finder.module, id.line)} as const
    addText(finder, naming, text, {level, isCertain: false, isOpen: true, isInMap: false})
    if (level === 'used' && loadsWeights(settings)) addLoaded(finder, naming.name, text)
  }
}

/** The name itself, or the class it is a member of: `class ModelName(Enum)`. */
function saysModel({name, scope, via, value}: Naming): boolean {
  return (
    isModelName(name) ||
    isRepositoryName(name) ||
    (isNamedAfter(name, value) && !(scope.kind === 'class' && isOtherClass(scope.name))) ||
    (via === 'member' && scope.kind === 'class' && isModelClass(scope.name))
  )
}

/** Keys of a catalogue are offered, other keys only looked up; so are sets, and lists that tell models apart. */
function levelOf({module}: Finder, naming: Naming, own: Level | undefined): Level {
  const {name, value} = naming
  if (isPriceList(module.path) || isOnlyAsked(module, naming)) return 'mentioned'
  if (own === 'mentioned' && isCatalogue(name, value)) return 'used'
  return (
    own ?? (value.kind === 'list' && (value.isSet === true || onlySorts.test(snakeCase(name))) ? 'mentioned' : 'used')
  )
}

/** `MODELS = {"gpt-4o": {…}}` offers its keys; a table of limits, prices or settings only looks them up. */
function isCatalogue(name: string, value: Value): boolean {
  if (value.kind !== 'map' || value.entries.some(entry => entry.value.kind === 'scalar') || isAliases(value))
    return false
  if (onlySorts.test(snakeCase(name))) return false
  return /(?:^|_)(?:models?|llms?|model_(?:maps?|mappings?|list|options|registry|choices|names|ids|repos|aliases))(?:_(?:hf|hub|torch|(?:by|per)_[a-z]{1,20}))?$/i.test(
    snakeCase(name),
  )
}

/** Pairs that make a table one of aliases, and entries that are asked. */
const aliasPairs = 2
const aliasLimit = 100

/** `{"sonnet-4-0": "sonnet-4-20250514", …}`: one model under two names, of which the second is sent. */
function isAliases({entries}: ValueOf<'map'>): boolean {
  const asked = entries.slice(0, aliasLimit)
  const pairs = asked.filter(
    ({key, value}) => key !== undefined && value.kind === 'text' && isModelId(key) && isModelId(value.text),
  )
  return pairs.length >= aliasPairs && pairs.length * 2 > asked.length
}

function isModelId(text: string): boolean {
  return modelReference(text)?.kind === 'model'
}

/** A name of no known family, where the position alone says that it is a model's. */
function addPositioned(finder: Finder, naming: Naming, value: ResolvedOf<'text'>, inMap: boolean): void {
  // words for people stand under the same keys
  if (translations.test(value.place.path)) return
  const found = byPosition(finder, naming, value.text, inMap)
  if (found === undefined || finder.writes(value.text)) return
  finder.take(value.place, value.text)
  const evidence = finder.evidence(value.place, {rule: 'position', confidence: found.confidence, symbol: naming.name})
  finder.bag.add(makeModel(found.name, [evidence], found.registry === undefined ? {} : {registry: found.registry}))
}

/** @returns whether the text names something by itself */
export function addModelText(
  finder: Finder,
  value: Resolved,
  options: {symbol: string; level: Level; sure: boolean; host?: string | undefined},
): boolean {
  if (value.kind !== 'text') return false
  const named = options.sure ? sureModel(value.text) : modelReference(value.text)
  if (named?.kind === 'weights' && options.level === 'used') addNamedWeights(finder, value)
  if (named?.kind === 'weights') return true
  if (named === undefined || isDoubtful(finder, value.text, named)) return false
  if (named.registry === undefined && isShortName(finder, value.text)) return true
  finder.take(value.place, value.text)
  const confidence = Math.round(named.confidence * 90) / 100
  const evidence = finder.evidence(value.place, {
    rule: 'name',
    level: options.level,
    confidence,
    symbol: options.symbol,
    use: useOf(named),
  })
  const registry = named.registry === 'huggingface' ? (options.host ?? named.registry) : named.registry
  finder.bag.add(makeModel(named.name, [evidence], registry === undefined ? {} : {registry}))
  return true
}

function isDoubtful(finder: Finder, text: string, named: Extract<ModelReference, {kind: 'model'}>): boolean {
  if (named.confidence < 0.6 || (named.registry === 'huggingface' && isPrefixed(text))) return true
  return !finder.matcher.importsAi && !isKnownName(text, named.name)
}
