import type {Naming, Scope, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {blockEnd} from '../tree/block-end.ts'
import {childIn} from '../tree/syntax-tree.ts'
import {expressionsOf, firstText, textIn, type Visit} from './shared.ts'

/** A name with its value: a constant, a variable, a field. */
export function declare(
  builder: ModuleBuilder,
  named: string,
  valueNode: number,
  line: number,
  via?: Naming['via'],
): void {
  const value: Value = valueNode === -1 ? {kind: 'unknown', line} : builder.value(valueNode)
  builder.bind(builder.scope, named, value, line, valueNode === -1 ? undefined : blockEnd(builder.tree, valueNode))
  if (valueNode === -1) return
  builder.targets.set(valueNode, named)
  addNaming(builder, named, value, line, via ?? (builder.scope.kind === 'class' ? 'member' : 'assignment'))
}

/** A name given to a value in the scope that the walk is in. */
export function addNaming(builder: ModuleBuilder, named: string, value: Value, line: number, via: Naming['via']): void {
  builder.namings.push({name: named, value, line, scope: builder.scope, via})
}

/** What languages call the object that a method belongs to. */
const own: ReadonlySet<string> = new Set(['this', 'self'])

/** `x = v`, `this.x = v`, `a.x = v`, `a["x"] = v`, and each with `+=`. */
export function assign(builder: ModuleBuilder, left: number, right: number): void {
  if (left === -1 || right === -1) return
  if (isAdding(builder, left, right)) builder.adding(() => assignTo(builder, left, right))
  else assignTo(builder, left, right)
}

/** `x += v`, PHP's `$x .= v`, Ruby's `x << v`: what stands between both sides. */
function isAdding({tree}: ModuleBuilder, left: number, right: number): boolean {
  return /^(?:\+=|\.=|<<=?)$/.test(tree.text.slice(tree.end(left), tree.start(right)).trim())
}

function assignTo(builder: ModuleBuilder, left: number, right: number): void {
  const place = placeIn(builder.value(left))
  const value = builder.value(right)
  const line = builder.line(left)
  const {scope} = builder
  if (place.kind === 'name') {
    builder.targets.set(right, place.name)
    builder.bind(holderOf(scope, place.name), place.name, value, line)
    addNaming(builder, place.name, value, line, 'assignment')
    return
  }
  const named = builder.nameAt(place, {value, line, own})
  if (named !== undefined) builder.targets.set(right, named)
}

/** Ruby's `config.model = v`: what reads like a call without arguments is the place that is set. */
function placeIn(left: Value): Value {
  return left.kind === 'call' && left.args.length === 0 && left.callee.kind === 'member' ? left.callee : left
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

/** `GPT_4(Provider.OPENAI, "gpt-4")`: the member of an enumeration stands for its first text, and makes one of them. */
export function declareMade(builder: ModuleBuilder, node: number, named: string, given: readonly number[]): void {
  const line = builder.line(node)
  declare(builder, named, firstText(builder, given), line)
  if (given.length === 0) return
  const args = given.map(child => ({value: builder.value(child), line: builder.line(child)}))
  const callee: Value = {kind: 'name', name: builder.scope.name, line}
  builder.calls.push({call: {kind: 'call', callee, args, line}, scope: builder.scope, target: named})
}
