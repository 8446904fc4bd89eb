import {AibomError} from '../errors.ts'

/** A parsed value; a bigint where a number is whole and past 2^53. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject
/** Without a prototype: `__proto__` and `constructor` are names like any other. */
export interface JsonObject {
  readonly [name: string]: JsonValue
}

/** What is taken beyond strict JSON, and the limits. */
export interface StrictJsonOptions {
  /** nesting of arrays and objects */
  readonly maxDepth?: number
  /** values in all, containers and their elements */
  readonly maxValues?: number
  /** also `NaN`, `Infinity` and `-Infinity`, which Python's json module writes (seen in config.json of Mamba models) */
  readonly pythonNumbers?: boolean
  /** numbers with a fraction or an exponent are refused, also those that are whole (`8.0`) */
  readonly integersOnly?: boolean
}

/** What was parsed, and what readers would disagree on. */
export interface StrictJson {
  readonly value: JsonValue
  /** names that one object has twice, after unescaping; the first value is kept */
  readonly duplicates: readonly string[]
}

interface State {
  readonly text: string
  readonly maxDepth: number
  readonly maxValues: number
  readonly pythonNumbers: boolean
  readonly integersOnly: boolean
  readonly duplicates: Set<string>
  position: number
  values: number
}

interface Frame {
  /** of the object, where it is one */
  readonly members?: Record<string, JsonValue>
  readonly elements?: JsonValue[]
  name: string
}

const defaultDepth = 128
const defaultValues = 5_000_000
const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const pythonNumberPattern = /NaN|-?Infinity/y
const spacePattern = /[ \t\n\r]*/y
const literals: ReadonlyMap<string, readonly [string, JsonValue]> = new Map([
  ['t', ['true', true]],
  ['f', ['false', false]],
  ['n', ['null', null]],
])

/**
 * Reads JSON (RFC 8259) as written by people who may not wish us well: linear, without recursion, duplicate names seen
 * (`JSON.parse` hides them), integers beyond 2^53 exact (as bigint).
 * @throws {AibomError} `AIBOM_JSON_INVALID` with the offset, `AIBOM_JSON_TOO_LARGE` past a limit
 */
export function parseStrictJson(text: string, options: StrictJsonOptions = {}): StrictJson {
  const state: State = {
    text,
    maxDepth: options.maxDepth ?? defaultDepth,
    maxValues: options.maxValues ?? defaultValues,
    pythonNumbers: options.pythonNumbers === true,
    integersOnly: options.integersOnly === true,
    duplicates: new Set(),
    position: 0,
    values: 0,
  }
  const value = readDocument(state)
  skipSpace(state)
  if (state.position !== text.length) throw invalid(state, 'text after the value')
  return {value, duplicates: [...state.duplicates]}
}

/** Own members only; undefined where the value is no object or has no such name. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined
}

/** False for arrays, null and undefined. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readDocument(state: State): JsonValue {
  const stack: Frame[] = []
  for (;;) {
    const value = readNext(state, stack)
    const root = value === undefined ? undefined : settle(state, stack, value)
    if (root !== undefined) return root
  }
}

/** A scalar or an empty container; undefined where a container was opened that holds something. */
function readNext(state: State, stack: Frame[]): JsonValue | undefined {
  const opened = openContainer(state)
  if (opened === undefined) return readScalar(state)
  if (stack.length === state.maxDepth) throw tooLarge(`nested deeper than ${state.maxDepth}`, state)
  if (closes(state, opened)) return containerOf(opened)
  stack.push(opened)
  if (opened.members !== undefined) opened.name = readName(state)
  return undefined
}

/** Puts a value where it belongs and closes what ends with it; the document's value once that is closed. */
function settle(state: State, stack: Frame[], value: JsonValue): JsonValue | undefined {
  let settled = value
  for (;;) {
    const parent = stack.at(-1)
    if (parent === undefined) return settled
    store(state, parent, settled)
    if (continues(state, parent)) return undefined
    stack.pop()
    settled = containerOf(parent)
  }
}

function openContainer(state: State): Frame | undefined {
  skipSpace(state)
  state.values += 1
  if (state.values > state.maxValues) throw tooLarge(`more than ${state.maxValues} values`, state)
  const character = state.text[state.position]
  if (character === '{') {
    state.position += 1
    const members: Record<string, JsonValue> = Object.create(null)
    return {members, name: ''}
  }
  if (character !== '[') return undefined
  state.position += 1
  return {elements: [], name: ''}
}

/** Takes the closing bracket of a container that is empty. */
function closes(state: State, frame: Frame): boolean {
  skipSpace(state)
  if (state.text[state.position] !== (frame.elements === undefined ? '}' : ']')) return false
  state.position += 1
  return true
}

function containerOf(frame: Frame): JsonValue {
  return frame.elements ?? frame.members ?? null
}

function store(state: State, frame: Frame, value: JsonValue): void {
  if (frame.elements !== undefined) frame.elements.push(value)
  else if (frame.members !== undefined && !(frame.name in frame.members)) frame.members[frame.name] = value
  else state.duplicates.add(frame.name)
}

/** After a value: true when another one follows (its name read, in an object), false when the container is closed. */
function continues(state: State, frame: Frame): boolean {
  if (closes(state, frame)) return false
  if (state.text[state.position] !== ',') throw invalid(state, 'a comma or a closing bracket is missing')
  state.position += 1
  if (frame.members !== undefined) frame.name = readName(state)
  return true
}

function readName(state: State): string {
  skipSpace(state)
  if (state.text[state.position] !== '"') throw invalid(state, 'a name in quotes is missing')
  const name = readString(state)
  skipSpace(state)
  if (state.text[state.position] !== ':') throw invalid(state, 'a colon is missing')
  state.position += 1
  return name
}

function readScalar(state: State): JsonValue {
  const character = state.text[state.position]
  if (character === '"') return readString(state)
  const literal = literals.get(character ?? '')
  if (literal !== undefined && state.text.startsWith(literal[0], state.position)) {
    state.position += literal[0].length
    return literal[1]
  }
  return readNumber(state)
}

function readNumber(state: State): number | bigint {
  const token = match(state, numberPattern) ?? (state.pythonNumbers ? match(state, pythonNumberPattern) : undefined)
  if (token === undefined) throw invalid(state, 'a value is missing')
  const value = Number(token)
  if (state.integersOnly && !/^-?\d+$/.test(token)) throw invalid(state, `${token} is not an integer`)
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(token) ? value : BigInt(token)
}

function match(state: State, pattern: RegExp): string | undefined {
  pattern.lastIndex = state.position
  const token = pattern.exec(state.text)?.[0]
  if (token !== undefined) state.position += token.length
  return token
}

/**
 * The common string has no escape and is one slice; the rest is left to JSON.parse, which refuses bad escapes and
 * control characters.
 */
function readString(state: State): string {
  const start = state.position
  let end = state.text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(state.text, end, start)) end = state.text.indexOf('"', end + 1)
  if (end === -1) throw invalid(state, 'a string does not end')
  state.position = end + 1
  const raw = state.text.slice(start, end + 1)
  if (/^[^\\\u0000-\u001f]*$/.test(raw)) return raw.slice(1, -1)
  try {
    return String(JSON.parse(raw))
  } catch (error) {
    state.position = start
    throw invalid(state, 'a string has a bad escape or a control character', error)
  }
}

function isEscaped(text: string, quote: number, start: number): boolean {
  let backslashes = 0
  while (quote - 1 - backslashes > start && text[quote - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

function skipSpace(state: State): void {
  const code = state.text.charCodeAt(state.position)
  if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
  spacePattern.lastIndex = state.position
  spacePattern.test(state.text)
  state.position = spacePattern.lastIndex
}

function invalid(state: State, what: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_JSON_INVALID', `not JSON at character ${state.position}: ${what}`, {cause})
}

function tooLarge(what: string, state: State): AibomError {
  return new AibomError('AIBOM_JSON_TOO_LARGE', `JSON ${what}, at character ${state.position}`)
}
