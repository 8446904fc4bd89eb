import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn} from '../tree/syntax-tree.ts'

/** The parts of `a + b + c`, in order. It leans to the left and may be long: they are gathered in a loop. */
export function summands(builder: ModuleBuilder, node: number, sign = '+'): Value[] {
  const {tree} = builder
  const type = tree.type(node)
  const line = builder.line(node)
  const parts: Value[] = []
  let left = node
  for (;;) {
    const operator = tree.type(left) === type ? childIn(tree, left, 'operator') : -1
    if (operator === -1 || builder.text(operator) !== sign) break
    parts.push(builder.valueIn(left, 'right', line))
    left = childIn(tree, left, 'left')
  }
  parts.push(left === -1 ? {kind: 'unknown', line} : builder.value(left))
  return parts.reverse()
}
