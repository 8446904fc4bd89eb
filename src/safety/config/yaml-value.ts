import type {JsonValue} from '../../lib/parse/strict-json.ts'
import {parseYamlStream} from '../../lib/parse/yaml.ts'
import {LimitReached} from '../budget.ts'

const depthLimit = 128

/**
 * YAML as the JSON value that it stands for; several documents as a list of them.
 * @param uniqueKeys refuse a key that stands twice; else the last one counts
 * @throws {AibomError} as {@link parseYamlStream}
 */
export function parsePlainYaml(text: string, path: string, uniqueKeys = false): JsonValue {
  const documents = parseYamlStream(text, path, {uniqueKeys}).map(({value}) => toJson(value, 0))
  return documents.length === 1 ? (documents[0] ?? null) : documents
}

function toJson(value: unknown, depth: number): JsonValue {
  if (depth > depthLimit) throw new LimitReached(`a configuration nested deeper than ${depthLimit}`)
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint'
  )
    return value
  if (Array.isArray(value)) return value.map(item => toJson(item, depth + 1))
  if (typeof value !== 'object') return null
  const members: Record<string, JsonValue> = Object.create(null)
  for (const [name, item] of Object.entries(value)) members[name] = toJson(item, depth + 1)
  return members
}
