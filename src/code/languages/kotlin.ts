import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  addReturn,
  declare,
  declareMade,
  declareTyped,
  define,
  importAll,
  importName,
  parameter,
  visitAssign,
  visitCall,
  visitMade,
  visitReturn,
} from './declarations.ts'
import {valueAnnotation} from './java.ts'
import {kotlinConverters} from './kotlin-expressions.ts'
import {expressionsOf, type FrontEnd, ofType, readTree, textIn} from './shared.ts'

const kotlinFrontEnd: FrontEnd = {
  language: 'kotlin',
  visitors: {
    import: visitImport,
    class_declaration: visitClass,
    object_declaration: visitClass,
    class_parameter: visitClassParameter,
    enum_entry: visitEnumEntry,
    property_declaration: visitProperty,
    function_declaration: visitFunction,
    anonymous_function: visitFunction,
    lambda_literal: visitLambda,
    assignment: visitAssign,
    for_statement: visitFor,
    return_expression: visitReturn,
    call_expression: visitMade,
    constructor_invocation: visitCall,
  },
  converters: kotlinConverters,
}

/** The module that a Kotlin syntax tree says. */
export function readKotlin(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, kotlinFrontEnd)
}

function visitImport(builder: ModuleBuilder, node: number): void {
  const line = builder.line(node)
  const [qualified, alias] = expressionsOf(builder, node)
  if (qualified === undefined) return
  const path = builder.text(qualified)
  if (builder.text(node).trimEnd().endsWith('*')) {
    importAll(builder, path, line)
    return
  }
  const segments = path.split('.')
  const last = segments.at(-1) ?? path
  importName(builder, segments.slice(0, -1).join('.'), [last], alias === undefined ? last : builder.text(alias), line)
}

function annotationsOf(builder: ModuleBuilder, node: number): Value[] {
  const {tree} = builder
  return ofType(tree, node, 'modifiers').flatMap(modifiers =>
    ofType(tree, modifiers, 'annotation').flatMap(annotation => {
      const made = expressionsOf(builder, annotation).at(-1)
      if (made === undefined) return []
      const value = builder.value(made)
      return [value.kind === 'call' ? value : ({kind: 'call', callee: value, args: [], line: value.line} as const)]
    }),
  )
}

function visitClass(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const decorators = annotationsOf(builder, node)
  const bases = ofType(tree, node, 'delegation_specifiers').flatMap(list =>
    ofType(tree, list, 'delegation_specifier').flatMap(child =>
      expressionsOf(builder, child).map(base => builder.value(base)),
    ),
  )
  const scope = define(builder, node, 'class', textIn(builder, node, 'name'))
  scope.decorators.push(...decorators)
  scope.bases.push(...bases.map(base => (base.kind === 'call' ? base.callee : base)))
}

function visitClassParameter(builder: ModuleBuilder, node: number): void {
  const given = valueAnnotation(annotationsOf(builder, node))
  const [nameNode, type, valueNode] = expressionsOf(builder, node).filter(
    child => builder.tree.type(child) !== 'modifiers',
  )
  if (nameNode === undefined) return
  const named = builder.text(nameNode)
  const line = builder.line(nameNode)
  if (valueNode !== undefined) declare(builder, named, valueNode, line, 'default')
  else if (given === undefined) declareTyped(builder, named, typeOf(builder, type), line)
  else {
    builder.bind(builder.scope, named, given, line)
    builder.namings.push({name: named, value: given, line, scope: builder.scope, via: 'default'})
  }
}

const ownTypes = /^(?:String|Int|Long|Boolean|Double|Float|Any|List|Map|Set|MutableList|MutableMap|Unit|Array)$/

function typeOf(builder: ModuleBuilder, node: number | undefined): Value | undefined {
  if (node === undefined) return undefined
  const value = builder.value(node)
  return value.kind === 'unknown' || (value.kind === 'name' && ownTypes.test(value.name)) ? undefined : value
}

function visitEnumEntry(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const [nameNode] = ofType(tree, node, 'identifier')
  const [args] = ofType(tree, node, 'value_arguments')
  const given = (args === undefined ? [] : ofType(tree, args, 'value_argument')).flatMap(
    argument => expressionsOf(builder, argument).at(-1) ?? [],
  )
  if (nameNode !== undefined) declareMade(builder, nameNode, builder.text(nameNode), given)
}

function visitProperty(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const [declared] = ofType(tree, node, 'variable_declaration')
  const [nameNode, type] = declared === undefined ? [] : expressionsOf(builder, declared)
  if (declared === undefined || nameNode === undefined) return
  const skipped = new Set([
    'modifiers',
    'variable_declaration',
    'getter',
    'setter',
    'type_parameters',
    'type_constraints',
  ])
  const valueNode = expressionsOf(builder, node).find(
    child => child > declared && !skipped.has(tree.type(child)) && !tree.type(child).endsWith('_type'),
  )
  const named = builder.text(nameNode)
  const line = builder.line(nameNode)
  if (valueNode === undefined) declareTyped(builder, named, typeOf(builder, type), line)
  else declare(builder, named, valueNode, line)
}

function visitFunction(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const decorators = annotationsOf(builder, node)
  const scope = define(builder, node, 'function', textIn(builder, node, 'name'))
  scope.decorators.push(...decorators)
  for (const list of ofType(tree, node, 'function_value_parameters')) addParameters(builder, list)
  const [body] = ofType(tree, node, 'function_body')
  const [expression] = body === undefined ? [] : expressionsOf(builder, body)
  if (expression !== undefined && tree.type(expression) !== 'block') addReturn(builder, expression)
}

/** A default stands after its parameter, as a child of the list. */
function addParameters(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const children = expressionsOf(builder, node)
  let position = 0
  for (const [at, child] of children.entries()) {
    if (tree.type(child) !== 'parameter') continue
    const [nameNode, type] = expressionsOf(builder, child)
    const next = children[at + 1]
    const valueNode = next === undefined || tree.type(next).startsWith('parameter') ? -1 : next
    if (nameNode !== undefined)
      parameter(builder, builder.text(nameNode), position++, builder.line(child), {
        valueNode,
        type: typeOf(builder, type),
      })
  }
}

function visitLambda(builder: ModuleBuilder, node: number): void {
  define(builder, node, 'function', '')
  const last = expressionsOf(builder, node).at(-1)
  if (last !== undefined && builder.tree.type(last) !== 'lambda_parameters' && builder.tree.type(last) !== 'assignment')
    addReturn(builder, last)
}

function visitFor(builder: ModuleBuilder, node: number): void {
  const [variable, of] = [...childrenOf(builder.tree, node)]
  if (variable === undefined || of === undefined) return
  const value = builder.value(of)
  builder.bind(
    builder.scope,
    builder.text(variable),
    {kind: 'each', of: value, line: value.line},
    builder.line(variable),
  )
}
