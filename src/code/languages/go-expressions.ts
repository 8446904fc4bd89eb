import type {Argument, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  binary,
  call,
  closure,
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
  quoted,
  textIn,
} from './shared.ts'

/** What the expressions of Go are. */
export const goConverters: FrontEnd['converters'] = {
  interpreted_string_literal: quoted,
  raw_string_literal: (builder, node, line) => ({kind: 'text', text: builder.text(node).slice(1, -1), line}),
  int_literal: number,
  float_literal: number,
  true: constant(true),
  false: constant(false),
  nil: constant(null),
  identifier: name,
  field_identifier: name,
  type_identifier: name,
  package_identifier: name,
  selector_expression: member('operand', 'field'),
  qualified_type: member('package', 'name'),
  pointer_type: inner,
  generic_type: inField('type'),
  type_instantiation_expression: inner,
  call_expression: convertCall,
  index_expression: (builder, node, line) => ({
    kind: 'index',
    of: builder.valueIn(node, 'operand', line),
    key: builder.valueIn(node, 'index', line),
    line,
  }),
  slice_expression: inField('operand'),
  unary_expression: inField('operand'),
  parenthesized_expression: inner,
  type_assertion_expression: inField('operand'),
  type_conversion_expression: inField('operand'),
  binary_expression: binary,
  func_literal: closure,
  composite_literal: convertLiteral,
  literal_value: convertBody,
  literal_element: inner,
  expression_list: list,
}

const plainCall = call('function')

/** `string(x)` is the text that x is; `cmp.Or(a, b)` is one of them. */
function convertCall(builder: ModuleBuilder, node: number, line: number): Value {
  const value = plainCall(builder, node, line)
  if (value.kind === 'call' && isChoice(value.callee))
    return {kind: 'choice', options: value.args.map(argument => argument.value), line}
  const [only] = value.kind === 'call' ? value.args : []
  const isText = value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'string'
  return isText && only !== undefined && value.args.length === 1 ? only.value : value
}

function isChoice(callee: Value): boolean {
  return callee.kind === 'member' && callee.key === 'Or' && callee.of.kind === 'name' && callee.of.name === 'cmp'
}

/** `T{Model: x}` is a call of the type with named arguments; literals of slices and maps are lists and maps. */
function convertLiteral(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const type = childIn(tree, node, 'type')
  const body = childIn(tree, node, 'body')
  if (type === -1 || body === -1) return {kind: 'unknown', line}
  const kind = tree.type(type)
  if (kind === 'map_type' || kind.endsWith('array_type') || kind === 'slice_type')
    return convertBody(builder, body, line)
  const args = expressionsOf(builder, body).map((child): Argument => {
    const at = builder.line(child)
    if (tree.type(child) !== 'keyed_element') return {value: builder.value(child), line: at}
    return {name: textIn(builder, child, 'key'), value: builder.valueIn(child, 'value', at), line: at}
  })
  return {kind: 'call', callee: builder.value(type), args, line}
}

function convertBody(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const children = expressionsOf(builder, node)
  if (!children.some(child => tree.type(child) === 'keyed_element'))
    return {kind: 'list', items: children.map(child => builder.value(child)), line}
  const isMap = isMapType(tree, literalType(tree, node))
  const entries = children.flatMap(child => {
    if (tree.type(child) !== 'keyed_element') return []
    const at = builder.line(child)
    const key = builder.valueIn(child, 'key', at)
    // a bare word is the name of a struct's field; in a map it is a constant
    const named: Value = key.kind === 'name' && !isMap ? {kind: 'text', text: key.name, line: at} : key
    return [entry(builder, named, builder.valueIn(child, 'value', at), at)]
  })
  return {kind: 'map', entries, line}
}

/** Bodies inside each other whose type is looked for. */
const literalDepthLimit = 64

/** The type of a literal's body; of an inner one that leaves it out, what the type around it says of its elements. */
function literalType(tree: SyntaxTree, body: number): number {
  let depth = 0
  let node = tree.parent(body)
  for (; node > 0 && tree.type(node) !== 'composite_literal'; node = tree.parent(node)) {
    if (tree.type(node) !== 'literal_value') continue
    if (++depth > literalDepthLimit) return -1
  }
  // what the grammar refuses may hold a body without its type
  let type = node > 0 ? childIn(tree, node, 'type') : -1
  for (; depth > 0 && type !== -1; depth--) type = elementType(tree, type)
  return type
}

function elementType(tree: SyntaxTree, type: number): number {
  const element = childIn(tree, type, tree.type(type) === 'map_type' ? 'value' : 'element')
  return element !== -1 && tree.type(element) === 'pointer_type' ? ([...childrenOf(tree, element)][0] ?? -1) : element
}

function isMapType(tree: SyntaxTree, type: number): boolean {
  return type !== -1 && tree.type(type) === 'map_type'
}
