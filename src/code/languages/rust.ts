import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  addNaming,
  addReturn,
  declare,
  declareTyped,
  define,
  importAll,
  importName,
  parameter,
  visitAssign,
  visitCall,
  visitEach,
  visitMade,
  visitMap,
  visitReturn,
} from './declarations.ts'
import {attributesBefore, visitAttribute} from './rust-attributes.ts'
import {lastExpression, rustConverters} from './rust-expressions.ts'
import {expressionsOf, type FrontEnd, ofType, readTree, textIn} from './shared.ts'

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
    compound_assignment_expr: visitAssign,
    for_expression: visitEach('pattern'),
    return_expression: visitReturn,
    call_expression: visitCall,
    struct_expression: visitCall,
    macro_invocation: visitMade,
    token_tree: visitMap,
  },
  converters: rustConverters,
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
