import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {formatted, joined} from '../resolve/joined.ts'
import {childIn} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {
  argumentsIn,
  binary,
  boolean,
  callOf,
  closure,
  conditional,
  entry,
  expressionsOf,
  type FrontEnd,
  index,
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

/** What the expressions of Rust are. */
export const rustConverters: FrontEnd['converters'] = {
  string_literal: convertString,
  raw_string_literal: convertString,
  char_literal: quoted,
  integer_literal: number,
  float_literal: number,
  boolean_literal: boolean,
  identifier: name,
  type_identifier: name,
  field_identifier: name,
  self: name,
  scoped_identifier: member('path', 'name'),
  scoped_type_identifier: member('path', 'name'),
  generic_function: inField('function'),
  generic_type: inField('type'),
  field_expression: convertField,
  call_expression: convertCall,
  struct_expression: convertStruct,
  reference_expression: inField('value'),
  unary_expression: inner,
  try_expression: inner,
  await_expression: inner,
  parenthesized_expression: inner,
  type_cast_expression: inField('value'),
  index_expression: index,
  array_expression: list,
  tuple_expression: list,
  binary_expression: binary,
  match_expression: convertMatch,
  if_expression: conditional('consequence'),
  else_clause: inner,
  block: convertBlock,
  closure_expression: closure,
  macro_invocation: convertMacro,
  token_tree: convertTokens,
}

function convertString(builder: ModuleBuilder, node: number, line: number): Value {
  const source = builder.text(node)
  const open = source.indexOf('"')
  const text = source.slice(open + 1, source.lastIndexOf('"'))
  return {
    kind: 'text',
    text: builder.tree.type(node) === 'raw_string_literal' ? text : unescapeText(text.replace(/\\\r?\n\s*/g, '')),
    line,
  }
}

function convertField(builder: ModuleBuilder, node: number, line: number): Value {
  const key = childIn(builder.tree, node, 'field')
  if (key === -1) return {kind: 'unknown', line}
  return {kind: 'member', of: builder.valueIn(node, 'value', line), key: builder.text(key), line: builder.line(key)}
}

/** Methods that only change who owns a text, and functions that only wrap a value. */
const sameMethods =
  /^(?:to_string|to_owned|into|as_str|as_ref|clone|to_vec|trim|iter|into_iter|unwrap|expect|cloned|collect)$/

const wrappers = /^(?:Some|Ok|Box|Arc|Rc)$/

const fallbacks = /^(?:unwrap_or|unwrap_or_else|or|get_or_insert)$/

function convertCall(builder: ModuleBuilder, node: number, line: number): Value {
  const callee = builder.valueIn(node, 'function', line)
  const args = argumentsIn(builder, node)
  const [first] = args
  if (callee.kind === 'member' && isText(callee.of) && sameMethods.test(callee.key)) return callee.of
  if (callee.kind === 'member' && first !== undefined && fallbacks.test(callee.key)) {
    return {kind: 'choice', options: [callee.of, returned(builder, node) ?? first.value], line: first.line}
  }
  const isWrapper =
    callee.kind === 'name'
      ? wrappers.test(callee.name)
      : isMember(callee, 'String', 'from') || isMember(callee, 'PathBuf', 'from')
  if (isWrapper && first !== undefined && args.length === 1) return first.value
  return callOf(callee, args, line)
}

function isText({kind}: Value): boolean {
  return kind === 'text' || kind === 'template' || kind === 'choice' || kind === 'list' || kind === 'name'
}

function isMember(value: Value, of: string, key: string): boolean {
  return value.kind === 'member' && value.key === key && value.of.kind === 'name' && value.of.name === of
}

/** `|| "x".to_string()` gives the text. */
function returned(builder: ModuleBuilder, call: number): Value | undefined {
  const {tree} = builder
  const args = childIn(tree, call, 'arguments')
  const [closureNode] = args === -1 ? [] : ofType(tree, args, 'closure_expression')
  const body = closureNode === undefined ? -1 : childIn(tree, closureNode, 'body')
  return body === -1 ? undefined : builder.value(body)
}

/** `Config { model: x }` is a call of the type with named arguments. */
function convertStruct(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const body = childIn(tree, node, 'body')
  const args = (body === -1 ? [] : expressionsOf(builder, body)).flatMap((child): Argument[] => {
    const at = builder.line(child)
    if (tree.type(child) === 'field_initializer')
      return [{name: textIn(builder, child, 'field'), value: builder.valueIn(child, 'value', at), line: at}]
    if (tree.type(child) !== 'shorthand_field_initializer') return []
    return [{name: builder.text(child), value: {kind: 'name', name: builder.text(child), line: at}, line: at}]
  })
  return {kind: 'call', callee: builder.valueIn(node, 'name', line), args, line}
}

function convertMatch(builder: ModuleBuilder, node: number, line: number): Value {
  const body = childIn(builder.tree, node, 'body')
  const arms = body === -1 ? [] : ofType(builder.tree, body, 'match_arm')
  return {kind: 'choice', options: arms.map(arm => builder.valueIn(arm, 'value', line)), line}
}

/** A block is its last expression. */
function convertBlock(builder: ModuleBuilder, node: number, line: number): Value {
  const last = lastExpression(builder, node)
  return last === undefined ? {kind: 'unknown', line} : builder.value(last)
}

export function lastExpression(builder: ModuleBuilder, block: number): number | undefined {
  const last = expressionsOf(builder, block).at(-1)
  if (last === undefined) return undefined
  const type = builder.tree.type(last)
  // `match … {}` and `if … {}` at the end count although the grammar calls them statements
  const [only] =
    type === 'expression_statement' && !builder.text(last).endsWith(';') ? expressionsOf(builder, last) : []
  return type === 'expression_statement' || type === 'let_declaration' || type.endsWith('_item') ? only : last
}

const hole = /\{[^{}]{0,60}\}/

function convertMacro(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const macro = textIn(builder, node, 'macro')
  const [tokens] = ofType(tree, node, 'token_tree')
  if (tokens === undefined) return {kind: 'unknown', line}
  const children = expressionsOf(builder, tokens)
  const [first] = children
  switch (macro) {
    case 'vec':
      return {kind: 'list', items: children.map(child => builder.value(child)), line}
    case 'concat':
      return joined(
        children.map(child => builder.value(child)),
        line,
      )
    case 'format':
      return first === undefined ? {kind: 'unknown', line} : formattedText(builder.value(first), line)
    case 'json':
    case 'serde_json::json':
      return first !== undefined && tree.type(first) === 'token_tree' ? builder.value(first) : {kind: 'unknown', line}
    case 'include_str':
    case 'include_bytes':
      return {
        kind: 'call',
        callee: {kind: 'name', name: macro, line},
        args: children.map(child => ({value: builder.value(child), line})),
        line,
      }
    default:
      return {kind: 'unknown', line}
  }
}

function formattedText(value: Value, line: number): Value {
  if (value.kind !== 'text') return {kind: 'unknown', line}
  const names = (value.text.match(new RegExp(hole, 'g')) ?? []).map(
    (written): Value => ({kind: 'name', name: written.slice(1, -1).split(':')[0] ?? '', line: value.line}),
  )
  return formatted(value.text, names, hole, value.line)
}

/** `{"model": "x"}` among the tokens of a macro. */
function convertTokens(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const children = expressionsOf(builder, node)
  const open = tree.text[tree.start(node)]
  if (open === '[' || open === '(') return {kind: 'list', items: children.map(child => builder.value(child)), line}
  if (open !== '{') return {kind: 'unknown', line}
  const entries = children.flatMap((key, at): Entry[] => {
    const value = children[at + 1]
    if (value === undefined || tree.type(key) !== 'string_literal') return []
    if (tree.text.slice(tree.end(key), tree.start(value)).trim() !== ':') return []
    return [entry(builder, builder.value(key), builder.value(value), builder.line(key))]
  })
  return entries.length === 0 ? {kind: 'unknown', line} : {kind: 'map', entries, line}
}
