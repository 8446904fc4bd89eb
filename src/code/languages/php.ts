import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {unescapeText} from '../unescape.ts'
import {
  addReturn,
  argumentOf,
  argumentsIn,
  binary,
  closure,
  conditional,
  constant,
  declare,
  define,
  entry,
  expressionsOf,
  type FrontEnd,
  importName,
  index,
  inField,
  inner,
  name,
  number,
  ofType,
  parameter,
  readTree,
  textIn,
  visitAssign,
  visitCall,
  visitMap,
  visitReturn,
} from './shared.ts'

const phpFrontEnd: FrontEnd = {
  language: 'php',
  visitors: {
    namespace_use_clause: visitUse,
    class_declaration: visitClass,
    trait_declaration: visitClass,
    interface_declaration: visitClass,
    enum_declaration: visitClass,
    enum_case: (builder, node) =>
      declare(builder, textIn(builder, node, 'name'), childIn(builder.tree, node, 'value'), builder.line(node)),
    const_element: visitConstant,
    property_element: visitProperty,
    method_declaration: visitFunction,
    function_definition: visitFunction,
    anonymous_function: visitFunction,
    arrow_function: visitFunction,
    assignment_expression: visitAssign,
    return_statement: visitResult,
    function_call_expression: visitCall,
    member_call_expression: visitCall,
    scoped_call_expression: visitStatic,
    nullsafe_member_call_expression: visitCall,
    object_creation_expression: visitStatic,
    namespace_definition: (builder, node) =>
      builder.bind(builder.root, namespaceMark, {kind: 'unknown', line: builder.line(node)}, builder.line(node)),
    array_creation_expression: visitMap,
  },
  converters: {
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
  },
}

/** The module that a PHP syntax tree says. */
export function readPhp(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, phpFrontEnd)
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

function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  return ofType(builder.tree, node, 'argument').flatMap(child => argumentOf(builder, child))
}

/** `env('OPENAI_MODEL', 'gpt-4o')` gives the variable, else what stands beside it. */
function convertCall(builder: ModuleBuilder, node: number, callee: Value, line: number): Value {
  return {
    kind: 'call',
    callee,
    args: argumentsIn(builder, node, argumentsOf),
    line: callee.kind === 'member' ? callee.line : line,
  }
}

function convertNew(builder: ModuleBuilder, node: number, line: number): Value {
  const [type] = expressionsOf(builder, node)
  const [args] = ofType(builder.tree, node, 'arguments')
  if (type === undefined) return {kind: 'unknown', line}
  return {kind: 'call', callee: builder.value(type), args: args === undefined ? [] : argumentsOf(builder, args), line}
}

/** No name of a program is called so. */
const namespaceMark = 'namespace '

/** `OpenAI::client($key)` without a `use`: outside of a namespace, or behind a backslash, the class is a package's. */
function visitStatic(builder: ModuleBuilder, node: number): void {
  const scope = childIn(builder.tree, node, 'scope')
  const type = scope === -1 ? expressionsOf(builder, node)[0] : scope
  const text = type === undefined ? '' : builder.text(type)
  const bare = text.startsWith('\\')
    ? (text.split('\\')[1] ?? '')
    : builder.root.bindings.has(namespaceMark)
      ? ''
      : text
  if (/^[A-Z]\w*$/.test(bare) && !builder.root.bindings.has(bare))
    importName(builder, bare, [], bare, builder.line(node))
  visitCall(builder, node)
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

function visitUse(builder: ModuleBuilder, node: number): void {
  const path = expressionsOf(builder, node)[0]
  if (path === undefined) return
  const segments = builder.text(path).replace(/^\\/, '').split('\\')
  const last = segments.at(-1) ?? ''
  const alias = textIn(builder, node, 'alias')
  importName(
    builder,
    segments.slice(0, -1).join('.') || last,
    segments.length === 1 ? [] : [last],
    alias === '' ? last : alias,
    builder.line(node),
  )
}

/** What a file gives that others `require` is the result of the module. */
function visitResult(builder: ModuleBuilder, node: number): void {
  const [value] = expressionsOf(builder, node)
  if (value !== undefined && builder.scope.kind === 'module') builder.root.returns.push(builder.value(value))
  visitReturn(builder, node)
}

function visitClass(builder: ModuleBuilder, node: number): void {
  const bases = ofType(builder.tree, node, 'base_clause').flatMap(clause =>
    expressionsOf(builder, clause).map(child => builder.value(child)),
  )
  const scope = define(builder, node, 'class', textIn(builder, node, 'name'))
  scope.bases.push(...bases)
}

function visitConstant(builder: ModuleBuilder, node: number): void {
  const [nameNode, valueNode] = expressionsOf(builder, node)
  if (nameNode !== undefined) declare(builder, builder.text(nameNode), valueNode ?? -1, builder.line(node))
}

function visitProperty(builder: ModuleBuilder, node: number): void {
  declare(
    builder,
    textIn(builder, node, 'name').slice(1),
    childIn(builder.tree, node, 'default_value'),
    builder.line(node),
  )
}

function visitFunction(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const named = textIn(builder, node, 'name')
  define(builder, node, 'function', named === '__construct' ? 'constructor' : named)
  const parameters = childIn(tree, node, 'parameters')
  for (const [position, child] of (parameters === -1 ? [] : expressionsOf(builder, parameters)).entries()) {
    const bare = textIn(builder, child, 'name').replace(/^\$/, '')
    if (bare !== '')
      parameter(builder, bare, position, builder.line(child), {valueNode: childIn(tree, child, 'default_value')})
  }
  const body = childIn(tree, node, 'body')
  if (tree.type(node) === 'arrow_function' && body !== -1) addReturn(builder, body)
}
