import type {Naming, Value} from '../../../code/module.ts'
import {placeOf, type Resolved} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {definitionDigest} from '../../../inventory/told-of-tool.ts'
import type {Finder} from '../finder.ts'
import {settingsOf} from '../settings-of.ts'
import {boundedNames, namesInSchema} from './tool-parameters.ts'
import {makeTool, toldIn} from './tool-texts.ts'

/** Keys of what a tool takes: Anthropic's, MCP's, OpenAI's and Gemini's. */
const schemaKeys = new Set([
  'input_schema',
  'inputSchema',
  'parameters',
  'parametersJsonSchema',
  'parameters_json_schema',
])
const toolName = /^[A-Za-z_][\w.-]{0,127}$/

/** What a program makes tools with: `ToolDefinition(…)`, `FunctionDeclaration(…)`. */
const makesTool = /tool|function_?(?:declaration|definition|schema|spec)/i

/**
 * Tools that a request hands over as data: `{"name": "find_trains", "description": "…", "input_schema": {…}}`; and as
 * what a program's own class makes: `ToolDefinition(name="find_trains", description="…", parameters={…})`.
 */
export function addToolSchemas(finder: Finder): void {
  for (const naming of finder.module.namings)
    if ((naming.via === 'key' || naming.via === 'argument') && schemaKeys.has(naming.name)) addTool(finder, naming)
}

function addTool(finder: Finder, naming: Naming): void {
  const {within} = naming
  if (within?.kind !== 'map' && !(within?.kind === 'call' && makesTool.test(lastName(within.callee)))) return
  const value = schemaIn(naming.value)
  const settings = settingsOf(within)
  const member = (name: string): Value | undefined => settings.find(({key}) => key === name)?.value
  const name = member('name')
  if (name?.kind !== 'text' || !toolName.test(name.text) || member('description') === undefined || !isSchema(value))
    return
  const told = toldIn(resolved(finder, member('description')))
  const definition = digestOfDefinition(finder, {name: name.text, description: member('description'), schema: value})
  const place = placeOf(finder.module, name.line)
  const evidence = [finder.evidence(place, {rule: 'tool-schema', confidence: 0.85, symbol: name.text})]
  const facts = {...told, ...(definition !== undefined && {definitions: [definition]})}
  const key = finder.bag.add(makeTool({path: place.path, name: name.text}, evidence, facts))
  const parameters = resolved(finder, value).flatMap(one => namesInSchema(finder, one))
  finder.bag.state(key, 'aibom:tool:parameter', boundedNames(parameters))
}

function resolved(finder: Finder, value: Value | undefined): readonly Resolved[] {
  if (value === undefined) return []
  return finder.resolver.resolve(value, {module: finder.module, scope: finder.module.root})
}

interface Written {
  readonly name: string
  readonly description: Value | undefined
  readonly schema: Value
}

/** Of a definition that is written down to its last word; undefined where a part of it is made elsewhere. */
function digestOfDefinition(finder: Finder, {name, description, schema}: Written): string | undefined {
  const [text, another] = resolved(finder, description)
  const written = literalOf(schema, 0)
  if (text?.kind !== 'text' || another !== undefined || written === undefined) return undefined
  return definitionDigest({name, description: text.text, schema: written.is})
}

const literalDepth = 24

/** A value that is written out, as JSON has it. */
function literalOf(value: Value, depth: number): {readonly is: unknown} | undefined {
  if (depth > literalDepth) return undefined
  if (value.kind === 'text') return {is: value.text}
  if (value.kind === 'scalar') return {is: value.value}
  if (value.kind === 'list') {
    const items = value.items.map(item => literalOf(item, depth + 1))
    return items.includes(undefined) ? undefined : {is: items.map(item => item?.is)}
  }
  if (value.kind !== 'map') return undefined
  const entries = value.entries.map(({key, spread, value: inner}): [string, {is: unknown}] | undefined => {
    const literal = key === undefined || spread === true ? undefined : literalOf(inner, depth + 1)
    return key === undefined || literal === undefined ? undefined : [key, literal]
  })
  return entries.includes(undefined)
    ? undefined
    : {is: Object.fromEntries(entries.flatMap(entry => (entry === undefined ? [] : [[entry[0], entry[1].is]])))}
}

/** Bedrock's `inputSchema: {json: {…}}` has the schema inside. */
function schemaIn(value: Value): Value {
  const [only, another] = value.kind === 'map' ? value.entries : []
  return only?.key === 'json' && another === undefined ? only.value : value
}

/** An object of JSON Schema, or what is made elsewhere: zod, pydantic, a constant. */
function isSchema(value: Value): boolean {
  if (value.kind !== 'map') return value.kind === 'name' || value.kind === 'member' || value.kind === 'call'
  return value.entries.some(({key}) => key === 'type' || key === 'properties' || key === '$schema' || key === '$ref')
}
