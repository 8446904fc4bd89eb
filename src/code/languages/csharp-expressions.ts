import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {withoutIndent} from './indent.ts'
import {
  argumentOf,
  argumentsIn,
  binary,
  boolean,
  callOf,
  closure,
  conditional,
  constant,
  entry,
  expressionsOf,
  type FrontEnd,
  inField,
  inner,
  list,
  member,
  name,
  number,
  ofType,
  quoted,
  self,
  textIn,
} from './shared.ts'

/** What the expressions of C# are. */
export const csharpConverters: FrontEnd['converters'] = {
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
  tuple_expression: (builder, node, line) => ({
    kind: 'list',
    items: argumentsOf(builder, node).map(({value}) => value),
    line,
  }),
  anonymous_object_creation_expression: convertAnonymous,
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
  return callOf(builder.valueIn(node, 'function', line), argumentsIn(builder, node, argumentsOf), line)
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

/** `new { model = "x", max_tokens = 5 }` is a map. */
function convertAnonymous(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const children = expressionsOf(builder, node)
  const entries = children.flatMap((child, at): Entry[] => {
    const value = children[at + 1]
    if (value === undefined || tree.type(child) !== 'identifier') return []
    if (tree.text.slice(tree.end(child), tree.start(value)).trim() !== '=') return []
    return [{key: builder.text(child).replace(/^@/, ''), value: builder.value(value), line: builder.line(child)}]
  })
  return {kind: 'map', entries, line}
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
