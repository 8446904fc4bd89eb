import {type Names, nameOf, readNames as readAllNames} from './names.ts'
import {childOf, isNode, listOf, nodesOf, type TemplateNode, textOf} from './syntax.ts'

/**
 * Characters that show nothing and that a tokenizer still reads: controls, fillers, tags. A single selector of a glyph
 * stands behind emoji, a row of them spells bytes.
 */
const hidden =
  /\u034f|\u17b4|\u17b5|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]|[\ufe00-\ufe0f]{2}/u
/** Controls of a terminal: what is printed after them looks otherwise than what the model reads. */
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/
/** What a page that shows the answer would run. */
const script = /<script\b|\bjavascript:|<iframe\b|\son(?:error|load)\s{0,4}=/i
const address = /\bhttps?:\/\/[^\s'"<>)\]]{3,}|\bdata:text\/html/i
/** So long a run without a space is no word; a shorter one is told by what it stands for. */
const encodedBytes = 80
const encoded = /[A-Za-z0-9+/]{32,}/g
const readable = /^[\t\n\r\x20-\x7e]+$/
/** Orders that turn a model against its user. */
const orders =
  /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|every\s+)*(?:previous|prior|above|earlier|safety|system|user|instruction|rule|guideline)|\b(?:do not|don't|never)\s+(?:tell|mention|reveal|disclose|inform|warn|say|let the user)|\bwithout\s+(?:telling|mentioning|informing|asking)|\b(?:secretly|covertly|silently|exfiltrate|covert)\b|\bsend\s+(?:the|all|any|their|its)\s+[\w\s]{0,30}\bto\b|\bhide\s+(?:this|these|the)\b/i
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

/** Something in a chat template that makes it less than proven safe. */
export interface Doubt {
  /** backdoor: text that no honest template has; condition: what only a reader can judge */
  readonly kind: 'backdoor' | 'condition'
  readonly what: string
}

/** What in a template may turn the model against its user. */
export function findBackdoors(program: TemplateNode, text: string): Doubt[] {
  const found: Doubt[] = []
  if (hidden.test(text)) found.push({kind: 'backdoor', what: 'characters that people cannot see'})
  if (control.test(text)) found.push({kind: 'condition', what: 'control characters'})
  const run = script.exec(text)?.[0]
  if (run !== undefined) found.push({kind: 'condition', what: `what a browser runs: ${run.trim()}`})
  const order = orders.exec(text)?.[0]
  if (order !== undefined) found.push({kind: 'backdoor', what: `the order ${JSON.stringify(order)}`})
  const names = readNames(program)
  found.push(...findTriggers(program, names))
  if (asksLength(program, names)) found.push({kind: 'condition', what: 'words that hang on the length of a message'})
  const link = address.exec(text)?.[0]
  const isLeak = link !== undefined && putsContentInAddress(program)
  if (link !== undefined)
    found.push({kind: found.length > 0 || isLeak ? 'backdoor' : 'condition', what: `the address ${link}`})
  const blob = text.match(encoded)?.find(isEncoded)
  if (blob !== undefined) found.push({kind: 'condition', what: `text that is encoded: ${blob.slice(0, 24)}…`})
  return found
}

/** A long run of letters and digits, or one that base64 makes of a readable text. */
function isEncoded(run: string): boolean {
  return run.length >= encodedBytes || readable.test(Buffer.from(run, 'base64').toString('latin1'))
}

/** Conditions of one template that are looked into; the parts below each are visited. */
const conditionLimit = 100

/** Conditions on words, and what hangs on them. */
function findTriggers(program: TemplateNode, names: Names): Doubt[] {
  const found: Doubt[] = []
  const flags = new Set<string>()
  for (const node of nodesOf(program)) {
    if (found.length >= conditionLimit) break
    const rewording = rewordingOf(node, names)
    if (rewording !== undefined) found.push({kind: 'backdoor', what: rewording})
    const test = testOf(node)
    const trigger = test === undefined ? undefined : triggerIn(test, names)
    if (trigger === undefined) continue
    found.push({kind: addsText(node) ? 'backdoor' : 'condition', what: `a condition on ${trigger}`})
    for (const flag of setIn(node)) flags.add(flag)
  }
  if (flags.size > 0 && asksFlag(program, flags))
    found.push({kind: 'backdoor', what: 'text of its own that hangs on words of a message'})
  return found
}

/** Variables that are set below a node. */
function setIn(node: TemplateNode): string[] {
  return [...nodesOf(node)].flatMap(part => (part.type === 'Set' ? (nameOf(childOf(part, 'assignee')) ?? []) : []))
}

/** Whether a condition on one of these variables puts out words. */
function asksFlag(program: TemplateNode, flags: ReadonlySet<string>): boolean {
  for (const node of nodesOf(program)) {
    const test = testOf(node)
    if (test !== undefined && addsText(node) && [...nodesOf(test)].some(part => flags.has(nameOf(part) ?? '')))
      return true
  }
  return false
}

/** The condition of an `if` or of `a if b else c`. */
function testOf(node: TemplateNode): TemplateNode | undefined {
  if (node.type !== 'If' && node.type !== 'Ternary') return undefined
  return childOf(node, node.type === 'If' ? 'test' : 'condition')
}

/** Whether words hang on how long a message is: whether there is one at all is asked by honest templates. */
function asksLength(program: TemplateNode, names: Names): boolean {
  let asked = 0
  for (const node of nodesOf(program)) {
    const test = testOf(node)
    if (test === undefined || ![...nodesOf(test)].some(part => comparesLength(part, names))) continue
    if (++asked > conditionLimit || (addsText(node) && !refuses(node))) return true
  }
  return false
}

/** Whether what hangs on a condition is a refusal, whose words the model never sees. */
function refuses(node: TemplateNode): boolean {
  return [...nodesOf(node)].some(part => textOf(childOf(part, 'callee')) === 'raise_exception')
}

function comparesLength(node: TemplateNode, names: Names): boolean {
  if (node.type !== 'BinaryExpression') return false
  const sides = [childOf(node, 'left'), childOf(node, 'right')]
  return sides.some(side => asksContent(side, names)) && sides.some(side => Number(side?.['value']) > 1)
}

/** Words of people, or a time, that a condition asks for. */
function triggerIn(test: TemplateNode, names: Names): string | undefined {
  for (const node of nodesOf(test)) {
    const name = textOf(childOf(node, 'callee'))
    if (node.type === 'CallExpression' && name === 'strftime_now') return 'the time'
    const words = comparedWords(node, names)
    if (words !== undefined) return JSON.stringify(words)
  }
  return undefined
}

/** The words in `"words" in message.content`, `message.content == "words"`, `message.content.startswith("words")`. */
function comparedWords(node: TemplateNode, names: Names): string | undefined {
  if (node.type === 'BinaryExpression') {
    const [left, right] = [childOf(node, 'left'), childOf(node, 'right')]
    for (const [words, content] of [[left, right] as const, [right, left] as const]) {
      const text = wordsOf(words, names)
      if (text !== undefined && asksContent(content, names)) return text
    }
  }
  const filter = node.type === 'FilterExpression' ? childOf(node, 'filter') : undefined
  const [key, ...others] = filter === undefined ? [] : listOf(filter, 'args')
  // messages | selectattr("content", "equalto", "words")
  if (asksContent(key, names)) return others.map(arg => wordsOf(arg, names)).find(text => text !== undefined)
  const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined
  if (callee?.type !== 'MemberExpression' || !asksContent(childOf(callee, 'object'), names)) return undefined
  return listOf(node, 'args')
    .map(arg => wordsOf(arg, names))
    .find(text => text !== undefined)
}

/** `message.content | replace("words", "other words")` */
function rewordingOf(node: TemplateNode, names: Names): string | undefined {
  const filter = node.type === 'FilterExpression' ? childOf(node, 'filter') : undefined
  if (
    filter === undefined ||
    textOf(childOf(filter, 'callee')) !== 'replace' ||
    !asksContent(childOf(node, 'operand'), names)
  )
    return undefined
  const [from, to] = listOf(filter, 'args').map(arg => wordsOf(arg, names))
  return from === undefined || to === undefined
    ? undefined
    : `${JSON.stringify(to)} in place of ${JSON.stringify(from)} in a message`
}

/** Whether an address is put together with the text of a message, which gives it away. */
function putsContentInAddress(program: TemplateNode): boolean {
  const names = readNames(program)
  for (const node of nodesOf(program)) {
    if (node.type !== 'BinaryExpression' || !asksContent(node, names)) continue
    if ([...nodesOf(node)].some(part => part.type === 'StringLiteral' && address.test(`${textOf(part) ?? ''}example`)))
      return true
  }
  return false
}

function readNames(program: TemplateNode): Names {
  return readAllNames(program, isWords, contentName)
}

function isWords(text: string | undefined): text is string {
  return text !== undefined && plainWords.test(text) && !roles.has(text.trim().toLowerCase())
}

/** Words that an expression stands for: written there, or held by a variable. */
function wordsOf(node: TemplateNode | undefined, names: Names): string | undefined {
  const text = textOf(node)
  if (node?.type === 'StringLiteral') return isWords(text) ? text : undefined
  return node?.type === 'Identifier' ? names.words.get(text ?? '') : undefined
}

/** Whether an expression is the text of a message, however it is cut or spelt. */
function asksContent(node: TemplateNode | undefined, {contents}: Names): boolean {
  if (node === undefined) return false
  for (const part of nodesOf(node)) {
    const name = textOf(part)
    if (name === undefined || (part.type !== 'Identifier' && part.type !== 'StringLiteral')) continue
    if (contentName.test(name) || (part.type === 'Identifier' && contents.has(name))) return true
  }
  return false
}

/** Whether what follows a condition puts out words of its own. */
function addsText(node: TemplateNode): boolean {
  const bodies = node.type === 'If' ? [...listOf(node, 'body')] : [childOf(node, 'trueExpr')].filter(isNode)
  return bodies.some(body =>
    [...nodesOf(body)].some(
      part =>
        part.type === 'StringLiteral' &&
        (textOf(part) ?? '').split(/\s+/).filter(word => /^[A-Za-z']{2,}/.test(word)).length >= 3,
    ),
  )
}
