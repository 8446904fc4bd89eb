import {classifyModelName, isHubId} from '../../catalog/model-names.ts'
import {providerByHost, providerByPrefix, providerByVariable} from '../../catalog/providers.ts'
import {isFamiliarName, modelReference} from '../../catalog/references.ts'
import type {Naming, Value} from '../../code/module.ts'
import {type Context, type Place, placeOf, type Resolved, type ResolvedOf} from '../../code/resolved.ts'
import type {Level} from '../../inventory/evidence.ts'
import {registryId} from '../../inventory/identity.ts'
import {makeDataset, makeModel, makeService} from '../../inventory/make.ts'
import type {Finder} from './finder.ts'
import {addUrlAssets, addWeightsNamed} from './hub-urls.ts'
import {literals, optionNamings, snakeCase} from './literals.ts'

/** Names that say their value is a model, in snake case. */
const modelName =
  /(?:^|_)(?:models?|llms?|model_?(?:id|name|path|key|slug)|engine|deployment|base_?model|embedder|embeddings?|reranker|checkpoint|lora_weights|hosted_id|completion_model)(?:_(?:id|ids|name|names|path|default|key|slug|name_or_path|version|options|list|choices|map|repo|repo_id))*\d*$|(?:^|_)(?:model|llm)(?:_|$)/i
/** Names of what models are sorted by. */
const notModel =
  /(?:^|_)(?:architectures?|famil(?:y|ies)|types?|libraries|elements|providers?|formats?|class(?:es)?|kinds?|tasks?|licen[cs]es?|dirs?|folders?|prefix(?:es)?|tags?)$/i
/** Lists that tell models apart and offer none. */
const onlySorts =
  /(?:^|_)(?:no|not|without|with|support|supporting|unsupported|excluded?|deprecated|disabled|blocked|legacy|limits?|prices?|pricing|costs?|tokens?|context|rates?)(?:_|$)/i
/** Names that say their value is an option among others: a picker. */
const optionName = /^(?:id|value|choices|options|items|slug|key|name|model|default(?:_?value)?|initial_?value)$/i
/** Names of what people read beside an id. */
const labelName = /^(?:model_?)?(?:name|label|title|display_?name)$/i
const idName = /^(?:(?:model|hosted)?_?id|value|slug|model)$/i
const datasetName = /(?:^|_)(?:data_?sets?|data_?set_(?:id|name|path)|hf_data_?set)(?:_(?:id|name|names|path|repo))?$/i
/** Functions that look at a name without using the model: comparisons, logs, tests, counters of tokens. */
const onlyLooks =
  /^(?:startsWith|endsWith|startswith|endswith|includes|has|indexOf|match|test|search|equals|assertEqual|assertIn|assertEquals|expect|toBe|toEqual|toContain|log|info|warn|warning|error|debug|print|replace|replaceAll|split|it|describe|encoding_for_model|encodingForModel|get_encoding|add_argument|register|__contains__|TypeVar|ValueError|Exception|Error)$/
/** A text that no name or call speaks for must look like nothing else. */
const sureConfidence = 0.93

/** Evidence without a rule: names of variables and keys, look-up tables, URLs and environment variables of providers. */
export function addGeneral(finder: Finder): void {
  for (const naming of [...finder.module.namings, ...optionNamings(finder.module)]) {
    addNamedModel(finder, naming)
    addNamedDataset(finder, naming)
  }
  addArguments(finder)
  addHosts(finder)
}

function contextOf(finder: Finder, naming: Naming): Context {
  return {module: finder.module, scope: naming.scope}
}

function addNamedModel(finder: Finder, naming: Naming): void {
  const {name, value, within} = naming
  if (notModel.test(snakeCase(name))) return
  const isModel = saysModel(naming)
  if (!isModel && !optionName.test(snakeCase(name))) return
  if (labelName.test(name) && within?.kind === 'map' && within.entries.some(({key}) => key !== undefined && idName.test(key))) return
  for (const {value: text, level: own, inMap = false} of literals(value, contextOf(finder, naming), finder)) {
    if (text.kind !== 'text' || finder.isTaken(text.place, text.text)) continue
    const level = levelOf(naming, own)
    addModelText(finder, text, {symbol: name, level, sure: !isModel || inMap || (own !== undefined && level === own)})
  }
  if (isModel) addRecords(finder, naming)
}

/** Records that one catalogue may list. */
const recordLimit = 300

/** `MODELS = [{label: "…", value: "org/name"}]`: the catalogue's name speaks for the ids in its records. */
function addRecords(finder: Finder, naming: Naming): void {
  const {name, value} = naming
  const records = value.kind === 'list' ? value.items : value.kind === 'map' ? value.entries.map(entry => entry.value) : []
  for (const record of records.slice(0, recordLimit)) {
    const ids = record.kind === 'map' ? record.entries.filter(({key}) => key !== undefined && idName.test(key)) : []
    for (const {value: id} of ids) {
      if (id.kind !== 'text') continue
      const place = placeOf(finder.module, id.line)
      if (finder.isTaken(place, id.text)) continue
      addModelText(finder, {kind: 'text', text: id.text, place}, {symbol: name, level: levelOf(naming, undefined), sure: false})
    }
  }
}

/** The name itself, or the class it is a member of: `class ModelName(Enum)`. */
function saysModel({name, scope, via}: Naming): boolean {
  return modelName.test(snakeCase(name)) || (via === 'member' && scope.kind === 'class' && modelName.test(snakeCase(scope.name)))
}

/** Keys of a catalogue are offered, other keys only looked up; so are lists that tell models apart. */
function levelOf({name, value}: Naming, own: Level | undefined): Level {
  if (own === 'mentioned' && isCatalogue(name, value)) return 'used'
  return own ?? (value.kind === 'list' && onlySorts.test(snakeCase(name)) ? 'mentioned' : 'used')
}

/** `MODELS = {"gpt-4o": {…}}` offers its keys; a table of limits, prices or settings only looks them up. */
function isCatalogue(name: string, value: Value): boolean {
  if (value.kind !== 'map' || value.entries.some(entry => entry.value.kind === 'scalar')) return false
  return /(?:^|_)(?:models?|llms?|model_(?:map|list|options|registry|choices|names|aliases))$/i.test(snakeCase(name))
}

function addModelText(finder: Finder, value: Resolved, options: {symbol: string; level: Level; sure: boolean}): void {
  if (value.kind !== 'text') return
  const named = options.sure ? sureModel(value.text) : modelReference(value.text)
  if (named?.kind === 'weights' && options.level === 'used') addNamedWeights(finder, value)
  if (named === undefined || named.kind !== 'model' || named.confidence < 0.6) return
  if (named.registry === 'huggingface' && isPrefixed(value.text)) return
  if (!finder.matcher.importsAi && !isKnownName(value.text, named.name)) return
  finder.take(value.place, value.text)
  const confidence = Math.round(named.confidence * 90) / 100
  const evidence = finder.evidence(value.place, {rule: 'name', level: options.level, confidence, symbol: options.symbol})
  finder.bag.add(makeModel(named.name, [evidence], named.registry === undefined ? {} : {registry: named.registry}))
}

/** `model_path = "yolov8n.pt"` where a library that loads it stands beside; what the module writes itself is no input. */
function addNamedWeights(finder: Finder, value: ResolvedOf<'text'>): void {
  if (/^https?:/.test(value.text) || finder.writes(value.text) || !finder.matcher.importsAi) return
  addWeightsNamed(finder, value, 'name')
}

/** `openai/llama3.1-70b`: a gateway's way to say which client to use, no repository of that owner. */
function isPrefixed(text: string): boolean {
  return classifyModelName(text) === undefined && providerByPrefix(text)?.separator === '/'
}

/** In a module without any AI library `a/b` may be anything: the grammar, the owner or the family must be known. */
function isKnownName(text: string, name: string): boolean {
  return classifyModelName(text) !== undefined || isFamiliarName(name.slice(name.lastIndexOf('/') + 1))
}

function sureModel(text: string): ReturnType<typeof modelReference> {
  const named = classifyModelName(text)
  if (named === undefined || named.confidence < sureConfidence) return undefined
  // hosted names are lower case: `GPT-4` is a label for people
  return named.registry !== 'huggingface' && /[A-Z]/.test(text) ? undefined : {kind: 'model', ...named}
}

function addNamedDataset(finder: Finder, naming: Naming): void {
  if (!datasetName.test(snakeCase(naming.name))) return
  for (const {value, level} of literals(naming.value, contextOf(finder, naming), finder)) {
    if (value.kind !== 'text' || level === 'mentioned' || !isHubId(value.text) || finder.isTaken(value.place, value.text)) continue
    finder.take(value.place, value.text)
    const evidence = finder.evidence(value.place, {rule: 'name', confidence: 0.8, symbol: naming.name})
    finder.bag.add(makeDataset(value.text, [evidence], {registry: 'huggingface'}))
  }
}

/** A sure name given to any function that does something with it. */
function addArguments(finder: Finder): void {
  for (const {call, scope} of finder.module.calls) {
    const callee = call.callee.kind === 'member' ? call.callee.key : call.callee.kind === 'name' ? call.callee.name : ''
    if (onlyLooks.test(callee)) continue
    for (const argument of call.args)
      if (argument.name === undefined)
        addArgument(finder, argument.value, callee, () => noteOpenCallee(finder, call.callee, {module: finder.module, scope}))
  }
}

function addArgument(finder: Finder, value: Value, callee: string, note: () => void): void {
  if (value.kind === 'list') for (const item of value.items.slice(0, 200)) if (item.kind === 'text') addArgument(finder, item, callee, note)
  if (value.kind !== 'text' || classifyModelName(value.text) === undefined) return
  const place = placeOf(finder.module, value.line)
  if (finder.isTaken(place, value.text)) return
  addModelText(finder, {kind: 'text', text: value.text, place}, {symbol: callee, level: 'used', sure: true})
  note()
}

/** A model's name given to a function of another file: what that is may be a library's. */
function noteOpenCallee(finder: Finder, callee: Value, context: Context): void {
  for (const value of finder.resolver.resolve(callee, context)) finder.note(value)
}

/** URLs of providers in calls and under names, and variables that hold their endpoints. */
function addHosts(finder: Finder): void {
  for (const {call, scope} of finder.module.calls) {
    const context = {module: finder.module, scope}
    for (const {value} of call.args) for (const one of urlsOf(finder, value, context)) addHost(finder, one)
  }
  for (const naming of finder.module.namings) for (const one of urlsOf(finder, naming.value, contextOf(finder, naming))) addHost(finder, one)
}

function urlsOf(finder: Finder, value: Value, context: Context): readonly Resolved[] {
  if (value.kind === 'text')
    return value.text.startsWith('http') ? [{kind: 'text', text: value.text, place: placeOf(context.module, value.line)}] : []
  if (value.kind === 'choice') return value.options.flatMap(option => urlsOf(finder, option, context))
  return value.kind === 'template' ? finder.resolver.resolve(value, context) : []
}

function addHost(finder: Finder, value: Resolved): void {
  if (value.kind !== 'text' && value.kind !== 'partial') return
  if (value.kind === 'partial') addVariableHost(finder, value.parts, value.place)
  else if (/^https?:\/\/\S+$/.test(value.text)) addUrlAssets(finder, value)
  const url = value.kind === 'text' ? value.text : value.parts.map(part => (typeof part === 'string' ? part : `{${part.hole}}`)).join('')
  const provider = /^https?:\/\/[\w.-]+(?::\d+)?(?:\/|$)/.test(url) && !/\s/.test(url) ? providerByHost(url) : undefined
  if (provider === undefined || isPage(url) || isServiceTaken(finder, value.place, provider.slug)) return
  const [endpoint = url] = url.split(/[?#]/, 1)
  const evidence = finder.evidence(value.place, {rule: 'endpoint', level: 'configured', confidence: 0.85})
  finder.bag.add(makeService({provider: provider.slug, endpoints: [endpoint]}, [evidence]))
}

/** Pages for people: documentation, consoles, sign-up. */
function isPage(url: string): boolean {
  return /\/\/(?:www|docs|console|platform|status|help|support|blog|cookbook|dashboard|aistudio|studio)\.|\/(?:docs|blog|pricing|login|signup|settings|keys|api-keys|account)(?:\/|$)/.test(
    url,
  )
}

function isServiceTaken(finder: Finder, place: Place, slug: string): boolean {
  return finder.bag.stands(registryId('service', '', slug), place.path, place.line)
}

/** `process.env.OLLAMA_URL + "/api/tags"`: a request to the endpoint that a variable holds. */
function addVariableHost(finder: Finder, parts: readonly (string | {readonly hole: string})[], place: Place): void {
  const [first, second] = parts
  if (typeof first !== 'object' || typeof second !== 'string' || !second.startsWith('/')) return
  const provider = providerByVariable(first.hole)
  if (provider === undefined || isServiceTaken(finder, place, provider.slug)) return
  const evidence = finder.evidence(place, {rule: 'endpoint', level: 'configured', confidence: 0.85, symbol: first.hole})
  finder.bag.add(makeService({provider: provider.slug, endpoints: [], environment: [first.hole]}, [evidence]))
}
