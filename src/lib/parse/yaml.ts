import {
  Composer,
  CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type YAMLMap,
} from 'yaml'
import {AibomError, messageOf} from '../errors.ts'
import {oncePer} from '../remember.ts'
import {type Ambiguity, twice} from './ambiguity.ts'

/** How deep and how strictly a document is read. */
export interface YamlLimits {
  /** nested maps and lists, 200 if not given: the composer recurses */
  readonly depth?: number
  /**
   * `strings` leaves every scalar as it is written (`1.10`, `no`, `null`); `core` is YAML 1.2: `no` is a string, `1.10`
   * a number
   */
  readonly scalars?: 'core' | 'strings'
  /**
   * true refuses a key that is written twice in one map (YAML 1.2, section 3.2.1.3): for files whose every line counts
   */
  readonly uniqueKeys?: boolean
}

/** A value parsed from YAML, and the line of everything in it. */
export interface YamlDocument {
  /** plain objects, arrays and scalars; of a key that is written twice the last counts; `<<` is merged */
  readonly value: unknown
  /**
   * Line, from 1, of the key or list item at a path; inside an alias or a merged map the line of that alias. Constant
   * time a segment.
   */
  lineOf(path: readonly (string | number)[]): number | undefined
  /** keys that are twice in one map, or that are no text */
  ambiguities(): Ambiguity[]
}

/** A document that knows its columns too. */
export interface PlacedYaml extends YamlDocument {
  /** Line and column, from 1, of the same. */
  placeOf(path: readonly (string | number)[]): YamlPlace | undefined
  /**
   * Where in the file a sign of the text at a path stands: of a scalar that is written as it is; undefined of one that
   * is folded or escaped.
   */
  placeInText(path: readonly (string | number)[], offset: number): YamlPlace | undefined
}

/** Both count from 1. */
export interface YamlPlace {
  readonly line: number
  readonly column: number
}

/** Of a text that holds none. */
export const emptyDocument: PlacedYaml = {
  value: undefined,
  lineOf: () => undefined,
  ambiguities: () => [],
  placeOf: () => undefined,
  placeInText: () => undefined,
}

type KeyIndex = ReadonlyMap<string, YAMLMap['items'][number]>

const defaultDepth = 200
/** Each use of an alias looks through all anchors; real files have some dozens. */
const anchorLimit = 5000
const documentLimit = 10_000

/**
 * Parses a file of one YAML 1.2 document; an empty one has the value null.
 *
 * @throws {AibomError} `AIBOM_YAML_INVALID`, `AIBOM_YAML_TOO_DEEP`, `AIBOM_YAML_ALIASES` (an alias bomb)
 */
export function parseYaml(text: string, path: string, limits?: YamlLimits): PlacedYaml {
  const [first, second] = limits === undefined ? parsed(text, path, 2) : composeAll(text, path, limits, 2)
  if (second !== undefined)
    throw new AibomError('AIBOM_YAML_INVALID', `${path} contains several YAML documents, but only one is expected`)
  return first ?? {...emptyDocument, value: null}
}

/**
 * Parses a stream of documents divided by `---`; lines count from the start of the file. Errors as {@link parseYaml}.
 */
export function parseYamlStream(text: string, path: string, limits?: YamlLimits): readonly YamlDocument[] {
  return limits === undefined ? parsed(text, path, documentLimit) : composeAll(text, path, limits, documentLimit)
}

/**
 * The documents of the last text, or why it is none: several detectors ask for those of one file, one after the other.
 * Memory that is needed may be taken back.
 */
let last: {readonly text: string; readonly path: string; readonly outcome: WeakRef<Outcome>} | undefined

type Outcome = {readonly documents: readonly PlacedYaml[]} | {readonly error: AibomError}

/** Only what was read to its end is good for whoever wants more of it. */
function parsed(text: string, path: string, most: number): readonly PlacedYaml[] {
  const known = last?.text === text && last.path === path ? last.outcome.deref() : undefined
  const outcome = known ?? outcomeOf(text, path, most)
  if ('error' in outcome || outcome.documents.length < most) last = {text, path, outcome: new WeakRef(outcome)}
  if ('error' in outcome) throw outcome.error
  return outcome.documents
}

function outcomeOf(text: string, path: string, most: number): Outcome {
  try {
    return {documents: composeAll(text, path, {}, most)}
  } catch (error) {
    if (error instanceof AibomError) return {error}
    throw error
  }
}

function composeAll(text: string, path: string, limits: YamlLimits, most: number): PlacedYaml[] {
  const lines = new LineCounter()
  const composer = new Composer({
    version: '1.2',
    schema: limits.scalars === 'strings' ? 'failsafe' : 'core',
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  })
  const documents: PlacedYaml[] = []
  for (const document of composer.compose(
    guardedTokens(text, path, limits.depth ?? defaultDepth, lines),
    false,
    text.length,
  )) {
    const parsed = toDocument(document, path, lines)
    if (limits.uniqueKeys === true) assertUniqueKeys(parsed, path)
    documents.push(parsed)
    if (documents.length >= most) break
  }
  return documents
}

/** The parser keeps its open maps and lists on a stack of its own, so depth shows before anything recurses. */
function* guardedTokens(text: string, path: string, depth: number, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  let anchors = 0
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > depth) {
      throw new AibomError(
        'AIBOM_YAML_TOO_DEEP',
        `${path}:${lines.linePos(parser.offset).line} nests more than ${depth} levels`,
      )
    }
    const type = CST.tokenType(lexeme)
    if ((type === 'alias' || type === 'anchor') && ++anchors > anchorLimit) {
      throw new AibomError('AIBOM_YAML_ALIASES', `${path} has more than ${anchorLimit} anchors and aliases`)
    }
  }
  yield* parser.end()
}

function toDocument(document: Document.Parsed, path: string, lines: LineCounter): PlacedYaml {
  const [error] = document.errors
  if (error !== undefined)
    throw new AibomError(
      'AIBOM_YAML_INVALID',
      `${path}:${lines.linePos(error.pos[0]).line} is not YAML: ${error.message}`,
    )
  const placeOf = locator(document, lines)
  return {
    value: toValue(document, path),
    lineOf: at => placeOf(at)?.line,
    ambiguities: () => ambiguousKeys(document, lines),
    placeOf,
    placeInText: textLocator(document, lines),
  }
}

function assertUniqueKeys(document: YamlDocument, path: string): void {
  const [first] = document.ambiguities()
  if (first !== undefined) throw new AibomError('AIBOM_YAML_INVALID', `${path}:${first.line ?? 1}: ${first.message}`)
}

/** The library's own check compares every key with every other. */
function ambiguousKeys(document: Document.Parsed, lines: LineCounter): Ambiguity[] {
  const found: Ambiguity[] = []
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<string>()
      for (const {key} of map.items) {
        const line = hasRange(key) ? lines.linePos(key.range[0]).line : undefined
        if (!isScalar(key)) {
          found.push({line, message: 'a key is not text'})
          continue
        }
        const name = textOfKey(key.value)
        if (seen.has(name)) found.push(twice(name, line))
        seen.add(name)
      }
    },
  })
  return found
}

function toValue(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS({mapAsMap: false})
  } catch (error) {
    // the library throws ReferenceError for too many or unresolved aliases, Error and TypeError for merges of what is
    // no map
    const code =
      error instanceof ReferenceError && error.message.startsWith('Excessive')
        ? 'AIBOM_YAML_ALIASES'
        : 'AIBOM_YAML_INVALID'
    throw new AibomError(code, `${path} is not YAML that can be read: ${messageOf(error)}`, {cause: error})
  }
}

/**
 * A node, or the key that leads to it, and what lies there; `node` is undefined where nothing can be followed further.
 */
interface Step {
  readonly at: unknown
  readonly node: unknown
}

function locator(document: Document.Parsed, lines: LineCounter): PlacedYaml['placeOf'] {
  const keysOf = oncePer(indexKeys)
  return path => {
    let step: Step | undefined = {at: document.contents, node: document.contents}
    for (const segment of path) {
      if (isAlias(step.node) || step.node === undefined) break
      step = stepInto(step.node, segment, keysOf)
      if (step === undefined) return undefined
    }
    const start = hasRange(step.at) ? step.at.range[0] : undefined
    return start === undefined ? undefined : toPlace(lines, start)
  }
}

function toPlace(lines: LineCounter, offset: number): YamlPlace {
  const {line, col} = lines.linePos(offset)
  return {line, column: col}
}

/** Plain and quoted scalars of one line, and literal blocks (`|`), stand in the file as they are read. */
function textLocator(document: Document.Parsed, lines: LineCounter): PlacedYaml['placeInText'] {
  return (path, offset) => {
    const node = document.getIn(path, true)
    if (!isScalar(node) || typeof node.value !== 'string' || !hasRange(node)) return undefined
    const [start, end] = node.range
    if (node.type === 'BLOCK_LITERAL') return placeInBlock(node.value, offset, lines, start)
    const quotes = node.type === 'PLAIN' ? 0 : 1
    return end - start === node.value.length + 2 * quotes ? toPlace(lines, start + quotes + offset) : undefined
  }
}

/** Every line of a block is indented as its first one. */
function placeInBlock(value: string, offset: number, lines: LineCounter, start: number): YamlPlace | undefined {
  const before = value.slice(0, offset)
  const row = before.split('\n').length
  const header = lines.linePos(start).line
  const [from, to] = [lines.lineStarts[header + row - 1], lines.lineStarts[header + row]]
  if (from === undefined || to === undefined) return undefined
  const text = value.split('\n')[row - 1] ?? ''
  const indent = to - from - 1 - text.length
  return indent < 0 ? undefined : {line: header + row, column: indent + offset - (before.lastIndexOf('\n') + 1) + 1}
}

function stepInto(node: unknown, segment: string | number, keysOf: (map: YAMLMap) => KeyIndex): Step | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)]
    return item === undefined ? undefined : {at: item, node: item}
  }
  if (!isMap(node)) return undefined
  const keys = keysOf(node)
  const pair = keys.get(String(segment))
  if (pair !== undefined) return {at: pair.key, node: pair.value}
  const merged = keys.get('<<')
  return merged === undefined ? undefined : {at: merged.key, node: undefined}
}

function indexKeys(map: YAMLMap): KeyIndex {
  return new Map(map.items.map(pair => [isScalar(pair.key) ? textOfKey(pair.key.value) : String(pair.key), pair]))
}

function textOfKey(value: unknown): string {
  if (typeof value === 'symbol') return value.description ?? ''
  return value === null ? '' : String(value)
}

function hasRange(node: unknown): node is {range: readonly [number, number, number]} {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}
