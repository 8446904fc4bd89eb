import type {Argument, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  addNaming,
  addReturn,
  assign,
  binary,
  call,
  closure,
  constant,
  declare,
  declareTyped,
  define,
  entry,
  expressionsOf,
  type FrontEnd,
  importName,
  inField,
  inner,
  list,
  member,
  name,
  number,
  parameter,
  quoted,
  readTree,
  textIn,
  visitCall,
  visitMap,
} from './shared.ts'

const goFrontEnd: FrontEnd = {
  language: 'go',
  visitors: {
    import_spec: visitImport,
    const_spec: visitSpec,
    var_spec: visitSpec,
    short_var_declaration: visitAssignment,
    assignment_statement: visitAssignment,
    range_clause: visitRange,
    type_spec: visitType,
    field_declaration: visitField,
    function_declaration: visitFunction,
    method_declaration: visitFunction,
    func_literal: visitFunction,
    return_statement: visitReturn,
    call_expression: visitCall,
    composite_literal: visitLiteral,
    literal_value: visitInnerLiteral,
  },
  converters: {
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
  },
}

/** The module that a Go syntax tree says. */
export function readGo(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, goFrontEnd)
}

const plainCall = call('function')

/** `string(x)` is the text that x is. */
function convertCall(builder: ModuleBuilder, node: number, line: number): Value {
  const value = plainCall(builder, node, line)
  const [only] = value.kind === 'call' ? value.args : []
  const isText = value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'string'
  return isText && only !== undefined && value.args.length === 1 ? only.value : value
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

/** The type of a literal's body; of an inner one that leaves it out, what the type around it says of its elements. */
function literalType(tree: SyntaxTree, body: number): number {
  let depth = 0
  let node = tree.parent(body)
  for (; node !== -1 && tree.type(node) !== 'composite_literal'; node = tree.parent(node))
    if (tree.type(node) === 'literal_value') depth++
  let type = node === -1 ? -1 : childIn(tree, node, 'type')
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

function visitLiteral(builder: ModuleBuilder, node: number): void {
  if (builder.value(node).kind === 'map') visitMap(builder, node)
  else visitCall(builder, node)
}

/** `{…}` within the literal of a list or map, whose type is left out. */
function visitInnerLiteral(builder: ModuleBuilder, node: number): void {
  if (builder.tree.type(builder.tree.parent(node)) === 'literal_element') visitMap(builder, node)
}

/** The names that a package may have: its folder is often called `go-x`, `x-go` or `x-sdk-go`. */
function packageNames(path: string): string[] {
  const segments = path.split('/').filter(segment => !/^v\d+$/.test(segment))
  const last = (segments.at(-1) ?? path).replace(/\.v\d+$/, '')
  return [...new Set([last, last.replace(/^go-|[-.]go$|-sdk-go$|-go-sdk$|-sdk$/g, ''), last.replace(/-/g, '')])]
}

function visitImport(builder: ModuleBuilder, node: number): void {
  const path = textIn(builder, node, 'path').slice(1, -1)
  const alias = textIn(builder, node, 'name')
  const line = builder.line(node)
  for (const named of alias === '' ? packageNames(path) : [alias]) importName(builder, path, [], named, line)
}

function visitSpec(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const names = [...childrenOf(tree, node)].filter(child => tree.field(child) === 'name')
  const values = childIn(tree, node, 'value')
  const given = values === -1 ? [] : expressionsOf(builder, values)
  const type = childIn(tree, node, 'type')
  for (const [index, child] of names.entries()) {
    const line = builder.line(child)
    const valueNode = given[index] ?? -1
    const embedded = valueNode === -1 ? embeddedFile(builder, node) : undefined
    if (embedded !== undefined) {
      builder.bind(builder.scope, builder.text(child), embedded, line)
      addNaming(builder, builder.text(child), embedded, line, 'assignment')
    } else if (valueNode === -1 && given.length === 0)
      declareTyped(builder, builder.text(child), typeOf(builder, type), line)
    else declare(builder, builder.text(child), valueNode, line)
  }
}

const embedDirective = /\/\/go:embed ([\w./-]{1,200})$/

/** `//go:embed prompt.md` in the line above: the variable holds the file. */
function embeddedFile(builder: ModuleBuilder, node: number): Value | undefined {
  const {text} = builder.tree
  const start = text.lastIndexOf('\n', builder.tree.start(node))
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, Math.max(0, start)).slice(0, 300)
  const [, file] = embedDirective.exec(before.trim()) ?? []
  const line = builder.line(node)
  if (file === undefined) return undefined
  return {
    kind: 'call',
    callee: {kind: 'name', name: 'embed', line},
    args: [{value: {kind: 'text', text: file, line: line - 1}, line: line - 1}],
    line,
  }
}

/** A type of another package: what it makes is the library's. */
function typeOf(builder: ModuleBuilder, node: number): Value | undefined {
  if (node === -1) return undefined
  const type = builder.tree.type(node)
  if (type === 'pointer_type') return typeOf(builder, [...childrenOf(builder.tree, node)][0] ?? -1)
  return type === 'qualified_type' ? builder.value(node) : undefined
}

function visitAssignment(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const left = childIn(tree, node, 'left')
  const right = childIn(tree, node, 'right')
  if (left === -1 || right === -1) return
  const values = expressionsOf(builder, right)
  const [only] = values
  for (const [index, place] of expressionsOf(builder, left).entries()) {
    const valueNode = values[index]
    if (valueNode !== undefined) assignOne(builder, node, place, valueNode)
    // `client, err := f()`: the first result is what the call made
    else if (index === 0 && only !== undefined) assignOne(builder, node, place, only)
  }
}

function assignOne(builder: ModuleBuilder, node: number, place: number, valueNode: number): void {
  if (builder.tree.type(node) === 'short_var_declaration')
    declare(builder, builder.text(place), valueNode, builder.line(place))
  else assign(builder, place, valueNode)
}

function visitRange(builder: ModuleBuilder, node: number): void {
  const left = childIn(builder.tree, node, 'left')
  const right = childIn(builder.tree, node, 'right')
  if (left === -1 || right === -1) return
  const [, second] = expressionsOf(builder, left)
  const of = builder.value(right)
  if (second !== undefined)
    builder.bind(builder.scope, builder.text(second), {kind: 'each', of, line: of.line}, builder.line(second))
}

function visitType(builder: ModuleBuilder, node: number): void {
  const type = childIn(builder.tree, node, 'type')
  if (type !== -1 && builder.tree.type(type) === 'struct_type')
    define(builder, node, 'class', textIn(builder, node, 'name'))
}

/** The defaults that a tag gives: `envDefault:"…"`, `default:"…"`. */
const tagDefault = /\b(?:env_?default|default):"((?:[^"\\]|\\.){1,200})"/i

function visitField(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const tag = childIn(tree, node, 'tag')
  const [, given] = tag === -1 ? [] : (tagDefault.exec(builder.text(tag)) ?? [])
  for (const child of childrenOf(tree, node)) {
    if (tree.field(child) !== 'name') continue
    const line = builder.line(child)
    if (given === undefined) {
      declareTyped(builder, builder.text(child), typeOf(builder, childIn(tree, node, 'type')), line)
      continue
    }
    const value: Value = {kind: 'text', text: given, line: builder.line(tag)}
    builder.bind(builder.scope, builder.text(child), value, line)
    addNaming(builder, builder.text(child), value, line, 'default')
  }
}

function visitFunction(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const scope = define(builder, node, 'function', textIn(builder, node, 'name'))
  const parameters = childIn(tree, node, 'parameters')
  if (parameters === -1) return
  let position = 0
  for (const declared of childrenOf(tree, parameters)) {
    for (const child of childrenOf(tree, declared)) {
      if (tree.field(child) !== 'name') continue
      parameter(builder, builder.text(child), position++, scope.line, {
        type: typeOf(builder, childIn(tree, declared, 'type')),
      })
    }
  }
}

function visitReturn(builder: ModuleBuilder, node: number): void {
  const [values] = expressionsOf(builder, node)
  const [first] = values === undefined ? [] : expressionsOf(builder, values)
  if (first !== undefined) addReturn(builder, first)
}
