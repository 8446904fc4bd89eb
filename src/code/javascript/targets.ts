import type {ModuleBuilder} from '../module-builder.ts'
import {childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'

/** Says what the value of a node is assigned to. */
export function nameTarget(builder: ModuleBuilder, node: number, name: string): void {
  builder.targets.set(unwrapped(builder.tree, node), name)
}

/** The node that makes the value: without parentheses, `await` and casts. */
function unwrapped(tree: SyntaxTree, node: number): number {
  let inner = node
  while (/^(?:await|parenthesized|as|satisfies|non_null)_expression$/.test(tree.type(inner))) {
    const [first] = childrenOf(tree, inner)
    if (first === undefined) return inner
    inner = first
  }
  return inner
}
