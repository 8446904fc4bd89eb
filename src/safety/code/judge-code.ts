import type {CallSite, Module, Scope, Value} from '../../code/module.ts'
import {lookUp} from '../../code/resolve/lookup.ts'

/** Calls that act, by their full names. */
const acting =
  /^(?:builtins\.)?(?:eval|exec|__import__|execfile)$|^os\.(?:system|popen\w*|exec\w+|spawn\w+|posix_spawn\w*|startfile|fork\w*|kill\w*|remove|unlink|rmdir|removedirs)$|^(?:posix|nt|subprocess|pty|runpy|codeop|ctypes|_posixsubprocess|_winapi|commands|popen2|pexpect|sh|telnetlib|ftplib|smtplib|paramiko|fabric|webbrowser|pip|ensurepip)\.|^socket\.(?:socket|create_\w+|socketpair)$|^asyncio\.(?:create_subprocess_\w+|open_connection)$|^(?:pickle|_pickle|cPickle|dill|cloudpickle|marshal|joblib|shelve|jsonpickle)\.(?:loads?|open|decode|Unpickler)$|^code\.\w+|^shutil\.(?:rmtree|move)$|^multiprocessing\.(?:Process|Pool)$|^(?:types\.)?(?:CodeType|FunctionType)$|^importlib\.(?:util\.(?:spec_from_file_location|module_from_spec)|machinery\.\w+)$|^yaml\.(?:unsafe_load|load|full_load)$|^sys\.(?:settrace|setprofile)$|^atexit\.register$|^torch\.(?:hub\.(?:load|download_url_to_file|load_state_dict_from_url)|ops\.load_library|classes\.load_library|utils\.cpp_extension\.load\w*)$/
/** Of these modules whatever ends like this, or is a client, asks the network. */
const asksNetwork = /^(?:urllib|urllib2|requests|httpx|aiohttp|http)\./
const networkCall = /(?:urlopen|urlretrieve|get|post|put|delete|request|Request|Session|HTTPS?Connection|stream)$/
const reaches =
  /^(?:os|sys|sys\.modules|globals\(\)\.\[\]|builtins|__builtins__|subprocess|importlib|posix|nt|socket|ctypes|shutil|pickle|globals\(\)|locals\(\)|__import__\(\)|importlib\.import_module\(\))$/
/** Modules and builtins, reached through the tables that hold them. */
const throughTables = /^sys\.modules\.\[\]\.\w|^globals\(\)\.\[\]\.\[\]/
const nameDepth = 6

/** A call by the full name of what it calls, and its line, from 1. */
export interface ActingCall {
  readonly name: string
  readonly line: number
}

/** Calls in a module that start programs, run text as code, connect or load pickles, wherever they stand in it. */
export function actingCalls(module: Module): ActingCall[] {
  const calls = module.calls.flatMap(site => {
    const name = actingName(site)
    return name === undefined ? [] : [{name, line: site.call.line}]
  })
  return [...calls, ...actingDecorators(module)]
}

/** `@os.system` above a function: called with it as soon as the module is loaded. */
function actingDecorators(module: Module): ActingCall[] {
  return module.scopes.flatMap(scope =>
    scope.decorators.flatMap(decorator => {
      const name = nameOf(decorator, scope.parent ?? scope, 0)
      return name !== undefined && acting.test(name) ? [{name, line: scope.line}] : []
    }),
  )
}

function actingName(site: CallSite): string | undefined {
  return calledName(site) ?? passedName(site)
}

/** `map(os.system, …)`, `Thread(target=os.system)`: what is called by somebody else. */
function passedName({call, scope}: CallSite): string | undefined {
  return call.args
    .map(({value}) => (value.kind === 'member' || value.kind === 'name' ? nameOf(value, scope, 0) : undefined))
    .find(isPassed)
}

/** Functions that run programs or text; the rest is named too often for other reasons. */
function isPassed(name: string | undefined): boolean {
  return (
    name !== undefined &&
    /^(?:builtins\.)?(?:eval|exec)$|^os\.(?:system|popen\w*|exec\w+|spawn\w+)$|^subprocess\.\w+$/.test(name) &&
    !/^subprocess\.[A-Z]+$/.test(name)
  )
}

function calledName({call, scope}: CallSite): string | undefined {
  const name = nameOf(call.callee, scope, 0)
  if (name === undefined) return undefined
  if (acting.test(name) || throughTables.test(name) || isNetworkCall(name)) return name
  if (!/^(?:builtins\.)?(?:getattr|setattr|vars)$/.test(name))
    return name.includes('__import__()') || name.includes('import_module()') ? name : undefined
  const [first] = call.args
  const owner = first === undefined ? undefined : nameOf(first.value, scope, 0)
  return owner !== undefined && reaches.test(owner) ? `${name} of ${owner}` : undefined
}

function isNetworkCall(name: string): boolean {
  return asksNetwork.test(name) && (networkCall.test(name) || name.slice(name.lastIndexOf('.') + 1).includes('Client'))
}

/** The dotted name that a value stands for: imports and plain assignments are followed. */
function nameOf(value: Value, scope: Scope, depth: number): string | undefined {
  if (depth > nameDepth) return undefined
  switch (value.kind) {
    case 'name': {
      const binding = lookUp(value.name, scope)?.at(-1)
      return binding === undefined ? value.name : nameOf(binding.value, binding.scope, depth + 1)
    }
    case 'import':
      return [value.from.module, ...value.from.path].join('.')
    case 'member': {
      const owner = nameOf(value.of, scope, depth + 1)
      return owner === undefined ? undefined : `${owner}.${value.key}`
    }
    case 'call': {
      const called = nameOf(value.callee, scope, depth + 1)
      return called === undefined ? undefined : `${called}()`
    }
    case 'index': {
      const owner = nameOf(value.of, scope, depth + 1)
      return owner !== undefined && reaches.test(owner) ? `${owner}.[]` : undefined
    }
    default:
      return undefined
  }
}
