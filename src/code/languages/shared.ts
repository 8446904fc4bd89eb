import type {Argument, Entry, Language, Module, Value} from '../module.ts'
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

/** A call of what is known already; of a member, its line is that of the member. */
export function callOf(callee: Value, args: readonly Argument[], line: number): Value {
  return {kind: 'call', callee, args, line: callee.kind === 'member' ? callee.line : line}
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
  if (operator === '%') return printedText(builder, node, line)
  if (operator !== '??' && operator !== '||' && operator !== '?:' && operator !== 'or') return {kind: 'unknown', line}
  return {kind: 'choice', options: [builder.valueIn(node, 'left', line), builder.valueIn(node, 'right', line)], line}
}

/** Ruby's `"…%s…" % x` and `"…%s…" % [x, y]`; of numbers it is no text. */
function printedText(builder: ModuleBuilder, node: number, line: number): Value {
  const of = builder.valueIn(node, 'left', line)
  if (of.kind !== 'text') return {kind: 'unknown', line}
  const right = builder.valueIn(node, 'right', line)
  const args = (right.kind === 'list' ? right.items : [right]).map(value => ({value, line}))
  return {kind: 'call', callee: {kind: 'member', of, key: 'formatted', line}, args, line}
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

/** A function without a name, as a value. */
export const closure: Convert = (builder, node, line) => ({
  kind: 'definition',
  scope: builder.scopeOf(node, 'function', ''),
  line,
})

/** An entry of a map: a text key by itself, another as an expression. */
export function entry(builder: ModuleBuilder, key: Value, value: Value, line: number): Entry {
  return {...builder.key(key), value, line}
}
