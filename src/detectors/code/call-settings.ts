import type {Value} from '../../code/module.ts'
import type {Context, Place, Resolved} from '../../code/resolve/resolved.ts'
import {keyOf} from '../../inventory/identity.ts'
import {groupBy} from '../../lib/group.ts'
import type {Finder} from './finder.ts'
import {snakeCase} from './names/snake-case.ts'
import {type Setting, settingsOf} from './settings-of.ts'

/** What changes the answers of a model, in snake case. */
const settingNames = new Set(
  `temperature top_p top_k min_p typical_p max_tokens max_completion_tokens max_output_tokens max_new_tokens
  max_tokens_to_sample num_predict num_ctx seed frequency_penalty presence_penalty repetition_penalty do_sample
  num_beams reasoning_effort dimensions output_dimensionality`.split(/\s+/),
)
/** Arguments that hold settings in turn. */
const settingsIn = new Set([
  'config',
  'generation_config',
  'model_settings',
  'model_kwargs',
  'options',
  'inference_config',
])
const modelNames = new Set(['model', 'model_name', 'model_id', 'llm'])
const longestValue = 40

/**
 * What calls set of the models that they name: `create(model="gpt-4o", temperature=0.2)`, `generateText({model:
 * openai("gpt-4o"), temperature: 0.2})`. Only what is written out.
 */
export function addCallSettings(finder: Finder): void {
  const models = modelsByPlace(finder)
  if (models.size === 0) return
  for (const {call, scope} of finder.module.calls) {
    const given = call.args.flatMap(({name, value}): readonly Setting[] =>
      name === undefined ? settingsOf(value).filter(() => value.kind === 'map') : [{key: name, value}],
    )
    const settings = settingsAmong(given)
    if (settings.length === 0) continue
    const context = {module: finder.module, scope}
    const named = given.filter(({key}) => key !== undefined && modelNames.has(snakeCase(key)))
    const asked = named.flatMap(({value}) => keysOf(finder, value, context, models))
    const own = finder.keysOf(call, 'model')
    for (const key of new Set([...asked, ...own])) finder.bag.state(key, 'aibom:model:setting', settings)
  }
}

function settingsAmong(given: readonly Setting[], isInner = false): string[] {
  return given.flatMap(({key, value}): string[] => {
    if (key === undefined) return []
    const name = snakeCase(key)
    if (!isInner && settingsIn.has(name)) return settingsAmong(settingsOf(value), true)
    const text = settingNames.has(name) ? written(value) : undefined
    return text === undefined ? [] : [`${name}=${text}`]
  })
}

function written(value: Value): string | undefined {
  if (value.kind === 'scalar') return value.value === null ? undefined : String(value.value)
  return value.kind === 'text' && value.text.length <= longestValue ? value.text : undefined
}

type ModelsByPlace = ReadonlyMap<string, readonly {readonly key: string; readonly names: readonly string[]}[]>

function modelsByPlace(finder: Finder): ModelsByPlace {
  const stands = finder.bag.assets.flatMap(asset =>
    asset.kind === 'model'
      ? asset.evidence.map(({path, line = 1, cell}) => ({
          place: placeText({path, line, ...(cell !== undefined && {cell})}),
          key: keyOf(asset),
          names: [asset.name, ...asset.aliases],
        }))
      : [],
  )
  return groupBy(stands, ({place}) => place)
}

/** Lines of a notebook are counted in each cell. */
function placeText({path, line, cell}: Place): string {
  return `${path}\n${line}\n${cell ?? ''}`
}

function keysOf(finder: Finder, value: Value, context: Context, models: ModelsByPlace): string[] {
  return finder.resolver.resolve(value, context).flatMap((one: Resolved): readonly string[] => {
    if (one.kind === 'text') {
      const here = models.get(placeText(one.place)) ?? []
      return here
        .filter(({names}) => here.length === 1 || names.some(name => one.text.endsWith(name)))
        .map(({key}) => key)
    }
    if (one.kind !== 'symbol' && one.kind !== 'instance') return []
    return finder.keysOf(one.made?.call, 'model')
  })
}

/** `eu-west-1`, `europe-west4`, `global`; a sentence about a place is none. */
function isShortWord(text: string): boolean {
  return text.length <= longestValue && /^[\w.-]+$/.test(text)
}

const regionNames = new Set(['region', 'region_name', 'aws_region', 'location', 'azure_region'])

/** Where a client's service runs: `boto3.client("bedrock-runtime", region_name="eu-west-1")`. */
export function addRegions(finder: Finder): void {
  for (const {call} of finder.module.calls) {
    const services = finder.keysOf(call, 'service')
    if (services.length === 0) continue
    const regions = call.args
      .flatMap(({name, value}): readonly Setting[] => (name === undefined ? settingsOf(value) : [{key: name, value}]))
      .flatMap(({key, value}) =>
        key !== undefined && regionNames.has(snakeCase(key)) && value.kind === 'text' && isShortWord(value.text)
          ? [value.text]
          : [],
      )
    for (const service of services) finder.bag.state(service, 'aibom:service:region', regions)
  }
}
