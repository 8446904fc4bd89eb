import {normaliseKey} from '../../catalog/config-keys.ts'
import {answerSettingOf} from '../../inventory/answer-settings.ts'
import {firstOfEach, settingsOf, writtenSetting} from '../../inventory/record-settings.ts'
import {addTo} from '../../lib/group.ts'
import {asRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {type Node, valueAt} from './walk.ts'

/** Keys of the model that answers: what stands beside an embedder or a tokenizer is not meant for it. */
const answering =
  /^(?:(?:base|default|main|chat|llm|completion|pretrained|azure|openai)?(?:model|llm|deployment|engine)(?:id|name|path|nameorpath|slug)?|name|id)$/
/** Keys of a record that is one part of what describes a model. */
const partOfModel = /^(?:model|llm|config|configuration)$/
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
  return firstOfEach([...own, ...above])
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
