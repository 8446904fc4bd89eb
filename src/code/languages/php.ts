import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  addReturn,
  declare,
  define,
  importName,
  parameter,
  visitAssign,
  visitCall,
  visitMap,
  visitReturn,
} from './declarations.ts'
import {argumentsOf, phpConverters} from './php-expressions.ts'
import {expressionsOf, type FrontEnd, ofType, readTree, textIn} from './shared.ts'

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
    augmented_assignment_expression: visitAssign,
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
  converters: phpConverters,
}

/** The module that a PHP syntax tree says. */
export function readPhp(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, phpFrontEnd)
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

function visitUse(builder: ModuleBuilder, node: number): void {
  // `use function A\b;` begins with a word of its own
  const path = expressionsOf(builder, node).find(child => !/^(?:function|const)$/.test(builder.text(child)))
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
  const bases = ofType(builder.tree, node, 'base_clause', 'class_interface_clause').flatMap(clause =>
    expressionsOf(builder, clause).map(child => builder.value(child)),
  )
  const decorators = attributesOf(builder, node)
  const scope = define(builder, node, 'class', textIn(builder, node, 'name'))
  scope.bases.push(...bases)
  scope.decorators.push(...decorators)
}

/** `#[Model('gpt-5')]` */
function attributesOf(builder: ModuleBuilder, node: number): Value[] {
  const {tree} = builder
  const groups = ofType(tree, node, 'attribute_list').flatMap(all => ofType(tree, all, 'attribute_group'))
  return groups
    .flatMap(group => ofType(tree, group, 'attribute'))
    .flatMap((attribute): Value[] => {
      const [nameNode] = expressionsOf(builder, attribute)
      if (nameNode === undefined) return []
      const line = builder.line(attribute)
      const given = childIn(tree, attribute, 'parameters')
      const args = given === -1 ? [] : argumentsOf(builder, given)
      return [{kind: 'call', callee: builder.value(nameNode), args, line}]
    })
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
