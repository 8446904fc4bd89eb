import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {withoutIndent} from './indent.ts'
import {
  binary,
  conditional,
  constant,
  entry,
  expressionsOf,
  type FrontEnd,
  inner,
  list,
  name,
  number,
  ofType,
  textIn,
} from './shared.ts'

/** What the expressions of Ruby are. */
export const rubyConverters: FrontEnd['converters'] = {
  string: convertString,
  bare_string: convertString,
  chained_string: (builder, node, line) =>
    joined(
      expressionsOf(builder, node).map(child => builder.value(child)),
      line,
    ),
  simple_symbol: (builder, node, line) => ({kind: 'text', text: builder.text(node).slice(1), line}),
  hash_key_symbol: (builder, node, line) => ({kind: 'text', text: builder.text(node), line}),
  heredoc_beginning: convertHeredoc,
  integer: number,
  float: number,
  true: constant(true),
  false: constant(false),
  nil: constant(null),
  identifier: name,
  constant: name,
  instance_variable: (builder, node, line) => ({
    kind: 'member',
    of: {kind: 'name', name: 'self', line},
    key: builder.text(node).slice(1),
    line,
  }),
  self: name,
  scope_resolution: convertScope,
  call: convertCall,
  element_reference: convertIndex,
  hash: convertHash,
  array: list,
  string_array: list,
  symbol_array: list,
  parenthesized_statements: inner,
  binary,
  conditional: conditional('consequence'),
  case: convertCase,
  case_match: convertCase,
  if: conditional('consequence'),
  unless: conditional('consequence'),
  // biome-ignore lint/suspicious/noThenProperty: the type of a node; nobody awaits this table
  then: lastOf,
  else: lastOf,
  begin: lastOf,
  body_statement: lastOf,
  block_body: lastOf,
  argument_list: inner,
}

function convertString(builder: ModuleBuilder, node: number, line: number): Value {
  return joined(partsOf(builder, node, 'string_content', line), line)
}

function partsOf(builder: ModuleBuilder, node: number, content: string, line: number): Value[] {
  const {tree} = builder
  return [...childrenOf(tree, node)].flatMap((child): Value[] => {
    const type = tree.type(child)
    if (type === 'interpolation') return [inner(builder, child, builder.line(child))]
    return type === content || type === 'escape_sequence'
      ? [{kind: 'text', text: unescapeText(builder.text(child)), line}]
      : []
  })
}

/** The text of a heredoc stands further below, in the order in which they begin; its place is where it begins. */
function convertHeredoc(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const word = builder.text(node).replace(/^<<[~-]?["'`]?|["'`]$/g, '')
  const limit = Math.min(tree.count, node + 2000)
  for (let at = node + 1; at < limit; at++) {
    if (tree.type(at) !== 'heredoc_body') continue
    const [end] = ofType(tree, at, 'heredoc_end')
    if (end === undefined || builder.text(end).trim() !== word) continue
    const whole = joined(partsOf(builder, at, 'heredoc_content', line), line)
    return whole.kind === 'text' ? {...whole, text: `${withoutIndent(whole.text.trimEnd())}\n`} : whole
  }
  return {kind: 'unknown', line}
}

function convertScope(builder: ModuleBuilder, node: number, line: number): Value {
  const key = textIn(builder, node, 'name')
  // `::Anthropic` is the library's, whatever stands around it is called
  if (childIn(builder.tree, node, 'scope') === -1) return {kind: 'import', from: {module: key, path: []}, line}
  return {kind: 'member', of: builder.valueIn(node, 'scope', line), key, line}
}

/** Methods that leave a text as it is, but for blanks at its ends. */
const sameMethods =
  /^(?:freeze|strip|chomp|to_s|to_sym|dup|squish|rstrip|lstrip|html_safe|strip_heredoc|with_indifferent_access|compact)$/

function convertCall(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const receiver = childIn(tree, node, 'receiver')
  const nameNode = childIn(tree, node, 'method')
  const key = nameNode === -1 ? 'call' : builder.text(nameNode)
  const args = childIn(tree, node, 'arguments')
  if (receiver !== -1 && args === -1 && sameMethods.test(key)) return builder.value(receiver)
  const at = nameNode === -1 ? line : builder.line(nameNode)
  // `X.new(…)` makes an X
  const of = receiver === -1 ? undefined : builder.value(receiver)
  const callee: Value =
    of === undefined ? {kind: 'name', name: key, line} : key === 'new' ? of : {kind: 'member', of, key, line: at}
  return {kind: 'call', callee, args: args === -1 ? [] : argumentsOf(builder, args), line: at}
}

function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  return expressionsOf(builder, node).flatMap((child): Argument[] => {
    const line = builder.line(child)
    const type = builder.tree.type(child)
    if (type === 'block_argument') return []
    if (type !== 'pair') return [{value: builder.value(child), line}]
    const key = builder.valueIn(child, 'key', line)
    const value = builder.valueIn(child, 'value', line)
    return [{...(key.kind === 'text' && {name: key.text}), value, line}]
  })
}

function convertIndex(builder: ModuleBuilder, node: number, line: number): Value {
  const object = childIn(builder.tree, node, 'object')
  const key = expressionsOf(builder, node).find(child => child !== object)
  if (object === -1 || key === undefined) return {kind: 'unknown', line}
  return {kind: 'index', of: builder.value(object), key: builder.value(key), line}
}

function convertHash(builder: ModuleBuilder, node: number, line: number): Value {
  const entries = ofType(builder.tree, node, 'pair').map((pair): Entry => {
    const at = builder.line(pair)
    return entry(builder, builder.valueIn(pair, 'key', at), builder.valueIn(pair, 'value', at), at)
  })
  return {kind: 'map', entries, line}
}

function convertCase(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const arms = [...childrenOf(tree, node)].flatMap(child => {
    if (tree.type(child) === 'else') return [child]
    const body = childIn(tree, child, 'body')
    return body === -1 ? [] : [body]
  })
  return {kind: 'choice', options: arms.map(arm => builder.value(arm)), line}
}

/** A body is its last expression. */
function lastOf(builder: ModuleBuilder, node: number, line: number): Value {
  const last = lastExpression(builder, node)
  return last === undefined ? {kind: 'unknown', line} : builder.value(last)
}

/** What a block gives: the last expression in it. */
export function lastExpression(builder: ModuleBuilder, node: number): number | undefined {
  return expressionsOf(builder, node)
    .filter(child => builder.tree.type(child) !== 'heredoc_body')
    .at(-1)
}
