import {hubReference} from '../../../catalog/references/hub.ts'
import type {Entry} from '../../../code/module.ts'
import {type Setting, settingsOf} from '../settings-of.ts'

/**
 * Keys that say what a service calls the model, where a program calls it otherwise: `{id: "azure.gpt-4.1", apiModel:
 * "gpt-4.1"}`.
 */
const sentName =
  /^(?:(?:api|hosted|hf|hub|provider|upstream|deployment)_?model(?:_?(?:id|name))?|(?:api|real|hosted)_?name)$/i
const idName =
  /^(?:(?:model|hosted|preset)?_?id(?:entifier)?|value|slug|model|(?:api|hf|hub|provider|upstream|deployment)_?(?:model_?)?(?:id|name)|model_?(?:name|path)|repo(?:_?id)?)$/i
const shownName = /^(?:display_?name|label|title)$/i
const whence = /^(?:(?:download|model|weights?)_?)?url$/i

/**
 * The ids of a record; beside a name for people, or an address to load from, the plain `name` is one. An address on the
 * hub says by itself what is loaded.
 */
export function idsOf(settings: readonly Setting[]): readonly Setting[] {
  const of = (pattern: RegExp): readonly Setting[] =>
    settings.filter(({key, value}) => key !== undefined && value.kind !== 'scalar' && pattern.test(key))
  for (const pattern of [sentName, idName]) {
    const ids = of(pattern)
    if (ids.length > 0) return withoutShort(ids)
  }
  const loads = of(whence).filter(({value}) => value.kind !== 'text' || hubReference(value.text) === undefined)
  return of(shownName).length + loads.length > 0 ? of(/^name$/i) : []
}

/**
 * `{repo_id: "google/gemma-2b-it", model_name: "gemma-2b-it"}`: what the program calls a repository is no other model.
 */
function withoutShort(ids: readonly Setting[]): readonly Setting[] {
  const texts = ids.flatMap(({value}) => (value.kind === 'text' ? [value.text] : []))
  return ids.filter(({value}) => value.kind !== 'text' || !texts.some(text => text.endsWith(`/${value.text}`)))
}

/** Whether a key of a record holds what a service calls the model: `id`, `slug`, `hf_repo_id`. */
export function isId(key: string): boolean {
  return idName.test(key)
}

/** `"sonnet": {model: "claude-…"}`: the key is what the program calls it. */
export function saysItsId({value}: Entry): boolean {
  return idsOf(settingsOf(value)).some(({value: id}) => id.kind === 'text')
}

const schemaTypes = new Set(['string', 'object', 'array', 'integer', 'number', 'boolean'])

/** `{"type": "string", "description": "…"}`: a JSON schema says of a field what it is, not what it holds. */
export function isSchema(entries: readonly Entry[]): boolean {
  return entries.some(({key, value}) => key === 'type' && value.kind === 'text' && schemaTypes.has(value.text))
}

/** What a schema says may be given. */
export function isSchemaChoice({key}: Entry): boolean {
  return key === 'default' || key === 'enum' || key === 'const'
}
