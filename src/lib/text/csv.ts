/** A row, and the line on which it begins. */
export interface CsvRow {
  readonly line: number
  readonly fields: readonly string[]
}

/**
 * Reads RFC 4180 with any line break; a semicolon or tab separates fields where the first line has more of them, as
 * some spreadsheets write it.
 * @returns undefined where a quote is not closed, or something follows it
 */
export function parseCsv(text: string): CsvRow[] | undefined {
  const separator = separatorOf(text)
  const rows: CsvRow[] = []
  let fields: string[] = []
  let [at, line, rowLine] = [0, 1, 1]
  while (at < text.length) {
    const field = readField(text, at, separator)
    if (field === undefined) return undefined
    fields.push(field.value)
    line += breaksIn(text.slice(at, field.end))
    at = field.end
    if (text[at] === separator) {
      at++
      if (at < text.length) continue
      fields.push('')
    }
    const width = text.startsWith('\r\n', at) ? 2 : 1
    if (at < text.length) line++
    at += width
    rows.push({line: rowLine, fields})
    fields = []
    rowLine = line
  }
  return rows.filter(row => row.fields.some(value => value !== ''))
}

interface Field {
  readonly value: string
  /** offset of the separator or line break after it */
  readonly end: number
}

function readField(text: string, at: number, separator: string): Field | undefined {
  if (text[at] !== '"') return plain(text, at, separator)
  const field = quoted(text, at)
  return field !== undefined && isEnd(text[field.end], separator) ? field : undefined
}

function isEnd(sign: string | undefined, separator: string): boolean {
  return sign === undefined || sign === separator || sign === '\n' || sign === '\r'
}

function quoted(text: string, start: number): Field | undefined {
  const parts: string[] = []
  let from = start + 1
  for (;;) {
    const close = text.indexOf('"', from)
    if (close === -1) return undefined
    parts.push(text.slice(from, close))
    if (text[close + 1] !== '"') return {value: parts.join('"'), end: close + 1}
    from = close + 2
  }
}

function plain(text: string, start: number, separator: string): Field {
  let end = start
  while (!isEnd(text[end], separator)) end++
  return {value: text.slice(start, end), end}
}

function separatorOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1)
  const count = (sign: string): number => first.split(sign).length
  return [';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',')
}

function breaksIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1
}
