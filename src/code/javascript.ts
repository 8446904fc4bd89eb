import {visitExport, visitImport} from './javascript-modules.ts'
import {bindPattern} from './javascript-patterns.ts'
import {convertJavascript, keyOf} from './javascript-values.ts'
import type {Module, Naming, Scope, Value} from './module.ts'
import {ModuleBuilder} from './module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from './syntax-tree.ts'

type Visit = (builder: ModuleBuilder, node: number) => void

const visitFunction: Visit = (builder, node) => openFunction(builder, node)

const visitors: Readonly<Record<string, Visit>> = {
  import_statement: visitImport,
  export_statement: visitExport,
  variable_declarator: (builder, node) => visitAssignment(builder, node, 'name', 'value'),
  assignment_expression: (builder, node) => visitAssignment(builder, node, 'left', 'right'),
  augmented_assignment_expression: (builder, node) => builder.adding(() => visitAssignment(builder, node, 'left', 'right')),
  public_field_definition: visitField,
  field_definition: visitField,
  enum_assignment: visitField,
  function_declaration: visitFunction,
  generator_function_declaration: visitFunction,
  function_expression: visitFunction,
  arrow_function: visitFunction,
  method_definition: visitFunction,
  class_declaration: visitClass,
  abstract_class_declaration: visitClass,
  class: visitClass,
  enum_declaration: visitClass,
  for_in_statement: visitLoop,
  return_statement: visitReturn,
  pair: visitPair,
  shorthand_property_identifier: visitShorthand,
  jsx_attribute: visitAttribute,
  jsx_opening_element: (builder, node) => builder.addCall(node),
  jsx_self_closing_element: (builder, node) => builder.addCall(node),
  call_expression: (builder, node) => builder.addCall(node),
  new_expression: (builder, node) => builder.addCall(node),
  member_expression: visitReference,
}

/** The module that a JavaScript or TypeScript syntax tree says. */
export function readJavascript(tree: SyntaxTree, path: string): Module {
  const builder = new ModuleBuilder(tree, convertJavascript)
  for (let node = 0; node < tree.count; node++) {
    builder.leaveUntil(node)
    visitors[tree.type(node)]?.(builder, node)
  }
  return builder.finish(path, 'javascript')
}

function nameOf(builder: ModuleBuilder, node: number): string {
  const name = childIn(builder.tree, node, 'name')
  return name === -1 ? (builder.targets.get(node) ?? '') : builder.text(name)
}

function define(builder: ModuleBuilder, node: number, kind: 'function' | 'class'): Scope {
  const name = nameOf(builder, node)
  const scope = builder.scopeOf(node, kind, name)
  const isStatement = builder.tree.type(node).endsWith('_declaration') || builder.tree.type(node) === 'method_definition'
  if (isStatement && name !== '' && builder.scope !== scope)
    builder.bind(builder.scope, name, {kind: 'definition', scope, line: scope.line}, scope.line)
  return scope
}

function visitClass(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const scope = define(builder, node, 'class')
  for (const child of childrenOf(tree, node)) {
    if (tree.type(child) === 'decorator') addDecorator(builder, scope, child)
    if (tree.type(child) !== 'class_heritage') continue
    for (const clause of childrenOf(tree, child)) {
      const value = tree.type(clause) === 'extends_clause' ? childIn(tree, clause, 'value') : clause
      if (value !== -1 && tree.type(clause) !== 'implements_clause') scope.bases.push(builder.value(value))
    }
  }
  builder.enter(scope, node)
}

function addDecorator(builder: ModuleBuilder, scope: Scope, node: number): void {
  const [expression] = childrenOf(builder.tree, node)
  if (expression !== undefined) scope.decorators.push(builder.value(expression))
}

function openFunction(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const scope = define(builder, node, 'function')
  builder.enter(scope, node)
  const body = childIn(tree, node, 'body')
  if (body !== -1 && tree.type(body) !== 'statement_block') {
    builder.targets.set(unwrapped(tree, body), scope.name)
    scope.returns.push(builder.value(body))
  }
  const single = childIn(tree, node, 'parameter')
  if (single !== -1) bindParameter(builder, scope, single, undefined, 0)
  const parameters = childIn(tree, node, 'parameters')
  if (parameters === -1) return
  let position = 0
  for (const parameter of childrenOf(tree, parameters)) {
    const pattern = childIn(tree, parameter, 'pattern')
    const value = childIn(tree, parameter, 'value')
    bindParameter(builder, scope, pattern === -1 ? parameter : pattern, value === -1 ? undefined : value, position++)
  }
}

function bindParameter(builder: ModuleBuilder, scope: Scope, pattern: number, valueNode: number | undefined, position: number): void {
  const line = builder.line(pattern)
  const name = builder.text(pattern)
  scope.parameters.push(name)
  const given = valueNode === undefined ? undefined : builder.value(valueNode)
  const value: Value = {kind: 'parameter', name, position, of: scope, ...(given !== undefined && {default: given}), line}
  if (builder.tree.type(pattern) !== 'identifier') {
    bindPattern(builder, pattern, value)
    return
  }
  builder.bind(scope, name, value, line)
  if (given === undefined || valueNode === undefined) return
  builder.targets.set(unwrapped(builder.tree, valueNode), name)
  builder.namings.push({name, value: given, line: given.line, scope, via: 'default'})
}

function visitAssignment(builder: ModuleBuilder, node: number, leftField: string, rightField: string): void {
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
  builder.targets.set(unwrapped(builder.tree, right), name)
  const value = builder.value(right)
  builder.bind(builder.scope, name, value, line)
  builder.namings.push({name, value, line, scope: builder.scope, via: 'assignment'})
}

/** `const [model, setModel] = useState("…")`: the name of the state goes with its first value. */
function nameState(builder: ModuleBuilder, name: string, value: Value, right: number): void {
  const initial = value.kind === 'call' ? value.args[0]?.value : undefined
  builder.targets.set(unwrapped(builder.tree, right), name)
  if (initial !== undefined) builder.namings.push({name, value: initial, line: initial.line, scope: builder.scope, via: 'default'})
}

function assignMember(builder: ModuleBuilder, left: number, right: number): void {
  const place = builder.value(left)
  const member = memberOf(place)
  if (member === undefined) return
  const {key, owner} = member
  builder.targets.set(unwrapped(builder.tree, right), key)
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
  const isExports = (owner.kind === 'name' && owner.name === 'exports') || (owner.kind === 'member' && owner.key === 'exports')
  return isExports ? key : undefined
}

/** The node that makes the value: without parentheses, `await` and casts. */
function unwrapped(tree: SyntaxTree, node: number): number {
  let inner = node
  while (/^(?:await|parenthesized|as|satisfies|non_null)_expression$/.test(tree.type(inner))) {
    const [first] = childrenOf(tree, inner)
    if (first === undefined) return inner
    inner = first
  }
  return inner
}

function visitField(builder: ModuleBuilder, node: number): void {
  const value = childIn(builder.tree, node, 'value')
  const {key} = keyOf(builder, childIn(builder.tree, node, builder.tree.type(node) === 'field_definition' ? 'property' : 'name'))
  if (value === -1 || key === undefined) return
  builder.targets.set(unwrapped(builder.tree, value), key)
  const line = builder.line(node)
  builder.bind(builder.scope, key, builder.value(value), line)
  builder.namings.push({name: key, value: builder.value(value), line, scope: builder.scope, via: 'member'})
}

function visitLoop(builder: ModuleBuilder, node: number): void {
  const left = childIn(builder.tree, node, 'left')
  const right = childIn(builder.tree, node, 'right')
  if (left === -1 || right === -1) return
  const of = builder.value(right)
  bindPattern(builder, left, {kind: 'each', of, line: of.line})
}

function visitReturn(builder: ModuleBuilder, node: number): void {
  const [value] = childrenOf(builder.tree, node)
  if (value === undefined || builder.scope.kind !== 'function') return
  builder.targets.set(unwrapped(builder.tree, value), builder.scope.name)
  builder.scope.returns.push(builder.value(value))
}

function visitPair(builder: ModuleBuilder, node: number): void {
  const valueNode = childIn(builder.tree, node, 'value')
  const {key} = keyOf(builder, childIn(builder.tree, node, 'key'))
  if (valueNode === -1 || key === undefined) return
  builder.targets.set(unwrapped(builder.tree, valueNode), key)
  const within = builder.value(builder.tree.parent(node))
  builder.namings.push({name: key, value: builder.value(valueNode), line: builder.line(node), scope: builder.scope, via: 'key', within})
}

/** `{system}` says `{system: system}`. */
function visitShorthand(builder: ModuleBuilder, node: number): void {
  const within = builder.value(builder.tree.parent(node))
  builder.namings.push({name: builder.text(node), value: builder.value(node), line: builder.line(node), scope: builder.scope, via: 'key', within})
}

function visitAttribute(builder: ModuleBuilder, node: number): void {
  const [name, value] = childrenOf(builder.tree, node)
  if (name === undefined || value === undefined) return
  const within = builder.value(builder.tree.parent(node))
  builder.namings.push({
    name: builder.text(name),
    value: builder.value(value),
    line: builder.line(node),
    scope: builder.scope,
    via: 'argument',
    within,
  })
}

function visitReference(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const parent = tree.type(tree.parent(node))
  const field = tree.field(node)
  if (parent === 'member_expression' || field === 'function' || field === 'constructor' || field === 'left') return
  builder.references.push({value: builder.value(node), scope: builder.scope, line: builder.line(node)})
}
