import {withoutApostrophe} from '../../lib/escape/csv.ts'
import {parseCsv} from '../../lib/text/csv.ts'

/** One answer in a file that came back. */
export interface Reply {
  /** of the question */
  readonly reference: string
  readonly text: string
  readonly line: number
}

/** What a file of answers holds, and what of it could not be read. */
export interface Replies {
  readonly replies: readonly Reply[]
  readonly problems: readonly string[]
}

/** An answer longer than this belongs in a document that is attached. */
const answerLength = 20_000

/** Reads a letter that came back, in the form in which it was sent. @param shown name of the file in messages */
export function parseReplies(text: string, form: 'markdown' | 'csv', shown: string): Replies {
  const {replies, problems} = form === 'csv' ? fromCsv(text, shown) : fromMarkdown(text, shown)
  const trouble = [...problems]
  const byReference = new Map<string, Reply>()
  for (const reply of replies) {
    const twin = byReference.get(reply.reference)
    const place = `${shown}, line ${reply.line}`
    if (twin !== undefined && twin.text !== reply.text)
      trouble.push(`${place}: ${reply.reference} is already answered on line ${twin.line}; that answer is used`)
    if (reply.text.length > answerLength)
      trouble.push(
        `${place}: the answer to ${reply.reference} is longer than ${answerLength} characters and was ignored`,
      )
    if (twin === undefined && reply.text.length <= answerLength) byReference.set(reply.reference, reply)
  }
  return {replies: [...byReference.values()], problems: trouble}
}

const referencePattern = /^[\s>*_]{0,20}Reference:[\s*_`]{0,20}(q-[0-9a-f]{8})\b/i
const answerPattern = /^[\s>*_]{0,20}Answer:[*_]{0,4}(.*)$/i
const headingPattern = /^[\s>]{0,20}##? /

/** An answer reaches from its mark to the heading of the next question: everything in between is its text. */
function fromMarkdown(text: string, shown: string): Replies {
  const lines = text.split(/\r\n|\n|\r/)
  const starts = lines.flatMap((line, index) => {
    const reference = referencePattern.exec(line)?.[1]
    return reference === undefined ? [] : [{reference: reference.toLowerCase(), index}]
  })
  const problems: string[] = starts.length === 0 ? [`${shown}: no line contains the reference of a question`] : []
  const replies = starts.flatMap(({reference, index}, at) => {
    const next = starts[at + 1]
    const block = lines.slice(index + 1, next === undefined ? lines.length : headingBefore(lines, next.index, index))
    const mark = block.findIndex(line => answerPattern.test(line))
    if (mark === -1) {
      problems.push(
        `${shown}, line ${index + 1}: ${reference} has no line that starts with “Answer:”, so it was ignored`,
      )
      return []
    }
    const [, first = ''] = answerPattern.exec(block[mark] ?? '') ?? []
    return [{reference, text: [first, ...block.slice(mark + 1)].join('\n').trim(), line: index + 2 + mark}]
  })
  return {replies, problems}
}

/** Where the question of a reference begins: at the last heading before it. */
function headingBefore(lines: readonly string[], index: number, after: number): number {
  for (let at = index - 1; at > after; at--) if (headingPattern.test(lines[at] ?? '')) return at
  return index
}

function fromCsv(text: string, shown: string): Replies {
  const rows = parseCsv(text)
  if (rows === undefined)
    return {replies: [], problems: [`${shown}: not valid CSV: a quote is not closed, or text follows it`]}
  const names = (rows[0]?.fields ?? []).map(name => name.trim().toLowerCase())
  const [reference, answer] = [names.indexOf('reference'), names.indexOf('answer')]
  if (reference === -1 || answer === -1)
    return {replies: [], problems: [`${shown}: the columns “reference” and “answer” are missing`]}
  const problems: string[] = []
  const replies = rows.slice(1).flatMap(({line, fields}) => {
    const named = fields[reference]?.trim().toLowerCase() ?? ''
    if (/^q-[0-9a-f]{8}$/.test(named))
      return [{reference: named, text: withoutApostrophe(fields[answer] ?? '').trim(), line}]
    problems.push(`${shown}, line ${line}: no reference of a question`)
    return []
  })
  return {replies, problems}
}
