import {classifyModelName, isHubId} from '../../catalog/models/model-names.ts'
import {providerByHost} from '../../catalog/providers.ts'
import {isGenericWeights, isWeightsName} from '../../catalog/references/weights.ts'
import {vendorOfAddress} from '../../catalog/vendors.ts'
import type {Call, Naming, Value} from '../../code/module.ts'
import {type Context, placeOf} from '../../code/resolve/resolved.ts'
import {lastName} from '../../code/written-name.ts'
import {makeDataset} from '../../inventory/make.ts'
import {remembering} from '../../lib/remember.ts'
import {addDataFiles} from './data-files.ts'
import {addEndpoint} from './endpoint.ts'
import {isWriter} from './files.ts'
import type {Finder} from './finder.ts'
import {addHosts, isPage} from './hosts.ts'
import {addBodyTexts} from './names/body-texts.ts'
import {addCompiledModels} from './names/compiled-models.ts'
import {addWeightsNamed} from './names/hub-urls.ts'
import {literals, optionNamings} from './names/literals.ts'
import {addModelRecords} from './names/model-records.ts'
import {addModelVersions} from './names/model-versions.ts'
import {addModelText, addNamedModel, contextOf} from './names/named-models.ts'
import {addIfSure, addSureWeights, isScript, isSureWeights, resourceOf} from './names/named-weights.ts'
import {functionsOfModels, offersModels} from './names/offered-names.ts'
import {isOutput} from './names/output-name.ts'
import {modelClassNamings, positionNamings} from './names/positions.ts'
import {addRegisteredClients} from './names/registered-clients.ts'
import {snakeCase} from './names/snake-case.ts'
import {countsTokens} from './names/token-counters.ts'

const datasetName = /(?:^|_)(?:data_?sets?|data_?set_(?:id|name|path)|hf_data_?set)(?:_(?:id|name|names|path|repo))?$/i
const isDataset = remembering(name => datasetName.test(snakeCase(name)))
/** Functions that look at a name without using the model: comparisons, logs, tests, counters of tokens. */
const onlyLooksPattern =
  /^(?:starts_?with|ends_?with|(?:has|trim|strip|remove|cut)_?(?:prefix|suffix)|start_with\?|end_with\?|trim_(?:start|end)_matches|includes?\??|contains|equals_?ignore_?case|eql\?|has|index_?of|str_(?:starts_with|ends_with|contains)|match|test|search|exact|prefix|equals|assertEqual|assertIn|assertEquals|expect|toBe|toEqual|toContain|log|info|warn|warning|error|debug|print|replace|replaceAll|split|it|describe|get_encoding|add_argument|__contains__|TypeVar|ValueError|Exception|Error)$/i
const onlyLooks = remembering(callee => onlyLooksPattern.test(callee))
/** What keeps names of models for later; of a file of weights it says that the program has it. */
const keepsNames = /^register$/i
/** `frozenset({"gpt-4o"})`, `new Set(["gpt-4o"])`: asked whether a name is in it. */
const makesSet = /^(?:frozen)?set$/i

/**
 * Evidence without a rule: names of variables and keys, look-up tables, URLs and environment variables of providers.
 */
export function addGeneral(finder: Finder): void {
  for (const naming of [...finder.module.namings, ...optionNamings(finder.module), ...positionNamings(finder.module)]) {
    addNamedModel(finder, naming)
    addNamedDataset(finder, naming)
    addDataFiles(finder, naming)
    addChosenWeights(finder, naming)
    addCompatible(finder, naming)
  }
  addModelRecords(finder)
  addCompiledModels(finder)
  addArguments(finder)
  addReturnedWeights(finder)
  addBodyTexts(finder)
  addHosts(finder)
  addModelVersions(finder)
  addRegisteredClients(finder)
}

/**
 * `match size { … => "ggml-tiny.bin" }`, `models = [("tiny", "ggml-tiny.bin"), …]`: files of weights among which the
 * program chooses.
 */
function addChosenWeights(finder: Finder, {name, value}: Naming): void {
  // a constant, whatever it is called: `TALKER = "talker-q8.gguf"`
  if (value.kind === 'text' && !isScript(finder.module) && !isOutput(name)) addIfSure(finder, value)
  for (const option of choicesOf(name, value)) {
    if (
      option.kind !== 'text' ||
      !(isSureWeights(option.text, finder) || (finder.matcher.importsAi && isWeightsName(option.text))) ||
      isGenericWeights(option.text) ||
      finder.writes(option.text)
    )
      continue
    const place = placeOf(finder.module, option.line)
    if (!finder.isTaken(place, option.text)) addWeightsNamed(finder, {kind: 'text', text: option.text, place}, 'name')
  }
}

/** `fn file(&self) -> &str { match self { Self::Tiny => "tiny-q5.gguf", … } }`, whatever the function is called. */
function addReturnedWeights(finder: Finder): void {
  for (const {returns} of finder.module.scopes)
    for (const value of returns)
      for (const option of value.kind === 'choice' ? value.options : [value])
        if (option.kind === 'text') addIfSure(finder, option)
}

function choicesOf(name: string, value: Value): readonly Value[] {
  if (value.kind === 'choice') return value.options
  if (value.kind !== 'list' || !/model/i.test(name)) return []
  return value.items.slice(0, 200).flatMap(item => (item.kind === 'list' ? item.items.slice(0, 20) : []))
}

function addNamedDataset(finder: Finder, naming: Naming): void {
  if (!isDataset(naming.name)) return
  for (const {value, level} of literals(naming.value, contextOf(finder, naming), finder)) {
    if (
      value.kind !== 'text' ||
      level === 'mentioned' ||
      !isHubId(value.text) ||
      finder.isTaken(value.place, value.text)
    )
      continue
    finder.take(value.place, value.text)
    const evidence = finder.evidence(value.place, {rule: 'name', confidence: 0.8, symbol: naming.name})
    finder.bag.add(makeDataset(value.text, [evidence], {registry: 'huggingface'}))
  }
}

/** A sure name given to any function that does something with it. */
function addArguments(finder: Finder): void {
  const choosers = functionsOfModels(finder.module)
  for (const {call, scope} of finder.module.calls) {
    const callee = lastName(call.callee)
    if (onlyLooks(callee) || countsTokens(call.callee)) continue
    addMade(finder, call, {module: finder.module, scope})
    if (keepsNames.test(callee)) continue
    const chooses = choosers.has(callee)
    const note = (): void => noteOpenCallee(finder, call.callee, {module: finder.module, scope})
    for (const argument of call.args) {
      const isOffer = offersModels(argument)
      if (argument.name === undefined || isOffer)
        addArgument(finder, argument.value, {callee, isAmong: isOffer || chooses}, note)
    }
  }
}

/** @param given.isAmong it stands among models that everybody knows, so that it need not be one of them */
function addArgument(finder: Finder, value: Value, given: {callee: string; isAmong: boolean}, note: () => void): void {
  for (const item of itemsOf(value)) addArgument(finder, item, given, note)
  if (value.kind !== 'text' || classifyModelName(value.text) === undefined) return
  const place = placeOf(finder.module, value.line)
  if (finder.isTaken(place, value.text)) return
  const {callee, isAmong} = given
  const level = makesSet.test(callee) ? 'mentioned' : 'used'
  addModelText(finder, {kind: 'text', text: value.text, place}, {symbol: callee, level, sure: !isAmong})
  note()
}

/** `ChatModel("Small", "small-2")`, `SMALL(7, "small-2.gguf")`: what classes and enumerations of the program make. */
function addMade(finder: Finder, call: Call, context: Context): void {
  const namings = modelClassNamings(call, context.scope)
  if (namings.length > 0 && isOwn(finder, call.callee, context))
    for (const naming of namings) addNamedModel(finder, naming)
  if (isWriter(call) || (isScript(finder.module) && !isOwn(finder, call.callee, context))) return
  const resource = resourceOf(call, finder)
  if (resource !== undefined) addSureWeights(finder, {...resource, place: placeOf(finder.module, resource.line)})
  for (const {name, value} of call.args) if (value.kind === 'text' && !isOutput(name)) addIfSure(finder, value)
}

/** Of the program itself as far as one sees, and not of another package. */
function isOwn(finder: Finder, callee: Value, context: Context): boolean {
  return finder.resolver.resolve(callee, context).every(one => one.kind !== 'symbol' || one.module === '')
}

/** The texts in a list, and in lists within it, or those that a choice is between. */
function itemsOf(value: Value): readonly Value[] {
  if (value.kind === 'choice') return value.options.filter(({kind}) => kind === 'text')
  if (value.kind !== 'list') return []
  const items = value.items.slice(0, 200).flatMap(item => (item.kind === 'list' ? item.items.slice(0, 20) : [item]))
  return items.filter(({kind}) => kind === 'text')
}

/** A model's name given to a function of another file: what that is may be a library's. */
function noteOpenCallee(finder: Finder, callee: Value, context: Context): void {
  for (const value of finder.resolver.resolve(callee, context)) finder.note(value)
}

const endpointName = /^(?:base_?ur[il]|api_?(?:base|host|url|endpoint)|end_?point|base_?address)$/i
/** Classes and objects of a program that speak the protocol of OpenAI to whoever stands behind a URL. */
const compatibleName =
  /^(?:open_?ai|open_?ai_?compatible)(?:_?(?:like|compatible))?(?:_?(?:client|provider|setting|config|model|chat_?model))?s?$/i

/** `Provider.OpenAI(baseUrl = "https://api.gateway.dev/v1")`: a server of nobody that we know. */
function addCompatible(finder: Finder, {name, value, within}: Naming): void {
  if (!endpointName.test(name) || value.kind !== 'text' || within?.kind !== 'call') return
  if (!compatibleName.test(lastName(within.callee)) || !/^https:\/\/[\w.-]+\.[a-z]{2,20}(?:[:/]|$)/.test(value.text))
    return
  const place = placeOf(finder.module, value.line)
  if (providerByHost(value.text) !== undefined || isPage(value.text)) return
  addEndpoint(finder, {
    provider: vendorOfAddress(value.text) ?? 'openai-compatible',
    url: value.text,
    place,
    rule: 'endpoint',
    confidence: 0.8,
  })
}
