import {childOf, listOf, nodesOf, type TemplateNode, textOf} from './syntax.ts'

/** What the variables of a template hold. */
export interface Names {
  /** one of the words that a variable may be */
  readonly words: ReadonlyMap<string, string>
  /** variables that hold the text of a message, or a part of it */
  readonly contents: ReadonlySet<string>
}

/** Variables are set from variables; real templates need two rounds. */
const rounds = 4

/**
 * Follows what `set` and `for` give to variables.
 * @param isWords whether a text is made of words
 * @param content names of what holds the text of a message
 */
export function readNames(
  program: TemplateNode,
  isWords: (text: string | undefined) => text is string,
  content: RegExp,
): Names {
  const words = new Map<string, string>()
  const contents = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    const known = words.size + contents.size
    for (const node of nodesOf(program)) {
      const [name, value] = givenIn(node)
      if (name === undefined || value === undefined) continue
      const text = [...textsOf(value)].find(isWords)
      if (text !== undefined) words.set(name, text)
      else if (readsContent(value, contents, content)) contents.add(name)
    }
    if (words.size + contents.size === known) break
  }
  return {words, contents}
}

/** A variable and what it is given. */
function givenIn(node: TemplateNode): readonly [name: string | undefined, value: TemplateNode | undefined] {
  if (node.type === 'Set') return [nameOf(childOf(node, 'assignee')), childOf(node, 'value')]
  if (node.type === 'For') return [nameOf(childOf(node, 'loopvar')), childOf(node, 'iterable')]
  return [undefined, undefined]
}

/** The last name of `a` and `a.b`. */
export function nameOf(node: TemplateNode | undefined): string | undefined {
  if (node?.type === 'MemberExpression') return textOf(childOf(node, 'property'))
  return node?.type === 'Identifier' ? textOf(node) : undefined
}

/** A text, or the texts of a list. */
function* textsOf(value: TemplateNode): Generator<string | undefined> {
  if (value.type === 'StringLiteral') yield textOf(value)
  if (value.type === 'ArrayLiteral' || value.type === 'TupleLiteral')
    for (const item of listOf(value, 'value')) yield* textsOf(item)
}

/** A member, a filter or a method of the text of a message; what is put together of more than that is not followed. */
function readsContent(value: TemplateNode, contents: ReadonlySet<string>, content: RegExp): boolean {
  if (value.type === 'Identifier') return contents.has(textOf(value) ?? '') || content.test(textOf(value) ?? '')
  if (value.type === 'FilterExpression') return readsContent(childOf(value, 'operand') ?? value, contents, content)
  if (value.type === 'CallExpression') return readsContent(childOf(value, 'callee') ?? value, contents, content)
  if (value.type !== 'MemberExpression') return false
  const property = childOf(value, 'property')
  if (content.test(textOf(property) ?? '')) return true
  const object = childOf(value, 'object')
  return object !== undefined && readsContent(object, contents, content)
}
