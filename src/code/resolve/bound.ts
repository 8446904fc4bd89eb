import type {Argument, Scope, Value, ValueOf} from '../module.ts'
import {lookUp} from './lookup.ts'

/** The parameter of a function that one of its returned values is: `return default`. */
export function returnedParameter(value: Value, scope: Scope): ValueOf<'parameter'> | undefined {
  if (value.kind === 'parameter') return value.of === scope ? value : undefined
  const [only, ...others] = value.kind === 'name' ? (lookUp(value.name, scope) ?? []) : []
  return others.length === 0 && only?.value.kind === 'parameter' && only.value.of === scope ? only.value : undefined
}

/** What one call passes for a parameter; undefined where it passes nothing, or nobody can tell. */
export function argumentFor({args}: ValueOf<'call'>, {name, position}: ValueOf<'parameter'>): Argument | undefined {
  const named = args.find(argument => argument.name === name)
  if (named !== undefined) return named
  const isKnown = args.slice(0, position + 1).every(argument => argument.name === undefined && argument.spread !== true)
  return isKnown ? args[position] : undefined
}

/**
 * `return os.getenv(key, default)`, as one call has it: its literal arguments stand for the parameters, so that no
 * other call's are taken.
 */
export function withLiterals(value: Value, scope: Scope, call: ValueOf<'call'>): Value {
  if (value.kind !== 'call') return value
  const args = value.args.map((argument): Argument => {
    const parameter = returnedParameter(argument.value, scope)
    const given = parameter === undefined ? undefined : argumentFor(call, parameter)?.value
    return given?.kind === 'text' || given?.kind === 'scalar' ? {...argument, value: given} : argument
  })
  const isChanged = args.some((argument, at) => argument !== value.args[at])
  return isChanged ? {...value, args, written: value.written ?? value} : value
}
