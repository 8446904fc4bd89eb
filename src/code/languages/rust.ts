import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {attributesBefore, visitAttribute} from './rust-attributes.ts'
import {
  addNaming,
  addReturn,
  argumentsIn,
  binary,
  boolean,
  closure,
  conditional,
  declare,
  declareTyped,
  define,
  entry,
  expressionsOf,
  type FrontEnd,
  importAll,
  importName,
  index,
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
  textIn,
  visitAssign,
  visitCall,
  visitEach,
  visitMap,
  visitReturn,
} from './shared.ts'

const rustFrontEnd: FrontEnd = {
  language: 'rust',
  visitors: {
    use_declaration: visitUse,
    attribute_item: visitAttribute,
    scoped_identifier: visitPath,
    const_item: visitConstant,
    static_item: visitConstant,
    let_declaration: visitLet,
    struct_item: (builder, node) => void define(builder, node, 'class', textIn(builder, node, 'name')),
    enum_item: visitEnum,
    impl_item: visitImpl,
    field_declaration: visitField,
    function_item: visitFunction,
    closure_expression: visitClosure,
    assignment_expression: visitAssign,
    for_expression: visitEach('pattern'),
    return_expression: visitReturn,
    call_expression: visitCall,
    struct_expression: visitCall,
    macro_invocation: visitMap,
    token_tree: visitMap,
  },
  converters: {
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
  },
}

/** The module that a Rust syntax tree says. */
export function readRust(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return {...readTree(tree, path, rustFrontEnd), testLines: testLines(tree)}
}

/** Lines of the modules that only tests have: `#[cfg(test)] mod tests`. */
function testLines(tree: SyntaxTree): {from: number; to: number}[] {
  const found: {from: number; to: number}[] = []
  let isTest = false
  for (const child of childrenOf(tree, 0)) {
    const type = tree.type(child)
    if (type === 'attribute_item')
      isTest ||= /^#\[cfg\(.{0,40}\btest\b/.test(tree.text.slice(tree.start(child), tree.start(child) + 60))
    else if (type === 'mod_item' && isTest)
      found.push({from: tree.line(tree.start(child)), to: tree.line(tree.end(child))})
    if (type !== 'attribute_item' && !type.endsWith('comment')) isTest = false
  }
  return found
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
  return {kind: 'call', callee, args, line: callee.kind === 'member' ? callee.line : line}
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

function lastExpression(builder: ModuleBuilder, block: number): number | undefined {
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
  const names = value.text.match(new RegExp(hole, 'g')) ?? []
  const pieces = value.text.split(hole)
  const parts = pieces.flatMap((text, index): Value[] => {
    const part: Value = {kind: 'text', text, line: value.line}
    const named = names[index]?.slice(1, -1).split(':')[0] ?? ''
    return index + 1 === pieces.length ? [part] : [part, {kind: 'name', name: named, line: value.line}]
  })
  return joined(parts, value.line)
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

function visitUse(builder: ModuleBuilder, node: number): void {
  const argument = childIn(builder.tree, node, 'argument')
  if (argument !== -1) addUse(builder, argument, [])
}

function addUse(builder: ModuleBuilder, node: number, before: readonly string[]): void {
  const {tree} = builder
  const line = builder.line(node)
  switch (tree.type(node)) {
    case 'scoped_use_list':
      addUseList(builder, childIn(tree, node, 'list'), [...before, ...segmentsIn(builder, node, 'path')])
      return
    case 'use_list':
      addUseList(builder, node, before)
      return
    case 'use_as_clause':
      addImport(builder, [...before, ...segmentsIn(builder, node, 'path')], textIn(builder, node, 'alias'), line)
      return
    case 'use_wildcard': {
      const [path] = expressionsOf(builder, node)
      importAll(builder, [...before, ...(path === undefined ? [] : builder.text(path).split('::'))].join('.'), line)
      return
    }
    default:
      addImport(builder, [...before, ...builder.text(node).split('::')], '', line)
  }
}

function addUseList(builder: ModuleBuilder, node: number, before: readonly string[]): void {
  if (node !== -1) for (const child of expressionsOf(builder, node)) addUse(builder, child, before)
}

function segmentsIn(builder: ModuleBuilder, node: number, field: string): string[] {
  return textIn(builder, node, field).split('::')
}

function addImport(builder: ModuleBuilder, path: readonly string[], alias: string, line: number): void {
  const own = path.at(-1) === 'self' ? path.slice(0, -1) : path
  const last = own.at(-1)
  if (last !== undefined)
    importName(
      builder,
      own.slice(0, -1).join('.') || last,
      own.length === 1 ? [] : [last],
      alias === '' ? last : alias,
      line,
    )
}

/** `hf_hub::Repo::new(…)` without a `use`: the first segment is the crate. */
function visitPath(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const path = childIn(tree, node, 'path')
  if (path === -1 || tree.type(path) !== 'identifier' || isInUse(tree, node)) return
  const crate = builder.text(path)
  if (/^[a-z][a-z0-9_]*$/.test(crate) && !builder.root.bindings.has(crate))
    importName(builder, crate, [], crate, builder.line(node))
}

function isInUse(tree: SyntaxTree, node: number): boolean {
  let at = tree.parent(node)
  while (tree.type(at) === 'scoped_identifier') at = tree.parent(at)
  return /^(?:scoped_)?use_/.test(tree.type(at))
}

function visitConstant(builder: ModuleBuilder, node: number): void {
  declare(builder, textIn(builder, node, 'name'), childIn(builder.tree, node, 'value'), builder.line(node))
}

function visitLet(builder: ModuleBuilder, node: number): void {
  const pattern = childIn(builder.tree, node, 'pattern')
  const value = childIn(builder.tree, node, 'value')
  const type = pattern === -1 ? '' : builder.tree.type(pattern)
  if (type === 'identifier') declare(builder, builder.text(pattern), value, builder.line(node))
  if (type === 'tuple_pattern' && value !== -1) declareTuple(builder, pattern, builder.value(value))
}

/** `let (url, headers) = match …`: each name stands for its place in every tuple that may come. */
function declareTuple(builder: ModuleBuilder, pattern: number, value: Value): void {
  const tuples = value.kind === 'choice' ? value.options : [value]
  for (const [at, child] of expressionsOf(builder, pattern).entries()) {
    const [nameNode] = builder.tree.type(child) === 'mut_pattern' ? expressionsOf(builder, child).slice(-1) : [child]
    const options = tuples.flatMap(tuple => (tuple.kind === 'list' ? (tuple.items[at] ?? []) : []))
    if (nameNode === undefined || builder.tree.type(nameNode) !== 'identifier' || options.length === 0) continue
    const line = builder.line(child)
    const [only] = options
    const held: Value = options.length === 1 && only !== undefined ? only : {kind: 'choice', options, line}
    builder.bind(builder.scope, builder.text(nameNode), held, line)
    addNaming(builder, builder.text(nameNode), held, line, 'assignment')
  }
}

/** How a variant is written outside of the program: `#[serde(rename = "x")]`, `#[strum(serialize = "x")]`. */
const variantName = /\b(?:rename|serialize|to_string|name)\s{0,5}=\s{0,5}"([^"\\]{1,200})"/
const attributeLimit = 500

function visitEnum(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  define(builder, node, 'class', textIn(builder, node, 'name'))
  const body = childIn(tree, node, 'body')
  let written: Value | undefined
  for (const child of body === -1 ? [] : childrenOf(tree, body)) {
    if (tree.type(child) === 'attribute_item') written ??= nameInAttribute(builder, child)
    if (tree.type(child) !== 'enum_variant') continue
    if (written !== undefined) declareVariant(builder, child, written)
    written = undefined
  }
}

function nameInAttribute(builder: ModuleBuilder, node: number): Value | undefined {
  const {tree} = builder
  if (tree.end(node) - tree.start(node) > attributeLimit) return undefined
  const [, text] = variantName.exec(builder.text(node)) ?? []
  return text === undefined ? undefined : {kind: 'text', text, line: builder.line(node)}
}

function declareVariant(builder: ModuleBuilder, node: number, value: Value): void {
  const named = textIn(builder, node, 'name')
  builder.bind(builder.scope, named, value, builder.line(node))
  addNaming(builder, named, value, value.line, 'member')
}

/** Its type stands elsewhere in the file, or in another crate; the trait is what it extends. */
function visitImpl(builder: ModuleBuilder, node: number): void {
  const scope = builder.scopeOf(node, 'class', textIn(builder, node, 'type'))
  const trait = childIn(builder.tree, node, 'trait')
  if (trait !== -1) scope.bases.push(builder.value(trait))
  scope.decorators.push(...attributesBefore(builder, node))
  builder.enter(scope, node)
}

function visitField(builder: ModuleBuilder, node: number): void {
  declareTyped(
    builder,
    textIn(builder, node, 'name'),
    typeOf(builder, childIn(builder.tree, node, 'type')),
    builder.line(node),
  )
}

function typeOf(builder: ModuleBuilder, node: number): Value | undefined {
  const type = node === -1 ? '' : builder.tree.type(node)
  if (type === 'reference_type') return typeOf(builder, childIn(builder.tree, node, 'type'))
  if (type !== 'type_identifier' && type !== 'scoped_type_identifier') return undefined
  return builder.text(node) === 'String' ? undefined : builder.value(node)
}

function visitFunction(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const named = textIn(builder, node, 'name')
  const decorators = attributesBefore(builder, node)
  define(builder, node, 'function', named).decorators.push(...decorators)
  const parameters = childIn(tree, node, 'parameters')
  for (const [position, child] of (parameters === -1 ? [] : ofType(tree, parameters, 'parameter')).entries()) {
    parameter(builder, textIn(builder, child, 'pattern'), position, builder.line(child), {
      type: typeOf(builder, childIn(tree, child, 'type')),
    })
  }
  const body = childIn(tree, node, 'body')
  const last = body === -1 ? undefined : lastExpression(builder, body)
  if (last !== undefined) addReturn(builder, last)
}

function visitClosure(builder: ModuleBuilder, node: number): void {
  define(builder, node, 'function', '')
  const body = childIn(builder.tree, node, 'body')
  if (body !== -1 && builder.tree.type(body) !== 'block') addReturn(builder, body)
}
