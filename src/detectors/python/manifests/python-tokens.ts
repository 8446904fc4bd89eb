import {lineIndex} from '../../../lib/text/lines.ts'

/** Strings, names, signs and line ends of Python source; enough to read literals, not to understand a program. */
export interface Token {
  readonly type: 'string' | 'name' | 'sign' | 'newline'
  /** of a string its value */
  readonly text: string
  readonly line: number
  /** a string with parts that are computed (`f"{x}"`) */
  readonly isComputed?: boolean
}

const wordPattern = /[A-Za-z_]\w*/y
const numberPattern = /\d[\w.]*/y
const blankPattern = /(?:[^\S\n]|\\\r?\n)+/y
const commentPattern = /#[^\n]*/y
const prefixPattern = /^[rbuft]{1,2}$/i
const escapePattern = /\\(?:\r?\n|.)/g
const escapes: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\t': '\t',
  '\\\\': '\\',
  "\\'": "'",
  '\\"': '"',
  '\\\n': '',
  '\\\r\n': '',
}

interface Cursor {
  readonly text: string
  at: number
}

/**
 * Tolerant: an unterminated string ends with its line, or with the text where it is triple-quoted; line ends inside
 * brackets are left out.
 */
export function pythonTokens(text: string): Token[] {
  const cursor: Cursor = {text, at: 0}
  const lineAt = lineIndex(text)
  const tokens: Token[] = []
  let depth = 0
  while (cursor.at < text.length) {
    if (match(cursor, blankPattern) !== undefined || match(cursor, commentPattern) !== undefined) continue
    const line = lineAt(cursor.at)
    const token = readToken(cursor)
    depth = Math.max(0, depth + depthChange(token))
    if (token.type !== 'newline' || depth === 0) tokens.push({...token, line})
  }
  return tokens
}

function depthChange({type, text}: Omit<Token, 'line'>): number {
  if (type !== 'sign') return 0
  return Number('([{'.includes(text)) - Number(')]}'.includes(text))
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0]
  cursor.at += found?.length ?? 0
  return found
}

function readToken(cursor: Cursor): Omit<Token, 'line'> {
  const sign = cursor.text[cursor.at] ?? ''
  if (sign === '"' || sign === "'") return {type: 'string', text: readString(cursor, sign, false)}
  const word = match(cursor, wordPattern)
  if (word === undefined) {
    const number = match(cursor, numberPattern)
    if (number === undefined) cursor.at++
    return {type: sign === '\n' ? 'newline' : 'sign', text: number ?? sign}
  }
  const next = cursor.text[cursor.at]
  if ((next !== '"' && next !== "'") || !prefixPattern.test(word)) return {type: 'name', text: word}
  const text = readString(cursor, next, /r/i.test(word))
  return {type: 'string', text, ...(/[ft]/i.test(word) && text.includes('{') && {isComputed: true})}
}

function readString(cursor: Cursor, quote: string, isRaw: boolean): string {
  const triple = quote.repeat(3)
  const mark = cursor.text.startsWith(triple, cursor.at) ? triple : quote
  const start = cursor.at + mark.length
  const end = endOfString(cursor.text, start, mark)
  cursor.at = cursor.text.startsWith(mark, end) ? end + mark.length : end
  const inner = cursor.text.slice(start, end)
  return isRaw ? inner : inner.replace(escapePattern, found => escapes[found] ?? found)
}

function endOfString(text: string, start: number, mark: string): number {
  for (let at = start; at < text.length; at++) {
    if (text.startsWith(mark, at) || (text[at] === '\n' && mark.length === 1)) return at
    if (text[at] === '\\') at += text.startsWith('\r\n', at + 1) ? 2 : 1
  }
  return text.length
}
