import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {
  argumentOf,
  argumentsIn,
  binary,
  callOf,
  closure,
  conditional,
  constant,
  entry,
  expressionsOf,
  type FrontEnd,
  index,
  inField,
  inner,
  name,
  number,
  ofType,
} from './shared.ts'

/** What the expressions of PHP are. */
export const phpConverters: FrontEnd['converters'] = {
  string: (builder, node, line) => ({
    kind: 'text',
    text: builder
      .text(node)
      .slice(1, -1)
      .replace(/\\(['\\])/g, '$1'),
    line,
  }),
  encapsed_string: convertText,
  heredoc: convertHeredoc,
  nowdoc: convertHeredoc,
  integer: number,
  float: number,
  boolean: (builder, node, line) => constant(/^true$/i.test(builder.text(node)))(builder, node, line),
  null: constant(null),
  name: name,
  qualified_name: convertQualified,
  variable_name: (builder, node, line) => ({kind: 'name', name: builder.text(node).slice(1), line}),
  relative_scope: (_builder, _node, line) => ({kind: 'name', name: 'self', line}),
  member_access_expression: convertMember('object'),
  nullsafe_member_access_expression: convertMember('object'),
  scoped_property_access_expression: convertMember('scope'),
  class_constant_access_expression: convertConstant,
  function_call_expression: (builder, node, line) =>
    convertCall(builder, node, builder.valueIn(node, 'function', line), line),
  member_call_expression: (builder, node, line) =>
    convertCall(builder, node, convertMember('object')(builder, node, line), line),
  nullsafe_member_call_expression: (builder, node, line) =>
    convertCall(builder, node, convertMember('object')(builder, node, line), line),
  scoped_call_expression: (builder, node, line) =>
    convertCall(builder, node, convertMember('scope')(builder, node, line), line),
  object_creation_expression: convertNew,
  argument: inner,
  array_creation_expression: convertArray,
  subscript_expression: index,
  parenthesized_expression: inner,
  cast_expression: inField('value'),
  binary_expression: binary,
  conditional_expression: conditional('body'),
  match_expression: convertMatch,
  anonymous_function: closure,
  arrow_function: closure,
}

function convertText(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const parts = [...childrenOf(tree, node)].map((child): Value => {
    const type = tree.type(child)
    return type === 'string_content' || type === 'escape_sequence'
      ? {kind: 'text', text: unescapeText(builder.text(child)), line}
      : builder.value(child)
  })
  return joined(parts, line)
}

function convertHeredoc(builder: ModuleBuilder, node: number, line: number): Value {
  const body = childIn(builder.tree, node, 'value')
  if (body === -1) return {kind: 'unknown', line}
  const isRaw = builder.tree.type(node) === 'nowdoc'
  return isRaw ? {kind: 'text', text: builder.text(body).trim(), line} : convertText(builder, body, line)
}

function convertQualified(builder: ModuleBuilder, node: number, line: number): Value {
  const [first = '', ...rest] = builder.text(node).replace(/^\\/, '').split('\\')
  return rest.reduce<Value>((of, key) => ({kind: 'member', of, key, line}), {kind: 'name', name: first, line})
}

function convertMember(object: 'object' | 'scope') {
  return (builder: ModuleBuilder, node: number, line: number): Value => {
    const key = childIn(builder.tree, node, 'name')
    if (key === -1) return {kind: 'unknown', line}
    return {
      kind: 'member',
      of: builder.valueIn(node, object, line),
      key: builder.text(key).replace(/^\$/, ''),
      line: builder.line(key),
    }
  }
}

function convertConstant(builder: ModuleBuilder, node: number, line: number): Value {
  const [of, key] = expressionsOf(builder, node)
  if (of === undefined || key === undefined) return {kind: 'unknown', line}
  return {kind: 'member', of: builder.value(of), key: builder.text(key), line}
}

/** The arguments in a list of them. */
export function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  return ofType(builder.tree, node, 'argument').flatMap(child => argumentOf(builder, child))
}

/** `env('OPENAI_MODEL', 'gpt-4o')` gives the variable, else what stands beside it. */
function convertCall(builder: ModuleBuilder, node: number, callee: Value, line: number): Value {
  return callOf(callee, argumentsIn(builder, node, argumentsOf), line)
}

function convertNew(builder: ModuleBuilder, node: number, line: number): Value {
  const [type] = expressionsOf(builder, node)
  const [args] = ofType(builder.tree, node, 'arguments')
  if (type === undefined) return {kind: 'unknown', line}
  return {kind: 'call', callee: builder.value(type), args: args === undefined ? [] : argumentsOf(builder, args), line}
}

function convertArray(builder: ModuleBuilder, node: number, line: number): Value {
  const elements = ofType(builder.tree, node, 'array_element_initializer').map(child => expressionsOf(builder, child))
  if (!elements.some(([, value]) => value !== undefined)) {
    return {
      kind: 'list',
      items: elements.flatMap(([value]) => (value === undefined ? [] : [builder.value(value)])),
      line,
    }
  }
  const entries = elements.flatMap(([key, value]): Entry[] =>
    key === undefined || value === undefined
      ? []
      : [entry(builder, builder.value(key), builder.value(value), builder.line(key))],
  )
  return {kind: 'map', entries, line}
}

function convertMatch(builder: ModuleBuilder, node: number, line: number): Value {
  const body = childIn(builder.tree, node, 'body')
  const arms = body === -1 ? [] : expressionsOf(builder, body)
  return {kind: 'choice', options: arms.map(arm => builder.valueIn(arm, 'return_expression', line)), line}
}
