import {parse, tokenize} from '@huggingface/jinja'

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
  while (waiting.length > 0 && left > 0) {
    const value = waiting.pop()
    if (isNode(value)) {
      left--
      yield value
    }
    for (const child of childrenOf(value)) waiting.push(child)
  }
}

function childrenOf(value: unknown): Iterable<unknown> {
  if (value instanceof Map) return [...value.keys(), ...value.values()]
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}

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

const folding: Readonly<Record<string, (text: string) => string>> = {
  reverse: text => [...text].reverse().join(''),
  lower: text => text.toLowerCase(),
  upper: text => text.toUpperCase(),
  trim: text => text.trim(),
}

/** The text that an expression gives whatever the messages are; undefined where it depends on them. */
export function constantOf(node: TemplateNode | undefined, constants: ReadonlyMap<string, string>): string | undefined {
  if (node === undefined) return undefined
  if (node.type === 'StringLiteral') return textOf(node)
  if (node.type === 'Identifier') return constants.get(textOf(node) ?? '')
  if (node.type === 'IntegerLiteral') return String(node['value'])
  if (node.type === 'BinaryExpression') {
    const operator = isNode(node['operator']) ? node['operator']['value'] : undefined
    const [left, right] = [constantOf(childOf(node, 'left'), constants), constantOf(childOf(node, 'right'), constants)]
    return (operator === '+' || operator === '~') && left !== undefined && right !== undefined ? left + right : undefined
  }
  return node.type === 'FilterExpression' ? filtered(node, constants) : undefined
}

function filtered(node: TemplateNode, constants: ReadonlyMap<string, string>): string | undefined {
  const filter = childOf(node, 'filter')
  const operand = childOf(node, 'operand')
  const name = filter?.type === 'CallExpression' ? textOf(childOf(filter, 'callee')) : textOf(filter)
  const args = filter === undefined ? [] : listOf(filter, 'args').map(arg => constantOf(arg, constants))
  if (name === 'join' && operand !== undefined && /^(?:Array|Tuple)Literal$/.test(operand.type)) {
    const parts = listOf(operand, 'value').map(part => constantOf(part, constants))
    return parts.includes(undefined) ? undefined : parts.join(args[0] ?? '')
  }
  const text = constantOf(operand, constants)
  if (text === undefined) return undefined
  if (name === 'format') return args.includes(undefined) ? undefined : formatted(text, args)
  if (name === 'replace' && args[0] !== undefined && args[1] !== undefined) return text.replaceAll(args[0], args[1])
  return folding[name ?? '']?.(text)
}

/** `"%s…" | format(…)` */
function formatted(text: string, args: readonly (string | undefined)[]): string {
  let next = 0
  return text.replace(/%[sd]/g, () => args[next++] ?? '')
}
