import {sha256Hex} from '../lib/digest.ts'
import {asRecord, asText} from '../lib/narrow.ts'
import {compareText} from '../lib/sort.ts'

const schemaDepthLimit = 24
/** Written by one SDK and left out by another: not what the tool is. */
const incidental = new Set(['$schema', 'title', 'strict', 'additionalProperties'])

/** What a model is told of a tool: name, description and the schema of what it takes. */
export interface ToldOfTool {
  readonly name: string
  readonly description?: string | undefined
  readonly schema?: unknown
}

/** SHA-256 of a description, however it is indented. */
export function descriptionDigest(text: string): string {
  return sha256Hex(text.trim().split(/\s+/).join(' '))
}

/** SHA-256 of a definition in one form for all SDKs: names sorted, without what they add by themselves. */
export function definitionDigest({name, description, schema}: ToldOfTool): string {
  return sha256Hex(canonical({description: description?.trim() ?? '', name, schema: schema ?? {}}, 0))
}

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

/** Headings of a docstring behind which frameworks read on by themselves. */
const headings = new Set(
  [
    'args',
    'arguments',
    'parameters',
    'params',
    'keyword args',
    'returns',
    'return',
    'yields',
    'raises',
    'examples',
  ].flatMap(word => [word, `${word}:`]),
)

/**
 * What a model may be told where a tool's description is the text that its function begins with: all of it, or what
 * stands before its sections.
 */
export function descriptionsInDocumentation(text: string): string[] {
  const lines = text.split('\n')
  const section = lines.findIndex(line => isSectionBegin(line.trim().toLowerCase()))
  const before = section === -1 ? '' : lines.slice(0, section).join('\n').trim()
  return before === '' ? [text] : [text, before]
}

function isSectionBegin(line: string): boolean {
  return headings.has(line) || line.startsWith(':param ') || line.startsWith(':return') || line.startsWith('@param ')
}

/** The description of a definition in JSON, whatever SDK it is for. */
export function describedTool(value: unknown): ToldOfTool | undefined {
  const record = asRecord(value)
  const name = asText(record?.['name'])
  if (record === undefined || name === undefined) return undefined
  const schema = schemaNames.map(key => record[key]).find(item => item !== undefined)
  return {name, description: asText(record['description']), schema: asRecord(schema)?.['json'] ?? schema}
}

const schemaNames = [
  ...['parameters', 'input_schema', 'inputSchema', 'parameters_json_schema', 'parametersJsonSchema'],
  ...['parameterSchema', 'json_schema'],
]
