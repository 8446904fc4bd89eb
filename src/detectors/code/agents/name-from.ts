import type {Call, Module, Scope, Value} from '../../../code/module.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import {baseName} from '../../../lib/path.ts'
import {oncePer} from '../../../lib/remember.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'

/** What an agent, tool, server or guardrail is called: by its rule, what it is assigned to, the class or file around it. */
export function nameFrom(
  finder: Finder,
  match: Match,
  selectors: readonly string[] | undefined,
): {name: string; value?: Resolved} {
  const selected = finder.select(selectors, match.site)
  const [value] = selected.filter(({kind}) => kind === 'text')
  if (value?.kind === 'text' && value.text !== '' && value.text.length <= 200) return {name: value.text, value}
  const {path, context, made} = match.site
  const target = match.site.target ?? (made === undefined ? undefined : targetOfChain(context.module, made.call))
  const [type] = selected.flatMap(nameOfClass)
  if (type !== undefined) return {name: type}
  const last = path.filter(part => part !== '()' && part !== '[]').at(-1) ?? ''
  // a builder is called like every other one: what it is for, the function or class around it says
  if (genericCallee.test(target ?? last)) return {name: enclosingName(context.scope) ?? fileName(context.module.path)}
  return {name: target !== undefined && target !== 'default' ? target : last}
}

/** What a chain that begins with a call is assigned to: `graph = StateGraph(State).add_node(…).compile()`. */
function targetOfChain(module: Module, call: Call): string | undefined {
  return chainTargets(module).get(call.written ?? call)
}

/** What is assigned, by each call of the chain that gives it. */
const chainTargets = oncePer(({namings}: Module): ReadonlyMap<Value, string> => {
  const found = new Map<Value, string>()
  for (const {name, value, via} of namings) {
    let at: Value | undefined = via === 'assignment' && value.kind === 'call' ? value : undefined
    for (; at !== undefined && !found.has(at); at = linkBefore(at)) found.set(at, name)
  }
  return found
})

function linkBefore(value: Value): Value | undefined {
  if (value.kind === 'member') return value.of
  return value.kind === 'call' ? value.callee : undefined
}

const genericCallee = /^(?:builder|build|create|make|new|of|from|start|run|init)$/i

/** A constant that says only that it is a name: `StockService.AgentName`. */
const onlyName = /^(?:(?:agent|server|tool)_?)?(?:name|id|key)$/i

/** `Assistant.class`, `Assistant::class`, a type argument, a constant of it: the class that is given. */
function nameOfClass(value: Resolved): string[] {
  if (value.kind === 'definition')
    return value.scope.kind === 'class' && value.scope.name !== '' ? [value.scope.name] : []
  if (value.kind !== 'symbol' || value.made !== undefined) return []
  const [last = '', owner = ''] = value.path.toReversed()
  const name = onlyName.test(last) ? owner : last
  return /^[A-Z]\w{0,100}$/.test(name) && /[a-z]/.test(name) ? [name] : []
}

function enclosingName(scope: Scope | undefined): string | undefined {
  for (let at = scope; at !== undefined; at = at.parent)
    if (at.name !== '' && !genericCallee.test(at.name)) return at.name
  return undefined
}

function fileName(path: string): string {
  return baseName(path).replace(/\.\w{1,10}$/, '')
}
