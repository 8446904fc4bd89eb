import type {Argument, Entry, Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {joined} from '../resolve/joined.ts'
import {unescapeText} from '../unescape.ts'
import {withoutIndent} from './indent.ts'
import {
  binary,
  boolean,
  callOf,
  closure,
  constant,
  entry,
  expressionsOf,
  type FrontEnd,
  index,
  inField,
  inner,
  name,
  number,
  ofType,
  quoted,
  self,
} from './shared.ts'

/** What the expressions of Kotlin are. */
export const kotlinConverters: FrontEnd['converters'] = {
  string_literal: convertString,
  multiline_string_literal: convertString,
  character_literal: quoted,
  number_literal: number,
  boolean_literal: boolean,
  null: constant(null),
  identifier: name,
  this_expression: self,
  user_type: convertType,
  nullable_type: inner,
  navigation_expression: convertNavigation,
  call_expression: convertCall,
  constructor_invocation: convertCall,
  value_argument: inner,
  index_expression: index,
  parenthesized_expression: inner,
  unary_expression: inField('argument'),
  as_expression: inField('left'),
  binary_expression: binary,
  infix_expression: inner,
  if_expression: convertIf,
  when_expression: convertWhen,
  try_expression: inner,
  block: convertBlock,
  lambda_literal: closure,
  annotated_lambda: inner,
  collection_literal: (builder, node, line) => ({
    kind: 'list',
    items: expressionsOf(builder, node).map(child => builder.value(child)),
    line,
  }),
  property_delegate: convertDelegate,
  object_literal: closure,
}

function convertString(builder: ModuleBuilder, node: number, line: number): Value {
  const isRaw = builder.tree.type(node) === 'multiline_string_literal'
  const parts = expressionsOf(builder, node).map((child): Value => {
    const at = builder.line(child)
    if (builder.tree.type(child) === 'interpolation') return inner(builder, child, at)
    return {kind: 'text', text: isRaw ? builder.text(child) : unescapeText(builder.text(child)), line}
  })
  return joined(parts, line)
}

/** The last segment is the type; those before it are packages or outer types. */
function convertType(builder: ModuleBuilder, node: number, line: number): Value {
  const [first = '', ...rest] = ofType(builder.tree, node, 'identifier').map(child => builder.text(child))
  return rest.reduce<Value>((of, key) => ({kind: 'member', of, key, line}), {kind: 'name', name: first, line})
}

function convertNavigation(builder: ModuleBuilder, node: number, line: number): Value {
  const [of, key] = expressionsOf(builder, node)
  if (of === undefined || key === undefined) return {kind: 'unknown', line}
  return {kind: 'member', of: builder.value(of), key: builder.text(key), line: builder.line(key)}
}

const lists =
  /^(?:listOf|mutableListOf|arrayListOf|arrayOf|setOf|mutableSetOf|linkedSetOf|hashSetOf|persistentListOf|persistentSetOf|immutableListOf|sequenceOf|listOfNotNull)$/

const maps = /^(?:mapOf|mutableMapOf|hashMapOf|linkedMapOf|persistentMapOf|sortedMapOf|linkedHashMapOf)$/

/** Calls of the standard library that only hold or trim their parts are those parts. */
function convertCall(builder: ModuleBuilder, node: number, line: number): Value {
  const {tree} = builder
  const [calleeNode] = expressionsOf(builder, node)
  if (calleeNode === undefined) return {kind: 'unknown', line}
  const callee = builder.value(calleeNode)
  const args = ofType(tree, node, 'value_arguments').flatMap(child => argumentsOf(builder, child))
  const lambda = ofType(tree, node, 'annotated_lambda')[0]
  const built = lambda !== undefined && buildsText(callee) ? textOf(builder, lambda) : undefined
  if (built !== undefined && isNamed(callee, 'content')) return built
  if (lambda !== undefined) args.push({value: built ?? builder.value(lambda), line: builder.line(lambda)})
  const held = heldBy(builder, node, callee, args, line)
  if (held !== undefined) return held
  return callOf(callee, args, line)
}

/** What a call of the standard library holds, and nothing else. */
function heldBy(
  builder: ModuleBuilder,
  node: number,
  callee: Value,
  args: readonly Argument[],
  line: number,
): Value | undefined {
  if (callee.kind === 'name' && lists.test(callee.name))
    return {kind: 'list', items: args.map(({value}) => value), line}
  if (callee.kind === 'name' && maps.test(callee.name)) return {kind: 'map', entries: pairsOf(builder, node), line}
  if (callee.kind === 'member' && /^trim(?:Indent|Margin)?$/.test(callee.key)) return trimmed(callee.of)
  if (callee.kind === 'member' && /^to(?:HttpUrl(?:OrNull)?|Uri)$/.test(callee.key)) return callee.of
  return undefined
}

/** `content { text("…") }`, `system { +"…" }`: what builders of prompts put together. */
function textOf(builder: ModuleBuilder, lambda: number): Value | undefined {
  const {tree} = builder
  const parts = ofType(tree, lambda, 'lambda_literal')
    .flatMap(body => expressionsOf(builder, body))
    .flatMap((child): Value[] => {
      if (tree.type(child) === 'unary_expression' && builder.text(child).startsWith('+'))
        return [builder.valueIn(child, 'argument', builder.line(child))]
      const made = builder.value(child)
      const [first] = made.kind === 'call' && isNamed(made.callee, 'text') ? made.args : []
      return first === undefined ? [] : [first.value]
    })
  return parts.length === 0 ? undefined : joined(parts, builder.line(lambda))
}

function buildsText(callee: Value): boolean {
  return isNamed(callee, 'content') || isNamed(callee, 'system')
}

function isNamed(value: Value, text: string): boolean {
  return value.kind === 'name' && value.name === text
}

function trimmed(value: Value): Value {
  return value.kind === 'text' ? {...value, text: withoutIndent(value.text).trim()} : value
}

function argumentsOf(builder: ModuleBuilder, node: number): Argument[] {
  return ofType(builder.tree, node, 'value_argument').flatMap((child): Argument[] => {
    const line = builder.line(child)
    const [first, second] = expressionsOf(builder, child)
    if (first === undefined) return []
    return second === undefined
      ? [{value: builder.value(first), line}]
      : [{name: builder.text(first), value: builder.value(second), line}]
  })
}

/** `"a" to "b"`. */
function pairsOf(builder: ModuleBuilder, node: number): Entry[] {
  const {tree} = builder
  return ofType(tree, node, 'value_arguments').flatMap(list =>
    ofType(tree, list, 'value_argument').flatMap((argument): Entry[] => {
      const [pair] = ofType(tree, argument, 'infix_expression')
      const [key, , value] = pair === undefined ? [] : expressionsOf(builder, pair)
      if (key === undefined || value === undefined) return []
      return [entry(builder, builder.value(key), builder.value(value), builder.line(key))]
    }),
  )
}

function convertIf(builder: ModuleBuilder, node: number, line: number): Value {
  const branches = expressionsOf(builder, node).filter(child => builder.tree.field(child) !== 'condition')
  return {kind: 'choice', options: branches.map(child => builder.value(child)), line}
}

function convertWhen(builder: ModuleBuilder, node: number, line: number): Value {
  const arms = ofType(builder.tree, node, 'when_entry').flatMap(arm => expressionsOf(builder, arm).at(-1) ?? [])
  return {kind: 'choice', options: arms.map(child => builder.value(child)), line}
}

function convertBlock(builder: ModuleBuilder, node: number, line: number): Value {
  const last = expressionsOf(builder, node).at(-1)
  return last === undefined ? {kind: 'unknown', line} : builder.value(last)
}

/** `by lazy { x }` is x. */
function convertDelegate(builder: ModuleBuilder, node: number, line: number): Value {
  const [made] = ofType(builder.tree, node, 'call_expression')
  const [lambda] = made === undefined ? [] : ofType(builder.tree, made, 'annotated_lambda')
  const [body] = lambda === undefined ? [] : ofType(builder.tree, lambda, 'lambda_literal')
  return body === undefined ? {kind: 'unknown', line} : convertBlock(builder, body, line)
}
