import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {quote} from '../../lib/text/quote.ts'

/** What is wrong at a place of a document. */
export interface Problem {
  readonly at: readonly (string | number)[]
  /** a sentence without a full stop */
  readonly message: string
  /** a name that nobody knows, and those that it may be a slip for */
  readonly unknownName?: {readonly name: string; readonly known: Iterable<string>}
}

type Path = readonly (string | number)[]
type Check = (value: unknown, at: Path) => Problem[]

/**
 * Holds a value against a JSON Schema of ours: types, `enum`, `const`, required and unknown keys, least lengths. It
 * says what is wrong and where, in words for whoever wrote the file.
 * @param schemas by `$id`; the first is the one that is meant
 * @returns every problem, in the order of the schema
 */
export function problemsOf(value: unknown, schemas: readonly UnknownRecord[]): Problem[] {
  const byId = new Map(schemas.map(schema => [String(schema['$id']), schema]))
  const [root = {}] = schemas
  return checkOf(root, root, byId)(value, [])
}

function checkOf(node: UnknownRecord, root: UnknownRecord, byId: ReadonlyMap<string, UnknownRecord>): Check {
  const reference = node['$ref']
  if (typeof reference === 'string') {
    const [file = '', pointer = ''] = reference.split('#')
    const document = file === '' ? root : (byId.get(file) ?? {})
    return checkOf(atPointer(document, pointer), document, byId)
  }
  const child = (schema: unknown): Check => checkOf(asRecord(schema) ?? {}, root, byId)
  return (value, at) => {
    const problem = scalarProblem(value, node)
    if (problem !== undefined) return [{at, ...problem}]
    if (Array.isArray(value)) {
      const check = child(node['items'])
      return value.flatMap((item, index) => check(item, [...at, index]))
    }
    const record = asRecord(value)
    return record === undefined ? [] : recordProblems(record, node, at, child)
  }
}

function atPointer(document: UnknownRecord, pointer: string): UnknownRecord {
  let at: unknown = document
  for (const segment of pointer.split('/').slice(1)) at = asRecord(at)?.[segment]
  return asRecord(at) ?? {}
}

function recordProblems(
  record: UnknownRecord,
  node: UnknownRecord,
  at: Path,
  child: (schema: unknown) => Check,
): Problem[] {
  const properties = asRecord(node['properties']) ?? {}
  const required = Array.isArray(node['required']) ? node['required'].map(String) : []
  const missing = required.filter(name => record[name] === undefined).map(name => ({at, message: `${name} is missing`}))
  const found = Object.entries(record).flatMap(([key, value]): Problem[] => {
    if (Object.hasOwn(properties, key)) return child(properties[key])(value, [...at, key])
    if (asRecord(node['additionalProperties']) !== undefined)
      return child(node['additionalProperties'])(value, [...at, key])
    if (node['additionalProperties'] !== false) return []
    return [
      {
        at: [...at, key],
        message: `the key ${quote(key)} is not known`,
        unknownName: {name: key, known: Object.keys(properties)},
      },
    ]
  })
  return [...found, ...missing]
}

const typeWords: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
}

type Said = Omit<Problem, 'at'> | undefined

function scalarProblem(value: unknown, node: UnknownRecord): Said {
  return choiceProblem(value, node) ?? typeProblem(value, node) ?? lengthProblem(value, node)
}

function choiceProblem(value: unknown, node: UnknownRecord): Said {
  if ('const' in node && value !== node['const'])
    return {message: `${show(value)} is not ${show(node['const'])}, the only value that is known here`}
  if (!Array.isArray(node['enum'])) return undefined
  const choices = node['enum'].map(String)
  if (typeof value !== 'string') return {message: `${show(value)} is not one of ${choices.join(', ')}`}
  return choices.includes(value)
    ? undefined
    : {message: `${show(value)} is not one of ${choices.join(', ')}`, unknownName: {name: value, known: choices}}
}

function typeProblem(value: unknown, {type}: UnknownRecord): Said {
  if (typeof type !== 'string' || typeOf(value) === type) return undefined
  return {message: `${typeWords[type] ?? type} is expected, and ${show(value)} is there`}
}

function lengthProblem(value: unknown, node: UnknownRecord): Said {
  if (Array.isArray(value))
    return value.length < Number(node['minItems'] ?? 0) ? {message: 'the list is empty'} : undefined
  if (typeof value !== 'string' || value.trim().length >= Number(node['minLength'] ?? 0)) return undefined
  return {message: value.trim() === '' ? 'it is empty' : `${show(value)} is too short`}
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value
}

function show(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return 'a list'
  if (value === null || value === undefined) return 'nothing'
  return typeof value === 'object' ? 'a map' : String(value)
}
