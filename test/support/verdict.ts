import {decide, type Signed, type Trail} from '../../src/trust/decide.ts'
import type {Json} from './transparency-log.ts'
import {expectWords} from './words.ts'

/** The verdict of a check, in one word or two: `verified`, or the outcome with its code. */
export async function verdictOf(work: (trail: Trail) => Promise<Signed> | Signed): Promise<string> {
  const verdict = await decide(work)
  expectWords(verdict)
  return verdict.status === 'verified' ? 'verified' : `${verdict.status} ${verdict.code}`
}

/** A copy of a document in which one value is another; `undefined` takes it out. */
export function withValue(document: unknown, path: readonly (string | number)[], value: unknown): Json {
  const copy: unknown = structuredClone(document)
  let parent: unknown = copy
  for (const name of path.slice(0, -1)) parent = Reflect.get(Object(parent), name)
  const last = path.at(-1) ?? ''
  if (value === undefined && Array.isArray(parent)) parent.splice(Number(last), 1)
  else if (value === undefined) Reflect.deleteProperty(Object(parent), last)
  else Reflect.set(Object(parent), last, value)
  return Object(copy)
}

export function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, name) => Reflect.get(Object(value), name), document)
}

/** Every place of a document, with what is there. */
export function placesOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): [readonly (string | number)[], unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [
    ...(path.length > 0 ? [[path, value] satisfies [typeof path, unknown]] : []),
    ...entries.flatMap(([name, member]) => placesOf(member, [...path, name])),
  ]
}
