import {unescapeText} from '../unescape.ts'

/** A word, literal or sign of Swift; comments are left out. */
export interface Token {
  readonly kind: 'word' | 'text' | 'sign'
  /** the word, the sign, or the text that a literal stands for */
  readonly text: string
  readonly line: number
  /** a literal with parts that only the program knows: its known and unknown parts in order */
  readonly parts?: readonly (string | {readonly hole: string})[]
}

/** Tokens of one file; more are cut off. */
const tokenLimit = 200_000
const wordPattern = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y
const numberPattern = /\d[\w.]*/y

/** The words, literals and signs of a Swift source; comments, which nest, are left out. Linear, never throws. */
export function swiftTokens(source: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  let at = 0
  while (at < source.length && tokens.length < tokenLimit) {
    const {token, end} = tokenAt(source, at)
    if (token !== undefined) tokens.push({...token, line})
    for (let one = source.indexOf('\n', at); one !== -1 && one < end; one = source.indexOf('\n', one + 1)) line++
    at = end
  }
  return tokens
}

interface Found {
  readonly token?: Omit<Token, 'line'>
  readonly end: number
}

function tokenAt(source: string, at: number): Found {
  const sign = source[at] ?? ''
  if (sign === '\n' || sign === ' ' || sign === '\t' || sign === '\r') return {end: at + 1}
  if (sign === '/' && source[at + 1] === '/') return {end: endOf(source, '\n', at)}
  if (sign === '/' && source[at + 1] === '*') return {end: afterComment(source, at)}
  if (sign === '"' || (sign === '#' && /^#{1,8}"/.test(source.slice(at, at + 9)))) return literalAt(source, at)
  const word = matchAt(wordPattern, source, at) ?? matchAt(numberPattern, source, at)
  return word === undefined
    ? {token: {kind: 'sign', text: sign}, end: at + 1}
    : {token: {kind: 'word', text: word}, end: at + word.length}
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

function endOf(source: string, text: string, from: number): number {
  const found = source.indexOf(text, from)
  return found === -1 ? source.length : found
}

function afterComment(source: string, start: number): number {
  let depth = 0
  for (let at = start; at < source.length; at++) {
    if (source[at] === '/' && source[at + 1] === '*') depth++
    else if (source[at] !== '*' || source[at + 1] !== '/') continue
    else depth--
    at++
    if (depth === 0) return at + 1
  }
  return source.length
}

/** `"…"`, `"""…"""`, `#"…"#`, with `\(…)` between. */
function literalAt(source: string, start: number): Found {
  const hashes = /^#*/.exec(source.slice(start, start + 9))?.[0] ?? ''
  const isBlock = source.startsWith('"""', start + hashes.length)
  const close = `${isBlock ? '"""' : '"'}${hashes}`
  const parts: (string | {hole: string})[] = []
  let from = start + hashes.length + (isBlock ? 3 : 1)
  let at = from
  while (at < source.length && !source.startsWith(close, at) && (isBlock || source[at] !== '\n')) {
    if (!source.startsWith(`\\${hashes}`, at)) {
      at++
      continue
    }
    const next = at + 1 + hashes.length
    if (source[next] === '(') {
      const end = afterParentheses(source, next)
      parts.push(source.slice(from, at), {hole: source.slice(next + 1, end - 1).slice(0, 60)})
      from = end
      at = end
    } else at = next + 1
  }
  parts.push(source.slice(from, at))
  return {
    token: literalToken(parts, isBlock, hashes !== ''),
    end: Math.min(source.length, at + (source.startsWith(close, at) ? close.length : 0)),
  }
}

function literalToken(
  parts: readonly (string | {hole: string})[],
  isBlock: boolean,
  isRaw: boolean,
): Omit<Token, 'line'> {
  const texts = parts.map(part => (typeof part === 'string' && !isRaw ? unescapeText(part) : part))
  const text = texts.map(part => (typeof part === 'string' ? part : '')).join('')
  return {kind: 'text', text: isBlock ? text.trim() : text, ...(texts.length > 1 && {parts: texts})}
}

function afterParentheses(source: string, start: number): number {
  let depth = 0
  for (let at = start; at < source.length; at++) {
    if (source[at] === '(') depth++
    else if (source[at] === ')' && --depth === 0) return at + 1
    else if (source[at] === '\n') return at
  }
  return source.length
}
