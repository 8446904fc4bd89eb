import {findNodeAtLocation, parseTree} from 'jsonc-parser'
import {lineIndex} from '../../lib/text/lines.ts'

/**
 * Finds the line (from 1) of a JSON pointer, or of the nearest thing around it that is there. The text is parsed when
 * the first is asked for.
 */
export function jsonLines(text: string): (pointer: string) => number | undefined {
  let tree: ReturnType<typeof parseTree> | undefined
  const lineOf = lineIndex(text)
  return pointer => {
    tree ??= parseTree(text)
    if (tree === undefined) return undefined
    const path = pointer.split('/').slice(1).map(toSegment)
    for (let length = path.length; length >= 0; length--) {
      const node = findNodeAtLocation(tree, path.slice(0, length))
      if (node !== undefined) return lineOf(node.offset)
    }
    return undefined
  }
}

/** What is kept for a JSON pointer, or for the nearest thing around it. */
export function nearest<T>(kept: ReadonlyMap<string, T>, pointer: string): T | undefined {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const value = kept.get(at)
    if (value !== undefined || at === '') return value
  }
}

function toSegment(segment: string): string | number {
  const name = segment.replaceAll('~1', '/').replaceAll('~0', '~')
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : name
}
