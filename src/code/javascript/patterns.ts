import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf} from '../tree/syntax-tree.ts'
import {keyOf} from './values.ts'

/** `{a, b: c = "x"}` and `[a, b]` bind parts of a value, or their defaults. */
export function bindPattern(builder: ModuleBuilder, pattern: number, value: Value): void {
  const {tree} = builder
  const open: {node: number; value: Value}[] = [{node: pattern, value}]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const {node, value: of} = next
    const line = builder.line(node)
    switch (tree.type(node)) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        builder.bind(builder.scope, builder.text(node), of, line)
        break
      case 'array_pattern':
        for (const [index, child] of [...childrenOf(tree, node)].entries()) {
          open.push({node: child, value: {kind: 'index', of, key: {kind: 'scalar', value: index, line}, line}})
        }
        break
      case 'object_pattern':
        for (const child of childrenOf(tree, node)) open.push(partOf(builder, child, of))
        break
      case 'object_assignment_pattern':
      case 'assignment_pattern':
        open.push({node: childIn(tree, node, 'left'), value: withDefault(builder, node, of)})
        break
      default:
    }
  }
}

/** One member of an object pattern, with the part of the value it takes. */
function partOf(builder: ModuleBuilder, child: number, of: Value): {node: number; value: Value} {
  const {tree} = builder
  const line = builder.line(child)
  const type = tree.type(child)
  if (type === 'pair_pattern') {
    const {key = ''} = keyOf(builder, childIn(tree, child, 'key'))
    return {node: childIn(tree, child, 'value'), value: {kind: 'member', of, key, line}}
  }
  const nameNode = type === 'object_assignment_pattern' ? childIn(tree, child, 'left') : child
  return {node: child, value: {kind: 'member', of, key: nameNode === -1 ? '' : builder.text(nameNode), line}}
}

function withDefault(builder: ModuleBuilder, node: number, of: Value): Value {
  const right = childIn(builder.tree, node, 'right')
  const left = childIn(builder.tree, node, 'left')
  if (right === -1 || left === -1) return of
  const value = builder.value(right)
  builder.namings.push({name: builder.text(left), value, line: value.line, scope: builder.scope, via: 'default'})
  return {kind: 'choice', options: [of, value], line: value.line}
}
