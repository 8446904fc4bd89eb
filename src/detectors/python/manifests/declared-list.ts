import type {Gap} from '../../../inventory/gap.ts'
import {textsOf} from '../../../lib/narrow.ts'
import type {Declared} from '../notes.ts'
import {parseNamed} from '../requirements/requirement-line.ts'

type Keys = readonly (string | number)[]
type Facts = Pick<Declared, 'scope' | 'role' | 'group'>

/** Collects PEP 508 strings of a document with their lines; what is none becomes a gap. */
export interface DeclaredList {
  readonly declared: readonly Declared[]
  readonly gaps: readonly Gap[]
  add(text: string, keys: Keys, facts: Facts): void
  /** The strings of a list, or nothing. */
  addAll(items: unknown, keys: Keys, facts: Facts): void
}

/** Gathers what one manifest declares; text that is no requirement becomes a gap. */
export function declaredList(path: string, lineOf: (keys: Keys) => number | undefined): DeclaredList {
  const declared: Declared[] = []
  const gaps: Gap[] = []
  function add(text: string, keys: Keys, facts: Facts): void {
    const line = lineOf(keys)
    const parsed = parseNamed(text)
    if (parsed !== undefined) declared.push({...parsed, ...facts, line, direct: true})
    else
      gaps.push({
        path,
        ...(line !== undefined && {line}),
        stage: 'extract',
        code: 'syntax',
        message: `not a requirement: ${text.slice(0, 80)}`,
      })
  }
  return {
    declared,
    gaps,
    add,
    addAll(items, keys, facts) {
      if (!Array.isArray(items)) return
      for (const [at, item] of items.entries()) for (const text of textsOf(item)) add(text, [...keys, at], facts)
    },
  }
}
