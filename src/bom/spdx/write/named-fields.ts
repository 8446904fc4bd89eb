import {asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import {dictionaryFields, listFields, spdxProperty} from '../fields.ts'
import {hasWord} from '../vocabulary.ts'
import type {Carried} from './carried.ts'

/** Where properties stand, and which fields they may name. */
interface Named {
  readonly fields: readonly string[]
  /** of the list of properties */
  readonly pointer: string
}

/**
 * Fields of SPDX that CycloneDX lacks, from the properties that carry them: `spdx:ai:autonomyType`. A property of
 * another name, or with a value that SPDX does not have there, is not carried.
 */
export function namedFields(properties: unknown, {fields, pointer}: Named, carried: Carried): UnknownRecord {
  const byProperty = new Map(fields.map(field => [spdxProperty(field), field]))
  const found = new Map<string, unknown[]>()
  for (const [index, {name, value}] of indexedRecords(properties)) {
    const field = byProperty.get(asText(name) ?? '')
    const stated = field === undefined ? undefined : valueFor(field, asText(value))
    const before = found.get(field ?? '') ?? []
    if (field === undefined || stated === undefined || (before.length > 0 && !isList(field))) continue
    carried.mark(`${pointer}/${index}`)
    found.set(field, [...before, stated])
  }
  return Object.fromEntries([...found].map(([field, values]) => [field, isList(field) ? values : values[0]]))
}

function isList(field: string): boolean {
  return listFields.has(field) || dictionaryFields.has(field)
}

function valueFor(field: string, text: string | undefined): unknown {
  if (text === undefined || !hasWord(field, text)) return undefined
  if (!dictionaryFields.has(field)) return text
  const [, key, value] = /^([^:]{1,200}): (\S[^\n]{0,200})$/.exec(text) ?? []
  return key === undefined ? undefined : {type: 'DictionaryEntry', key, value}
}
