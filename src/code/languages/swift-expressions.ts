import type {Argument, Entry, Naming, Scope, Value} from '../module.ts'
import {joined} from '../resolve/joined.ts'
import type {Token} from './swift-tokens.ts'

/** Brackets in each other that are followed; what lies deeper is not known. */
const depthLimit = 60
/** Signs of two characters between the parts of a condition. */
const comparisons = [
  ['=', '='],
  ['!', '='],
  ['&', '&'],
  ['|', '|'],
] as const
const unknownAt = (line: number): Value => ({kind: 'unknown', line})

/** Reads the expressions of Swift, keeping the calls and namings in them. What encloses them is for a heir to say. */
export abstract class SwiftExpressions {
  protected readonly calls: {call: Extract<Value, {kind: 'call'}>; scope: Scope; target?: string}[] = []
  protected readonly namings: Naming[] = []
  protected readonly tokens: readonly Token[]
  protected at = 0
  #nesting = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  /** The scope that the next token stands in. */
  protected abstract get scope(): Scope

  protected peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead]
  }

  protected isSign(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'sign' && token.text === text
  }

  /** One expression: what cannot be understood ends it. */
  protected value(target?: string): Value {
    const start = this.at
    const first = this.#sum(target)
    if (this.at === start) this.at++
    this.#skipCompared()
    if (this.#isCondition()) return this.#branches(first.line, target)
    const options = [first]
    // `a ?? b`
    while (this.isSign('?') && this.isSign('?', 1)) {
      this.at += 2
      options.push(this.#sum(target))
    }
    return options.length === 1 ? first : {kind: 'choice', options, line: first.line}
  }

  /** `"a" + b + "c"` */
  #sum(target?: string): Value {
    const first = this.#operand(target)
    const parts = [first]
    while (this.isSign('+') && !this.isSign('=', 1)) {
      this.at++
      parts.push(this.#operand(target))
    }
    return parts.length === 1 ? first : joined(parts, first.line)
  }

  /** `== x`, `&& y`: what a condition goes on with. */
  #skipCompared(): void {
    for (
      let steps = 0;
      steps < 20 && comparisons.some(sign => this.isSign(sign[0]) && this.isSign(sign[1], 1));
      steps++
    ) {
      this.at += 2
      this.#operand()
    }
  }

  /** `a ? b : c`; optional values have their mark beside a member. */
  #isCondition(): boolean {
    return this.isSign('?') && !this.isSign('?', 1) && !this.isSign('.', 1) && this.peek(1) !== undefined
  }

  #branches(line: number, target?: string): Value {
    this.at++
    const options = [this.#sum(target)]
    if (this.isSign(':')) {
      this.at++
      options.push(this.value(target))
    }
    return {kind: 'choice', options, line}
  }

  #operand(target?: string): Value {
    if (this.#nesting >= depthLimit) return unknownAt(this.peek()?.line ?? 1)
    this.#nesting++
    const value = this.#chain(this.#primary(), target)
    this.#nesting--
    return value
  }

  #primary(): Value {
    const token = this.peek()
    if (token === undefined) return unknownAt(1)
    const {line} = token
    if (token.kind === 'text') {
      this.at++
      return literal(token)
    }
    if (token.kind === 'word') return this.#named(token)
    if (token.text === '[') return this.#collection(line)
    // `.case`: a member of a type that stands elsewhere
    if (token.text === '.' && this.peek(1)?.kind === 'word') return {kind: 'name', name: '', line}
    if (token.text === '(') return this.#bracketed(line)
    return unknownAt(line)
  }

  /** `(a)` is a; `("tiny", file: "tiny.bin")` lists its members. */
  #bracketed(line: number): Value {
    this.at++
    const items: Value[] = []
    while (this.at < this.tokens.length && !this.isSign(')') && !this.isSign('}')) {
      if (this.peek()?.kind === 'word' && this.isSign(':', 1)) this.at += 2
      items.push(this.value())
      this.#skipTo(',', ')')
    }
    this.at++
    const [only] = items
    return items.length === 1 && only !== undefined ? only : {kind: 'list', items, line}
  }

  #named({text, line}: Token): Value {
    this.at++
    if (/^(?:try|await)$/.test(text)) {
      if (this.isSign('?') || this.isSign('!')) this.at++
      return this.#operand()
    }
    return /^\d/.test(text) ? {kind: 'scalar', value: Number(text), line} : {kind: 'name', name: text, line}
  }

  /** Whether an open bracket after a value calls it. */
  #isCalled({kind}: Value, bracket: Token): boolean {
    return (
      bracket.text === '(' &&
      (kind === 'name' || kind === 'member' || kind === 'call') &&
      isBeside(this.tokens[this.at - 1], bracket)
    )
  }

  #chain(from: Value, target?: string): Value {
    let value = from
    for (;;) {
      const next = this.#linkOf(value)
      if (next?.kind !== 'sign') return value
      if ((next.text === '?' || next.text === '!') && this.isSign('.', 1)) this.at++
      else if (next.text === '.' && this.peek(1)?.kind === 'word') value = this.#member(value, next.line)
      else if (this.#isCalled(value, next)) value = this.#call(value, target)
      else return value
    }
  }

  /** What stands behind a value, behind the types of a generic call. */
  #linkOf(value: Value): Token | undefined {
    if (this.isSign('<') && isType(value)) this.at = this.#afterTypes()
    return this.peek()
  }

  #member(of: Value, line: number): Value {
    const key = this.peek(1)
    this.at += 2
    return {kind: 'member', of, key: key?.text ?? '', line: key?.line ?? line}
  }

  /** `Key<String>(…)`: where the call goes on behind the types; here where `<` compares. */
  #afterTypes(): number {
    let depth = 0
    for (let at = this.at; at < this.at + typesLimit; at++) {
      const token = this.tokens[at]
      if (token === undefined || (token.kind === 'sign' && !/[<>.,?:[\]]/.test(token.text)) || token.kind === 'text')
        break
      depth += token.text === '<' ? 1 : token.text === '>' ? -1 : 0
      if (depth === 0) return this.tokens[at + 1]?.text === '(' ? at + 1 : this.at
    }
    return this.at
  }

  #call(callee: Value, target?: string): Value {
    const line = callee.line
    this.at++
    const args: Argument[] = []
    while (this.at < this.tokens.length && !this.isSign(')')) {
      args.push(this.#argument(line))
      this.#skipTo(',', ')')
    }
    this.at++
    const given = this.#givenText()
    if (given !== undefined) args.push(given)
    const call = {kind: 'call', callee, args, line} as const
    this.calls.push({call, scope: this.scope, ...(target !== undefined && target !== '' && {target})})
    for (const {name, value, line: at} of args) {
      if (name !== undefined)
        this.namings.push({name, value, line: at, scope: this.scope, via: 'argument', within: call})
    }
    return call
  }

  /** `Session(model: x) { "You are …" }`: the text that a closure behind a call gives; the walk goes on before it. */
  #givenText(): Argument | undefined {
    const text = this.isSign('{') ? this.peek(1) : undefined
    return text?.kind === 'text' && this.isSign('}', 2) ? {value: literal(text), line: text.line} : undefined
  }

  #argument(line: number): Argument {
    const label = this.peek()
    const isLabelled = label?.kind === 'word' && this.isSign(':', 1)
    if (isLabelled) this.at += 2
    const value = this.isSign('{') ? this.#closure() : this.value(isLabelled ? label?.text : undefined)
    return {...(isLabelled && {name: label?.text ?? ''}), value, line: label?.line ?? line}
  }

  /** `{ text in send(model: "x") }` among arguments: the calls in it are kept. */
  #closure(): Value {
    const line = this.peek()?.line ?? 1
    let depth = 0
    while (this.at < this.tokens.length) {
      const token = this.peek()
      if (token?.kind === 'sign') {
        depth += token.text === '{' ? 1 : token.text === '}' ? -1 : 0
        this.at++
        if (depth === 0) break
      } else this.value()
    }
    return unknownAt(line)
  }

  /** Leaves what is left of an argument or member, closures included; the comma is taken too. */
  #skipTo(comma: string, close: string): void {
    let depth = 0
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.peek()
      if (token?.kind === 'sign') {
        if (depth === 0 && (token.text === close || token.text === comma)) break
        depth += depthOf(token.text)
      } else if (depth > 0) this.#statement()
      if (depth < 0) depth = 0
    }
    if (this.isSign(comma)) this.at++
  }

  /** Of a closure: its calls and settings are kept; leaves the walk on the last of its words. */
  #statement(): void {
    this.value()
    this.at--
  }

  /** `["a", "b"]`, `["k": "v"]` */
  #collection(line: number): Value {
    this.at++
    const items: Value[] = []
    const entries: Entry[] = []
    while (this.at < this.tokens.length && !this.isSign(']')) {
      const first = this.value()
      if (this.isSign(':')) {
        this.at++
        const value = this.value()
        entries.push(
          first.kind === 'text'
            ? {key: first.text, value, line: first.line}
            : {computed: first, value, line: first.line},
        )
      } else items.push(first)
      this.#skipTo(',', ']')
    }
    this.at++
    if (entries.length === 0) return {kind: 'list', items, line}
    const map = {kind: 'map', entries, line} as const
    for (const {key, value, line: at} of entries) {
      if (key !== undefined) this.namings.push({name: key, value, line: at, scope: this.scope, via: 'key', within: map})
    }
    return map
  }
}

function depthOf(sign: string): number {
  if (/[([{]/.test(sign)) return 1
  return /[)\]}]/.test(sign) ? -1 : 0
}

/** A bracket on another line begins something new. */
function isBeside(before: Token | undefined, bracket: Token): boolean {
  return before?.line === bracket.line
}

function literal({text, line, parts}: Token): Value {
  if (parts === undefined) return {kind: 'text', text, line}
  const values = parts.map(
    (part): Value =>
      typeof part === 'string' ? {kind: 'text', text: part, line} : {kind: 'name', name: part.hole, line},
  )
  return joined(values, line)
}

function isType(value: Value): boolean {
  const name = value.kind === 'name' ? value.name : value.kind === 'member' ? value.key : ''
  return /^[A-Z]/.test(name)
}

/** Tokens of the types of one call. */
const typesLimit = 24
