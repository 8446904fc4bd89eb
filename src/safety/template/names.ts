import {childOf, listOf, nodesBelow, nodesOf, type TemplateNode, textOf} from './syntax.ts'

/** What the variables of a template hold. */
export interface Names {
  /** the longest text that a variable may be */
  readonly words: ReadonlyMap<string, string>
  /** variables that hold the text of a message, or a part of it */
  readonly contents: ReadonlySet<string>
}

/** Variables of one loop that are followed: each may be any of the texts. */
const variablesOfLoop = 4
/** Variables are set from variables; real templates need two rounds. */
const rounds = 4

/**
 * Follows what `set`, `for` and calls of macros give to variables.
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
  const given = givenTo(program)
  for (let round = 0; round < rounds; round++) {
    const known = words.size + contents.size
    for (const [name, value] of given) {
      const text = longestOf([...textsOf(value)].filter(isWords)) ?? words.get(nameOf(holderOf(value)) ?? '')
      if (text !== undefined) words.set(name, text)
      else if (readsContent(value, contents, content)) contents.add(name)
    }
    if (words.size + contents.size === known) break
  }
  return {words, contents}
}

function longestOf(texts: readonly string[]): string | undefined {
  let longest = texts[0]
  for (const text of texts) if (text.length > (longest?.length ?? 0)) longest = text
  return longest
}

/** A variable and what it is given. */
type Given = readonly [name: string, value: TemplateNode]

function givenTo(program: TemplateNode): readonly Given[] {
  const nodes = [...nodesOf(program)]
  const macros = new Map(
    nodes.flatMap(node => (node.type === 'Macro' ? [[nameOf(childOf(node, 'name')) ?? '', listOf(node, 'args')]] : [])),
  )
  return nodes.flatMap(node => [...givenIn(node), ...givenByCall(node, macros)])
}

function givenIn(node: TemplateNode): Given[] {
  if (node.type === 'Set') return pair(nameOf(childOf(node, 'assignee')), childOf(node, 'value'))
  if (node.type !== 'For') return []
  const [variable, iterable] = [childOf(node, 'loopvar'), childOf(node, 'iterable')]
  const variables = variable?.type === 'TupleLiteral' ? listOf(variable, 'value').slice(0, variablesOfLoop) : [variable]
  return variables.flatMap(each => pair(nameOf(each), iterable))
}

/** What a call gives to the parameters of a macro, by place and by name. */
function givenByCall(node: TemplateNode, macros: ReadonlyMap<string, readonly TemplateNode[]>): Given[] {
  const parameters = node.type === 'CallExpression' ? macros.get(nameOf(childOf(node, 'callee')) ?? '') : undefined
  if (parameters === undefined) return []
  return listOf(node, 'args').flatMap((argument, at) => {
    const named = keyOf(argument)
    return pair(named ?? keyOf(parameters[at]) ?? nameOf(parameters[at]), childOf(argument, 'value') ?? argument)
  })
}

/** The name in `name=value`. */
function keyOf(node: TemplateNode | undefined): string | undefined {
  return node?.type === 'KeywordArgumentExpression' ? textOf(childOf(node, 'key')) : undefined
}

function pair(name: string | undefined, value: TemplateNode | undefined): Given[] {
  return name === undefined || value === undefined ? [] : [[name, value]]
}

/** The last name of `a` and `a.b`. */
export function nameOf(node: TemplateNode | undefined): string | undefined {
  if (node?.type === 'MemberExpression') return textOf(childOf(node, 'property'))
  return node?.type === 'Identifier' ? textOf(node) : undefined
}

/** The variable of a value, or of the dict whose items, keys or values it is. */
function holderOf(value: TemplateNode): TemplateNode | undefined {
  const callee = value.type === 'CallExpression' ? childOf(value, 'callee') : undefined
  const isOfDict = callee !== undefined && /^(?:items|keys|values)$/.test(nameOf(callee) ?? '')
  const holder = isOfDict
    ? childOf(callee, 'object')
    : value.type === 'FilterExpression'
      ? childOf(value, 'operand')
      : value
  return holder?.type === 'Identifier' ? holder : undefined
}

/** A text, or the texts of a list or dict. */
function* textsOf(value: TemplateNode): Generator<string | undefined> {
  if (value.type === 'StringLiteral') yield textOf(value)
  if (value.type === 'ArrayLiteral' || value.type === 'TupleLiteral')
    for (const item of listOf(value, 'value')) yield* textsOf(item)
  if (value.type === 'ObjectLiteral') for (const item of nodesBelow(value)) yield* textsOf(item)
}

/** A member, a filter or a method of the text of a message, and what is put together with it. */
function readsContent(value: TemplateNode, contents: ReadonlySet<string>, content: RegExp): boolean {
  if (value.type === 'Identifier') return contents.has(textOf(value) ?? '') || content.test(textOf(value) ?? '')
  if (value.type === 'FilterExpression') return readsContent(childOf(value, 'operand') ?? value, contents, content)
  if (value.type === 'BinaryExpression')
    return ['left', 'right'].some(side => readsContent(childOf(value, side) ?? value, contents, content))
  if (value.type === 'CallExpression') return readsContent(childOf(value, 'callee') ?? value, contents, content)
  if (value.type !== 'MemberExpression') return false
  const property = childOf(value, 'property')
  if (content.test(textOf(property) ?? '')) return true
  const object = childOf(value, 'object')
  return object !== undefined && readsContent(object, contents, content)
}
