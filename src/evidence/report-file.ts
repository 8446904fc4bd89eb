import {AibomError, messageOf} from '../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../lib/narrow.ts'
import {parseStrictJson} from '../lib/parse/strict-json.ts'
import {decodeText} from '../lib/text/text.ts'

/** A row of a file of JSON lines. */
export interface Row {
  readonly line: number
  readonly value: UnknownRecord
}

/** The lines of a file of JSON lines, as far as they can be read. */
export interface Rows {
  readonly rows: readonly Row[]
  /** lines that are no JSON object */
  readonly unread: readonly number[]
  /** the last line is among them: the file was cut */
  readonly isCut: boolean
}

/** A file of results, parsed once however many readers ask. */
export interface ReportFile {
  /** without its folder */
  readonly name: string
  readonly bytes: Buffer
  /** the whole as JSON; undefined where it is none */
  document(): unknown
  /** its lines as JSON objects; undefined where the first one is none */
  rows(): Rows | undefined
}

/** Values of one document or line; the largest reports hold some 100,000 attempts. */
const maxValues = 20_000_000
const maxDepth = 100

/** Nothing is parsed before it is asked for; a file with a zero byte at its beginning is not text. */
export function reportFile(name: string, bytes: Buffer): ReportFile {
  const isText = bytes.length > 0 && !bytes.subarray(0, 512).includes(0)
  let text: string | undefined
  const textOnce = (): string => {
    text ??= isText ? decodeText(bytes) : ''
    return text
  }
  return {
    name,
    bytes,
    document: once(() => (isText ? wholeJson(textOnce()) : undefined)),
    rows: once(() => (isText ? jsonLines(textOnce()) : undefined)),
  }
}

function once<T>(make: () => T): () => T {
  let made: {readonly value: T} | undefined
  return () => {
    made ??= {value: make()}
    return made.value
  }
}

/** Several lines of JSON are no JSON, which the first of them tells. */
function wholeJson(text: string): unknown {
  const parsed = parseOne(text)
  return parsed.ok ? parsed.value : undefined
}

function jsonLines(text: string): Rows | undefined {
  const rows: Row[] = []
  const unread: number[] = []
  const lines = text.split('\n')
  const last = lines.findLastIndex(line => line.trim() !== '')
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const parsed = parseOne(line)
    const value = parsed.ok ? asRecord(parsed.value) : undefined
    if (value !== undefined) rows.push({line: index + 1, value})
    else if (rows.length === 0) return undefined
    else unread.push(index + 1)
  }
  return rows.length === 0 ? undefined : {rows, unread, isCut: unread.includes(last + 1)}
}

type Parsed = {readonly ok: true; readonly value: unknown} | {readonly ok: false; readonly message: string}

/** Names that stand twice in one object make a text that two programs read differently: it is not taken. */
function parseOne(text: string): Parsed {
  try {
    const {value, duplicates} = parseStrictJson(text, {maxValues, maxDepth, pythonNumbers: true})
    return duplicates.length === 0 ? {ok: true, value} : {ok: false, message: 'a name stands twice in one object'}
  } catch (error) {
    if (error instanceof AibomError) return {ok: false, message: messageOf(error)}
    throw error
  }
}
