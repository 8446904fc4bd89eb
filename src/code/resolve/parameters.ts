import {addTo} from '../../lib/group.ts'
import {oncePer} from '../../lib/remember.ts'
import type {Argument, CallSite, Module, Scope, Value, ValueOf} from '../module.ts'
import {type Context, placeOf, type Resolved, type Resolving} from './resolved.ts'

/** Callers whose arguments a parameter takes. */
const callerLimit = 12

/**
 * What a parameter may be: its default, that of the option above the function, what callers of the same module pass.
 */
export function resolveParameter(
  resolver: Resolving,
  value: ValueOf<'parameter'>,
  {module}: Context,
): readonly Resolved[] {
  const own = {module, scope: value.of}
  const given: readonly Resolved[] = value.default === undefined ? [] : resolver.resolve(value.default, own)
  const option = optionDefault(value.of, value.name)
  const options = option === undefined ? [] : resolver.resolve(option, own)
  const passed = callersOf(value.of, module).flatMap(site => {
    const argument = site.call.args.find(({name}) => name === value.name) ?? positional(site, value.position)
    return argument === undefined ? [] : resolver.resolve(argument.value, {module, scope: site.scope})
  })
  const found = [...given, ...options, ...passed]
  return found.length > 0
    ? found
    : [{kind: 'dynamic', source: 'parameter', name: value.name, place: placeOf(module, value.line), of: value.of}]
}

/** `@click.option("--model-name", default="…")` above the function that takes `model_name`. */
function optionDefault(scope: Scope, parameter: string): Value | undefined {
  for (const decorator of scope.decorators) {
    if (decorator.kind !== 'call') continue
    const names = decorator.args.flatMap(({name, value}) =>
      name === undefined && value.kind === 'text' ? [value.text] : [],
    )
    if (!names.some(name => name.replace(/^-+/, '').replaceAll('-', '_') === parameter)) continue
    return decorator.args.find(({name}) => name === 'default')?.value
  }
  return undefined
}

/** Calls in the same module of a function by its name, or of a class by its constructor's. */
function callersOf(scope: Scope, module: Module): readonly CallSite[] {
  const isConstructor = scope.name === '__init__' || scope.name === 'constructor'
  const name = isConstructor ? scope.parent?.name : scope.name
  return name === undefined || name === '' ? [] : (callsByName(module).get(name) ?? []).slice(0, callerLimit)
}

const callsByName = oncePer(({calls}: Module): ReadonlyMap<string, readonly CallSite[]> => {
  const byName = new Map<string, CallSite[]>()
  for (const site of calls) {
    const {callee} = site.call
    const isOwn =
      callee.kind === 'member' && callee.of.kind === 'name' && (callee.of.name === 'self' || callee.of.name === 'this')
    const name = callee.kind === 'name' ? callee.name : isOwn ? callee.key : undefined
    if (name === undefined || site.call.jsx === true) continue
    addTo(byName, name, site)
  }
  return byName
})

function positional(site: CallSite, position: number): Argument | undefined {
  const argument = site.call.args[position]
  return argument?.name === undefined && argument?.spread !== true ? argument : undefined
}
