import {isKeyLike} from './key-like.ts'
import {isOpen} from './open-value.ts'
import {mark} from './tokens.ts'

/** Offsets into the text, the end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What comes before a value and decides whether it is hidden. */
export interface ValueContext {
  /** secret: whatever it looks like · maybe: unless it is plain words */
  readonly kind: 'secret' | 'maybe'
  /** `string`: inside a string of code */
  readonly writing: 'code' | 'data' | 'prose' | 'string'
  /** what leads to the value: `=`, `:`, `=>`, `,` */
  readonly sign?: string
}

const openingPattern = /(?:[rRbBuUfF]{1,2}|\$|@)?(\\{0,3}(?:"""|'''|["'`]))/y
const blockPattern = /[|>][+-]?\d?[ \t]*(?:#[^\n]*)?(?=\r?\n)/y
const emptyPattern = /[ \t]*(?:[(\\][ \t]*)?\r?\n[ \t]*(?=\S)/y
const groupPattern = /(?:(?:new|await)[ \t]+)?[A-Za-z_$]?[\w$.]{0,100}[([]/y
const stringPattern = /(\\{0,3}["'`])((?:(?!\1)[^\n]){1,4096})\1/g
/** What adds a string to the one before. */
const addedPattern =
  /\\{0,3}["'`][ \t]*(?:\+[ \t]*(?:\r?\n[ \t]*)?|\\?\r?\n[ \t]*(?:\+[ \t]*)?)(?=[rRbBuUfF]{0,2}\\{0,3}["'`])/y
/** A lookup of a secret by the name of its variable. */
const lookupPattern = /["'][A-Z][A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS?)["']/
const fallbackPattern =
  /(?:\|\||\?\?|\bor\b|\belse\b|\?|,|(?<=["'`][ \t]{0,4}):)[ \t]*(\\{0,3}["'`])((?:(?!\1)[^\n]){1,4096})\1/g
const schemePattern = /^(?:Bearer|Basic|Token|ApiKey)[ \t]+/i
/** Words, paths and names: what a value under `key` or `auth` is as a rule. */
const plainWords = /^[\w .:/,()<>{}[\]@#|+*-]*$/
const variableName = /^[A-Z][A-Z0-9_]*$/

const newline = 10
const valueLimit = 65_536
const groupLimit = 400
/** A longer line is not looked at to its end. */
const lineLimit = 4096
/** What stands in for an expression is near it. */
const fallbackLimit = 200

/** Where the secret parts of the value at a place are; none where it is no value, or one that everybody may see. */
export function spansOfValue(text: string, at: number, context: ValueContext): Span[] {
  const opening = match(openingPattern, text, at)
  if (opening !== undefined)
    return context.sign === ',' && isKey(text, at, opening) ? [] : stringSpans(text, at, opening, context)
  if (match(blockPattern, text, at) !== undefined) return blockSpans(text, at)
  const empty = match(emptyPattern, text, at)
  if (empty !== undefined) return nextLineSpans(text, at, at + empty[0].length, context)
  if (text[at] === '{') return []
  const group = context.sign === ',' ? undefined : match(groupPattern, text, at)
  if (group !== undefined && !/^\$\(/.test(group[0])) return groupSpans(text, at + group[0].length, context)
  return context.writing === 'code' ? expressionSpans(text, at, context) : bareSpan(text, at, context)
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

/** A string, and those that are added to it. */
function stringSpans(text: string, at: number, opening: RegExpExecArray, context: ValueContext): Span[] {
  const start = at + opening[0].length
  const spans = quotedSpan(text, start, opening[1] ?? '', context)
  const end = spans[0]?.end ?? indexNear(text, opening[1] ?? '', start)
  const added = context.writing === 'code' && end >= start ? match(addedPattern, text, end) : undefined
  const next = added === undefined ? undefined : match(openingPattern, text, end + added[0].length)
  return added === undefined || next === undefined
    ? spans
    : [...spans, ...stringSpans(text, end + added[0].length, next, context)]
}

function indexNear(text: string, sign: string, from: number): number {
  const found = text.slice(from, from + lineLimit).indexOf(sign)
  return found === -1 ? -1 : from + found
}

/** `"API_KEY", "value": …`: the string behind the comma is the name of something else. */
function isKey(text: string, at: number, opening: RegExpExecArray): boolean {
  const quote = opening[1] ?? ''
  const end = indexNear(text, quote, at + opening[0].length)
  return end !== -1 && /^[ \t]*[:=]/.test(text.slice(end + quote.length, end + quote.length + 8))
}

/** Up to the same quote, or to the end of the line where none closes. */
function quotedSpan(text: string, start: number, quote: string, context: ValueContext): Span[] {
  const isLong = quote.length === 3 && !quote.startsWith('\\')
  const lineEnd = isLong ? Math.min(text.length, start + valueLimit) : endOfLine(text, start)
  // a quote far away closes something else
  const near = text.slice(start, lineEnd + quote.length)
  const indexOf = (from: number): number => {
    const found = near.indexOf(quote, from - start)
    return found === -1 ? -1 : found + start
  }
  let end = indexOf(start)
  while (end !== -1 && end < lineEnd && quote.length === 1 && isEscaped(text, end)) end = indexOf(end + 1)
  return spanOf(text, start, end === -1 || end > lineEnd ? lineEnd : end, context)
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}

/** The lines of a YAML block: all that are indented deeper than the line that opens it. */
function blockSpans(text: string, at: number): Span[] {
  const indent = indentOf(text, startOfLine(text, at))
  const spans: Span[] = []
  let start = endOfLine(text, at) + 1
  while (start < text.length && start - at < valueLimit) {
    const end = endOfLine(text, start)
    const depth = indentOf(text, start)
    if (start + depth < end && depth <= indent) break
    if (start + depth < end) spans.push({start: start + depth, end})
    start = end + 1
  }
  return spans
}

/** A value that stands on the line below its name. */
function nextLineSpans(text: string, at: number, start: number, context: ValueContext): Span[] {
  const opening = match(openingPattern, text, start)
  if (opening !== undefined) return quotedSpan(text, start + opening[0].length, opening[1] ?? '', context)
  if (context.writing === 'code') return []
  const lineStart = startOfLine(text, start)
  const isDeeper = indentOf(text, lineStart) > indentOf(text, startOfLine(text, at))
  const end = endOfLine(text, start)
  const line = text.slice(start, end)
  return isDeeper && !/[:={}[\]]/.test(line)
    ? spanOf(text, start + (/^- +/.exec(line)?.[0].length ?? 0), end, context)
    : []
}

/** Strings inside a list or a call; what a variable is called is no secret. */
function groupSpans(text: string, start: number, context: ValueContext): Span[] {
  const inside = text.slice(start, endOfGroup(text, start))
  if (context.kind === 'maybe' && text[start - 1] === '(' && !/\w/.test(text[start - 2] ?? ''))
    return pairSpans(text, start, inside)
  const known: ValueContext = lookupPattern.test(inside) ? {...context, kind: 'secret'} : context
  if (known.kind === 'maybe') return []
  const strings = [...inside.matchAll(stringPattern)].flatMap(({index, 1: quote = '', 2: content = ''}) =>
    variableName.test(content)
      ? []
      : spanOf(text, start + index + quote.length, start + index + quote.length + content.length, known),
  )
  const rest = context.writing === 'code' ? fallbackSpans(text, start + inside.length, known) : []
  return [...strings, ...rest]
}

/** `auth=("name", "password")` */
function pairSpans(text: string, start: number, inside: string): Span[] {
  const [, second] = [...inside.matchAll(stringPattern)]
  if (second === undefined) return []
  const from = start + second.index + (second[1] ?? '').length
  return spanOf(text, from, from + (second[2] ?? '').length, {kind: 'secret'})
}

function endOfGroup(text: string, start: number): number {
  const limit = Math.min(text.length, start + groupLimit)
  let depth = 1
  for (let at = start; at < limit; at++) {
    const sign = text[at]
    if (sign === '(' || sign === '[') depth++
    else if ((sign === ')' || sign === ']') && --depth === 0) return at
  }
  return limit
}

/** An expression is looked up elsewhere; what stands in for it may be written out: `env.KEY ?? "x"`. */
function expressionSpans(text: string, at: number, context: ValueContext): Span[] {
  const [word = ''] = /^[\w+/=~-]{1,512}/.exec(text.slice(at, at + 512)) ?? []
  if (isKeyLike(word, 12)) return [{start: at, end: at + word.length}]
  return fallbackSpans(text, at, context)
}

function fallbackSpans(text: string, at: number, context: ValueContext): Span[] {
  const line = text.slice(at, Math.min(endOfLine(text, at), at + fallbackLimit)).split(/[;,]/, 1)[0] ?? ''
  return [...line.matchAll(fallbackPattern)].flatMap(({index, 0: all, 1: quote = '', 2: content = ''}) => {
    const start = at + index + all.length - quote.length - content.length
    return spanOf(text, start, start + content.length, context)
  })
}

/** A bare value: the rest of the line where the name begins the line, else one word. */
function bareSpan(text: string, at: number, context: ValueContext): Span[] {
  const lineStart = startOfLine(text, at)
  const end = endOfLine(text, at)
  const rest = text.slice(at, end)
  const before = text.slice(lineStart, at)
  const beginsLine =
    /^[ \t]*(?:-[ \t]+)?(?:(?:export|ENV|ARG|set|env|setx|SET)[ \t]+)?["']?[\w.$-]+["']?(?:[ \t]*(?:=>|[:=])[ \t]*|[ \t]+)$/.test(
      before,
    )
  const isWhole = context.writing === 'data' && beginsLine && !/[ \t][A-Za-z_][\w.-]*=/.test(rest)
  const word = isWhole
    ? rest.replace(/(?<![ \t])[ \t]+(?:#|\/\/|;)[\s\S]*|(?<![ \t,\\])[ \t,\\]+$/, '')
    : (/^(?:\$?\{{1,2}[^}\n]{0,200}\}{1,2}|<[^>\n]{0,200}>|(?:[^\s,;"'`)}\]|&<>]|&(?=[^\s&]))+)/.exec(rest)?.[0] ?? '')
  const scheme = schemePattern.exec(rest)?.[0] ?? ''
  if (!isWhole && scheme !== '') return bareSpan(text, at + scheme.length, {...context, writing: 'data'})
  const isProse = context.writing === 'prose' || context.sign?.startsWith('is') === true
  if (context.writing === 'string' && !/[^\w.\\]|[A-Za-z]\d/.test(word)) return []
  if (isProse && !isProseValue(word, context.sign ?? '')) return []
  return spanOf(text, at, at + word.length, context)
}

/** "token: unexpected" tells of a token. */
function isProseValue(word: string, sign: string): boolean {
  return word.length >= 4 && (sign === '=' || /\d|[A-Z][_.]*[a-z]|[^\w.]/.test(word.slice(1).replace(/[.:!?]$/, '')))
}

/** The value between two places, unless everybody may see it. */
export function spanOf(text: string, start: number, end: number, {kind}: Pick<ValueContext, 'kind'>): Span[] {
  const value = text.slice(start, end)
  const scheme = schemePattern.exec(value)?.[0] ?? ''
  const bare = value.slice(scheme.length)
  if (isOpen(bare) || bare.includes(mark) || (kind === 'maybe' && isPlain(bare))) return []
  return [{start: start + scheme.length, end}]
}

/** Without a digit among letters no word is taken for a password. */
function isPlain(value: string): boolean {
  return plainWords.test(value) && !/[A-Za-z]\d|\d[A-Za-z]/.test(value)
}

function endOfLine(text: string, at: number): number {
  const limit = Math.min(text.length, at + lineLimit)
  let stop = at
  while (stop < limit && text.charCodeAt(stop) !== newline) stop++
  return stop > at && text[stop - 1] === '\r' ? stop - 1 : stop
}

function startOfLine(text: string, at: number): number {
  const near = text.slice(Math.max(0, at - fallbackLimit), at)
  return at - near.length + near.lastIndexOf('\n') + 1
}

function indentOf(text: string, lineStart: number): number {
  let at = lineStart
  while (text[at] === ' ' || text[at] === '\t') at++
  return at - lineStart
}
