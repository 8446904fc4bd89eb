import {childOf, isNode, listOf, nodesBelow, nodesOf, type TemplateNode, textOf} from './syntax.ts'

/** What the variables of a template are known to be. */
export interface Constants {
  /** variables that are set to one constant text */
  readonly texts: ReadonlyMap<string, string>
  /** variables whose text is put together in a way that is not followed */
  readonly spelled: ReadonlySet<string>
  /** what expressions were found to give: each is asked for once, and once more for each that it is a part of */
  readonly folded: Map<TemplateNode, string | undefined>
}

/** Longer texts are no names. */
const longestText = 100_000

/** Follows what `set` gives to variables. */
export function readConstants(program: TemplateNode): Constants {
  const texts = new Map<string, string>()
  const spelled = new Set<string>()
  const constants = {texts, spelled, folded: new Map()}
  for (const node of nodesOf(program)) {
    const name = node.type === 'Set' ? textOf(childOf(node, 'assignee')) : undefined
    const value = childOf(node, 'value')
    if (name === undefined || value === undefined) continue
    const text = constantOf(value, constants)
    if (text !== undefined) texts.set(name, text)
    else if (isSpelled(value, constants)) spelled.add(name)
  }
  // a variable may have been set to another text afterwards
  return {texts, spelled, folded: new Map()}
}

const folding: Readonly<Record<string, (text: string, args: readonly string[]) => string>> = {
  reverse: text => [...text].reverse().join(''),
  lower: text => text.toLowerCase(),
  upper: text => text.toUpperCase(),
  trim: text => text.trim(),
  strip: text => text.trim(),
  string: text => text,
  safe: text => text,
  first: text => text.slice(0, 1),
  last: text => text.slice(-1),
  format: (text, args) => formatted(text, args),
  replace: (text, [from, to]) => (from === undefined || to === undefined ? text : text.replaceAll(from, to)),
  join: (separator, args) => args.join(separator),
}

/**
 * The text that an expression gives whatever the messages are; undefined where it depends on them, or is not followed.
 */
export function constantOf(node: TemplateNode | undefined, constants: Constants): string | undefined {
  if (node === undefined) return undefined
  const {folded} = constants
  if (folded.has(node)) return folded.get(node)
  for (const part of leftSpineOf(node, folded)) {
    const text = fold(part, constants)
    folded.set(part, text !== undefined && text.length <= longestText ? text : undefined)
  }
  return folded.get(node)
}

/** The first of a chain of operators stands deepest, so a long chain is folded from there, not by recursion. */
function leftSpineOf(node: TemplateNode, folded: Constants['folded']): TemplateNode[] {
  const spine = [node]
  let left = childOf(node, 'left')
  while (left?.type === 'BinaryExpression' && !folded.has(left)) {
    spine.push(left)
    left = childOf(left, 'left')
  }
  return spine.reverse()
}

/** The texts that a template puts out or compares, each put together as far as it is constant; comments are none. */
export function constantTexts(program: TemplateNode, constants: Constants): string[] {
  const found: string[] = []
  const waiting = [program]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const text = node.type === 'Identifier' ? undefined : constantOf(node, constants)
    if (text === undefined) for (const below of nodesBelow(node)) waiting.push(below)
    else found.push(text)
  }
  return found
}

/** Whether an expression puts a text together from texts of the template: keys of messages are none. */
export function isSpelled(node: TemplateNode, constants: Constants): boolean {
  if (node.type === 'StringLiteral') return false
  if (node.type === 'Ternary')
    return [childOf(node, 'trueExpr'), childOf(node, 'falseExpr')].some(
      each => each !== undefined && isSpelled(each, constants),
    )
  if (node.type === 'Identifier') return constants.spelled.has(textOf(node) ?? '')
  return [...piecesOf(node)].some(part => part.type === 'StringLiteral')
}

/** What an expression is put together from; what stands in brackets behind an object only says which part of it. */
function* piecesOf(node: TemplateNode): Generator<TemplateNode> {
  if (node.type === 'BinaryExpression') for (const side of ['left', 'right']) yield* piecesUnder(node, side)
  else if (node.type === 'FilterExpression') yield* piecesUnder(node, 'operand')
  else if (node.type === 'MemberExpression') yield* piecesUnder(node, 'object')
  else if (node.type === 'CallExpression') yield* piecesUnder(node, 'callee')
  else if (node.type === 'ArrayLiteral' || node.type === 'TupleLiteral')
    for (const item of listOf(node, 'value')) yield* piecesOf(item)
  else yield node
}

function* piecesUnder(node: TemplateNode, field: string): Generator<TemplateNode> {
  const child = childOf(node, field)
  if (child !== undefined) yield* piecesOf(child)
}

function fold(node: TemplateNode, constants: Constants): string | undefined {
  if (node.type === 'StringLiteral') return textOf(node)
  if (node.type === 'Identifier') return constants.texts.get(textOf(node) ?? '')
  if (node.type === 'IntegerLiteral') return String(node['value'])
  if (node.type === 'BinaryExpression') return joined(node, constants)
  if (node.type === 'MemberExpression') return partOf(node, constants)
  if (node.type === 'CallExpression') return called(node, constants)
  return node.type === 'FilterExpression' ? filtered(node, constants) : undefined
}

function joined(node: TemplateNode, constants: Constants): string | undefined {
  const operator = isNode(node['operator']) ? node['operator']['value'] : undefined
  const [left, right] = [constantOf(childOf(node, 'left'), constants), constantOf(childOf(node, 'right'), constants)]
  if (left === undefined || right === undefined) return undefined
  if (operator === '*' && left.length * Number(right) <= longestText) return left.repeat(Math.max(0, Number(right)))
  if (operator === '%') return formatted(left, [right])
  return operator === '+' || operator === '~' ? left + right : undefined
}

/** `"text"[1:]`, `"text"[0]`, `["a", "b"][1]` */
function partOf(node: TemplateNode, constants: Constants): string | undefined {
  const property = childOf(node, 'property')
  const texts = textsIn(childOf(node, 'object'), constants)
  if (node['computed'] !== true || property === undefined || texts === undefined) return undefined
  if (property.type !== 'SliceExpression') return texts.at(Number(constantOf(property, constants)))
  const [start, stop, step] = ['start', 'stop', 'step'].map(field => numberOf(childOf(property, field), constants))
  return sliced(texts, start, stop, step ?? 1)?.join('')
}

function numberOf(node: TemplateNode | undefined, constants: Constants): number | undefined {
  const text = constantOf(node, constants)
  return text === undefined ? undefined : Number(text)
}

/** As Python slices. */
function sliced(
  items: readonly string[],
  start: number | undefined,
  stop: number | undefined,
  step: number,
): string[] | undefined {
  if (!Number.isInteger(step) || step === 0) return undefined
  const place = (index: number): number =>
    Math.min(Math.max(index < 0 ? index + items.length : index, step < 0 ? -1 : 0), items.length)
  const end = stop === undefined ? (step < 0 ? -1 : items.length) : place(stop)
  const found: string[] = []
  for (
    let at = start === undefined ? (step < 0 ? items.length - 1 : 0) : place(start);
    step < 0 ? at > end : at < end;
    at += step
  )
    found.push(items[at] ?? '')
  return found
}

/** The characters of a constant text, or the constant texts of a list. */
function textsIn(node: TemplateNode | undefined, constants: Constants): string[] | undefined {
  if (node !== undefined && /^(?:Array|Tuple)Literal$/.test(node.type)) {
    const items = listOf(node, 'value').map(item => constantOf(item, constants))
    return items.includes(undefined) ? undefined : items.filter(item => item !== undefined)
  }
  if (node?.type === 'FilterExpression' && textOf(childOf(node, 'filter')) === 'list')
    return textsIn(childOf(node, 'operand'), constants)
  const text = constantOf(node, constants)
  return text === undefined ? undefined : [...text]
}

/** `"text".upper()`, `"".join([…])` */
function called(node: TemplateNode, constants: Constants): string | undefined {
  const callee = childOf(node, 'callee')
  if (callee?.type !== 'MemberExpression') return undefined
  const name = textOf(childOf(callee, 'property')) ?? ''
  const args = listOf(node, 'args')
  const given = name === 'join' ? textsIn(args[0], constants) : argumentsOf(args, constants)
  const text = constantOf(childOf(callee, 'object'), constants)
  return text === undefined || given === undefined || name === 'format' ? undefined : folding[name]?.(text, given)
}

function filtered(node: TemplateNode, constants: Constants): string | undefined {
  const filter = childOf(node, 'filter')
  const operand = childOf(node, 'operand')
  const name = (filter?.type === 'CallExpression' ? textOf(childOf(filter, 'callee')) : textOf(filter)) ?? ''
  const args = argumentsOf(filter === undefined ? [] : listOf(filter, 'args'), constants)
  if (args === undefined) return undefined
  const texts = textsIn(operand, constants)
  if (name === 'join') return texts?.join(args[0] ?? '')
  if (name === 'first') return texts?.at(0)
  if (name === 'last') return texts?.at(-1)
  const text = name === 'reverse' ? texts?.join('') : constantOf(operand, constants)
  return text === undefined ? undefined : folding[name]?.(text, args)
}

function argumentsOf(args: readonly TemplateNode[], constants: Constants): string[] | undefined {
  const texts = args.map(arg => constantOf(arg, constants))
  return texts.includes(undefined) ? undefined : texts.filter(text => text !== undefined)
}

/** `"%s…" | format(…)` */
function formatted(text: string, args: readonly string[]): string {
  let next = 0
  return text.replace(/%[sdc]/g, kind => {
    const arg = args[next++] ?? ''
    return kind === '%c' && /^\d{1,6}$/.test(arg) ? String.fromCodePoint(Number(arg)) : arg
  })
}
