import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import type {MergedModel, NoteOf} from './note.ts'

type Key = string | number

/** What mergekit leaves beside the model that it made. */
const names: ReadonlySet<string> = new Set([
  'mergekit_config.yml',
  'mergekit_config.yaml',
  'mergekit_moe_config.yml',
  'mergekit_moe_config.yaml',
])
/** A merge of slices names the same models for every few layers. */
const modelLimit = 1000

/** By the name alone, without a folder. */
export function isMergeConfig(name: string): boolean {
  return names.has(name)
}

/**
 * Every model that a merge was made of, once.
 * @see mergekit documentation, "Merge Configuration": base_model, models[].model, slices[].sources[].model,
 *   experts[].source_model
 */
export function readMergeConfig(path: string, text: string): NoteOf<'merge'> | undefined {
  const answer = parseDocument(text, path)
  const root = answer.ok ? asRecord(answer.document.value) : undefined
  if (!answer.ok || root === undefined) return undefined
  const found = new Map<string, MergedModel>()
  for (const [value, keys] of placesOf(root).slice(0, modelLimit)) {
    const model = toModel(value, answer.document.lineOf(keys))
    if (model !== undefined && !found.has(model.name)) found.set(model.name, model)
  }
  return found.size === 0 ? undefined : {kind: 'merge', path, models: [...found.values()]}
}

function placesOf(root: UnknownRecord): [unknown, readonly Key[]][] {
  const listed = (
    holder: UnknownRecord,
    list: string,
    name: string,
    before: readonly Key[] = [],
  ): [unknown, readonly Key[]][] =>
    indexedRecords(holder[list]).map(([index, item]) => [item[name], [...before, list, index, name]])
  return [
    [root['base_model'], ['base_model']],
    ...listed(root, 'models', 'model'),
    ...indexedRecords(root['slices']).flatMap(([index, slice]) => listed(slice, 'sources', 'model', ['slices', index])),
    ...listed(root, 'experts', 'source_model'),
  ]
}

/** `org/name`, `org/name+lora`, or a record with path and revision. */
function toModel(value: unknown, line: number | undefined): MergedModel | undefined {
  const record = asRecord(value)
  const inner = asRecord(record?.['model']) ?? record
  const name = asText(inner?.['path'] ?? value)
    ?.split('+')[0]
    ?.trim()
  const revision = asText(inner?.['revision'])
  if (name === undefined || name === '') return undefined
  return {name, ...(revision !== undefined && {revision}), ...(line !== undefined && {line})}
}
