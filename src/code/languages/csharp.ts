import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {withoutIndent} from './indent.ts'
import {
  addReturn,
  argumentOf,
  argumentsIn,
  assign,
  binary,
  boolean,
  closure,
  conditional,
  constant,
  declare,
  declareTyped,
  define,
  entry,
  expressionsOf,
  type FrontEnd,
  importAll,
  importName,
  inField,
  inner,
  list,
  member,
  name,
  number,
  ofType,
  parameter,
  quoted,
  readTree,
  self,
  textIn,
  visitCall,
  visitEach,
  visitMade,
  visitReturn,
} from './shared.ts'

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
    attribute: visitCall,
  },
  converters: {
    string_literal: quoted,
    character_literal: quoted,
    verbatim_string_literal: (builder, node, line) => ({
      kind: 'text',
      text: builder.text(node).slice(2, -1).replaceAll('""', '"'),
      line,
    }),
    raw_string_literal: convertRaw,
    interpolated_string_expression: convertInterpolated,
    integer_literal: number,
    real_literal: number,
    boolean_literal: boolean,
    null_literal: constant(null),
    identifier: name,
    this: name,
    this_expression: self,
    generic_name: inner,
    nullable_type: inner,
    qualified_name: member('qualifier', 'name'),
    member_access_expression: convertMember,
    conditional_access_expression: convertConditionalAccess,
    invocation_expression: convertInvocation,
    object_creation_expression: convertCreation,
    implicit_object_creation_expression: convertCreation,
    attribute: convertAttribute,
    element_access_expression: convertElement,
    initializer_expression: list,
    element_binding_expression: (builder, node, line) => ({
      kind: 'list',
      items: argumentsOf(builder, node).map(({value}) => value),
      line,
    }),
    collection_expression: list,
    array_creation_expression: convertArray,
    implicit_array_creation_expression: convertArray,
    parenthesized_expression: inner,
    await_expression: inner,
    postfix_unary_expression: inner,
    cast_expression: inField('value'),
    as_expression: inField('left'),
    binary_expression: binary,
    conditional_expression: conditional('consequence'),
    switch_expression: convertSwitch,
    assignment_expression: inField('right'),
    lambda_expression: closure,
    arrow_expression_clause: inner,
    argument: inner,
  },
}

/** The module that a C# syntax tree says. */
export function readCsharp(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, csharpFrontEnd)
}

function convertRaw(builder: ModuleBuilder, node: number, line: number): Value {
  const [content] = ofType(builder.tree, node, 'raw_string_content')
  return {kind: 'text', text: content === undefined ? '' : withoutIndent(builder.text(content)), line}
}

function convertInterpolated(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const parts = [...childrenOf(tree, node)].flatMap((child): Value[] => {
    const type = tree.type(child)
    if (type === 'interpolation') {
      const held = expressionsOf(builder, child).find(one => tree.type(one) !== 'interpolation_brace')
      return held === undefined ? [] : [builder.value(held)]
    }
    return type === 'string_content' || type === 'escape_sequence'
      ? [{kind: 'text', text: unescapeText(builder.text(child)), line}]
      : []
  })
  return joined(parts, line)
}

function convertMember(builder: ModuleBuilder, node: number, line: number): Value {
  const nameNode = childIn(builder.tree, node, 'name')
  if (nameNode === -1) return {kind: 'unknown', line}
  return {
    kind: 'member',
    of: builder.valueIn(node, 'expression', line),
    key: bareName(builder, nameNode),
    line: builder.line(nameNode),
  }
}

/** `AddChatClient<T>` is AddChatClient. */
function bareName(builder: ModuleBuilder, node: number): string {
  const [first] = builder.tree.type(node) === 'generic_name' ? childrenOf(builder.tree, node) : [node]
  return builder.text(first ?? node)
}

/** `a?.b` */
function convertConditionalAccess(builder: ModuleBuilder, node: number, line: number): Value {
  const [binding] = ofType(builder.tree, node, 'member_binding_expression')
  const of = builder.valueIn(node, 'condition', line)
  return binding === undefined ? of : {kind: 'member', of, key: textIn(builder, binding, 'name'), line}
}

function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  return expressionsOf(builder, node).flatMap(child => argumentOf(builder, child))
}

function convertInvocation(builder: ModuleBuilder, node: number, line: number): Value {
  const callee = builder.valueIn(node, 'function', line)
  return {
    kind: 'call',
    callee,
    args: argumentsIn(builder, node, argumentsOf),
    line: callee.kind === 'member' ? callee.line : line,
  }
}

/** `new T(x) {Model = y}` is a call of the type; a dictionary is a map. */
function convertCreation(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const typeNode = childIn(tree, node, 'type')
  const type = typeNode === -1 ? declaredType(builder, node) : builder.value(typeNode)
  const [positional] = ofType(tree, node, 'argument_list')
  const [initializer] = ofType(tree, node, 'initializer_expression')
  const set = initializer === undefined ? [] : expressionsOf(builder, initializer)
  const entries = set.flatMap(child => pairOf(builder, child))
  if (entries.length > 0 && entries.length === set.length) return {kind: 'map', entries, line}
  if (type?.kind === 'name' && /^(?:List|HashSet|Collection)$/.test(type.name))
    return {kind: 'list', items: set.map(child => builder.value(child)), line}
  const args = positional === undefined ? [] : argumentsOf(builder, positional)
  return {
    kind: 'call',
    callee: type ?? {kind: 'unknown', line},
    args: [...args, ...set.flatMap(child => settingOf(builder, child))],
    line,
  }
}

/** `Model = x` within an initialiser. */
function settingOf(builder: ModuleBuilder, node: number): Argument[] {
  if (builder.tree.type(node) !== 'assignment_expression') return []
  const line = builder.line(node)
  return [{name: textIn(builder, node, 'left'), value: builder.valueIn(node, 'right', line), line}]
}

/** `["k"] = v`, `{"k", v}` within the initialiser of a dictionary. */
function pairOf(builder: ModuleBuilder, node: number): Entry[] {
  const {tree} = builder
  const line = builder.line(node)
  if (tree.type(node) === 'initializer_expression') {
    const [key, value] = expressionsOf(builder, node)
    return key === undefined || value === undefined
      ? []
      : [entry(builder, builder.value(key), builder.value(value), line)]
  }
  const left = tree.type(node) === 'assignment_expression' ? childIn(tree, node, 'left') : -1
  if (left === -1 || tree.type(left) !== 'element_binding_expression') return []
  const [key] = argumentsOf(builder, left)
  return key === undefined ? [] : [entry(builder, key.value, builder.valueIn(node, 'right', line), line)]
}

/** The type that `new()` stands for: that of its variable or property. */
function declaredType(builder: ModuleBuilder, node: number): Value | undefined {
  const {tree} = builder
  let at = tree.parent(node)
  let isElement = false
  for (let up = 0; up < 3; up++) {
    const type = childIn(tree, at, 'type')
    if (type !== -1) return isElement ? elementType(builder, type) : builder.value(type)
    isElement ||= tree.type(at) === 'initializer_expression'
    at = tree.parent(at)
  }
  return undefined
}

/** `ChatMessage` of `List<ChatMessage>`: what a collection's initializer makes. */
function elementType(builder: ModuleBuilder, type: number): Value | undefined {
  const [list] = ofType(builder.tree, type, 'type_argument_list')
  const [element] = list === undefined ? [] : expressionsOf(builder, list)
  return element === undefined ? undefined : builder.value(element)
}

function convertAttribute(builder: ModuleBuilder, node: number, line: number): Value {
  const [given] = ofType(builder.tree, node, 'attribute_argument_list')
  const args = (given === undefined ? [] : expressionsOf(builder, given)).flatMap((child): Argument[] => {
    const [value] = expressionsOf(builder, child)
    if (value === undefined) return []
    return builder.tree.type(value) === 'assignment_expression'
      ? settingOf(builder, value)
      : [{value: builder.value(value), line}]
  })
  return {kind: 'call', callee: builder.valueIn(node, 'name', line), args, line}
}

function convertElement(builder: ModuleBuilder, node: number, line: number): Value {
  const subscript = childIn(builder.tree, node, 'subscript')
  const [key] = subscript === -1 ? [] : argumentsOf(builder, subscript)
  return {
    kind: 'index',
    of: builder.valueIn(node, 'expression', line),
    key: key?.value ?? {kind: 'unknown', line},
    line,
  }
}

function convertArray(builder: ModuleBuilder, node: number, line: number): Value {
  const [initializer] = ofType(builder.tree, node, 'initializer_expression')
  return initializer === undefined ? {kind: 'unknown', line} : builder.value(initializer)
}

function convertSwitch(builder: ModuleBuilder, node: number, line: number): Value {
  const arms = ofType(builder.tree, node, 'switch_expression_arm').flatMap(
    arm => expressionsOf(builder, arm).at(-1) ?? [],
  )
  return {kind: 'choice', options: arms.map(arm => builder.value(arm)), line}
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
