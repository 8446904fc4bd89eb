import type {Argument, Entry, Language, Module, Naming, Scope, Value} from '../module.ts'
import {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {summands} from '../resolve/summands.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'

/** What the walk does at a node: keeps calls, namings, imports, opens scopes. */
export type Visit = (builder: ModuleBuilder, node: number) => void
/** The value that a node stands for. @param line of the node, from 1 */
export type Convert = (builder: ModuleBuilder, node: number, line: number) => Value

/** What a front end does with the nodes of its grammar, by their types: on the walk, and as values. */
export interface FrontEnd {
  readonly language: Language
  readonly visitors: Readonly<Record<string, Visit>>
  readonly converters: Readonly<Record<string, Convert>>
}

/** The module that a syntax tree says. */
export function readTree(tree: SyntaxTree, path: string, {language, visitors, converters}: FrontEnd): Module {
  const builder = new ModuleBuilder(tree, (own, node) =>
    (converters[tree.type(node)] ?? unknown)(own, node, own.line(node)),
  )
  for (let node = 0; node < tree.count; node++) {
    builder.leaveUntil(node)
    visitors[tree.type(node)]?.(builder, node)
  }
  return builder.finish(path, language)
}

/** For nodes that stand for nothing we follow. */
export const unknown: Convert = (_builder, _node, line) => ({kind: 'unknown', line})
/** A name by its text; what it is bound to is looked up later. */
export const name: Convert = (builder, node, line) => ({kind: 'name', name: builder.text(node), line})
const numberPattern = /^(?:0x[\da-f]+|0o[0-7]+|0b[01]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)/i

/** A number without its underscores and its suffix: `1_000u32` is 1000, `0x10` is 16, `1e5f` is 100000. */
export const number: Convert = (builder, node, line) => {
  const [digits] = numberPattern.exec(builder.text(node).replaceAll('_', '')) ?? []
  return digits === undefined ? {kind: 'unknown', line} : {kind: 'scalar', value: Number(digits), line}
}

/** A literal of which the grammar has a node of its own: true, false, null. */
export const constant =
  (value: boolean | null): Convert =>
  (_builder, _node, line) => ({kind: 'scalar', value, line})

/** A literal in quotes of one character, with escapes. */
export const quoted: Convert = (builder, node, line) => ({
  kind: 'text',
  text: unescapeText(builder.text(node).slice(1, -1)),
  line,
})
/** `true` or `false`. */
export const boolean: Convert = (builder, node, line) => ({kind: 'scalar', value: builder.text(node) === 'true', line})
/** The object that a method belongs to. */
export const self: Convert = (_builder, _node, line) => ({kind: 'name', name: 'this', line})

/** What stands inside: parentheses, `await`, casts, references. */
export const inner: Convert = (builder, node, line) => {
  const [first] = childrenOf(builder.tree, node)
  return first === undefined ? {kind: 'unknown', line} : builder.value(first)
}

/** The expressions of a node as the items of a list. */
export const list: Convert = (builder, node, line) => ({kind: 'list', items: valuesOf(builder, node), line})

/** What stands in a field of the node, such as what a cast is of. */
export const inField =
  (field: string): Convert =>
  (builder, node, line) =>
    builder.valueIn(node, field, line)

/** `a.b` by the fields of its two parts. */
export const member =
  (object: string, key: string): Convert =>
  (builder, node, line) => ({
    kind: 'member',
    of: builder.valueIn(node, object, line),
    key: textIn(builder, node, key),
    line,
  })

/** `a[b]`, by its two parts. */
export const index: Convert = (builder, node, line) => {
  const [of, key] = expressionsOf(builder, node)
  if (of === undefined || key === undefined) return {kind: 'unknown', line}
  return {kind: 'index', of: builder.value(of), key: builder.value(key), line}
}

/** `f(x)` by the field of what is called; its arguments stand in `arguments`. */
export const call =
  (callee: string, args: (builder: ModuleBuilder, node: number) => Argument[] = argumentsOf): Convert =>
  (builder, node, line) => ({
    kind: 'call',
    callee: builder.valueIn(node, callee, line),
    args: argumentsIn(builder, node, args),
    line,
  })

/** The arguments in the field `arguments`; none where the call has no such field. */
export function argumentsIn(
  builder: ModuleBuilder,
  node: number,
  args: (builder: ModuleBuilder, node: number) => Argument[] = argumentsOf,
): Argument[] {
  const child = childIn(builder.tree, node, 'arguments')
  return child === -1 ? [] : args(builder, child)
}

/** Positional arguments. */
export function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  return expressionsOf(builder, node).map(child => ({value: builder.value(child), line: builder.line(child)}))
}

/** One argument: its name in a field, where it has one, and its value. */
export function argumentOf(builder: ModuleBuilder, node: number): Argument[] {
  const named = childIn(builder.tree, node, 'name')
  const value = expressionsOf(builder, node).find(child => child !== named)
  return value === undefined
    ? []
    : [{...(named !== -1 && {name: builder.text(named)}), value: builder.value(value), line: builder.line(node)}]
}

/** `a + b`, `a ?? b` and `a || b`; whatever else two values give is not known. */
export const binary: Convert = (builder, node, line) => {
  const operator = textIn(builder, node, 'operator')
  if (operator === '+' || operator === '.') return joined(summands(builder, node, operator), line)
  if (operator !== '??' && operator !== '||' && operator !== '?:' && operator !== 'or') return {kind: 'unknown', line}
  return {kind: 'choice', options: [builder.valueIn(node, 'left', line), builder.valueIn(node, 'right', line)], line}
}

/** Either branch of `a ? b : c`. @param consequence field of the branch that is taken */
export const conditional =
  (consequence: string, alternative = 'alternative'): Convert =>
  (builder, node, line) => ({
    kind: 'choice',
    options: [builder.valueIn(node, consequence, line), builder.valueIn(node, alternative, line)],
    line,
  })

/** The text in a field of a node; '' where it has none. */
export function textIn(builder: ModuleBuilder, node: number, field: string): string {
  const child = childIn(builder.tree, node, field)
  return child === -1 ? '' : builder.text(child)
}

/** The children of a type. */
export function ofType(tree: SyntaxTree, node: number, ...types: readonly string[]): number[] {
  return [...childrenOf(tree, node)].filter(child => types.includes(tree.type(child)))
}

/** Children but comments. */
export function expressionsOf(builder: ModuleBuilder, node: number): number[] {
  return [...childrenOf(builder.tree, node)].filter(child => !builder.tree.type(child).endsWith('comment'))
}

/** The first of several expressions that is a text, else the first; -1 for none. */
export function firstText(builder: ModuleBuilder, nodes: readonly number[]): number {
  return nodes.find(node => builder.value(node).kind === 'text') ?? nodes[0] ?? -1
}

/** The expressions among a node's children, in order. */
export function valuesOf(builder: ModuleBuilder, node: number): Value[] {
  return expressionsOf(builder, node).map(child => builder.value(child))
}

/** A name with its value: a constant, a variable, a field. */
export function declare(
  builder: ModuleBuilder,
  named: string,
  valueNode: number,
  line: number,
  via?: Naming['via'],
): void {
  const value: Value = valueNode === -1 ? {kind: 'unknown', line} : builder.value(valueNode)
  builder.bind(builder.scope, named, value, line)
  if (valueNode === -1) return
  builder.targets.set(valueNode, named)
  addNaming(builder, named, value, line, via ?? (builder.scope.kind === 'class' ? 'member' : 'assignment'))
}

/** A name given to a value in the scope that the walk is in. */
export function addNaming(builder: ModuleBuilder, named: string, value: Value, line: number, via: Naming['via']): void {
  builder.namings.push({name: named, value, line, scope: builder.scope, via})
}

/** `x = v`, `this.x = v`, `a.x = v`, `a["x"] = v`. */
export function assign(builder: ModuleBuilder, left: number, right: number): void {
  if (left === -1 || right === -1) return
  const place = builder.value(left)
  const value = builder.value(right)
  const line = builder.line(left)
  const {scope} = builder
  if (place.kind === 'name') {
    builder.targets.set(right, place.name)
    builder.bind(holderOf(scope, place.name), place.name, value, line)
    addNaming(builder, place.name, value, line, 'assignment')
  } else if (place.kind === 'member') {
    builder.targets.set(right, place.key)
    const holder =
      place.of.kind === 'name' && (place.of.name === 'this' || place.of.name === 'self')
        ? builder.enclosingClass()
        : undefined
    if (holder !== undefined) builder.bind(holder, place.key, value, line)
    builder.namings.push({
      name: place.key,
      value,
      line,
      scope,
      via: holder === undefined ? 'assignment' : 'member',
      owner: place.of,
    })
  } else if (place.kind === 'index' && place.key.kind === 'text') {
    builder.targets.set(right, place.key.text)
    builder.namings.push({name: place.key.text, value, line, scope, via: 'key', owner: place.of})
  }
}

/** An assignment by its fields. */
export const visitAssign: Visit = (builder, node) =>
  assign(builder, childIn(builder.tree, node, 'left'), childIn(builder.tree, node, 'right'))

/** A loop over a collection, by the fields of its variable and of the collection. */
export const visitEach =
  (named: string, collection = 'value'): Visit =>
  (builder, node) => {
    const of = builder.valueIn(node, collection, builder.line(node))
    builder.bind(builder.scope, textIn(builder, node, named), {kind: 'each', of, line: of.line}, builder.line(node))
  }

/** The scope that declares a name; the current one where none does. */
function holderOf(scope: Scope, named: string): Scope {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.bindings.has(named)) return at
  return scope
}

/** A function or class is bound where it stands, then its own scope is entered. */
export function define(builder: ModuleBuilder, node: number, kind: 'function' | 'class', named: string): Scope {
  const scope = builder.scopeOf(node, kind, named)
  if (named !== '') builder.bind(builder.scope, named, {kind: 'definition', scope, line: scope.line}, scope.line)
  builder.enter(scope, node)
  return scope
}

/** A function without a name, as a value. */
export const closure: Convert = (builder, node, line) => ({
  kind: 'definition',
  scope: builder.scopeOf(node, 'function', ''),
  line,
})

/** A parameter of the function whose scope was entered: its default, else an object of its declared type. */
export function parameter(
  builder: ModuleBuilder,
  named: string,
  position: number,
  line: number,
  more: {valueNode?: number; type?: Value | undefined} = {},
): void {
  const {scope} = builder
  const {valueNode = -1, type} = more
  scope.parameters.push(named)
  if (valueNode === -1 && type !== undefined) {
    builder.bind(scope, named, {kind: 'call', callee: type, args: [], line}, line)
    return
  }
  const value = valueNode === -1 ? undefined : builder.value(valueNode)
  builder.bind(
    scope,
    named,
    {kind: 'parameter', name: named, position, of: scope, ...(value !== undefined && {default: value}), line},
    line,
  )
  if (value !== undefined) addNaming(builder, named, value, line, 'default')
}

/** A name without a value, but with a type of a library: an object of it. */
export function declareTyped(builder: ModuleBuilder, named: string, type: Value | undefined, line: number): void {
  builder.bind(
    builder.scope,
    named,
    type === undefined ? {kind: 'unknown', line} : {kind: 'call', callee: type, args: [], line},
    line,
  )
}

/** A call on the walk: its named arguments are namings. */
export const visitCall: Visit = (builder, node) => {
  builder.addCall(node)
  const made = builder.value(node)
  if (made.kind !== 'call') return
  for (const argument of made.args) {
    if (argument.name === undefined) continue
    builder.namings.push({
      name: argument.name,
      value: argument.value,
      line: argument.line,
      scope: builder.scope,
      via: 'argument',
      within: made,
    })
  }
}

/** A map on the walk: its keys are namings. */
export const visitMap: Visit = (builder, node) => {
  const map = builder.value(node)
  if (map.kind !== 'map') return
  for (const {key, value, line} of map.entries) {
    if (key !== undefined) builder.namings.push({name: key, value, line, scope: builder.scope, via: 'key', within: map})
  }
}

/** A call that may make a map. */
export const visitMade: Visit = (builder, node) =>
  (builder.value(node).kind === 'map' ? visitMap : visitCall)(builder, node)

/** An entry of a map: a text key by itself, another as an expression. */
export function entry(builder: ModuleBuilder, key: Value, value: Value, line: number): Entry {
  return {...builder.key(key), value, line}
}

/** What a function gives back. */
export function addReturn(builder: ModuleBuilder, node: number): void {
  if (builder.scope.kind !== 'function') return
  builder.scope.returns.push(builder.value(node))
  if (!builder.targets.has(node)) builder.targets.set(node, builder.scope.name)
}

/** The first expression of a `return` belongs to the function around it. */
export const visitReturn: Visit = (builder, node) => {
  const [value] = expressionsOf(builder, node)
  if (value !== undefined) addReturn(builder, value)
}

/** An imported name. */
export function importName(
  builder: ModuleBuilder,
  module: string,
  path: readonly string[],
  alias: string,
  line: number,
): void {
  const target = {module, path}
  builder.imports.push({target, line})
  builder.bind(builder.root, alias, {kind: 'import', from: target, line}, line)
}

/** An import that makes every name of a module known: `using OpenAI.Chat;`. */
export function importAll(builder: ModuleBuilder, module: string, line: number): void {
  builder.imports.push({target: {module, path: []}, line})
  builder.wildcards.push(module)
}
