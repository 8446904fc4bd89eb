import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {withoutIndent} from './indent.ts'
import {
  argumentsIn,
  binary,
  call,
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
  textIn,
} from './shared.ts'

/** What the expressions of Java are. */
export const javaConverters: FrontEnd['converters'] = {
  string_literal: convertString,
  character_literal: quoted,
  decimal_integer_literal: number,
  hex_integer_literal: number,
  binary_integer_literal: number,
  decimal_floating_point_literal: number,
  true: constant(true),
  false: constant(false),
  null_literal: constant(null),
  identifier: name,
  type_identifier: name,
  this: name,
  field_access: member('object', 'field'),
  scoped_type_identifier: scopedType,
  scoped_identifier: member('scope', 'name'),
  generic_type: inner,
  method_invocation: convertInvocation,
  object_creation_expression: call('type'),
  marker_annotation: call('name'),
  annotation: (builder, node, line) => ({
    kind: 'call',
    callee: builder.valueIn(node, 'name', line),
    args: annotationArguments(builder, node),
    line,
  }),
  array_access: (builder, node, line) => ({
    kind: 'index',
    of: builder.valueIn(node, 'array', line),
    key: builder.valueIn(node, 'index', line),
    line,
  }),
  array_initializer: list,
  element_value_array_initializer: list,
  array_creation_expression: inField('value'),
  parenthesized_expression: inner,
  cast_expression: inField('value'),
  binary_expression: binary,
  ternary_expression: conditional('consequence'),
  assignment_expression: inField('right'),
  lambda_expression: closure,
  switch_expression: convertSwitch,
  class_literal: inner,
  method_reference: inner,
}

function convertString(builder: ModuleBuilder, node: number, line: number): Value {
  const source = builder.text(node)
  if (!source.startsWith('"""')) return {kind: 'text', text: unescapeText(source.slice(1, -1)), line}
  return {kind: 'text', text: unescapeText(withoutIndent(source.slice(3, -3))), line}
}

function scopedType(builder: ModuleBuilder, node: number, line: number): Value {
  const [of, key] = expressionsOf(builder, node)
  if (of === undefined || key === undefined) return {kind: 'unknown', line}
  return {kind: 'member', of: builder.value(of), key: builder.text(key), line}
}

function convertInvocation(builder: ModuleBuilder, node: number, line: number): Value {
  const object = childIn(builder.tree, node, 'object')
  const key = textIn(builder, node, 'name')
  const nameNode = childIn(builder.tree, node, 'name')
  const at = nameNode === -1 ? line : builder.line(nameNode)
  const callee: Value =
    object === -1 ? {kind: 'name', name: key, line} : {kind: 'member', of: builder.value(object), key, line: at}
  const args = argumentsIn(builder, node)
  if (key === 'of' && callee.kind === 'member' && isMapType(callee.of) && args.length > 1 && args.length % 2 === 0)
    return {kind: 'map', entries: pairsOf(builder, args), line}
  // the call stands where its own name stands: a chain of builders begins many lines above
  return {kind: 'call', callee, args, line: at}
}

function isMapType(value: Value): boolean {
  return value.kind === 'name' && /^(?:Immutable)?(?:Sorted)?Map$/.test(value.name)
}

/** `Map.of("model", "x", "stream", true)` */
function pairsOf(builder: ModuleBuilder, args: readonly Argument[]): Entry[] {
  return args.flatMap(({value: key, line}, at): Entry[] => {
    const value = args[at + 1]?.value
    return at % 2 === 1 || value === undefined ? [] : [entry(builder, key, value, line)]
  })
}

function annotationArguments(builder: ModuleBuilder, node: number): Argument[] {
  const {tree} = builder
  const given = childIn(tree, node, 'arguments')
  if (given === -1) return []
  return expressionsOf(builder, given).map(child => {
    const line = builder.line(child)
    if (tree.type(child) !== 'element_value_pair') return {value: builder.value(child), line}
    return {name: textIn(builder, child, 'key'), value: builder.valueIn(child, 'value', line), line}
  })
}

/** The values of its arms. */
function convertSwitch(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const body = childIn(tree, node, 'body')
  if (body === -1) return {kind: 'unknown', line}
  const options = ofType(tree, body, 'switch_rule').flatMap(rule => {
    const arm = expressionsOf(builder, rule).at(-1)
    const [value] = arm !== undefined && tree.type(arm) === 'expression_statement' ? expressionsOf(builder, arm) : []
    return value === undefined ? [] : [builder.value(value)]
  })
  return {kind: 'choice', options, line}
}
