import type {Scope, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {bindPattern} from './patterns.ts'
import {nameTarget} from './targets.ts'

/** A class, with what it extends and what decorates it, or an enum. */
export function visitClass(builder: ModuleBuilder, node: number): void {
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

/** A function of any form, with its parameters; the value of an arrow without a block is what it returns. */
export function visitFunction(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const scope = define(builder, node, 'function')
  builder.enter(scope, node)
  const body = childIn(tree, node, 'body')
  if (body !== -1 && tree.type(body) !== 'statement_block') {
    nameTarget(builder, body, scope.name)
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

function define(builder: ModuleBuilder, node: number, kind: 'function' | 'class'): Scope {
  const name = nameOf(builder, node)
  const scope = builder.scopeOf(node, kind, name)
  const isStatement =
    builder.tree.type(node).endsWith('_declaration') || builder.tree.type(node) === 'method_definition'
  if (isStatement && name !== '' && builder.scope !== scope)
    builder.bind(builder.scope, name, {kind: 'definition', scope, line: scope.line}, scope.line)
  return scope
}

function nameOf(builder: ModuleBuilder, node: number): string {
  const name = childIn(builder.tree, node, 'name')
  return name === -1 ? (builder.targets.get(node) ?? '') : builder.text(name)
}

function addDecorator(builder: ModuleBuilder, scope: Scope, node: number): void {
  const [expression] = childrenOf(builder.tree, node)
  if (expression !== undefined) scope.decorators.push(builder.value(expression))
}

function bindParameter(
  builder: ModuleBuilder,
  scope: Scope,
  pattern: number,
  valueNode: number | undefined,
  position: number,
): void {
  const line = builder.line(pattern)
  const name = builder.text(pattern)
  scope.parameters.push(name)
  const given = valueNode === undefined ? undefined : builder.value(valueNode)
  const value: Value = {
    kind: 'parameter',
    name,
    position,
    of: scope,
    ...(given !== undefined && {default: given}),
    line,
  }
  if (builder.tree.type(pattern) !== 'identifier') {
    bindPattern(builder, pattern, value)
    return
  }
  builder.bind(scope, name, value, line)
  if (given === undefined || valueNode === undefined) return
  nameTarget(builder, valueNode, name)
  builder.namings.push({name, value: given, line: given.line, scope, via: 'default'})
}
