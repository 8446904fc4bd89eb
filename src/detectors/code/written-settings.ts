import type {Call, Value} from '../../code/module.ts'
import type {Context} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import {lastName} from '../../code/written-name.ts'
import {answerSettingOf, isSettingsHolder, settingText} from '../../inventory/answer-settings.ts'
import {type Setting, settingsOf} from './settings-of.ts'

/**
 * What a call sets of a model: `temperature=0.2`, `options={"top_p": 0.9}`, an object of settings, or the link
 * `.temperature(0.2)` of a builder. Only what is written out.
 */
export function settingsGiven(resolver: Resolver, call: Call, context: Context): string[] {
  const objects = call.args.filter(({name, value}) => name === undefined && isSettingsObject(value))
  return [
    ...givenTo(call).flatMap(({key, value}) => settingsUnder(resolver, key, value, context)),
    ...objects.flatMap(({value}) => settingsOfObject(resolver, value, context)),
    ...linkSetting(call),
  ]
}

/** The arguments of a call by their names, or by the keys of the one map that it is given. */
export function givenTo({args}: Call): readonly Setting[] {
  return args.flatMap(({name, value}): readonly Setting[] =>
    name === undefined ? settingsOf(value).filter(() => value.kind === 'map') : [{key: name, value}],
  )
}

function settingsUnder(resolver: Resolver, key: string | undefined, value: Value, context: Context): string[] {
  if (key === undefined) return []
  const inner = isSettingsHolder(key) ? settingsOfObject(resolver, value, context) : []
  return [...plainSetting(key, value), ...inner]
}

function plainSetting(key: string | undefined, value: Value): string[] {
  const name = key === undefined ? undefined : answerSettingOf(key)
  const text = name === undefined ? undefined : settingText(name, written(value))
  return text === undefined ? [] : [text]
}

/** Of `openai.Float(0.2)` what is wrapped, of `torch.float16` the last word. */
function written(value: Value): unknown {
  if (value.kind === 'scalar') return value.value
  if (value.kind === 'text') return value.text
  if (value.kind === 'member') return value.of.kind === 'name' ? value.key : undefined
  const [only, ...others] = value.kind === 'call' ? value.args : []
  return only?.name === undefined && only?.value.kind === 'scalar' && others.length === 0 ? only.value.value : undefined
}

/** Classes and variables of settings; other objects that a call is given are its input. */
const settingsName = /(?:params?|parameters|config|configuration|options|settings|sampling|kwargs)$/i

function isSettingsObject(value: Value): boolean {
  return value.kind === 'name'
    ? settingsName.test(value.name)
    : value.kind === 'call' && settingsName.test(lastName(value.callee))
}

/** `{temperature: 0.2}`, `SamplingParams(temperature=0.2)`, or a name of one. */
function settingsOfObject(resolver: Resolver, value: Value, context: Context): string[] {
  const objects = value.kind === 'map' || value.kind === 'call' ? [value] : madeFor(resolver, value, context)
  return objects.flatMap(object => [
    ...settingsOf(object).flatMap(({key, value: one}) => plainSetting(key, one)),
    ...(object.kind === 'call' ? quantizerOf(object) : []),
  ])
}

function madeFor(resolver: Resolver, value: Value, context: Context): Value[] {
  return resolver.resolve(value, context).flatMap((one): Value[] => {
    if (one.kind === 'map') return [{kind: 'map', entries: one.entries, line: one.place.line}]
    const made = one.kind === 'symbol' || one.kind === 'instance' ? one.made : undefined
    return made === undefined ? [] : [made.call]
  })
}

const longestClass = 60

/** `BitsAndBytesConfig`, `GPTQConfig`: the class is the method. */
function quantizerOf(call: Call): string[] {
  const name = lastName(call.callee)
  const isQuantizer = name.endsWith('Config') && /quant|bitsandbytes|gptq|awq|hqq|torchao|fp8/i.test(name)
  return isQuantizer && name.length <= longestClass ? [`quantization_config=${name}`] : []
}

function linkSetting({callee, args}: Call): string[] {
  const [only, ...others] = args
  const isLink = callee.kind === 'member' && only !== undefined && only.name === undefined && others.length === 0
  return isLink ? plainSetting(callee.key, only.value) : []
}
