import type {Value} from '../../code/module.ts'

/** A value under its key or argument name; without a key it is positional or spread. */
export interface Setting {
  readonly key?: string
  readonly value: Value
}

/**
 * What a map holds by its keys, and a call by the names of its arguments: `{role: "system"}`, `Message{Role:
 * "system"}`.
 */
export function settingsOf(value: Value): readonly Setting[] {
  if (value.kind === 'map') return value.entries
  return value.kind === 'call'
    ? value.args.map(argument => ({...(argument.name !== undefined && {key: argument.name}), value: argument.value}))
    : []
}
