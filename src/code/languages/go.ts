import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  addNaming,
  addReturn,
  assign,
  declare,
  declareTyped,
  define,
  importName,
  parameter,
  visitCall,
  visitMap,
} from './declarations.ts'
import {goConverters} from './go-expressions.ts'
import {expressionsOf, type FrontEnd, readTree, textIn} from './shared.ts'

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
  converters: goConverters,
}

/** The module that a Go syntax tree says. */
export function readGo(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, goFrontEnd)
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
