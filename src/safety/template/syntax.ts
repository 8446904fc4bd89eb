import {parse, tokenize} from '@huggingface/jinja'
import {LimitReached} from '../budget.ts'

/** A node of the parsed template: its kind, and whatever else it has. */
export interface TemplateNode {
  readonly type: string
  readonly [field: string]: unknown
}

/** Nodes of one template that are looked at; real ones have some thousands. */
const nodeLimit = 200_000

/** @returns undefined where the text is no chat template */
export function parseTemplate(text: string): TemplateNode | undefined {
  try {
    const program: unknown = parse(tokenize(text, {lstrip_blocks: true, trim_blocks: true}))
    return isNode(program) ? program : undefined
  } catch {
    // the parser has no error class of its own, and deep nesting ends in a RangeError
    return undefined
  }
}

/** Every node of a tree, parents first. */
export function* nodesOf(root: TemplateNode): Generator<TemplateNode> {
  const waiting: unknown[] = [root]
  let left = nodeLimit
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (isNode(value)) {
      if (left-- === 0) throw new LimitReached(`more than ${nodeLimit} parts of a template`)
      yield value
    }
    for (const child of childrenOf(value)) waiting.push(child)
  }
}

/** The nodes at which or below which something stands; each node is asked once. */
export function holdersOf(root: TemplateNode, isIt: (node: TemplateNode) => boolean): ReadonlySet<TemplateNode> {
  const found = new Set<TemplateNode>()
  // parents come first, so from the end on it is known of what stands below
  for (const node of [...nodesOf(root)].reverse())
    if (isIt(node) || nodesBelow(node).some(each => found.has(each))) found.add(node)
  return found
}

/** The next nodes below a node. */
export function nodesBelow(node: TemplateNode): TemplateNode[] {
  const found: TemplateNode[] = []
  const waiting = [...childrenOf(node)]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (isNode(value)) found.push(value)
    else for (const child of childrenOf(value)) waiting.push(child)
  }
  return found
}

function childrenOf(value: unknown): Iterable<unknown> {
  if (value instanceof Map) return [...value.keys(), ...value.values()]
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}

/** Whether a field of a node is a node, and no text, number or list. */
export function isNode(value: unknown): value is TemplateNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** A node under a field. */
export function childOf(node: TemplateNode, field: string): TemplateNode | undefined {
  const value = node[field]
  return isNode(value) ? value : undefined
}

/** The nodes of a list under a field. */
export function listOf(node: TemplateNode, field: string): TemplateNode[] {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** What a node is called: an identifier, or the text of a literal. */
export function textOf(node: TemplateNode | undefined): string | undefined {
  if (node === undefined) return undefined
  const value = node['value']
  return (node.type === 'StringLiteral' || node.type === 'Identifier') && typeof value === 'string' ? value : undefined
}
