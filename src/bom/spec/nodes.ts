import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {pointerSegment} from '../../lib/parse/json-pointer.ts'

/** An object inside a document. */
export interface DocumentNode {
  /** JSON pointer */
  readonly pointer: string
  readonly node: UnknownRecord
}

/**
 * Every object of a document, each once, in its order; a stack and no recursion, since the document may be anybody's.
 */
export function* nodesOf(root: UnknownRecord, at = ''): Generator<DocumentNode> {
  const stack: {readonly pointer: string; readonly value: unknown}[] = [{pointer: at, value: root}]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const {pointer, value} = top
    const node = asRecord(value)
    if (node !== undefined) yield {pointer, node}
    const children = Array.isArray(value) ? [...value.entries()] : Object.entries(node ?? {})
    for (const [key, child] of children.reverse()) {
      if (typeof child === 'object' && child !== null)
        stack.push({pointer: `${pointer}/${pointerSegment(String(key))}`, value: child})
    }
  }
}
