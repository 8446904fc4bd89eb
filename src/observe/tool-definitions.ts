import {sha256Hex} from '../lib/digest.ts'
import {asRecord, asText, type UnknownRecord} from '../lib/narrow.ts'
import {parseJsonOrNothing} from '../lib/parse/json.ts'
import {compareText} from '../lib/sort.ts'
import {type SeenTool, toName} from './operation.ts'
import type {AttributeValue} from './otlp/record.ts'
import {remember} from './remember.ts'

/** Tools of one record that are looked at. */
const toolLimit = 500
const schemaDepthLimit = 24
const schemaNames = [
  'parameters',
  'input_schema',
  'inputSchema',
  'parameters_json_schema',
  'parametersJsonSchema',
  'parameterSchema',
  'json_schema',
] as const
/** Written by one SDK and left out by another: not what the tool is. */
const incidental = new Set(['$schema', 'title', 'strict', 'additionalProperties'])

/** Tools as an attribute lists them: definitions or bare names, as text or as a value, in the form of any provider. */
export function toolsIn(value: AttributeValue): readonly SeenTool[] {
  return typeof value === 'string' ? toolsInText(value) : toolsOf(value).slice(0, toolLimit)
}

/** The same definitions come with every call. */
const toolsInText = remember((text): readonly SeenTool[] => toolsOf(parseJsonOrNothing(text)).slice(0, toolLimit))

function toolsOf(value: unknown): SeenTool[] {
  if (Array.isArray(value))
    return value.slice(0, toolLimit).flatMap(item => (typeof item === 'string' ? toolsOfText(item) : toolsOf(item)))
  const record = asRecord(value)
  if (record === undefined) return []
  // Bedrock, Gemini and Pydantic AI put lists inside
  const lists = ['tools', 'function_declarations', 'functionDeclarations', 'function_tools', 'output_tools'].flatMap(
    name => toolsOf(record[name]),
  )
  if (lists.length > 0) return lists
  const inner = asRecord(record['function']) ?? asRecord(record['toolSpec']) ?? record
  return toTool(inner)
}

/** A definition as JSON text, or a bare name. */
function toolsOfText(text: string): SeenTool[] {
  if (/^\s*[{[]/.test(text)) return toolsOf(parseJsonOrNothing(text))
  return text === '' ? [] : [{name: toName(text)}]
}

function toTool(record: UnknownRecord): SeenTool[] {
  const name = asText(record['name'])
  if (name === undefined) return []
  const schema = schemaNames.map(key => record[key]).find(item => item !== undefined)
  return [definedTool(name, asText(record['description']), schema)]
}

/** A tool with the digest of its definition, where more than the name is known. */
export function definedTool(name: string, description: string | undefined, schema: unknown): SeenTool {
  if (description === undefined && schema === undefined) return {name: toName(name)}
  const inner = asRecord(schema)?.['json'] ?? schema
  const properties = asRecord(asRecord(inner)?.['properties'])
  const isHandoff =
    /^(?:Handoff to the |Ask agent )/.test(description ?? '') && Object.keys(properties ?? {}).length === 0
  const digest = sha256Hex(canonical({description: description?.trim() ?? '', name, schema: inner ?? {}}, 0))
  return {name: toName(name), digest, ...(isHandoff && {isHandoff})}
}

/** JSON with sorted names, without what SDKs add by themselves. */
function canonical(value: unknown, depth: number): string {
  if (depth > schemaDepthLimit) return '"…"'
  if (Array.isArray(value)) return `[${value.map(item => canonical(item, depth + 1)).join(',')}]`
  const record = asRecord(value)
  if (record === undefined) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(record).filter(
    ([name, item]) => item !== undefined && !(incidental.has(name) && asRecord(item) === undefined),
  )
  return `{${entries
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonical(item, depth + 1)}`)
    .join(',')}}`
}
