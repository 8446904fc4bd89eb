import type {Argument, Binding, Entry, Module, Naming, Scope, Value} from '../module.ts'
import {lastName} from '../written-name.ts'
import {swiftTokens, type Token} from './swift-tokens.ts'

/** Brackets in each other that are followed; what lies deeper is not known. */
const depthLimit = 60
const unknownAt = (line: number): Value => ({kind: 'unknown', line})

/**
 * The module that a Swift source says: no grammar of it is quick and whole, so this reads what names values:
 * declarations with their values, defaults, calls with labels, assignments. Nothing else of the language is understood.
 */
export function readSwift(source: string, path: string): Module {
  return new SwiftReader(swiftTokens(source)).read(path)
}

class SwiftReader {
  readonly #tokens: readonly Token[]
  readonly #root: Scope = newScope('module', '', 1, undefined)
  readonly #scopes: Scope[] = []
  readonly #calls: {call: Extract<Value, {kind: 'call'}>; scope: Scope; target?: string}[] = []
  readonly #namings: Naming[] = []
  readonly #imports: {target: {module: string; path: string[]}; line: number}[] = []
  /** scopes that are open, with the depth of braces at which they end */
  readonly #open: {scope: Scope; depth: number}[] = []
  #at = 0
  #depth = 0
  #nesting = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
    this.#open.push({scope: this.#root, depth: -1})
  }

  get #scope(): Scope {
    return this.#open.at(-1)?.scope ?? this.#root
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  #isSign(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead)
    return token?.kind === 'sign' && token.text === text
  }

  read(path: string): Module {
    while (this.#at < this.#tokens.length) this.#statement()
    return {
      ...{
        path,
        language: 'swift',
        root: this.#root,
        scopes: this.#scopes,
        calls: this.#calls,
        namings: this.#namings,
        imports: this.#imports,
      },
      ...{
        wildcards: this.#imports
          .map(({target}) => target.module)
          .filter(module => module !== 'Foundation' && module !== 'SwiftUI'),
        exports: new Map(),
        references: [],
      },
    }
  }

  #statement(): void {
    const token = this.#peek()
    if (token === undefined) return
    if (token.kind === 'sign') this.#brace(token.text)
    else if (token.kind === 'text') this.#value()
    else this.#word(token)
  }

  #brace(sign: string): void {
    this.#at++
    if (sign === '{') this.#depth++
    if (sign !== '}') return
    this.#depth = Math.max(0, this.#depth - 1)
    while (this.#open.length > 1 && (this.#open.at(-1)?.depth ?? -1) >= this.#depth) this.#open.pop()
  }

  #word({text, line}: Token): void {
    switch (text) {
      case 'import':
        this.#at += 2
        this.#imports.push({target: {module: this.#peek(-1)?.text ?? '', path: []}, line})
        return
      case 'class':
      case 'struct':
      case 'enum':
      case 'extension':
      case 'actor':
      case 'protocol':
        this.#define('class')
        return
      case 'func':
      case 'init':
        this.#define('function')
        return
      case 'let':
      case 'var':
      case 'case':
        this.#declaration()
        return
      case 'return':
        this.#at++
        if (this.#scope.kind === 'function') this.#scope.returns.push(this.#value())
        return
      default:
        this.#expression()
    }
  }

  #define(kind: 'class' | 'function'): void {
    const keyword = this.#peek()
    this.#at++
    const named = keyword?.text === 'init' ? 'constructor' : (this.#peek()?.text ?? '')
    if (this.#peek()?.kind !== 'word' && keyword?.text !== 'init') return
    const line = keyword?.line ?? 1
    const scope = newScope(kind, named, line, this.#scope)
    this.#scopes.push(scope)
    // an extension adds to a type that stands elsewhere
    if (keyword?.text !== 'extension') bind(this.#scope, named, {kind: 'definition', scope, line}, line)
    if (keyword?.text !== 'init') this.#at++
    this.#open.push({scope, depth: this.#depth})
    // parameters with their defaults, up to the body
    for (
      let steps = 0;
      steps < 400 && this.#at < this.#tokens.length && !this.#isSign('{') && !this.#isSign('}');
      steps++
    ) {
      if (this.#isSign('=') && !this.#isSign('=', 1)) this.#default()
      else this.#at++
    }
  }

  /** `name: Type = value` in a list of parameters. */
  #default(): void {
    let back = this.#at - 1
    while (back > this.#at - 12 && !(this.#tokens[back]?.kind === 'sign' && this.#tokens[back]?.text === ':')) back--
    const named = this.#tokens[back - 1]
    this.#at++
    const value = this.#value()
    if (named?.kind === 'word') this.#name(named.text, value, named.line, 'default')
  }

  /** `let name: Type = value`, `case name = "value"`. */
  #declaration(): void {
    this.#at++
    const named = this.#peek()
    if (named?.kind !== 'word') return
    this.#at++
    const type = this.#isSign(':') && this.#peek(1)?.kind === 'word' ? this.#peek(1) : undefined
    this.#skipType()
    if (!this.#isSign('=') || this.#isSign('=', 1)) {
      // `let client: Client`, which an initialiser sets: an object of that type
      if (type !== undefined && /^[A-Z]/.test(type.text)) bind(this.#scope, named.text, objectOf(type), type.line)
      return
    }
    this.#at++
    this.#name(named.text, this.#value(named.text), named.line, this.#scope.kind === 'class' ? 'member' : 'assignment')
  }

  #skipType(): void {
    if (!this.#isSign(':')) return
    for (let steps = 0; steps < 40; steps++) {
      const token = this.#peek()
      const before = this.#tokens[this.#at - 1]
      if (token === undefined || (token.kind === 'sign' && /[={};)]/.test(token.text))) return
      // a type goes on in the next line only where something is open
      if (before !== undefined && token.line > before.line && !(before.kind === 'sign' && /[:,<([&]/.test(before.text)))
        return
      this.#at++
    }
  }

  #name(name: string, value: Value, line: number, via: Naming['via']): void {
    bind(this.#scope, name, value, line)
    this.#namings.push({name, value, line, scope: this.#scope, via})
  }

  /** A call or an assignment. */
  #expression(): void {
    const place = this.#value()
    if (!this.#isSign('=') || this.#isSign('=', 1)) return
    const before = this.#tokens[this.#at - 1]
    if (before?.kind === 'sign' && /[!<>+\-*/=]/.test(before.text)) return
    this.#at++
    const target = lastName(place)
    const value = this.#value(target)
    if (target !== '')
      this.#namings.push({
        name: target,
        value,
        line: place.line,
        scope: this.#scope,
        via: 'assignment',
        ...(place.kind === 'member' && {owner: place.of}),
      })
  }

  /** One expression: what cannot be understood ends it. */
  #value(target?: string): Value {
    const start = this.#at
    const first = this.#operand(target)
    if (this.#at === start) this.#at++
    const options = [first]
    // `a ?? b`, `a + b`
    while (this.#isSign('?') && this.#isSign('?', 1)) {
      this.#at += 2
      options.push(this.#operand(target))
    }
    return options.length === 1 ? first : {kind: 'choice', options, line: first.line}
  }

  #operand(target?: string): Value {
    if (this.#nesting >= depthLimit) return unknownAt(this.#peek()?.line ?? 1)
    this.#nesting++
    const value = this.#chain(this.#primary(), target)
    this.#nesting--
    return value
  }

  #primary(): Value {
    const token = this.#peek()
    if (token === undefined) return unknownAt(1)
    const {line} = token
    if (token.kind === 'text') {
      this.#at++
      return literal(token)
    }
    if (token.kind === 'word') return this.#named(token)
    if (token.text === '[') return this.#collection(line)
    // `.case`: a member of a type that stands elsewhere
    if (token.text === '.' && this.#peek(1)?.kind === 'word') return {kind: 'name', name: '', line}
    if (token.text === '(') {
      this.#at++
      const value = this.#value()
      while (this.#at < this.#tokens.length && !this.#isSign(')') && !this.#isSign('}')) this.#at++
      this.#at++
      return value
    }
    return unknownAt(line)
  }

  #named({text, line}: Token): Value {
    this.#at++
    if (/^(?:try|await)$/.test(text)) {
      if (this.#isSign('?') || this.#isSign('!')) this.#at++
      return this.#operand()
    }
    return /^\d/.test(text) ? {kind: 'scalar', value: Number(text), line} : {kind: 'name', name: text, line}
  }

  /** Whether an open bracket after a value calls it. */
  #isCalled({kind}: Value, bracket: Token): boolean {
    return (
      bracket.text === '(' &&
      (kind === 'name' || kind === 'member' || kind === 'call') &&
      isBeside(this.#tokens[this.#at - 1], bracket)
    )
  }

  #chain(from: Value, target?: string): Value {
    let value = from
    for (;;) {
      const next = this.#peek()
      if (next?.kind !== 'sign') return value
      if ((next.text === '?' || next.text === '!') && this.#isSign('.', 1)) this.#at++
      else if (next.text === '.' && this.#peek(1)?.kind === 'word') {
        const key = this.#peek(1)
        this.#at += 2
        value = {kind: 'member', of: value, key: key?.text ?? '', line: key?.line ?? next.line}
      } else if (this.#isCalled(value, next)) value = this.#call(value, target)
      else return value
    }
  }

  #call(callee: Value, target?: string): Value {
    const line = callee.line
    this.#at++
    const args: Argument[] = []
    while (this.#at < this.#tokens.length && !this.#isSign(')')) {
      const label = this.#peek()
      const isLabelled = label?.kind === 'word' && this.#isSign(':', 1)
      if (isLabelled) this.#at += 2
      const value = this.#value(isLabelled ? label?.text : undefined)
      args.push({...(isLabelled && {name: label?.text ?? ''}), value, line: label?.line ?? line})
      this.#skipTo(',', ')')
    }
    this.#at++
    const call = {kind: 'call', callee, args, line} as const
    this.#calls.push({call, scope: this.#scope, ...(target !== undefined && target !== '' && {target})})
    for (const {name, value, line: at} of args) {
      if (name !== undefined)
        this.#namings.push({name, value, line: at, scope: this.#scope, via: 'argument', within: call})
    }
    return call
  }

  /** Leaves what is left of an argument or member, closures included; the comma is taken too. */
  #skipTo(comma: string, close: string): void {
    let depth = 0
    for (; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#peek()
      if (token?.kind !== 'sign') continue
      if (depth === 0 && token.text === close) return
      if (depth === 0 && token.text === comma) {
        this.#at++
        return
      }
      if (/[([{]/.test(token.text)) depth++
      if (/[)\]}]/.test(token.text)) depth = Math.max(0, depth - 1)
    }
  }

  /** `["a", "b"]`, `["k": "v"]` */
  #collection(line: number): Value {
    this.#at++
    const items: Value[] = []
    const entries: Entry[] = []
    while (this.#at < this.#tokens.length && !this.#isSign(']')) {
      const first = this.#value()
      if (this.#isSign(':')) {
        this.#at++
        const value = this.#value()
        entries.push(
          first.kind === 'text'
            ? {key: first.text, value, line: first.line}
            : {computed: first, value, line: first.line},
        )
      } else items.push(first)
      this.#skipTo(',', ']')
    }
    this.#at++
    if (entries.length === 0) return {kind: 'list', items, line}
    const map = {kind: 'map', entries, line} as const
    for (const {key, value, line: at} of entries) {
      if (key !== undefined)
        this.#namings.push({name: key, value, line: at, scope: this.#scope, via: 'key', within: map})
    }
    return map
  }
}

function objectOf({text, line}: Token): Value {
  return {kind: 'call', callee: {kind: 'name', name: text, line}, args: [], line}
}

/** A bracket on another line begins something new. */
function isBeside(before: Token | undefined, bracket: Token): boolean {
  return before?.line === bracket.line
}

function literal({text, line, parts}: Token): Value {
  if (parts === undefined) return {kind: 'text', text, line}
  return {
    kind: 'template',
    parts: parts.map(
      (part): Value =>
        typeof part === 'string' ? {kind: 'text', text: part, line} : {kind: 'name', name: part.hole, line},
    ),
    line,
  }
}

function bind(scope: Scope, name: string, value: Value, line: number): void {
  const binding: Binding = {value, scope, line}
  const known = scope.bindings.get(name)
  if (known === undefined) scope.bindings.set(name, [binding])
  else known.push(binding)
}

function newScope(kind: Scope['kind'], name: string, line: number, parent: Scope | undefined): Scope {
  return {kind, name, line, parent, bindings: new Map(), returns: [], bases: [], decorators: [], parameters: []}
}
