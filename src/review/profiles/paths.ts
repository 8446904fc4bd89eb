import {FunctionExpressionType, JSONPathEnvironment, JSONPathQuery, type JSONValue} from 'json-p3'
import {RE2JS} from 're2js'

/** What a path leads to. */
export interface Found {
  readonly value: unknown
  readonly location: readonly (string | number)[]
}

/** A path of RFC 9535, cut after the components or services that it selects: what each of those should have. */
export interface SplitPath {
  readonly text: string
  /** the part before: `$.components[?@.type=='data']`; `$` for what the document itself should have */
  readonly holderText: string
  holders(document: unknown): Found[]
  inside(holder: Found): Found[]
}

/** A path that leads to more says nothing more. */
const foundLimit = 100_000
const pathLength = 1000

const environment = new JSONPathEnvironment({maxRecursionDepth: 1000})
for (const [name, whole] of [
  ['match', true],
  ['search', false],
] as const) {
  environment.functionRegister.set(name, {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call: (text: unknown, pattern: unknown) => isMatch(text, pattern, whole),
  })
}

/** Patterns take linear time, whoever wrote them. */
function isMatch(text: unknown, pattern: unknown, whole: boolean): boolean {
  if (typeof text !== 'string' || typeof pattern !== 'string') return false
  const expression = RE2JS.compile(pattern)
  return whole ? expression.matches(text) : expression.matcher(text).find()
}

/** @throws {Error} that says why it is not a path */
export function splitPath(text: string): SplitPath {
  if (text.length > pathLength) throw new Error(`it is longer than ${pathLength} characters`)
  const {segments} = environment.compile(text)
  const cut = leadsToMembers(text) ? 2 : 0
  const before = new JSONPathQuery(environment, segments.slice(0, cut))
  const after = new JSONPathQuery(environment, segments.slice(cut))
  return {
    text,
    holderText: before.toString(),
    holders: document => take(before, document),
    inside: holder =>
      take(after, holder.value).map(({value, location}) => ({value, location: [...holder.location, ...location]})),
  }
}

/** Components and services are many, and each should have what is asked for; of any other list one entry suffices. */
function leadsToMembers(text: string): boolean {
  return /^\$(?:\.|\[["'])(?:components|services)(?:["']\])?\[(?:\*|\?)/.test(text.replace(/\s/g, ''))
}

function take(query: JSONPathQuery, value: unknown): Found[] {
  const found: Found[] = []
  for (const {value: part, location} of query.lazyQuery(toJson(value))) {
    found.push({value: part, location})
    if (found.length >= foundLimit) break
  }
  return found
}

/** Documents come from a parser of JSON, so this needs no check. */
function toJson(value: unknown): JSONValue {
  return value as JSONValue
}
