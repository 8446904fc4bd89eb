import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  addNaming,
  addReturn,
  define,
  importName,
  parameter,
  visitAssign,
  visitCall,
  visitMap,
  visitReturn,
} from './declarations.ts'
import {lastExpression, rubyConverters} from './ruby-expressions.ts'
import {expressionsOf, type FrontEnd, readTree, textIn} from './shared.ts'

const rubyFrontEnd: FrontEnd = {
  language: 'ruby',
  visitors: {
    class: visitClass,
    module: visitClass,
    method: visitMethod,
    singleton_method: visitMethod,
    assignment: visitAssign,
    operator_assignment: visitAssign,
    return: visitReturn,
    call: visitRubyCall,
    hash: visitMap,
    constant: visitConstant,
    heredoc_beginning: visitHeredoc,
  },
  converters: rubyConverters,
}

/** The module that a Ruby syntax tree says. */
export function readRuby(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, rubyFrontEnd)
}

/** `agent(:reviewer) do <<~PROMPT … PROMPT end`: outside of methods, what ends a text says what it is. */
function visitHeredoc(builder: ModuleBuilder, node: number): void {
  const [, word = ''] = /^<<[~-]?["'`]?(\w{1,60})/.exec(builder.text(node)) ?? []
  if (builder.scope.kind !== 'function' && /prompt|instruction/i.test(word))
    addNaming(builder, word, builder.value(node), builder.line(node), 'assignment')
}

/** `model "gpt-5"` in the body of a class says what the class has: a member of it. */
function visitRubyCall(builder: ModuleBuilder, node: number): void {
  visitMade(builder, node)
  const {scope, tree} = builder
  if (scope.kind !== 'class' || childIn(tree, node, 'receiver') !== -1) return
  const named = textIn(builder, node, 'method')
  const value = statedIn(builder, node)
  if (/^[a-z]\w*$/.test(named) && value !== undefined && !scope.bindings.has(named))
    builder.bind(scope, named, value, builder.line(node))
}

/** The one argument of a call, all of them, or what its block gives. */
function statedIn(builder: ModuleBuilder, node: number): Value | undefined {
  const {tree} = builder
  const line = builder.line(node)
  const given = childIn(tree, node, 'arguments')
  const values = (given === -1 ? [] : expressionsOf(builder, given))
    .filter(child => tree.type(child) !== 'pair')
    .map(child => builder.value(child))
  if (values.length > 0) return values.length === 1 ? values[0] : {kind: 'list', items: values, line}
  const block = childIn(tree, node, 'block')
  const body = block === -1 ? -1 : childIn(tree, block, 'body')
  return body === -1 ? undefined : builder.value(body)
}

function visitClass(builder: ModuleBuilder, node: number): void {
  const superclass = childIn(builder.tree, node, 'superclass')
  const base = superclass === -1 ? undefined : builder.value(expressionsOf(builder, superclass)[0] ?? superclass)
  const scope = define(builder, node, 'class', textIn(builder, node, 'name'))
  if (base !== undefined) scope.bases.push(base)
}

function visitMethod(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const named = textIn(builder, node, 'name')
  define(builder, node, 'function', named === 'initialize' ? 'constructor' : named)
  const parameters = childIn(tree, node, 'parameters')
  for (const [position, child] of (parameters === -1 ? [] : expressionsOf(builder, parameters)).entries()) {
    const bare = tree.type(child) === 'identifier' ? builder.text(child) : textIn(builder, child, 'name')
    if (bare !== '') parameter(builder, bare, position, builder.line(child), {valueNode: childIn(tree, child, 'value')})
  }
  const body = childIn(tree, node, 'body')
  const last = body === -1 ? undefined : lastExpression(builder, body)
  if (last !== undefined) addReturn(builder, last)
}

function visitMade(builder: ModuleBuilder, node: number): void {
  if (builder.value(node).kind === 'call') visitCall(builder, node)
}

/** Constants need no import: a gem that is loaded gives its own. */
function visitConstant(builder: ModuleBuilder, node: number): void {
  const parent = builder.tree.parent(node)
  const field = builder.tree.field(node)
  if (field === 'name' || (field === 'left' && builder.tree.type(parent) === 'assignment')) return
  const named = builder.text(node)
  if (!builder.root.bindings.has(named)) importName(builder, named, [], named, builder.line(node))
}
