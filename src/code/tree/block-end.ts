import type {SyntaxTree} from './syntax-tree.ts'

/** What holds statements: the names that grammars give it. */
const block = /(?:block|body|_case|_default|_section|_group|declaration_list|program|source_file|compilation_unit)$/
/** Whose block is that of a whole scope. */
const scope =
  /function|method|lambda|arrow|closure|constructor|accessor|class|interface|object|struct|enum|impl|namespace/

/**
 * The last line of the block that a declaration stands in, where that is a part of a function: the branch of a
 * condition, a case, a loop. Undefined where the whole scope sees what is declared.
 */
export function blockEnd(tree: SyntaxTree, node: number): number | undefined {
  let at = tree.parent(node)
  while (at > 0 && !block.test(tree.type(at))) at = tree.parent(at)
  if (at <= 0 || scope.test(tree.type(at))) return undefined
  const around = tree.parent(at)
  return around <= 0 || scope.test(tree.type(around)) ? undefined : tree.line(tree.end(at))
}
