import {lineIndex} from '../text/lines.ts'

/**
 * A key, table or array element and where it stands. A tree, since joined paths would grow with the square of what a
 * hostile file nests.
 */
interface Place {
  readonly offset: number
  readonly children: Map<string, Place>
  /** elements so far, of an array of tables */
  tables?: number
}

interface Cursor {
  readonly text: string
  at: number
}

/** An array (`next` counts its elements) or an inline table that is open. */
interface Frame {
  readonly place: Place
  readonly isArray: boolean
  next: number
}

const bareKeyEnd = /[\s.=\]]/g
const scalarEnd = /[,\]}\n#]/g
const inkStart = /[^\s,\uFEFF]/g

/**
 * Where keys stand, of text that is known to be valid TOML.
 * @returns key path → line from 1; array elements by number
 */
export function indexTomlLines(text: string): (keys: readonly (string | number)[]) => number | undefined {
  const root: Place = {offset: 0, children: new Map()}
  const cursor: Cursor = {text, at: 0}
  let table = root
  for (skipBlank(cursor); cursor.at < text.length; skipBlank(cursor)) {
    if (text[cursor.at] === '[') table = openTable(cursor, root)
    else indexValue(cursor, readKey(cursor, table))
  }
  const lineAt = lineIndex(text)
  return keys => {
    let place: Place | undefined = root
    for (const key of keys) place = place?.children.get(String(key))
    return place === undefined || place === root ? undefined : lineAt(place.offset)
  }
}

/** White space, line ends, comments and commas. */
function skipBlank(cursor: Cursor): void {
  skipTo(cursor, inkStart)
  while (cursor.text[cursor.at] === '#') {
    cursor.at = positionAfter(cursor.text, '\n', cursor.at)
    skipTo(cursor, inkStart)
  }
}

/** To the next match, or the end of the text. */
function skipTo(cursor: Cursor, pattern: RegExp): void {
  pattern.lastIndex = cursor.at
  cursor.at = pattern.exec(cursor.text)?.index ?? cursor.text.length
}

function childOf(parent: Place, key: string, offset: number): Place {
  const known = parent.children.get(key)
  if (known !== undefined) return known
  const made: Place = {offset, children: new Map()}
  parent.children.set(key, made)
  return made
}

/** `[a.b]` or `[[a.b]]`: every part but the last means the latest element where it is an array of tables. */
function openTable(cursor: Cursor, root: Place): Place {
  const start = cursor.at
  const isArray = cursor.text[start + 1] === '['
  cursor.at += isArray ? 2 : 1
  const parts = readParts(cursor, ']')
  cursor.at += isArray ? 2 : 1
  let place = root
  for (const part of parts.slice(0, -1)) place = latest(childOf(place, part, start))
  const last = childOf(place, parts.at(-1) ?? '', start)
  if (!isArray) return latest(last)
  last.tables = (last.tables ?? 0) + 1
  return childOf(last, String(last.tables - 1), start)
}

function latest(place: Place): Place {
  return place.tables === undefined ? place : childOf(place, String(place.tables - 1), place.offset)
}

/** `a.b =`, below a table. */
function readKey(cursor: Cursor, table: Place): Place {
  const start = cursor.at
  let place = table
  for (const part of readParts(cursor, '=')) place = childOf(place, part, start)
  cursor.at++
  skipBlank(cursor)
  return place
}

/** Leaves the cursor on `end`. */
function readParts(cursor: Cursor, end: string): string[] {
  const parts: string[] = []
  while (cursor.at < cursor.text.length) {
    const sign = cursor.text[cursor.at]
    if (sign === end) break
    const start = cursor.at
    if (sign === '"' || sign === "'") {
      skipString(cursor)
      parts.push(cursor.text.slice(start + 1, cursor.at - 1))
    } else if (sign === '.' || sign === ' ' || sign === '\t') cursor.at++
    else {
      skipTo(cursor, bareKeyEnd)
      parts.push(cursor.text.slice(start, cursor.at))
    }
  }
  return parts
}

function indexValue(cursor: Cursor, place: Place): void {
  const frames: Frame[] = []
  let current = place
  do {
    openValue(cursor, current, frames)
    closeFrames(cursor, frames)
    const frame = frames.at(-1)
    if (frame !== undefined)
      current = frame.isArray ? childOf(frame.place, String(frame.next++), cursor.at) : readKey(cursor, frame.place)
  } while (frames.length > 0 && cursor.at < cursor.text.length)
}

function openValue(cursor: Cursor, place: Place, frames: Frame[]): void {
  const sign = cursor.text[cursor.at]
  if (sign === '[' || sign === '{') {
    frames.push({place, isArray: sign === '[', next: 0})
    cursor.at++
  } else if (sign === '"' || sign === "'") skipString(cursor)
  else skipTo(cursor, scalarEnd)
}

function closeFrames(cursor: Cursor, frames: Frame[]): void {
  while (frames.length > 0) {
    skipBlank(cursor)
    const sign = cursor.text[cursor.at]
    if (sign !== ']' && sign !== '}') return
    frames.pop()
    cursor.at++
  }
}

/** Any of the four kinds of string. */
function skipString(cursor: Cursor): void {
  const {text} = cursor
  const quote = text[cursor.at] === '"' ? '"' : "'"
  const triple = quote.repeat(3)
  const mark = text.startsWith(triple, cursor.at) ? triple : quote
  cursor.at += mark.length
  cursor.at = quote === '"' ? positionAfterUnescaped(text, mark, cursor.at) : positionAfter(text, mark, cursor.at)
  while (mark === triple && text[cursor.at] === quote) cursor.at++
}

function positionAfterUnescaped(text: string, mark: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text.startsWith(mark, at)) return at + mark.length
  }
  return text.length
}

function positionAfter(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at + mark.length
}
