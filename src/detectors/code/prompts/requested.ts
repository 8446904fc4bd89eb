import type {Value} from '../../../code/module.ts'
import type {Resolved, ResolvedOf, Resolving} from '../../../code/resolve/resolved.ts'

/** Parameters that are a request, and what of it others write. */
const ofRequest =
  /^(?:_?req|_?request)\.(?:body|query|params|json|formData|text|form|args|values|data|GET|POST|headers|cookies|nextUrl|get_json|query_params|path_params|match_info|url)(?:\.|$)/
/** Parameters that carry a request. */
const carriesRequest =
  /^(?:c|ctx|context|event|evt|r)\.(?:req|request|body|query|queryStringParameters|pathParameters|params)(?:\.|$)/
/** Decorators by which a web framework calls a function with what a request brings. */
const routes = /^(?:get|post|put|patch|delete|route|api_route|websocket|Get|Post|Put|Patch|Delete|All)$/
/** Parameters of a route that say which record is meant, or how many. */
const counts = /(?:^|_)(?:id|ids|uuid|page|limit|offset|count|size)$|Id$/
/** Packages whose `request` is the one that is answered. */
const requestPackages: ReadonlySet<string> = new Set(['flask', 'quart', 'bottle'])
const formFields = /^(?:text_input|text_area|chat_input)$/
const requestFields = /^(?:Body|Query|Path|Header|Form|Cookie)$/

/** Names in a text that a request or a form of a page brings. */
export function requestedIn(value: Resolved, resolver: Resolving): string[] {
  if (value.kind !== 'partial') return []
  const names = value.parts.flatMap(part =>
    typeof part !== 'string' && part.hole !== '' && part.value !== undefined && isRequested(part.value, resolver)
      ? [part.hole]
      : [],
  )
  return [...new Set(names)].sort()
}

function isRequested(value: Resolved, resolver: Resolving): boolean {
  if (value.kind === 'dynamic') return value.source === 'parameter' && isBrought(value)
  return value.kind === 'symbol' && isOfFramework(value, resolver)
}

/** `req.body.name`; any parameter of a function that a route calls. */
function isBrought({name, of}: ResolvedOf<'dynamic'>): boolean {
  if (ofRequest.test(name) || carriesRequest.test(name)) return true
  return of?.decorators.some(isRoute) === true && !counts.test(name) && !/^(?:req|request)\b/.test(name)
}

function isRoute(decorator: Value): boolean {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator
  if (callee.kind === 'member') return routes.test(callee.key)
  return callee.kind === 'name' && /^[A-Z]/.test(callee.name) && routes.test(callee.name)
}

/** `flask.request.json`, `Body(…)` of FastAPI, a field of a Streamlit page, `JSON.parse(event.body)`. */
function isOfFramework({module, path, made}: ResolvedOf<'symbol'>, resolver: Resolving): boolean {
  const [first = '', second] = path
  if (requestPackages.has(module)) return first === 'request'
  if (module === 'fastapi') return requestFields.test(first)
  if (module === 'streamlit') return path.some(part => formFields.test(part))
  if (module !== '') return false
  if (path.includes('searchParams')) return true
  const [parsed] = made?.call.args ?? []
  return first === 'JSON' && second === 'parse' && parsed !== undefined && made !== undefined
    ? resolver.resolve(parsed.value, made.context).some(one => one.kind === 'dynamic' && isBrought(one))
    : false
}
