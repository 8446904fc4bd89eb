import {sha256Hex} from '../lib/digest.ts'
import type {CallSite, ImportTarget, Language, Module, Naming, Scope, Value} from './module.ts'
import {childIn, type SyntaxTree, textOf, wordsOf} from './tree/syntax-tree.ts'

/** Deeper nesting of one expression is not followed; what lies below is still visited on its own. */
const expressionDepthLimit = 64

/**
 * What a front end gathers while it walks a tree: one walk in node order, no recursion but in the parts of one
 * expression.
 */
export class ModuleBuilder {
  readonly tree: SyntaxTree
  readonly root: Scope
  /** the innermost scope at the walk's place */
  scope: Scope
  readonly scopes: Scope[] = []
  readonly calls: CallSite[] = []
  readonly namings: Naming[] = []
  readonly imports: {target: ImportTarget; line: number}[] = []
  readonly wildcards: string[] = []
  readonly exports = new Map<string, Value>()
  readonly references: {value: Value; scope: Scope; line: number}[] = []
  /** node of a value → what it is assigned to */
  readonly targets = new Map<number, string>()
  readonly #convert: (builder: ModuleBuilder, node: number) => Value
  readonly #values = new Map<number, Value>()
  readonly #scopesByNode = new Map<number, Scope>()
  readonly #open: {scope: Scope; end: number}[] = []
  #depth = 0

  constructor(tree: SyntaxTree, convert: (builder: ModuleBuilder, node: number) => Value) {
    this.tree = tree
    this.#convert = convert
    this.root = newScope('module', '', 1, undefined)
    this.scope = this.root
    this.#open.push({scope: this.root, end: tree.count})
  }

  line(node: number): number {
    return this.tree.line(this.tree.start(node))
  }

  text(node: number): string {
    return textOf(this.tree, node)
  }

  /** The value of an expression, each node once. */
  value(node: number): Value {
    const known = this.#values.get(node)
    if (known !== undefined) return known
    if (this.#depth >= expressionDepthLimit) return {kind: 'unknown', line: this.line(node)}
    this.#depth++
    const value = this.#convert(this, node)
    this.#depth--
    this.#values.set(node, value)
    return value
  }

  /** The value in a field of a node; unknown where it has none. */
  valueIn(node: number, field: string, line: number): Value {
    const child = childIn(this.tree, node, field)
    return child === -1 ? {kind: 'unknown', line} : this.value(child)
  }

  /** The scope that a function or class opens; made when it is first asked for. */
  scopeOf(node: number, kind: 'function' | 'class', name: string): Scope {
    let scope = this.#scopesByNode.get(node)
    if (scope === undefined) {
      scope = newScope(kind, name, this.line(node), this.scope)
      this.#scopesByNode.set(node, scope)
      this.scopes.push(scope)
    }
    return scope
  }

  enter(scope: Scope, node: number): void {
    this.#open.push({scope, end: this.tree.after(node)})
    this.scope = scope
  }

  /** Adds what a function or class is decorated with, and the digest of its code, which decorators may give a meaning. */
  decorate(scope: Scope, node: number, decorator: Value): void {
    scope.decorators.push(decorator)
    scope.digest ??= sha256Hex(wordsOf(this.tree, node))
  }

  /** Leaves the scopes that end before a node. */
  leaveUntil(node: number): void {
    let last = this.#open.at(-1)
    while (last !== undefined && node >= last.end && this.#open.length > 1) {
      this.#open.pop()
      last = this.#open.at(-1)
    }
    if (last !== undefined) this.scope = last.scope
  }

  /** @param until last line of the block that declares the name, where that is a part of the scope */
  bind(scope: Scope, name: string, value: Value, line: number, until?: number): void {
    const binding = {value, line, scope: this.scope, ...(until !== undefined && {until})}
    const bindings = scope.bindings.get(name)
    if (bindings === undefined) scope.bindings.set(name, [binding])
    else bindings.push(binding)
  }

  /**
   * What stands before the colon of an entry: a text, a constant of the module that holds one word (`ROLE`), else an
   * expression.
   */
  key(value: Value): {key: string} | {computed: Value} {
    if (value.kind === 'text') return {key: value.text}
    const bindings = value.kind === 'name' ? this.root.bindings.get(value.name) : undefined
    const only = bindings?.length === 1 ? bindings[0]?.value : undefined
    return only?.kind === 'text' && /^[A-Za-z_]{1,40}$/.test(only.text) ? {key: only.text} : {computed: value}
  }

  /** The class around the current place, for `self.x` and `this.x`. */
  enclosingClass(): Scope | undefined {
    let scope: Scope | undefined = this.scope
    while (scope !== undefined && scope.kind !== 'class') scope = scope.parent
    return scope
  }

  /**
   * Names the value that `a.x` or `a["x"]` is given; what the object of a class is given is a member of it.
   * @param own what that object is called
   * @returns the name; undefined for any other place
   */
  nameAt(place: Value, {value, line, own}: {value: Value; line: number; own: ReadonlySet<string>}): string | undefined {
    const {scope} = this
    if (place.kind === 'member') {
      const holder = place.of.kind === 'name' && own.has(place.of.name) ? this.enclosingClass() : undefined
      if (holder !== undefined) this.bind(holder, place.key, value, line)
      const via = holder === undefined ? 'assignment' : 'member'
      this.namings.push({name: place.key, value, line, scope, via, owner: place.of})
      return place.key
    }
    if (place.kind !== 'index' || place.key.kind !== 'text') return undefined
    this.namings.push({name: place.key.text, value, line, scope, via: 'key', owner: place.of})
    return place.key.text
  }

  /** Reads an assignment that adds to what a name holds. */
  adding(read: () => void): void {
    const before = this.namings.length
    read()
    for (const [at, naming] of this.namings.slice(before).entries()) this.namings[before + at] = {...naming, adds: true}
  }

  addCall(node: number): void {
    const call = this.value(node)
    if (call.kind !== 'call') return
    const target = this.targets.get(node)
    this.calls.push({call, scope: this.scope, ...(target !== undefined && {target})})
  }

  finish(path: string, language: Language): Module {
    const {root, scopes, calls, namings, imports, wildcards, exports, references} = this
    const {errorLine, refused} = this.tree
    return {
      ...{path, language, root, scopes, calls, namings, imports, wildcards, exports, references},
      ...(errorLine !== undefined && {errorLine, refused}),
    }
  }
}

function newScope(kind: Scope['kind'], name: string, line: number, parent: Scope | undefined): Scope {
  return {kind, name, line, parent, bindings: new Map(), returns: [], bases: [], decorators: [], parameters: []}
}
