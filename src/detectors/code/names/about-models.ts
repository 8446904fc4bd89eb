import {classifyModelName} from '../../../catalog/models/model-names.ts'
import {providerByHost, providerByVariable} from '../../../catalog/providers.ts'
import {asksModel} from '../../../catalog/vendors.ts'
import type {Module} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'
import type {Finder} from '../finder.ts'
import {settingsOf} from '../settings-of.ts'
import {snakeCase} from './snake-case.ts'

/** What names and folders speak of where models are used. */
const aboutPattern =
  /(?:^|_)(?:llms?|embeddings?|embedders?|rerank(?:er|ing)?|prompts?|system_prompt|temperature|max_(?:new_|completion_)?tokens|whisper|diffusion|diffusers|control_?net|lora|sdxl|vae|tts|stt|transcri(?:b|pt)\w{1,9}|tokenizers?|openai|anthropic|gemini|ollama|hugging_?face|vectori[sz]e\w{0,3}|chat_\w{1,20}|completions?|generat(?:e|or)_\w{1,20}|supports_(?:vision|thinking))(?:_|$)/i

const about = new WeakMap<Module, boolean>()

/**
 * Whether a module deals with models that people call by a name: it imports an AI library, or speaks of prompts,
 * tokens, embeddings, providers.
 */
export function isAboutModels(finder: Finder): boolean {
  const {module} = finder
  const known = about.get(module)
  if (known !== undefined) return known
  const found = finder.matcher.importsAi || countSignals(module) >= signalLimit || listsModels(module)
  about.set(module, found)
  return found
}

const signalLimit = 2
/** Members of an enumeration that everybody knows as models; the others are models as well. */
const knownLimit = 3

/** `AcmeModel("GPT-4o", "gpt-4o")`, `enum GroqModel {case Llama = 'llama-3.3-70b-versatile'; …}` */
function listsModels({namings, calls}: Module): boolean {
  const made = calls.filter(
    ({call}) =>
      /(?:Model|LLM)$/.test(lastName(call.callee)) &&
      call.args.some(({value}) => value.kind === 'text' && classifyModelName(value.text) !== undefined),
  )
  if (made.length >= knownLimit) return true
  const known = namings.filter(
    ({via, value, scope}) =>
      via === 'member' &&
      scope.kind === 'class' &&
      /model/i.test(scope.name) &&
      value.kind === 'text' &&
      classifyModelName(value.text) !== undefined,
  )
  return known.length >= knownLimit
}

function countSignals(module: Module): number {
  const signals = nameSignals(module)
  if (signals.size >= signalLimit) return signals.size
  for (const {name, value, within} of module.namings) {
    if (/^messages$/i.test(name) && within !== undefined && settingsOf(within).some(({key}) => isModelKey(key)))
      signals.add('request')
    const texts = value.kind === 'choice' ? value.options : [value]
    if (texts.some(one => one.kind === 'text' && one.text.startsWith('http') && isOfModels(one.text)))
      signals.add('host')
  }
  return signals.size
}

function isOfModels(url: string): boolean {
  return providerByHost(url) !== undefined || asksModel(url)
}

/** `model`, and `Model` of Go and C#. */
function isModelKey(key: string | undefined): boolean {
  return key === 'model' || key === 'Model'
}

/** What the names of a module speak of; no more than are asked for. */
function nameSignals(module: Module): Set<string> {
  const signals = new Set<string>()
  const names = [
    ...module.namings.map(({name}) => name),
    ...module.scopes.map(({name}) => name),
    module.path.replace(/[^A-Za-z0-9]+/g, '_'),
  ]
  for (const name of names) {
    const word = name.length <= 200 ? aboutPattern.exec(snakeCase(name))?.[0].toLowerCase() : undefined
    if (word !== undefined) signals.add(word)
    else if (/^[A-Z][A-Z0-9_]+$/.test(name) && providerByVariable(name) !== undefined) signals.add('variable')
    if (signals.size >= signalLimit) break
  }
  return signals
}
