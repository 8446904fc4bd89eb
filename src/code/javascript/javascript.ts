import type {Module} from '../module.ts'
import {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {visitAssignment} from './assignments.ts'
import {visitClass, visitFunction} from './definitions.ts'
import {visitExport, visitImport} from './modules.ts'
import {bindPattern} from './patterns.ts'
import {nameTarget} from './targets.ts'
import {convertJavascript, keyOf} from './values.ts'

type Visit = (builder: ModuleBuilder, node: number) => void

const visitors: Readonly<Record<string, Visit>> = {
  import_statement: visitImport,
  export_statement: visitExport,
  variable_declarator: (builder, node) => visitAssignment(builder, node, 'name', 'value'),
  assignment_expression: (builder, node) => visitAssignment(builder, node, 'left', 'right'),
  augmented_assignment_expression: (builder, node) =>
    builder.adding(() => visitAssignment(builder, node, 'left', 'right')),
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

function visitField(builder: ModuleBuilder, node: number): void {
  const value = childIn(builder.tree, node, 'value')
  const {key} = keyOf(
    builder,
    childIn(builder.tree, node, builder.tree.type(node) === 'field_definition' ? 'property' : 'name'),
  )
  if (value === -1 || key === undefined) return
  nameTarget(builder, value, key)
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
  nameTarget(builder, value, builder.scope.name)
  builder.scope.returns.push(builder.value(value))
}

function visitPair(builder: ModuleBuilder, node: number): void {
  const valueNode = childIn(builder.tree, node, 'value')
  const {key} = keyOf(builder, childIn(builder.tree, node, 'key'))
  if (valueNode === -1 || key === undefined) return
  nameTarget(builder, valueNode, key)
  const within = builder.value(builder.tree.parent(node))
  builder.namings.push({
    name: key,
    value: builder.value(valueNode),
    line: builder.line(node),
    scope: builder.scope,
    via: 'key',
    within,
  })
}

/** `{system}` says `{system: system}`. */
function visitShorthand(builder: ModuleBuilder, node: number): void {
  const within = builder.value(builder.tree.parent(node))
  builder.namings.push({
    name: builder.text(node),
    value: builder.value(node),
    line: builder.line(node),
    scope: builder.scope,
    via: 'key',
    within,
  })
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
