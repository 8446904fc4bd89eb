/** A row that a statement puts into a table: its texts by the names of their columns. */
export interface SqlRow {
  readonly table: string
  readonly texts: readonly SqlText[]
}

/** A text of a row. Lines count from 1. */
export interface SqlText {
  readonly column: string
  readonly text: string
  readonly line: number
}

const inserts =
  /\binsert\s{1,20}(?:ignore\s{1,20}|or\s{1,20}\w{1,10}\s{1,20})?into\s{1,20}([\w."'`[\]]{1,200})\s{0,20}(\(|values?\s{0,200}\()/gi
const creates = /\bcreate\s{1,20}table\s{1,20}(?:if\s{1,20}not\s{1,20}exists\s{1,20})?([\w."'`[\]]{1,200})\s{0,20}\(/gi
/** Statements that do not end are read to the end of the text: after some of them it is no SQL. */
const limits = {rows: 5000, columns: 200, statements: 2000, unended: 20}

/**
 * What `INSERT INTO t (a, b) VALUES ('x', 'y'), …` states, in any dialect. Where a statement does not say its columns,
 * the table says them, if the same text creates it.
 */
export function readSqlRows(text: string): SqlRow[] {
  const rows: SqlRow[] = []
  const tables = columnsByTable(text)
  const lineAt = lineCounter(text)
  let unended = 0
  inserts.lastIndex = 0
  for (let count = 0; count < limits.statements && unended < limits.unended; count++) {
    const found = inserts.exec(text)
    if (found === null || rows.length >= limits.rows) break
    const table = bare(found[1] ?? '')
    const head = headOf(text, inserts.lastIndex, found[2] === '(')
    const columns = head?.columns ?? tables.get(table)
    if (head === undefined) unended++
    if (head === undefined || columns === undefined) continue
    const {end, isEnded} = readTuples(text, head.values, parts =>
      rows.push({table, texts: textsOf(parts, columns, lineAt)}),
    )
    if (!isEnded) unended++
    inserts.lastIndex = end
  }
  return rows
}

/** The columns that a statement says, and where its first row begins; undefined where the statement does not end. */
function headOf(
  text: string,
  from: number,
  saysColumns: boolean,
): {readonly columns?: readonly string[]; readonly values: number} | undefined {
  if (!saysColumns) return {values: from}
  const tuple = readTuple(text, from)
  const found =
    tuple === undefined ? null : /^\s{0,200}values?\s{0,200}\(/i.exec(text.slice(tuple.end, tuple.end + 500))
  return tuple === undefined || found === null
    ? undefined
    : {columns: tuple.parts.map(({written}) => bare(written)), values: tuple.end + found[0].length}
}

function textsOf(parts: readonly Part[], columns: readonly string[], lineAt: (place: number) => number): SqlText[] {
  return parts.flatMap(({start, quoted}, at): SqlText[] => {
    const column = columns[at]
    return quoted === undefined || column === undefined ? [] : [{column, text: quoted, line: lineAt(start)}]
  })
}

const noColumn = /^(?:primary|key|unique|constraint|index|foreign|check|fulltext|spatial|exclude|like)\b/i

function columnsByTable(text: string): Map<string, readonly string[]> {
  const tables = new Map<string, readonly string[]>()
  let unended = 0
  creates.lastIndex = 0
  while (tables.size < limits.statements && unended < limits.unended) {
    const found = creates.exec(text)
    const tuple = found === null ? undefined : readTuple(text, creates.lastIndex)
    if (found === null) break
    if (tuple === undefined) {
      unended++
      continue
    }
    creates.lastIndex = tuple.end
    const columns = tuple.parts.filter(({written}) => !noColumn.test(written))
    tables.set(
      bare(found[1] ?? ''),
      columns.map(({written}) => bare(written.split(/\s/, 1)[0] ?? '')),
    )
  }
  return tables
}

/** @returns where the tuples end, or the first one begins that does not */
function readTuples(
  text: string,
  from: number,
  take: (parts: readonly Part[]) => void,
): {readonly end: number; readonly isEnded: boolean} {
  let at = from
  for (;;) {
    const tuple = readTuple(text, at)
    if (tuple === undefined) return {end: at, isEnded: false}
    take(tuple.parts)
    const next = /^\s{0,200},\s{0,200}\(/.exec(text.slice(tuple.end, tuple.end + 500))
    if (next === null) return {end: tuple.end, isEnded: true}
    at = tuple.end + next[0].length
  }
}

interface Part {
  readonly written: string
  /** the first text in it */
  readonly quoted?: string
  /** where that stands, else where the part begins */
  readonly start: number
}

interface Tuple {
  readonly parts: readonly Part[]
  readonly end: number
}

/** The parts of one tuple, from behind its bracket; undefined where it does not end. */
function readTuple(text: string, from: number): Tuple | undefined {
  const parts: Part[] = []
  let begin = from
  for (;;) {
    const part = readPart(text, begin)
    if (part === undefined) return undefined
    if (parts.length < limits.columns) parts.push(part)
    begin = part.end + 1
    if (text[part.end] === ')') return {parts, end: begin}
  }
}

/** What stands up to the next comma or the closing bracket. */
function readPart(text: string, begin: number): (Part & {readonly end: number}) | undefined {
  let first: {start: number; quoted: string} | undefined
  for (let at = begin; at < text.length; at++) {
    const skipped = skip(text, at)
    if (skipped?.text !== undefined) first ??= {start: at, quoted: skipped.text}
    const end = skipped?.end ?? (text[at] === '(' ? closing(text, at) : undefined)
    if (end !== undefined) at = end
    else if (text[at] === ';') return undefined
    else if (text[at] === ',' || text[at] === ')')
      return {start: begin, ...first, written: text.slice(begin, at).trim(), end: at}
  }
  return undefined
}

/** Where the bracket closes that opens here. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    at = skip(text, at)?.end ?? at
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0
    if (depth === 0) return at
  }
  return text.length
}

/** A text or comment, and where its last character stands: one that does not end has the rest of the file. */
interface Skipped {
  readonly text?: string
  readonly end: number
}

/** The text or comment that begins here. */
function skip(text: string, at: number): Skipped | undefined {
  const sign = text[at]
  if (sign === "'") return quotedText(text, at)
  if (sign === '$') return dollarText(text, at)
  if (sign !== '-' || text[at + 1] !== '-') return undefined
  const end = text.indexOf('\n', at)
  return {end: end === -1 ? text.length : end}
}

/** `'it''s'`, `'it\'s'`: the text, and where its last quote stands. */
function quotedText(text: string, from: number): Skipped {
  let value = ''
  for (let at = from + 1; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (sign === '\\' && (text[at + 1] === "'" || text[at + 1] === 'n')) {
      at++
      value += text[at] === 'n' ? '\n' : "'"
    } else if (sign !== "'") value += sign
    else if (text[at + 1] === "'") {
      at++
      value += "'"
    } else return {text: value, end: at}
  }
  return {end: text.length}
}

/** `$$text$$`, `$tag$text$tag$` of PostgreSQL. */
function dollarText(text: string, from: number): Skipped | undefined {
  const [tag] = /^\$\w{0,40}\$/.exec(text.slice(from, from + 50)) ?? []
  if (tag === undefined) return undefined
  const end = text.indexOf(tag, from + tag.length)
  if (end === -1) return {end: text.length}
  return {text: text.slice(from + tag.length, end), end: end + tag.length - 1}
}

/** `"public"."models"` → `models` */
function bare(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).replace(/["'`[\]\s]/g, '')
}

/** Lines of places that are asked in order. */
function lineCounter(text: string): (place: number) => number {
  let line = 1
  let counted = 0
  return place => {
    for (; counted < place; counted++) if (text.charCodeAt(counted) === 10) line++
    return line
  }
}
