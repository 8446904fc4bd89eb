import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, type SyntaxTree} from '../tree/syntax-tree.ts'
import {csharpConverters} from './csharp-expressions.ts'
import {
  addReturn,
  assign,
  declare,
  declareTyped,
  define,
  importAll,
  importName,
  parameter,
  visitCall,
  visitEach,
  visitMade,
  visitReturn,
} from './declarations.ts'
import {expressionsOf, type FrontEnd, ofType, readTree, textIn} from './shared.ts'

const csharpFrontEnd: FrontEnd = {
  language: 'csharp',
  visitors: {
    using_directive: visitUsing,
    class_declaration: visitClass,
    interface_declaration: visitClass,
    record_declaration: visitClass,
    struct_declaration: visitClass,
    enum_declaration: visitClass,
    variable_declarator: visitVariable,
    property_declaration: visitProperty,
    method_declaration: visitMethod,
    constructor_declaration: visitMethod,
    local_function_statement: visitMethod,
    lambda_expression: visitMethod,
    assignment_expression: visitAssignment,
    foreach_statement: visitEach('left', 'right'),
    return_statement: visitReturn,
    invocation_expression: visitMade,
    object_creation_expression: visitMade,
    implicit_object_creation_expression: visitMade,
    anonymous_object_creation_expression: visitMade,
    attribute: visitCall,
  },
  converters: csharpConverters,
}

/** The module that a C# syntax tree says. */
export function readCsharp(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, csharpFrontEnd)
}

/** A namespace brings all its names; `using X = A.B` one. */
function visitUsing(builder: ModuleBuilder, node: number): void {
  const line = builder.line(node)
  const alias = textIn(builder, node, 'name')
  const path = expressionsOf(builder, node).find(child => builder.tree.field(child) !== 'name')
  if (path === undefined) return
  if (alias !== '') importName(builder, builder.text(path), [], alias, line)
  else if (/^System(?:\.|$)/.test(builder.text(path)))
    builder.imports.push({target: {module: builder.text(path), path: []}, line})
  else importAll(builder, builder.text(path), line)
}

function attributesOf(builder: ModuleBuilder, node: number): Value[] {
  return ofType(builder.tree, node, 'attribute_list').flatMap(one =>
    ofType(builder.tree, one, 'attribute').map(child => builder.value(child)),
  )
}

function visitClass(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const decorators = attributesOf(builder, node)
  const bases = ofType(tree, node, 'base_list').flatMap(one =>
    expressionsOf(builder, one).map(child => builder.value(child)),
  )
  const scope = define(builder, node, 'class', textIn(builder, node, 'name'))
  scope.decorators.push(...decorators)
  scope.bases.push(...bases)
  for (const parameters of ofType(tree, node, 'parameter_list')) addParameters(builder, parameters)
}

function visitVariable(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const nameNode = childIn(tree, node, 'name')
  const valueNode = expressionsOf(builder, node).find(
    child => child !== nameNode && tree.type(child) !== 'bracketed_argument_list',
  )
  const named = nameNode === -1 ? '' : builder.text(nameNode)
  if (valueNode !== undefined) declare(builder, named, valueNode, builder.line(node))
  else declareTyped(builder, named, typeOf(builder, childIn(tree, tree.parent(node), 'type')), builder.line(node))
}

const typeNodes = new Set(['identifier', 'generic_name', 'qualified_name', 'nullable_type'])

const ownTypes =
  /^(?:List|Dictionary|IEnumerable|IList|Task|Action|Func|Guid|DateTime|DateTimeOffset|Uri|Stream|CancellationToken)$/

function typeOf(builder: ModuleBuilder, node: number): Value | undefined {
  if (node === -1 || !typeNodes.has(builder.tree.type(node))) return undefined
  const value = builder.value(node)
  return value.kind === 'unknown' || (value.kind === 'name' && ownTypes.test(value.name)) ? undefined : value
}

function visitProperty(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const named = textIn(builder, node, 'name')
  const valueNode = childIn(tree, node, 'value')
  const line = builder.line(childIn(tree, node, 'name') === -1 ? node : childIn(tree, node, 'name'))
  if (valueNode === -1) declareTyped(builder, named, typeOf(builder, childIn(tree, node, 'type')), line)
  else declare(builder, named, valueNode, line)
}

function visitMethod(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const type = tree.type(node)
  const decorators = attributesOf(builder, node)
  const scope = define(
    builder,
    node,
    'function',
    type === 'constructor_declaration' ? 'constructor' : textIn(builder, node, 'name'),
  )
  scope.decorators.push(...decorators)
  const parameters = childIn(tree, node, 'parameters')
  if (parameters !== -1 && tree.type(parameters) === 'parameter_list') addParameters(builder, parameters)
  const body = childIn(tree, node, 'body')
  if (body === -1) return
  const [expression] = tree.type(body) === 'arrow_expression_clause' ? expressionsOf(builder, body) : []
  if (expression !== undefined) addReturn(builder, expression)
  else if (type === 'lambda_expression' && tree.type(body) !== 'block') addReturn(builder, body)
}

function addParameters(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  for (const [position, child] of ofType(tree, node, 'parameter').entries()) {
    const nameNode = childIn(tree, child, 'name')
    const typeNode = childIn(tree, child, 'type')
    const skipped = new Set(['attribute_list', 'modifier', 'parameter_modifier'])
    const valueNode =
      expressionsOf(builder, child).find(one => one !== nameNode && one !== typeNode && !skipped.has(tree.type(one))) ??
      -1
    if (nameNode !== -1)
      parameter(builder, builder.text(nameNode), position, builder.line(child), {
        valueNode,
        type: typeOf(builder, typeNode),
      })
  }
}

function visitAssignment(builder: ModuleBuilder, node: number): void {
  // settings of an initialiser are arguments of its call
  if (builder.tree.type(builder.tree.parent(node)) === 'initializer_expression') return
  if (builder.tree.type(builder.tree.parent(node)) === 'attribute_argument') return
  assign(builder, childIn(builder.tree, node, 'left'), childIn(builder.tree, node, 'right'))
}
