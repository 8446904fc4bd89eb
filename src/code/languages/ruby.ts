import type {Entry, Value} from '../module.ts'
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

/** `step(:reviewer) do <<~PROMPT … PROMPT end`: outside of methods, what ends a text says what it is. */
function visitHeredoc(builder: ModuleBuilder, node: number): void {
  const [, word = ''] = /^<<[~-]?["'`]?(\w{1,60})/.exec(builder.text(node)) ?? []
  if (builder.scope.kind !== 'function' && /prompt|instruction/i.test(word) && !isStated(builder, node))
    addNaming(builder, word, builder.value(node), builder.line(node), 'assignment')
}

/** Calls whose block states options of what they make. */
const statesOptions = /agent$/i

/** `agent :critic do instructions "…" end` is `agent "critic", {instructions: "…"}`. */
function visitOptions(builder: ModuleBuilder, node: number): void {
  const {scope, tree} = builder
  const made = statesOptions.test(textIn(builder, node, 'method')) ? builder.value(node) : undefined
  const [first] = made?.kind === 'call' ? made.args : []
  const block = childIn(tree, node, 'block')
  if (made?.kind !== 'call' || first?.value.kind !== 'text' || block === -1) return
  const stated = expressionsOf(builder, childIn(tree, block, 'body')).flatMap((child): Entry[] => {
    const value = isBareCall(builder, child) ? statedIn(builder, child) : undefined
    return value === undefined ? [] : [{key: textIn(builder, child, 'method'), value, line: builder.line(child)}]
  })
  if (stated.length === 0) return
  const {line} = made
  const map: Value = {kind: 'map', entries: [{key: 'name', value: first.value, line}, ...stated], line}
  builder.calls.push({call: {...made, args: [first, {value: map, line}]}, scope})
  for (const {key = '', value, line} of stated)
    builder.namings.push({name: key, value, line, scope, via: 'key', within: map})
}

function isBareCall(builder: ModuleBuilder, node: number): boolean {
  return builder.tree.type(node) === 'call' && childIn(builder.tree, node, 'receiver') === -1
}

/** Whether a text is an option that the block of a call states. */
function isStated(builder: ModuleBuilder, node: number): boolean {
  const {tree} = builder
  const option = tree.parent(tree.parent(node))
  const maker = tree.parent(tree.parent(tree.parent(option)))
  return isBareCall(builder, option) && statesOptions.test(textIn(builder, maker, 'method'))
}

/** `model "gpt-5"` in the body of a class says what the class has: a member of it. */
function visitRubyCall(builder: ModuleBuilder, node: number): void {
  visitMade(builder, node)
  visitOptions(builder, node)
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
