import {childOf, isNode, listOf, nodesOf, type TemplateNode, textOf} from './syntax.ts'

/** Characters that show nothing and that a tokenizer still reads. */
const hidden = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u
const address = /\bhttps?:\/\/[^\s'"<>)\]]{3,}|\bdata:text\/html/i
const encoded = /[A-Za-z0-9+/]{80}/
/** Orders that turn a model against its user. */
const orders =
  /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|every\s+)*(?:previous|prior|above|earlier|safety|system|user|instruction|rule|guideline)|\b(?:do not|don't|never)\s+(?:tell|mention|reveal|disclose|inform|warn|say|let the user)|\bwithout\s+(?:telling|mentioning|informing|asking)|\b(?:secretly|covertly|silently|exfiltrate|covert)\b|\bsend\s+(?:the|all|any|their|its)\s+[\w\s]{0,30}\bto\b|\bhide\s+(?:this|these|the)\b/i
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
])

export interface Doubt {
  /** backdoor: text that no honest template has; condition: what only a reader can judge */
  readonly kind: 'backdoor' | 'condition'
  readonly what: string
}

/** What in a template may turn the model against its user. */
export function findBackdoors(program: TemplateNode, text: string): Doubt[] {
  const found: Doubt[] = []
  if (hidden.test(text)) found.push({kind: 'backdoor', what: 'characters that people cannot see'})
  const order = orders.exec(text)?.[0]
  if (order !== undefined) found.push({kind: 'backdoor', what: `the order ${JSON.stringify(order)}`})
  for (const node of nodesOf(program)) {
    const doubt = conditionDoubt(node)
    if (doubt !== undefined) found.push(doubt)
  }
  const link = address.exec(text)?.[0]
  if (link !== undefined) found.push({kind: found.length > 0 ? 'backdoor' : 'condition', what: `the address ${link}`})
  const blob = encoded.exec(text)?.[0]
  if (blob !== undefined) found.push({kind: 'condition', what: `text that is encoded: ${blob.slice(0, 24)}…`})
  return found
}

function conditionDoubt(node: TemplateNode): Doubt | undefined {
  if (node.type !== 'If' && node.type !== 'Ternary') return undefined
  const trigger = triggerIn(childOf(node, node.type === 'If' ? 'test' : 'condition'))
  return trigger === undefined ? undefined : {kind: addsText(node) ? 'backdoor' : 'condition', what: `a condition on ${trigger}`}
}

/** Words of people, or a time, that a condition asks for. */
function triggerIn(test: TemplateNode | undefined): string | undefined {
  if (test === undefined) return undefined
  for (const node of nodesOf(test)) {
    const name = textOf(childOf(node, 'callee'))
    if (node.type === 'CallExpression' && name === 'strftime_now') return 'the time'
    const words = comparedWords(node)
    if (words !== undefined) return JSON.stringify(words)
  }
  return undefined
}

/** The words in `"words" in message.content`, `message.content == "words"`, `message.content.startswith("words")`. */
function comparedWords(node: TemplateNode): string | undefined {
  if (node.type === 'BinaryExpression') {
    const [left, right] = [childOf(node, 'left'), childOf(node, 'right')]
    for (const [words, content] of [[left, right] as const, [right, left] as const]) {
      if (words?.type === 'StringLiteral' && isWords(textOf(words)) && asksContent(content)) return textOf(words)
    }
  }
  const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined
  if (callee?.type !== 'MemberExpression' || !asksContent(childOf(callee, 'object'))) return undefined
  return listOf(node, 'args').map(textOf).find(isWords)
}

function isWords(text: string | undefined): text is string {
  return text !== undefined && plainWords.test(text) && !roles.has(text.trim().toLowerCase())
}

/** Whether an expression is the text of a message, however it is cut or spelt. */
function asksContent(node: TemplateNode | undefined): boolean {
  if (node === undefined) return false
  for (const part of nodesOf(node)) {
    const name = textOf(part)
    if (
      (part.type === 'Identifier' || part.type === 'StringLiteral') &&
      name !== undefined &&
      /^(?:content|user_message|prompt|last_message|query|question|text)$/.test(name)
    )
      return true
  }
  return false
}

/** Whether what follows a condition puts out words of its own. */
function addsText(node: TemplateNode): boolean {
  const bodies = node.type === 'If' ? [...listOf(node, 'body')] : [childOf(node, 'trueExpr')].filter(isNode)
  return bodies.some(body =>
    [...nodesOf(body)].some(
      part => part.type === 'StringLiteral' && (textOf(part) ?? '').split(/\s+/).filter(word => /^[A-Za-z']{2,}/.test(word)).length >= 3,
    ),
  )
}
