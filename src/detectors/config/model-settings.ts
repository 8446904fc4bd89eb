import {normaliseKey} from '../../catalog/config-keys.ts'
import {answerSettingOf, isSettingsHolder, settingText} from '../../inventory/answer-settings.ts'
import {addTo} from '../../lib/group.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {oncePer} from '../../lib/remember.ts'
import {type Node, valueAt} from './walk.ts'

/** Keys of the model that answers: what stands beside an embedder or a tokenizer is not meant for it. */
const answering =
  /^(?:(?:base|default|main|chat|llm|completion|pretrained|azure|openai)?(?:model|llm|deployment|engine)(?:id|name|path|nameorpath|slug)?|name|id)$/
/** Keys of a record that is one part of what describes a model. */
const partOfModel = /^(?:model|llm|config|configuration)$/
/** Keys of one record that are looked at. */
const keyLimit = 1000

/**
 * What is set of a model beside its name, or in a record beside it: `{model: gpt-4o, temperature: 0.2}`, `{name: gpt-4o,
 * parameters: {top_p: 0.9}}`, `{configuration: {model: gpt-4o}, parameters: {…}}`.
 */
export function settingsBeside({path}: Node, document: StructuredDocument): readonly string[] {
  const [key, around, ...outer] = [...path].reverse()
  if (typeof key !== 'string' || !answering.test(normaliseKey(key))) return []
  const own = settingsOf(asRecord(valueAt(document.value, path.slice(0, -1))))
  const isPart = typeof around === 'string' && partOfModel.test(normaliseKey(around))
  const above = isPart ? settingsOf(asRecord(valueAt(document.value, outer.reverse()))) : []
  return withoutRepeats([...own, ...above])
}

/** The settings that a record states, itself or in a record of settings. */
export function settingsOf(record: UnknownRecord | undefined): readonly string[] {
  return record === undefined ? [] : readSettings(record)
}

/** Each value of a record asks for what stands beside it: what is worked out anew each time is quadratic. */
const readSettings = oncePer((record: UnknownRecord): readonly string[] => {
  const entries = Object.entries(record).slice(0, keyLimit)
  const inner = entries.flatMap(([key, value]) => (isSettingsHolder(key) ? entriesOf(value) : []))
  return withoutRepeats([...entries, ...inner].flatMap(([key, value]) => writtenSetting(key, value) ?? []))
})

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(asRecord(value) ?? {}).slice(0, keyLimit)
}

/** A value that is filled in elsewhere is not known. */
function writtenSetting(key: string, value: unknown): string | undefined {
  const name = answerSettingOf(key)
  const isFilledIn = typeof value === 'string' && /[${}<>]/.test(value)
  return name === undefined || isFilledIn ? undefined : settingText(name, value)
}

/** The first of each name: the nearest to the model. */
function withoutRepeats(settings: readonly string[]): string[] {
  const names = new Set<string>()
  return settings.filter(setting => {
    const name = setting.slice(0, setting.indexOf('='))
    return !names.has(name) && names.add(name)
  })
}

/** A key and its value on one line, with what stands before the key. */
export interface SettingLine {
  readonly prefix: string
  readonly key: string
  readonly value: string
}

/** Settings of files that are read by lines, by what stands before their names. */
export function settingsByPrefix(lines: Iterable<SettingLine>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const {prefix, key, value} of lines) {
    const setting = writtenSetting(key, value)
    if (setting !== undefined) addTo(found, prefix, setting)
  }
  return found
}

/** Words of the longest name of a setting. */
const longestName = 5

/** `OPENAI_MAX_TOKENS` → `OPENAI` and `MAX_TOKENS`; undefined for a variable that is no setting of a model. */
export function settingVariable(variable: string, value: string): SettingLine | undefined {
  const words = variable.split('_')
  for (let from = Math.max(0, words.length - longestName); from < words.length; from++) {
    const key = words.slice(from).join('_')
    if (answerSettingOf(key) !== undefined) return {prefix: words.slice(0, from).join('_'), key, value}
  }
  return undefined
}

/** What stands before `MODEL` in the name of a variable: `OPENAI` of `OPENAI_CHAT_MODEL_NAME`. */
export function prefixOfModelVariable(variable: string): string {
  return variable.replace(/(?:^|_)(?:CHAT_)?(?:MODEL|LLM|DEPLOYMENT)(?:_NAME|_ID)?$/i, '')
}
