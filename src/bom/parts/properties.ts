import {addTo} from '../../lib/group.ts'
import type {Property} from '../spec/cyclonedx.generated.ts'

/** Property names and their values, in the order in which they are written; absent values fall away. */
export type PropertyFields = readonly (readonly [
  name: string,
  value: string | number | bigint | boolean | readonly string[] | undefined,
])[]

/** A list becomes one property a value, all of the same name. */
export function toProperties(fields: PropertyFields): Property[] {
  const properties: Property[] = []
  for (const [name, value] of fields) {
    if (value === undefined) continue
    if (typeof value === 'object') for (const each of value) properties.push({name, value: each})
    else properties.push({name, value: String(value)})
  }
  return properties
}

/** The properties of one component while it is read: what is taken is understood, the rest stays what it is. */
export interface PropertyBag {
  text(name: string): string | undefined
  /** undefined when there is none */
  texts(name: string): readonly string[] | undefined
  flag(name: string): boolean | undefined
  number(name: string): number | undefined
  bigint(name: string): bigint | undefined
  /** all that begin with a text, by what follows it: the first value of each; undefined when there is none */
  prefixed(prefix: string): Readonly<Record<string, string>> | undefined
  rest(): Readonly<Record<string, readonly string[]>> | undefined
}

const integerPattern = /^\d{1,40}$/

/** Each name can be taken once; `rest` is what nobody took. */
export function propertyBag(properties: readonly (readonly [name: string, value: string])[]): PropertyBag {
  const valuesByName = new Map<string, string[]>()
  for (const [name, value] of properties) {
    addTo(valuesByName, name, value)
  }
  const texts = (name: string): readonly string[] | undefined => {
    const values = valuesByName.get(name)
    valuesByName.delete(name)
    return values
  }
  const text = (name: string): string | undefined => texts(name)?.[0]
  return {
    text,
    texts,
    flag(name) {
      const value = text(name)
      return value === 'true' ? true : value === 'false' ? false : undefined
    },
    number(name) {
      const value = Number(text(name) ?? Number.NaN)
      return Number.isFinite(value) ? value : undefined
    },
    bigint(name) {
      const value = text(name)
      return value !== undefined && integerPattern.test(value) ? BigInt(value) : undefined
    },
    prefixed(prefix) {
      const names = [...valuesByName.keys()].filter(name => name.startsWith(prefix))
      const found = names.flatMap(name => {
        const value = text(name)
        return value === undefined ? [] : [[name.slice(prefix.length), value] as const]
      })
      return found.length === 0 ? undefined : Object.fromEntries(found)
    },
    rest: () => (valuesByName.size === 0 ? undefined : Object.fromEntries(valuesByName)),
  }
}
