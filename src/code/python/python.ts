import type {Module, Scope, Value} from '../module.ts'
import {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {argumentsOf, convertPython} from './values.ts'

type Visit = (builder: ModuleBuilder, node: number) => void

const visitors: Readonly<Record<string, Visit>> = {
  import_statement: visitImport,
  import_from_statement: visitImportFrom,
  function_definition: visitFunction,
  class_definition: visitClass,
  assignment: (builder, node) => visitAssignment(builder, node, 'left', 'right'),
  augmented_assignment: (builder, node) => builder.adding(() => visitAssignment(builder, node, 'left', 'right')),
  named_expression: (builder, node) => visitAssignment(builder, node, 'name', 'value'),
  for_statement: visitLoop,
  for_in_clause: visitLoop,
  as_pattern: visitAs,
  return_statement: visitReturn,
  keyword_argument: visitKeyword,
  pair: visitPair,
  call: (builder, node) => builder.addCall(node),
  attribute: visitReference,
}

/** The module that a Python syntax tree says. */
export function readPython(tree: SyntaxTree, path: string): Module {
  const builder = new ModuleBuilder(tree, convertPython)
  for (let node = 0; node < tree.count; node++) {
    builder.leaveUntil(node)
    visitors[tree.type(node)]?.(builder, node)
  }
  return builder.finish(path, 'python')
}

function visitImport(builder: ModuleBuilder, node: number): void {
  const line = builder.line(node)
  for (const child of childrenOf(builder.tree, node)) {
    if (builder.tree.field(child) !== 'name') continue
    const {name, alias} = aliased(builder, child)
    builder.imports.push({target: {module: name, path: []}, line})
    const module = alias === undefined ? (name.split('.')[0] ?? name) : name
    builder.bind(builder.scope, alias ?? module, {kind: 'import', from: {module, path: []}, line}, line)
  }
}

function visitImportFrom(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const line = builder.line(node)
  const moduleNode = childIn(tree, node, 'module_name')
  const module = moduleNode === -1 ? '' : builder.text(moduleNode).replace(/\s/g, '')
  for (const child of childrenOf(tree, node)) {
    if (tree.type(child) === 'wildcard_import') {
      builder.wildcards.push(module)
      builder.imports.push({target: {module, path: []}, line})
    }
    if (tree.field(child) !== 'name') continue
    const {name, alias} = aliased(builder, child)
    const target = {module, path: [name]}
    builder.imports.push({target, line: builder.line(child)})
    builder.bind(builder.scope, alias ?? name, {kind: 'import', from: target, line}, line)
  }
}

function aliased(builder: ModuleBuilder, node: number): {name: string; alias?: string} {
  if (builder.tree.type(node) !== 'aliased_import') return {name: builder.text(node)}
  const name = childIn(builder.tree, node, 'name')
  const alias = childIn(builder.tree, node, 'alias')
  return {name: name === -1 ? '' : builder.text(name), ...(alias !== -1 && {alias: builder.text(alias)})}
}

/** A function or class is bound where it stands, then its own scope is entered. */
function define(builder: ModuleBuilder, node: number, kind: 'function' | 'class'): Scope {
  const {tree} = builder
  const nameNode = childIn(tree, node, 'name')
  const scope = builder.scopeOf(node, kind, nameNode === -1 ? '' : builder.text(nameNode))
  const parent = tree.parent(node)
  if (tree.type(parent) === 'decorated_definition') {
    for (const child of childrenOf(tree, parent)) {
      const [expression] = tree.type(child) === 'decorator' ? childrenOf(tree, child) : []
      if (expression !== undefined) builder.decorate(scope, node, builder.value(expression))
    }
  }
  builder.bind(builder.scope, scope.name, {kind: 'definition', scope, line: scope.line}, scope.line)
  return scope
}

function visitClass(builder: ModuleBuilder, node: number): void {
  const scope = define(builder, node, 'class')
  const bases = childIn(builder.tree, node, 'superclasses')
  if (bases !== -1)
    for (const argument of argumentsOf(builder, bases))
      if (argument.name === undefined) scope.bases.push(argument.value)
  bindDocumentation(builder, node, scope)
  builder.enter(scope, node)
}

/** The text that a class or function begins with is its `__doc__`: some libraries send it to the model. */
function bindDocumentation(builder: ModuleBuilder, node: number, scope: Scope): void {
  const {tree} = builder
  const body = childIn(tree, node, 'body')
  const [first] = body === -1 ? [] : childrenOf(tree, body)
  const [text] = first === undefined || tree.type(first) !== 'expression_statement' ? [] : childrenOf(tree, first)
  if (text !== undefined && tree.type(text) === 'string')
    builder.bind(scope, '__doc__', builder.value(text), builder.line(text))
}

function visitFunction(builder: ModuleBuilder, node: number): void {
  const scope = define(builder, node, 'function')
  const inClass = builder.scope.kind === 'class'
  bindDocumentation(builder, node, scope)
  builder.enter(scope, node)
  const parameters = childIn(builder.tree, node, 'parameters')
  if (parameters === -1) return
  let position = inClass ? -1 : 0
  for (const parameter of childrenOf(builder.tree, parameters)) {
    if (builder.tree.type(parameter) === 'comment') continue
    bindParameter(builder, scope, parameter, position++)
  }
}

function bindParameter(builder: ModuleBuilder, scope: Scope, node: number, position: number): void {
  const {tree} = builder
  const nameNode = childIn(tree, node, 'name')
  const [first] = tree.type(node) === 'typed_parameter' ? childrenOf(tree, node) : [node]
  const name = builder.text(nameNode === -1 ? (first ?? node) : nameNode)
  const valueNode = childIn(tree, node, 'value')
  const line = builder.line(node)
  const value = valueNode === -1 ? undefined : builder.value(valueNode)
  if (position >= 0) scope.parameters.push(name)
  builder.bind(
    scope,
    name,
    {kind: 'parameter', name, position, of: scope, ...(value !== undefined && {default: value}), line},
    line,
  )
  if (value === undefined) return
  builder.targets.set(valueNode, name)
  builder.namings.push({name, value, line: value.line, scope, via: 'default'})
}

function visitAssignment(builder: ModuleBuilder, node: number, leftField: string, rightField: string): void {
  const {tree} = builder
  const left = childIn(tree, node, leftField)
  const right = childIn(tree, node, rightField)
  if (left === -1 || right === -1) return
  const names =
    tree.type(left) === 'pattern_list' || tree.type(left) === 'tuple_pattern' ? [...childrenOf(tree, left)] : undefined
  const value = builder.value(right)
  if (names === undefined) {
    assign(builder, left, value, right)
    return
  }
  for (const [index, name] of names.entries()) {
    const part: Value =
      value.kind === 'list' ? (value.items[index] ?? {kind: 'unknown', line: value.line}) : elementOf(value, index)
    assign(builder, name, part, undefined)
  }
}

function elementOf(of: Value, index: number): Value {
  return {kind: 'index', of, key: {kind: 'scalar', value: index, line: of.line}, line: of.line}
}

/** What methods call the object or class that they belong to. */
const own: ReadonlySet<string> = new Set(['self', 'cls'])

function assign(builder: ModuleBuilder, left: number, value: Value, right: number | undefined): void {
  const {tree} = builder
  const line = builder.line(left)
  const {scope} = builder
  const note = (name: string): void => {
    if (right !== undefined) builder.targets.set(unwrapped(tree, right), name)
  }
  if (tree.type(left) === 'identifier') {
    const name = builder.text(left)
    note(name)
    builder.bind(scope, name, value, line)
    builder.namings.push({name, value, line, scope, via: scope.kind === 'class' ? 'member' : 'assignment'})
    return
  }
  const named = builder.nameAt(builder.value(left), {value, line, own})
  if (named !== undefined) note(named)
}

/** The node that makes the value: without parentheses and `await`. */
function unwrapped(tree: SyntaxTree, node: number): number {
  let inner = node
  while (tree.type(inner) === 'await' || tree.type(inner) === 'parenthesized_expression') {
    const [first] = childrenOf(tree, inner)
    if (first === undefined) return inner
    inner = first
  }
  return inner
}

function visitLoop(builder: ModuleBuilder, node: number): void {
  const left = childIn(builder.tree, node, 'left')
  const right = childIn(builder.tree, node, 'right')
  if (left === -1 || right === -1) return
  const of = builder.value(right)
  const each: Value = {kind: 'each', of, line: of.line}
  const type = builder.tree.type(left)
  if (type === 'identifier') builder.bind(builder.scope, builder.text(left), each, builder.line(left))
  if (type !== 'pattern_list' && type !== 'tuple_pattern') return
  for (const [index, name] of [...childrenOf(builder.tree, left)].entries()) {
    if (builder.tree.type(name) === 'identifier')
      builder.bind(builder.scope, builder.text(name), elementOf(each, index), builder.line(name))
  }
}

function visitAs(builder: ModuleBuilder, node: number): void {
  const [value] = childrenOf(builder.tree, node)
  const alias = childIn(builder.tree, node, 'alias')
  if (value === undefined || alias === -1) return
  builder.targets.set(unwrapped(builder.tree, value), builder.text(alias))
  builder.bind(builder.scope, builder.text(alias), builder.value(value), builder.line(alias))
}

function visitReturn(builder: ModuleBuilder, node: number): void {
  const [value] = childrenOf(builder.tree, node)
  if (value === undefined || builder.scope.kind !== 'function') return
  builder.scope.returns.push(builder.value(value))
  builder.targets.set(unwrapped(builder.tree, value), builder.scope.name)
}

function visitKeyword(builder: ModuleBuilder, node: number): void {
  const nameNode = childIn(builder.tree, node, 'name')
  const valueNode = childIn(builder.tree, node, 'value')
  const list = builder.tree.parent(node)
  if (nameNode === -1 || valueNode === -1 || builder.tree.type(builder.tree.parent(list)) !== 'call') return
  const name = builder.text(nameNode)
  builder.targets.set(unwrapped(builder.tree, valueNode), name)
  const within = builder.value(builder.tree.parent(list))
  builder.namings.push({
    name,
    value: builder.value(valueNode),
    line: builder.line(node),
    scope: builder.scope,
    via: 'argument',
    within,
  })
}

function visitPair(builder: ModuleBuilder, node: number): void {
  const keyNode = childIn(builder.tree, node, 'key')
  const valueNode = childIn(builder.tree, node, 'value')
  if (keyNode === -1 || valueNode === -1) return
  const key = builder.value(keyNode)
  if (key.kind !== 'text') return
  builder.targets.set(unwrapped(builder.tree, valueNode), key.text)
  const within = builder.value(builder.tree.parent(node))
  builder.namings.push({
    name: key.text,
    value: builder.value(valueNode),
    line: builder.line(node),
    scope: builder.scope,
    via: 'key',
    within,
  })
}

function visitReference(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const parent = tree.parent(node)
  if (tree.type(parent) === 'attribute' || tree.field(node) === 'function' || tree.field(node) === 'left') return
  builder.references.push({value: builder.value(node), scope: builder.scope, line: builder.line(node)})
}
