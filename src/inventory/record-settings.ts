import {asRecord, type UnknownRecord} from '../lib/narrow.ts'
import {oncePer} from '../lib/remember.ts'
import {answerSettingOf, isSettingsHolder, settingText} from './answer-settings.ts'

/** Keys of one record that are looked at. */
const keyLimit = 1000

/** The settings of a model that a record states, itself or in a record of settings. */
export function settingsOf(record: UnknownRecord | undefined): readonly string[] {
  return record === undefined ? [] : readSettings(record)
}

/** Each value of a record asks for what stands beside it: what is worked out anew each time is quadratic. */
const readSettings = oncePer((record: UnknownRecord): readonly string[] => {
  const entries = Object.entries(record).slice(0, keyLimit)
  const inner = entries.flatMap(([key, value]) => (isSettingsHolder(key) ? entriesOf(value) : []))
  return firstOfEach([...entries, ...inner].flatMap(([key, value]) => writtenSetting(key, value) ?? []))
})

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(asRecord(value) ?? {}).slice(0, keyLimit)
}

/** `temperature=0.2`; a value that is filled in elsewhere is not known. */
export function writtenSetting(key: string, value: unknown): string | undefined {
  const name = answerSettingOf(key)
  const isFilledIn = typeof value === 'string' && /[${}<>]/.test(value)
  return name === undefined || isFilledIn ? undefined : settingText(name, value)
}

/** The first setting of each name: the nearest to the model. */
export function firstOfEach(settings: readonly string[]): string[] {
  const names = new Set<string>()
  return settings.filter(setting => {
    const name = setting.slice(0, setting.indexOf('='))
    return !names.has(name) && names.add(name)
  })
}
