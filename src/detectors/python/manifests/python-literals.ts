import type {Token} from './python-tokens.ts'

/** A string and the line, from 1, in which it begins. */
export interface Text {
  readonly text: string
  readonly line: number
}

/**
 * What an expression says without being run: strings in order, or strings by key. `isWhole` is false when a part is
 * computed.
 */
export interface Literal {
  readonly texts: readonly Text[]
  readonly entries: ReadonlyMap<string, Literal>
  readonly isWhole: boolean
}

/** What names of the module were assigned, as far as it is literal. */
export type Bindings = ReadonlyMap<string, Literal>

/** The tokens of a file, and the place of the reader among them. */
export interface Tokens {
  readonly list: readonly Token[]
  at: number
}

const nothing: Literal = {texts: [], entries: new Map(), isWhole: true}
const computed: Literal = {texts: [], entries: new Map(), isWhole: false}
/** Lists in a dictionary in a call; the reader recurses. */
const depthLimit = 20
/** Real packages list some hundreds at most. */
const textLimit = 2000
const closers: ReadonlySet<string> = new Set([')', ']', '}'])

/**
 * Reads the literal that starts at the cursor: strings, lists, tuples, sets, dictionaries, names bound before, `a + b`,
 * `list(a)`. Leaves the cursor
 * behind it, at the sign that ends the expression.
 */
export function readLiteral(tokens: Tokens, bindings: Bindings, depth = 0): Literal {
  const operands = [readOperand(tokens, bindings, depth)]
  while (isSign(tokens, '+')) {
    tokens.at++
    operands.push(readOperand(tokens, bindings, depth))
  }
  const whole = joinAll(operands)
  if (isEnd(tokens)) return whole
  skipExpression(tokens)
  return {...whole, isWhole: false}
}

/** Whether this sign comes next; nothing is taken. */
export function isSign(tokens: Tokens, text: string): boolean {
  const token = tokens.list[tokens.at]
  return token?.type === 'sign' && token.text === text
}

function isEnd(tokens: Tokens): boolean {
  const token = tokens.list[tokens.at]
  if (token === undefined || token.type === 'newline') return true
  return (
    token.type === 'sign' && (closers.has(token.text) || token.text === ',' || token.text === ':' || token.text === ';')
  )
}

/** To the comma, bracket or line end that closes it, over brackets that open inside. */
export function skipExpression(tokens: Tokens): void {
  let depth = 0
  for (; tokens.at < tokens.list.length; tokens.at++) {
    const token = tokens.list[tokens.at]
    if (depth === 0 && isEnd(tokens) && !isSign(tokens, ':')) return
    if (token?.type !== 'sign') continue
    if ('([{'.includes(token.text)) depth++
    else if (closers.has(token.text)) depth--
  }
}

function readOperand(tokens: Tokens, bindings: Bindings, depth: number): Literal {
  const token = tokens.list[tokens.at]
  if (token === undefined || depth > depthLimit) return stop(tokens)
  if (token.type === 'string') return readStrings(tokens)
  if (token.type === 'name') return readName(tokens, token.text, bindings, depth)
  if (token.text === '{') return readDictionary(tokens, bindings, depth)
  return token.text === '[' || token.text === '(' ? readItems(tokens, bindings, depth) : stop(tokens)
}

function stop(tokens: Tokens): Literal {
  skipExpression(tokens)
  return computed
}

/** Strings side by side are one. */
function readStrings(tokens: Tokens): Literal {
  const parts: Token[] = []
  for (let token = tokens.list[tokens.at]; token?.type === 'string'; token = tokens.list[tokens.at]) {
    parts.push(token)
    tokens.at++
  }
  if (parts.some(part => part.isComputed)) return computed
  return {...nothing, texts: [{text: parts.map(part => part.text).join(''), line: parts[0]?.line ?? 0}]}
}

/** A name bound to a literal, `name["key"]`, or a call that gives its argument back. */
function readName(tokens: Tokens, name: string, bindings: Bindings, depth: number): Literal {
  tokens.at++
  if ((name === 'list' || name === 'dict' || name === 'sorted' || name === 'set') && isSign(tokens, '('))
    return readItems(tokens, bindings, depth)
  const bound = bindings.get(name) ?? computed
  if (!isSign(tokens, '[')) return isSign(tokens, '(') || isSign(tokens, '.') ? stop(tokens) : bound
  const key = tokens.list[tokens.at + 1]
  tokens.at += 2
  if (key?.type !== 'string' || !isSign(tokens, ']')) return stop(tokens)
  tokens.at++
  return bound.entries.get(key.text) ?? computed
}

/** Inside brackets, up to the one that closes them. */
function readItems(tokens: Tokens, bindings: Bindings, depth: number): Literal {
  const items: Literal[] = []
  tokens.at++
  while (tokens.at < tokens.list.length && !isCloser(tokens)) {
    if (isSign(tokens, '*')) tokens.at++
    items.push(readLiteral(tokens, bindings, depth + 1))
    if (!isCloser(tokens)) tokens.at++
  }
  tokens.at++
  return joinAll(items)
}

function readDictionary(tokens: Tokens, bindings: Bindings, depth: number): Literal {
  const entries = new Map<string, Literal>()
  const texts: Text[] = []
  let isWhole = true
  tokens.at++
  while (tokens.at < tokens.list.length && !isCloser(tokens)) {
    const key = readLiteral(tokens, bindings, depth + 1)
    const [only, second] = key.texts
    if (!isSign(tokens, ':')) texts.push(...key.texts)
    else {
      tokens.at++
      const value = readLiteral(tokens, bindings, depth + 1)
      if (only !== undefined && second === undefined) entries.set(only.text, value)
      else isWhole = false
    }
    isWhole &&= key.isWhole
    if (!isCloser(tokens)) tokens.at++
  }
  tokens.at++
  return {texts, entries, isWhole}
}

function isCloser(tokens: Tokens): boolean {
  const token = tokens.list[tokens.at]
  return token?.type === 'sign' && closers.has(token.text)
}

/** Bounded, since `a = a + a` again and again doubles. */
export function joinAll(items: readonly Literal[]): Literal {
  const [first, second] = items
  if (first !== undefined && second === undefined) return first
  const texts: Text[] = []
  const entries = new Map<string, Literal>()
  let isWhole = true
  for (const item of items) {
    isWhole &&= item.isWhole && texts.length + item.texts.length <= textLimit
    texts.push(...item.texts.slice(0, textLimit - texts.length))
    for (const [key, value] of item.entries) if (entries.size < textLimit) entries.set(key, value)
  }
  return {texts, entries, isWhole}
}
