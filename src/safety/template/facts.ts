import {readNames} from './names.ts'
import {childOf, holdersOf, type TemplateNode, textOf} from './syntax.ts'

const contentName = /^(?:content|user_message|prompt|last_message|query|question|text)$/
/** Words of people; roles, tags and keys of messages are not. */
const plainWords = /^(?=[^<>[\]{}|#]*$)[\s\S]*?[A-Za-z\u00c0-\uffff]{3}/
const roles: ReadonlySet<string> = new Set([
  ...[
    'user',
    'assistant',
    'system',
    'tool',
    'tools',
    'function',
    'ipython',
    'developer',
    'human',
    'gpt',
    'bot',
    'model',
    'observation',
    'context',
    'input',
    'query',
  ],
  ...[
    'text',
    'image',
    'image_url',
    'audio',
    'video',
    'string',
    'array',
    'object',
    'number',
    'integer',
    'boolean',
    'null',
    'document',
    'documents',
    'thinking',
  ],
  // what published models let their users switch by
  ...['/think', '/no_think', '/nothink', '/system_override', 'detailed thinking on', 'detailed thinking off'],
])

/** What is asked of many nodes of a template, found out once. */
export interface Facts {
  /** the longest text that a variable may be */
  readonly words: ReadonlyMap<string, string>
  /** expressions that are the text of a message, however it is cut or spelt */
  readonly askContent: ReadonlySet<TemplateNode>
  /** what puts out words of its own */
  readonly addText: ReadonlySet<TemplateNode>
}

/** @param program a template that was parsed */
export function factsOf(program: TemplateNode): Facts {
  const {words, contents} = readNames(program, isWords, contentName)
  return {
    words,
    askContent: holdersOf(program, node => isContent(node, contents)),
    addText: holdersOf(program, node => isOwnText(node, words)),
  }
}

/** Words that an expression stands for: written there, or held by a variable. */
export function wordsOf(node: TemplateNode | undefined, {words}: Facts): string | undefined {
  const text = textOf(node)
  if (node?.type === 'StringLiteral') return isWords(text) ? text : undefined
  return node?.type === 'Identifier' ? words.get(text ?? '') : undefined
}

/** Whether an expression is the text of a message, however it is cut or spelt. */
export function asksContent(node: TemplateNode | undefined, {askContent}: Pick<Facts, 'askContent'>): boolean {
  return node !== undefined && askContent.has(node)
}

/** A name of the text of a message, a key of it, or messages as one text. */
function isContent(node: TemplateNode, contents: ReadonlySet<string>): boolean {
  const name = textOf(node)
  if (node.type === 'FilterExpression' && /^(?:tojson|string)$/.test(textOf(childOf(node, 'filter')) ?? ''))
    return /messages?$/.test(textOf(childOf(node, 'operand')) ?? '')
  return name !== undefined && (contentName.test(name) || (node.type === 'Identifier' && contents.has(name)))
}

function isWords(text: string | undefined): text is string {
  return text !== undefined && plainWords.test(text) && !roles.has(text.trim().toLowerCase())
}

/** Of a text that a variable holds, which may stand in thousands of places. */
const heldText = 400

/** A text of three words or more, or a variable that may hold one. */
function isOwnText(node: TemplateNode, words: ReadonlyMap<string, string>): boolean {
  const text = textOf(node) ?? ''
  const said = node.type === 'StringLiteral' ? text : (words.get(text) ?? '').slice(0, heldText)
  return said.split(/\s+/).filter(word => /^[A-Za-z']{2,}/.test(word)).length >= 3
}
