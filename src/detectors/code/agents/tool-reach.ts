import type {CallSite, Module, Scope} from '../../../code/module.ts'
import type {ResolvedOf} from '../../../code/resolve/resolved.ts'
import type {ReachFacts} from '../../../inventory/facts.ts'
import {addTo} from '../../../lib/group.ts'
import {oncePer} from '../../../lib/remember.ts'
import type {Finder} from '../finder.ts'
import {writtenPath} from '../matches.ts'
import type {Site} from '../site.ts'

/** What a tool may do by the function behind it: run what it is told, use the container engine. */
export function reachOfTool(finder: Finder, site: Site): ReachFacts | undefined {
  const scopes = functionsOf(finder, site)
  const runs = scopes.some(scope => runsItsArgument(finder, scope))
  const socket = scopes.some(scope => usesEngine(finder, scope))
  if (!runs && !socket) return undefined
  return {...(runs && {executes: ['*']}), ...(socket && {writes: [engineSocket]})}
}

/** Arguments that hold the function of a tool. */
const functionPlaces = ['execute', '0.execute', '1.execute', '2', 'func', 'fn', 'function', 'coroutine', '0', '1']

function functionsOf(finder: Finder, site: Site): readonly Scope[] {
  if (site.decorated !== undefined) return [site.decorated]
  return functionPlaces
    .flatMap(place => finder.select([place], site))
    .flatMap(value => (value.kind === 'definition' && value.scope.kind === 'function' ? [value.scope] : []))
}

/** Where clients of a container engine go unless they are told otherwise. */
const engineSocket = '/var/run/docker.sock'
/** Clients of container engines, by their packages. */
const engineClients: ReadonlySet<string> = new Set([
  'docker',
  'aiodocker',
  'podman',
  'python_on_whales',
  'dockerode',
  'node-docker-api',
])
const elsewhere = /^(?:tcp|https?|ssh):\/\//

/** Whether a function calls a container engine through its socket. */
function usesEngine(finder: Finder, scope: Scope): boolean {
  const {module, resolver} = finder
  if (!module.imports.some(({target}) => engineClients.has(target.module.split('.', 1)[0] ?? ''))) return false
  return callsWithin(finder, scope).some(({call, scope: within}) =>
    resolver
      .resolve(call.callee, {module, scope: within})
      .some(one => one.kind === 'symbol' && engineClients.has(one.module.split('.', 1)[0] ?? '') && !isElsewhere(one)),
  )
}

/** The address of an engine on another machine. */
function isElsewhere({made}: ResolvedOf<'symbol'>): boolean {
  return made?.call.args.some(({value}) => value.kind === 'text' && elsewhere.test(value.text)) === true
}

/** Calls that run the text which they are given. */
const runners =
  /^(?:os\.(?:system|popen)|subprocess\.(?:getoutput|getstatusoutput)|asyncio\.create_subprocess_shell|eval|exec|child_process\.exec(?:Sync)?)$/
const shellRunners = /^subprocess\.(?:run|call|check_call|check_output|Popen)$/

/** Whether a tool's function hands one of its arguments to a shell or to the interpreter. */
function runsItsArgument(finder: Finder, scope: Scope): boolean {
  const given = new Set(scope.parameters)
  return callsWithin(finder, scope).some(({call}) => {
    const path = writtenPath(call.callee).join('.')
    const isShell =
      shellRunners.test(path) &&
      call.args.some(({name, value}) => name === 'shell' && value.kind === 'scalar' && value.value === true)
    if (!isShell && !runners.test(path)) return false
    const [first] = call.args.filter(
      ({name}) => name === undefined || name === 'args' || name === 'cmd' || name === 'command',
    )
    return first !== undefined && first.value.kind === 'name' && given.has(first.value.name)
  })
}

function callsWithin({module}: Finder, scope: Scope): readonly CallSite[] {
  return callsByScope(module).get(scope) ?? []
}

/** Functions inside each other; people write less than ten. */
const depthLimit = 20

/** Calls of a module by every function that they stand in: tools of one file may be thousands. */
const callsByScope = oncePer(({calls}: Module): ReadonlyMap<Scope, readonly CallSite[]> => {
  const found = new Map<Scope, CallSite[]>()
  for (const site of calls) {
    let at: Scope | undefined = site.scope
    for (let depth = 0; depth < depthLimit && at !== undefined && at.kind !== 'module'; depth++) {
      addTo(found, at, site)
      at = at.parent
    }
  }
  return found
})
