import type {Scope, Value} from './module.ts'

/** The last name of what is written: `c` of `a.b.c`; '' for anything but names and members. */
export function lastName(value: Value): string {
  return value.kind === 'member' ? value.key : value.kind === 'name' ? value.name : ''
}

/** The name of the nearest scope around a place that has one: a function, a class; '' at the top of a module. */
export function enclosingName(scope: Scope): string {
  let at: Scope | undefined = scope
  while (at !== undefined && at.name === '') at = at.parent
  return at?.name ?? ''
}
