import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {formatted, joined} from '../resolve/joined.ts'
import {summands} from '../resolve/summands.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'

type Convert = (builder: ModuleBuilder, node: number, line: number) => Value

const unknown: Convert = (_builder, _node, line) => ({kind: 'unknown', line})
/** `(x)`, `await x`: what it holds. */
const inner: Convert = (builder, node) => {
  const [first] = childrenOf(builder.tree, node)
  return first === undefined ? {kind: 'unknown', line: builder.line(node)} : builder.value(first)
}
const list: Convert = (builder, node, line) => ({kind: 'list', items: valuesOf(builder, node), line})

const converters: Readonly<Record<string, Convert>> = {
  string: convertString,
  concatenated_string: (builder, node, line) => joined(valuesOf(builder, node), line),
  integer: (builder, node, line) => ({kind: 'scalar', value: Number(builder.text(node).replaceAll('_', '')), line}),
  float: (builder, node, line) => ({kind: 'scalar', value: Number(builder.text(node).replaceAll('_', '')), line}),
  true: (_builder, _node, line) => ({kind: 'scalar', value: true, line}),
  false: (_builder, _node, line) => ({kind: 'scalar', value: false, line}),
  none: (_builder, _node, line) => ({kind: 'scalar', value: null, line}),
  identifier: (builder, node, line) => ({kind: 'name', name: builder.text(node), line}),
  attribute: convertAttribute,
  subscript: convertSubscript,
  call: convertCall,
  list,
  tuple: list,
  set: (builder, node, line) => ({kind: 'list', items: valuesOf(builder, node), line, isSet: true}),
  expression_list: list,
  dictionary: convertDictionary,
  boolean_operator: convertBoolean,
  conditional_expression: convertConditional,
  binary_operator: convertBinary,
  parenthesized_expression: inner,
  await: inner,
  named_expression: (builder, node, line) => builder.valueIn(node, 'value', line),
  assignment: (builder, node, line) => builder.valueIn(node, 'right', line),
  type: inner,
}

/** A Python expression in neutral form; what has no such form is `unknown`. */
export function convertPython(builder: ModuleBuilder, node: number): Value {
  const convert = converters[builder.tree.type(node)] ?? unknown
  return convert(builder, node, builder.line(node))
}

function valuesOf(builder: ModuleBuilder, node: number): Value[] {
  const values: Value[] = []
  for (const child of childrenOf(builder.tree, node)) {
    const type = builder.tree.type(child)
    if (type === 'comment') continue
    if (type !== 'list_splat') values.push(builder.value(child))
    else values.push({kind: 'each', of: inner(builder, child, builder.line(child)), line: builder.line(child)})
  }
  return values
}

function convertString(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const parts: Value[] = []
  let raw = false
  for (const child of childrenOf(tree, node)) {
    const type = tree.type(child)
    if (type === 'string_start') raw = /r/i.test(builder.text(child))
    if (type === 'string_content')
      parts.push({kind: 'text', text: raw ? builder.text(child) : unescapeText(builder.text(child)), line})
    if (type === 'interpolation') parts.push(builder.valueIn(child, 'expression', builder.line(child)))
  }
  return joined(parts, line)
}

function convertAttribute(builder: ModuleBuilder, node: number, line: number): Value {
  const key = childIn(builder.tree, node, 'attribute')
  return {kind: 'member', of: builder.valueIn(node, 'object', line), key: key === -1 ? '' : builder.text(key), line}
}

function convertSubscript(builder: ModuleBuilder, node: number, line: number): Value {
  return {kind: 'index', of: builder.valueIn(node, 'value', line), key: builder.valueIn(node, 'subscript', line), line}
}

function convertCall(builder: ModuleBuilder, node: number, line: number): Value {
  const args = childIn(builder.tree, node, 'arguments')
  return {
    kind: 'call',
    callee: builder.valueIn(node, 'function', line),
    args: args === -1 ? [] : argumentsOf(builder, args),
    line,
  }
}

/** The arguments of a call or the superclasses of a class. */
export function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  const args: Argument[] = []
  for (const child of childrenOf(builder.tree, node)) {
    const line = builder.line(child)
    const type = builder.tree.type(child)
    if (type === 'comment') continue
    if (type === 'keyword_argument') {
      const name = childIn(builder.tree, child, 'name')
      args.push({name: builder.text(name), value: builder.valueIn(child, 'value', line), line})
    } else if (type === 'list_splat' || type === 'dictionary_splat')
      args.push({value: inner(builder, child, line), line, spread: true})
    else args.push({value: builder.value(child), line})
  }
  return args
}

function convertDictionary(builder: ModuleBuilder, node: number, line: number): Value {
  const entries: Entry[] = []
  for (const child of childrenOf(builder.tree, node)) {
    const type = builder.tree.type(child)
    const entryLine = builder.line(child)
    if (type === 'pair') {
      const key = builder.valueIn(child, 'key', entryLine)
      const value = builder.valueIn(child, 'value', entryLine)
      entries.push({...builder.key(key), value, line: entryLine})
    } else if (type === 'dictionary_splat')
      entries.push({value: inner(builder, child, entryLine), line: entryLine, spread: true})
  }
  return {kind: 'map', entries, line}
}

function convertBoolean(builder: ModuleBuilder, node: number, line: number): Value {
  const right = builder.valueIn(node, 'right', line)
  const operator = childIn(builder.tree, node, 'operator')
  if (operator === -1 || builder.text(operator) !== 'or') return right
  return {kind: 'choice', options: [builder.valueIn(node, 'left', line), right], line}
}

function convertConditional(builder: ModuleBuilder, node: number, line: number): Value {
  const [consequence, , alternative] = childrenOf(builder.tree, node)
  if (consequence === undefined || alternative === undefined) return {kind: 'unknown', line}
  return {kind: 'choice', options: [builder.value(consequence), builder.value(alternative)], line}
}

const percentHole = /%(?:\(\w+\))?[-+ #0]{0,5}\d{0,9}(?:\.\d{1,9})?[sdrfg]/

function convertBinary(builder: ModuleBuilder, node: number, line: number): Value {
  const operator = childIn(builder.tree, node, 'operator')
  const sign = operator === -1 ? '' : builder.text(operator)
  if (sign === '+') return concatenation(builder, node, line)
  const left = builder.valueIn(node, 'left', line)
  const right = builder.valueIn(node, 'right', line)
  if (sign === '%' && left.kind === 'text')
    return formatted(left.text, right.kind === 'list' ? right.items : [right], percentHole, line)
  if (sign === '/' && right.kind === 'text') return joined([left, {kind: 'text', text: '/', line}, right], line)
  return sign === '|' ? {kind: 'choice', options: [left, right], line} : {kind: 'unknown', line}
}

/** Of lists a list, of everything else a text. */
function concatenation(builder: ModuleBuilder, node: number, line: number): Value {
  const parts = summands(builder, node)
  const lists = parts.flatMap(part => (part.kind === 'list' ? [part.items] : []))
  return lists.length === parts.length ? {kind: 'list', items: lists.flat(), line} : joined(parts, line)
}
