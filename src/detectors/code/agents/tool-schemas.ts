import type {Naming, Value} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {localId} from '../../../inventory/identity.ts'
import type {Finder} from '../finder.ts'
import {digestsOfText, textIn} from './tool-texts.ts'

/** Keys of what a tool takes: Anthropic's, MCP's, OpenAI's and Gemini's. */
const schemaKeys = new Set([
  'input_schema',
  'inputSchema',
  'parameters',
  'parametersJsonSchema',
  'parameters_json_schema',
])
const toolName = /^[A-Za-z_][\w.-]{0,127}$/

/** Tools that a request hands over as data: `{"name": "find_trains", "description": "…", "input_schema": {…}}`. */
export function addToolSchemas(finder: Finder): void {
  for (const naming of finder.module.namings)
    if (naming.via === 'key' && schemaKeys.has(naming.name)) addTool(finder, naming)
}

function addTool(finder: Finder, {within, value}: Naming): void {
  if (within?.kind !== 'map') return
  const member = (key: string): Value | undefined => within.entries.find(entry => entry.key === key)?.value
  const name = member('name')
  if (name?.kind !== 'text' || !toolName.test(name.text) || member('description') === undefined || !isSchema(value))
    return
  const text = textOf(finder, member('description'))
  const place = placeOf(finder.module, name.line)
  finder.bag.add({
    kind: 'tool',
    id: localId('tool', place.path, name.text),
    name: name.text,
    aliases: [],
    digests: digestsOfText(text),
    evidence: [finder.evidence(place, {rule: 'tool-schema', confidence: 0.85, symbol: name.text})],
    facts: text === undefined ? {} : {text},
  })
}

function textOf(finder: Finder, value: Value | undefined): string | undefined {
  if (value === undefined) return undefined
  const context = {module: finder.module, scope: finder.module.root}
  return finder.resolver.resolve(value, context).flatMap(textIn)[0]
}

/** An object of JSON Schema, or what is made elsewhere: zod, pydantic, a constant. */
function isSchema(value: Value): boolean {
  if (value.kind !== 'map') return value.kind === 'name' || value.kind === 'member' || value.kind === 'call'
  return value.entries.some(({key}) => key === 'type' || key === 'properties' || key === '$schema' || key === '$ref')
}
