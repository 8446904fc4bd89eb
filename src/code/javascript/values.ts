import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {packageOf} from '../resolve/specifier.ts'
import {summands} from '../resolve/summands.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'

type Convert = (builder: ModuleBuilder, node: number, line: number) => Value

const inner: Convert = (builder, node, line) => {
  const [first] = childrenOf(builder.tree, node)
  return first === undefined ? {kind: 'unknown', line} : builder.value(first)
}
const named: Convert = (builder, node, line) => ({kind: 'name', name: builder.text(node), line})
const literal =
  (value: boolean | null): Convert =>
  (_builder, _node, line) => ({kind: 'scalar', value, line})

const converters: Readonly<Record<string, Convert>> = {
  string: convertString,
  template_string: convertString,
  number: (builder, node, line) => ({kind: 'scalar', value: Number(builder.text(node).replaceAll('_', '')), line}),
  true: literal(true),
  false: literal(false),
  null: literal(null),
  undefined: literal(null),
  identifier: named,
  shorthand_property_identifier: named,
  this: named,
  member_expression: convertMember,
  subscript_expression: convertSubscript,
  call_expression: (builder, node, line) => convertCall(builder, node, 'function', line),
  new_expression: (builder, node, line) => convertCall(builder, node, 'constructor', line),
  array: convertArray,
  object: convertObject,
  binary_expression: convertBinary,
  ternary_expression: convertTernary,
  parenthesized_expression: inner,
  await_expression: inner,
  as_expression: inner,
  satisfies_expression: inner,
  non_null_expression: inner,
  jsx_expression: inner,
  type_assertion: convertAssertion,
  assignment_expression: (builder, node, line) => builder.valueIn(node, 'right', line),
  arrow_function: convertFunction,
  function_expression: convertFunction,
  class: convertClass,
  jsx_element: (builder, node, line) => {
    const open = childIn(builder.tree, node, 'open_tag')
    return open === -1 ? {kind: 'unknown', line} : builder.value(open)
  },
  jsx_opening_element: convertJsx,
  jsx_self_closing_element: convertJsx,
}

/** A JavaScript or TypeScript expression in neutral form; what has no such form is `unknown`. */
export function convertJavascript(builder: ModuleBuilder, node: number): Value {
  const line = builder.line(node)
  return converters[builder.tree.type(node)]?.(builder, node, line) ?? {kind: 'unknown', line}
}

function convertString(builder: ModuleBuilder, node: number, line: number): Value {
  const parts: Value[] = []
  for (const child of childrenOf(builder.tree, node)) {
    const type = builder.tree.type(child)
    if (type === 'string_fragment') parts.push({kind: 'text', text: builder.text(child), line})
    if (type === 'escape_sequence') parts.push({kind: 'text', text: unescapeText(builder.text(child)), line})
    if (type === 'template_substitution') parts.push(inner(builder, child, builder.line(child)))
  }
  return joined(parts, line)
}

function convertMember(builder: ModuleBuilder, node: number, line: number): Value {
  const key = childIn(builder.tree, node, 'property')
  const keyLine = key === -1 ? line : builder.line(key)
  return {
    kind: 'member',
    of: builder.valueIn(node, 'object', line),
    key: key === -1 ? '' : builder.text(key),
    line: keyLine,
  }
}

function convertSubscript(builder: ModuleBuilder, node: number, line: number): Value {
  return {kind: 'index', of: builder.valueIn(node, 'object', line), key: builder.valueIn(node, 'index', line), line}
}

function convertCall(builder: ModuleBuilder, node: number, field: string, line: number): Value {
  const {tree} = builder
  const calleeNode = childIn(tree, node, field)
  const argsNode = childIn(tree, node, 'arguments')
  const args = argsNode === -1 ? [] : argumentsOf(builder, argsNode)
  const callee: Value = calleeNode === -1 ? {kind: 'unknown', line} : builder.value(calleeNode)
  const [first] = args
  const name = calleeNode === -1 ? '' : builder.text(calleeNode)
  if ((name === 'require' || name === 'import') && first?.value.kind === 'text') {
    return {kind: 'import', from: {module: packageOf(first.value.text), path: []}, line}
  }
  return {kind: 'call', callee, args, line: field === 'constructor' || callee.kind === 'name' ? line : callee.line}
}

function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  const {tree} = builder
  if (tree.type(node) === 'template_string') return [{value: builder.value(node), line: builder.line(node)}]
  const args: Argument[] = []
  for (const child of childrenOf(tree, node)) {
    const line = builder.line(child)
    const type = tree.type(child)
    if (type === 'comment') continue
    if (type === 'spread_element') args.push({value: inner(builder, child, line), line, spread: true})
    else args.push({value: builder.value(child), line})
  }
  return args
}

function convertArray(builder: ModuleBuilder, node: number, line: number): Value {
  const items = argumentsOf(builder, node).map(
    (item): Value => (item.spread === true ? {kind: 'each', of: item.value, line: item.line} : item.value),
  )
  return {kind: 'list', items, line}
}

function convertObject(builder: ModuleBuilder, node: number, line: number): Value {
  const entries: Entry[] = []
  for (const child of childrenOf(builder.tree, node)) {
    const entry = entryOf(builder, child)
    if (entry !== undefined) entries.push(entry)
  }
  return {kind: 'map', entries, line}
}

function entryOf(builder: ModuleBuilder, node: number): Entry | undefined {
  const line = builder.line(node)
  switch (builder.tree.type(node)) {
    case 'pair': {
      const key = keyOf(builder, childIn(builder.tree, node, 'key'))
      return {...key, value: builder.valueIn(node, 'value', line), line}
    }
    case 'shorthand_property_identifier':
      return {key: builder.text(node), value: named(builder, node, line), line}
    case 'spread_element':
      return {value: inner(builder, node, line), line, spread: true}
    case 'method_definition': {
      const name = builder.text(childIn(builder.tree, node, 'name'))
      return {key: name, value: {kind: 'definition', scope: builder.scopeOf(node, 'function', name), line}, line}
    }
    default:
      return undefined
  }
}

/** The key of a pair or of a class field. */
export function keyOf(builder: ModuleBuilder, node: number): {key?: string; computed?: Value} {
  if (node === -1) return {}
  const type = builder.tree.type(node)
  if (type === 'computed_property_name') {
    return builder.key(inner(builder, node, builder.line(node)))
  }
  if (type !== 'string') return {key: builder.text(node)}
  const value = builder.value(node)
  return value.kind === 'text' ? {key: value.text} : {}
}

function convertBinary(builder: ModuleBuilder, node: number, line: number): Value {
  const operator = childIn(builder.tree, node, 'operator')
  const sign = operator === -1 ? '' : builder.text(operator)
  if (sign === '+') return joined(summands(builder, node), line)
  const right = builder.valueIn(node, 'right', line)
  if (sign === '||' || sign === '??')
    return {kind: 'choice', options: [builder.valueIn(node, 'left', line), right], line}
  return sign === '&&' ? right : {kind: 'unknown', line}
}

function convertTernary(builder: ModuleBuilder, node: number, line: number): Value {
  return {
    kind: 'choice',
    options: [builder.valueIn(node, 'consequence', line), builder.valueIn(node, 'alternative', line)],
    line,
  }
}

function convertAssertion(builder: ModuleBuilder, node: number, line: number): Value {
  const last = [...childrenOf(builder.tree, node)].at(-1)
  return last === undefined ? {kind: 'unknown', line} : builder.value(last)
}

function convertFunction(builder: ModuleBuilder, node: number, line: number): Value {
  return {kind: 'definition', scope: builder.scopeOf(node, 'function', builder.targets.get(node) ?? ''), line}
}

function convertClass(builder: ModuleBuilder, node: number, line: number): Value {
  return {kind: 'definition', scope: builder.scopeOf(node, 'class', builder.targets.get(node) ?? ''), line}
}

function convertJsx(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const args: Argument[] = []
  for (const child of childrenOf(tree, node)) {
    if (tree.field(child) !== 'attribute') continue
    const [name, value] = childrenOf(tree, child)
    const attributeLine = builder.line(child)
    if (tree.type(child) !== 'jsx_attribute')
      args.push({value: {kind: 'unknown', line: attributeLine}, line: attributeLine, spread: true})
    else if (name !== undefined && value !== undefined)
      args.push({name: builder.text(name), value: builder.value(value), line: attributeLine})
  }
  return {kind: 'call', callee: builder.valueIn(node, 'name', line), args, line, jsx: true}
}
