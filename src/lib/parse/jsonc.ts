import {createScanner, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser'
import {AibomError} from '../errors.ts'
import {asRecord, type UnknownRecord} from '../narrow.ts'
import {oncePer} from '../remember.ts'
import {lineIndex} from '../text/lines.ts'
import {type Ambiguity, twice} from './ambiguity.ts'

/** A value parsed from JSON, and the place of everything in it. */
export interface JsonDocument {
  readonly value: unknown
  /** Line, from 1, of the key or list item at a path; undefined when the document has none. Constant time a segment. */
  lineOf(path: readonly (string | number)[]): number | undefined
  /** names that are twice in one object, and what RFC 8259 does not allow: comments and trailing commas */
  ambiguities(options?: {readonly takesComments: boolean}): Ambiguity[]
}

/** One whose root is an object. */
export interface JsonObjectDocument extends JsonDocument {
  readonly value: UnknownRecord
}

/** Nested objects and lists: the parser recurses. */
const depthLimit = 200

/**
 * Parses JSON with the comments and trailing commas that editors and agents allow in their settings; of a key that is
 * written twice the last counts.
 * An empty text has the value undefined.
 *
 * @throws {AibomError} `AIBOM_JSON_INVALID`, `AIBOM_JSON_TOO_DEEP`
 */
export function parseJsonc(text: string, path: string): JsonDocument {
  const lineAt = lineIndex(text)
  assertShallow(text, path, lineAt)
  const errors: ParseError[] = []
  const root = parseTree(text, errors, {allowTrailingComma: true, allowEmptyContent: true})
  const [error] = errors
  if (error !== undefined) {
    throw new AibomError(
      'AIBOM_JSON_INVALID',
      `${path}:${lineAt(error.offset)} is not JSON: ${printParseErrorCode(error.error)}`,
    )
  }
  return {
    value: root === undefined ? undefined : getNodeValue(root),
    lineOf: locator(root, lineAt),
    ambiguities({takesComments} = {takesComments: false}) {
      const loose = takesComments ? undefined : looseAt(text)
      const message = 'JSON has no comments and no trailing commas'
      return [...(loose === undefined ? [] : [{line: lineAt(loose), message}]), ...doubledNames(root, lineAt)]
    },
  }
}

/**
 * The same for a file that has to hold an object: an empty or cut one is no file without content.
 * @throws {AibomError} `AIBOM_JSON_INVALID`, `AIBOM_JSON_TOO_DEEP`
 */
export function parseJsonObject(text: string, path: string): JsonObjectDocument {
  const document = parseJsonc(text, path)
  const record = asRecord(document.value)
  if (record === undefined) throw new AibomError('AIBOM_JSON_INVALID', `${path} does not contain a JSON object`)
  return {...document, value: record}
}

function assertShallow(text: string, path: string, lineAt: (offset: number) => number): void {
  const scanner = createScanner(text, true)
  let depth = 0
  while (scanner.getPosition() < text.length) {
    scanner.scan()
    const sign = scanner.getTokenLength() === 1 ? text[scanner.getTokenOffset()] : undefined
    if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') depth--
    if (depth > depthLimit) {
      throw new AibomError(
        'AIBOM_JSON_TOO_DEEP',
        `${path}:${lineAt(scanner.getTokenOffset())} nests more than ${depthLimit} levels`,
      )
    }
  }
}

/** Where the first comment or trailing comma is, which RFC 8259 does not allow. */
function looseAt(text: string): number | undefined {
  const scanner = createScanner(text, false)
  let commaAt: number | undefined
  while (scanner.getPosition() < text.length) {
    scanner.scan()
    const offset = scanner.getTokenOffset()
    const sign = text[offset] ?? ''
    if (sign === '/') return offset
    if ((sign === '}' || sign === ']') && commaAt !== undefined) return commaAt
    if (!' \t\r\n'.includes(sign)) commaAt = sign === ',' ? offset : undefined
  }
  return undefined
}

function doubledNames(root: Node | undefined, lineAt: (offset: number) => number): Ambiguity[] {
  const found: Ambiguity[] = []
  const nodes = root === undefined ? [] : [root]
  for (const node of nodes) {
    for (const child of node.children ?? []) nodes.push(child)
    if (node.type !== 'object') continue
    const seen = new Set<string>()
    for (const property of node.children ?? []) {
      const name = String(property.children?.[0]?.value)
      if (seen.has(name)) found.push(twice(name, lineAt(property.offset)))
      seen.add(name)
    }
  }
  return found.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
}

function locator(root: Node | undefined, lineAt: (offset: number) => number): JsonDocument['lineOf'] {
  const propertiesOf = oncePer(indexProperties)
  const childOf = (node: Node, segment: string | number): Node | undefined => {
    if (node.type !== 'object') return node.type === 'array' ? node.children?.[Number(segment)] : undefined
    return propertiesOf(node).get(String(segment))
  }
  return path => {
    let place = root
    for (const segment of path) {
      const parent = place?.type === 'property' ? place.children?.[1] : place
      place = parent === undefined ? undefined : childOf(parent, segment)
    }
    return place === undefined ? undefined : lineAt(place.offset)
  }
}

function indexProperties(object: Node): Map<string, Node> {
  return new Map((object.children ?? []).map(property => [String(property.children?.[0]?.value), property]))
}
