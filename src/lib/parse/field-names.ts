import {asRecord, type UnknownRecord} from '../narrow.ts'
import {oncePer} from '../remember.ts'
import {pointerSegment} from './json-pointer.ts'

/**
 * A name that some programs take for one of these fields, and others for none: JSON in Go ignores case, and that of
 * protobuf has a second spelling with underscores.
 * @returns undefined where each name is a field as it is written, or is like none
 */
export function variantField(record: UnknownRecord, fields: ReadonlySet<string>): string | undefined {
  const folded = foldedOf(fields)
  return Object.keys(record).find(name => !fields.has(name) && folded.has(fold(name)))
}

/** The same for every object within a value, whose depth is bounded. */
export function variantWithin(value: unknown, fields: ReadonlySet<string>): string | undefined {
  const record = asRecord(value)
  const own = record === undefined ? undefined : variantField(record, fields)
  if (own !== undefined || typeof value !== 'object' || value === null) return own
  for (const item of Object.values(value)) {
    const found = variantWithin(item, fields)
    if (found !== undefined) return found
  }
  return undefined
}

/** Where such names stand within a value, whose depth is bounded, as JSON pointers. */
export function variantPointers(value: unknown, fields: ReadonlySet<string>): string[] {
  const folded = foldedOf(fields)
  const within = (item: unknown, pointer: string): string[] =>
    typeof item !== 'object' || item === null
      ? []
      : Object.entries(item).flatMap(([name, member]) => {
          const own = `${pointer}/${pointerSegment(name)}`
          const isVariant = !Array.isArray(item) && !fields.has(name) && folded.has(fold(name))
          return [...(isVariant ? [own] : []), ...within(member, own)]
        })
  return within(value, '')
}

const foldedOf = oncePer((fields: ReadonlySet<string>): ReadonlySet<string> => new Set([...fields].map(fold)))

/** Through upper case, because some letters have two small ones. */
function fold(name: string): string {
  return name.replaceAll('_', '').toUpperCase().toLowerCase()
}
