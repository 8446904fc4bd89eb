import type {Binding, Module, Naming, Scope, Value} from '../module.ts'
import {lastName} from '../written-name.ts'
import {SwiftExpressions} from './swift-expressions.ts'
import {swiftTokens, type Token} from './swift-tokens.ts'

/**
 * The module that a Swift source says: no grammar of it is quick and whole, so this reads what names values:
 * declarations with their values, defaults, calls with labels, assignments. Nothing else of the language is understood.
 */
export function readSwift(source: string, path: string): Module {
  return new SwiftReader(swiftTokens(source)).read(path)
}

class SwiftReader extends SwiftExpressions {
  readonly #root: Scope = newScope('module', '', 1, undefined)
  readonly #scopes: Scope[] = []
  readonly #imports: {target: {module: string; path: string[]}; line: number}[] = []
  /** scopes that are open, with the depth of braces at which they end */
  readonly #open: {scope: Scope; depth: number}[] = []
  #depth = 0

  constructor(tokens: readonly Token[]) {
    super(tokens)
    this.#open.push({scope: this.#root, depth: -1})
  }

  protected get scope(): Scope {
    return this.#open.at(-1)?.scope ?? this.#root
  }

  read(path: string): Module {
    while (this.at < this.tokens.length) this.#statement()
    return {
      ...{
        path,
        language: 'swift',
        root: this.#root,
        scopes: this.#scopes,
        calls: this.calls,
        namings: this.namings,
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
    const token = this.peek()
    if (token === undefined) return
    if (token.kind === 'text' || this.#isResult(token)) this.#result()
    else if (token.kind === 'sign') this.#brace(token.text)
    else this.#word(token)
  }

  /** `{ [ … ] }`: a list that begins a block is what the block gives. */
  #isResult({text}: Token): boolean {
    const before = this.peek(-1)
    return text === '[' && before?.kind === 'sign' && before.text === '{'
  }

  /** A value alone is what its function gives, or the arm of a `switch` in it. */
  #result(): void {
    const before = this.peek(-1)
    const value = this.value()
    if (this.scope.kind === 'function' && before?.kind === 'sign' && (before.text === '{' || before.text === ':'))
      this.scope.returns.push(value)
  }

  #brace(sign: string): void {
    this.at++
    if (sign === '{') this.#depth++
    if (sign !== '}') return
    this.#depth = Math.max(0, this.#depth - 1)
    while (this.#open.length > 1 && (this.#open.at(-1)?.depth ?? -1) >= this.#depth) this.#open.pop()
  }

  #word({text, line}: Token): void {
    switch (text) {
      case 'import':
        this.at += 2
        this.#imports.push({target: {module: this.peek(-1)?.text ?? '', path: []}, line})
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
        this.#declaration(text)
        return
      case 'return':
        this.at++
        if (this.scope.kind === 'function') this.scope.returns.push(this.value())
        return
      default:
        this.#expression()
    }
  }

  #define(kind: 'class' | 'function'): void {
    const keyword = this.peek()
    this.at++
    const named = keyword?.text === 'init' ? 'constructor' : (this.peek()?.text ?? '')
    if (this.peek()?.kind !== 'word' && keyword?.text !== 'init') return
    const line = keyword?.line ?? 1
    const scope = newScope(kind, named, line, this.scope)
    this.#scopes.push(scope)
    // an extension adds to a type that stands elsewhere
    if (keyword?.text !== 'extension') bind(this.scope, named, {kind: 'definition', scope, line}, line)
    if (keyword?.text !== 'init') this.at++
    if (kind === 'class') this.#inherited(scope)
    this.#open.push({scope, depth: this.#depth})
    // parameters with their defaults, up to the body
    for (
      let steps = 0;
      steps < 400 && this.at < this.tokens.length && !this.isSign('{') && !this.isSign('}');
      steps++
    ) {
      if (this.isSign('=') && !this.isSign('=', 1)) this.#default()
      else this.at++
    }
  }

  /** `: String, CaseIterable`: what a type extends, by plain names. */
  #inherited({bases}: Scope): void {
    while (this.isSign(':') || (this.isSign(',') && bases.length > 0)) {
      const named = this.peek(1)
      if (named?.kind !== 'word') return
      bases.push({kind: 'name', name: named.text, line: named.line})
      this.at += 2
    }
  }

  /** `name: Type = value` in a list of parameters. */
  #default(): void {
    let back = this.at - 1
    while (back > this.at - 12 && !(this.tokens[back]?.kind === 'sign' && this.tokens[back]?.text === ':')) back--
    const named = this.tokens[back - 1]
    this.at++
    const value = this.value()
    if (named?.kind === 'word') this.#name(named.text, value, named.line, 'default')
  }

  /** `let name: Type = value`, `case name = "value"`. */
  #declaration(keyword: string): void {
    this.at++
    const named = this.peek()
    if (named?.kind !== 'word') {
      if (keyword === 'case') this.#skipPattern()
      return
    }
    this.at++
    const type = this.isSign(':') && this.peek(1)?.kind === 'word' ? this.peek(1) : undefined
    this.#skipType()
    if (keyword === 'var' && this.isSign('{')) {
      this.#property(named)
      return
    }
    if (!this.isSign('=') || this.isSign('=', 1)) {
      // `let client: Client`, which an initialiser sets: an object of that type
      if (type !== undefined && /^[A-Z]/.test(type.text)) bind(this.scope, named.text, objectOf(type), type.line)
      return
    }
    this.at++
    this.#name(named.text, this.value(named.text), named.line, this.scope.kind === 'class' ? 'member' : 'assignment')
  }

  /** `var model: String { … }` is a function without arguments. */
  #property({text, line}: Token): void {
    const scope = newScope('function', text, line, this.scope)
    this.#scopes.push(scope)
    bind(this.scope, text, {kind: 'definition', scope, line}, line)
    this.#open.push({scope, depth: this.#depth})
  }

  /** `case "a", "b":` of a `switch`: what is compared, not what is given. */
  #skipPattern(): void {
    for (let steps = 0; steps < 100 && this.at < this.tokens.length; steps++) {
      const token = this.peek()
      if (token?.kind === 'sign' && /[:={}]/.test(token.text)) return
      this.at++
    }
  }

  #skipType(): void {
    if (!this.isSign(':')) return
    let open = 0
    for (let steps = 0; steps < 40; steps++) {
      const token = this.peek()
      if (token === undefined || this.#endsType(token, open)) return
      // `[(String, Int)]`: what closes a bracket of the type itself goes on
      if (token.kind === 'sign' && token.text === '(') open++
      if (token.kind === 'sign' && token.text === ')') open--
      this.at++
    }
  }

  /** A type goes on in the next line only where something is open. */
  #endsType({kind, text, line}: Token, open: number): boolean {
    if (kind === 'sign' && (/[={};]/.test(text) || (text === ')' && open === 0))) return true
    const before = this.tokens[this.at - 1]
    return before !== undefined && line > before.line && !(before.kind === 'sign' && /[:,<([&]/.test(before.text))
  }

  #name(name: string, value: Value, line: number, via: Naming['via']): void {
    bind(this.scope, name, value, line)
    this.namings.push({name, value, line, scope: this.scope, via})
  }

  /** A call or an assignment. */
  #expression(): void {
    const place = this.value()
    const adds = this.isSign('+') && this.isSign('=', 1)
    if (adds) this.at++
    if (!this.isSign('=') || this.isSign('=', 1)) return
    const before = this.tokens[this.at - 1]
    if (!adds && before?.kind === 'sign' && /[!<>+\-*/=]/.test(before.text)) return
    this.at++
    const target = lastName(place)
    const value = this.value(target)
    if (target !== '')
      this.namings.push({
        name: target,
        value,
        line: place.line,
        scope: this.scope,
        via: 'assignment',
        ...(adds && {adds}),
        ...(place.kind === 'member' && {owner: place.of}),
      })
  }
}

function objectOf({text, line}: Token): Value {
  return {kind: 'call', callee: {kind: 'name', name: text, line}, args: [], line}
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
