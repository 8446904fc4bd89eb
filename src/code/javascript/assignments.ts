import type {Naming, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {blockEnd} from '../tree/block-end.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {bindPattern} from './patterns.ts'
import {nameTarget} from './targets.ts'

/** A declaration or an assignment: of a name, of a pattern, of a member. */
export function visitAssignment(builder: ModuleBuilder, node: number, leftField: string, rightField: string): void {
  const {tree} = builder
  const left = childIn(tree, node, leftField)
  const right = childIn(tree, node, rightField)
  if (left === -1 || right === -1) return
  const line = builder.line(left)
  const type = tree.type(left)
  if (type === 'member_expression' || type === 'subscript_expression') assignMember(builder, left, right)
  else if (type !== 'identifier') assignPattern(builder, left, right)
  else assignName(builder, left, right, line)
}

function assignPattern(builder: ModuleBuilder, left: number, right: number): void {
  const {tree} = builder
  const [first] = childrenOf(tree, left)
  const value = builder.value(right)
  if (tree.type(left) === 'array_pattern' && first !== undefined) nameState(builder, builder.text(first), value, right)
  bindPattern(builder, left, value)
}

function assignName(builder: ModuleBuilder, left: number, right: number, line: number): void {
  const name = builder.text(left)
  nameTarget(builder, right, name)
  const value = builder.value(right)
  builder.bind(builder.scope, name, value, line, declaredUntil(builder, left))
  builder.namings.push({name, value, line, scope: builder.scope, via: 'assignment'})
}

/** The block of a `const` or `let`; a `var` and an assignment have none. */
function declaredUntil({tree}: ModuleBuilder, left: number): number | undefined {
  const declaration = tree.parent(tree.parent(left))
  return declaration > 0 && tree.type(declaration) === 'lexical_declaration' ? blockEnd(tree, declaration) : undefined
}

/** `const [model, setModel] = useState("…")`: the name of the state goes with its first value. */
function nameState(builder: ModuleBuilder, name: string, value: Value, right: number): void {
  const initial = value.kind === 'call' ? value.args[0]?.value : undefined
  nameTarget(builder, right, name)
  if (initial !== undefined)
    builder.namings.push({name, value: initial, line: initial.line, scope: builder.scope, via: 'default'})
}

function assignMember(builder: ModuleBuilder, left: number, right: number): void {
  const place = builder.value(left)
  const member = memberOf(place)
  if (member === undefined) return
  const {key, owner} = member
  nameTarget(builder, right, key)
  const value = builder.value(right)
  const holder = owner.kind === 'name' && owner.name === 'this' ? builder.enclosingClass() : undefined
  if (holder !== undefined) builder.bind(holder, key, value, place.line)
  const via: Naming['via'] = holder === undefined ? (place.kind === 'index' ? 'key' : 'assignment') : 'member'
  builder.namings.push({name: key, value, line: place.line, scope: builder.scope, via, owner})
  const exported = exportedName(owner, key)
  if (exported !== undefined) builder.exports.set(exported, value)
}

function memberOf(place: Value): {key: string; owner: Value} | undefined {
  if (place.kind === 'member') return {key: place.key, owner: place.of}
  return place.kind === 'index' && place.key.kind === 'text' ? {key: place.key.text, owner: place.of} : undefined
}

/** `exports.x`, `module.exports.x`, `module.exports`. */
function exportedName(owner: Value, key: string): string | undefined {
  if (owner.kind === 'name' && owner.name === 'module' && key === 'exports') return 'default'
  const isExports =
    (owner.kind === 'name' && owner.name === 'exports') || (owner.kind === 'member' && owner.key === 'exports')
  return isExports ? key : undefined
}
