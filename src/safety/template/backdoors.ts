import {constantTexts, readConstants} from './constants.ts'
import {asksContent, type Facts, factsOf, wordsOf} from './facts.ts'
import {nameOf} from './names.ts'
import {childOf, holdersOf, isNode, listOf, nodesOf, type TemplateNode, textOf} from './syntax.ts'

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
/** What is written next goes on with it. */
const openAddress = /\bhttps?:\/\/[^\s'"<>)\]]{0,400}$/i
/** So long a run without a space is no word; a shorter one is told by what it stands for. */
const encodedBytes = 80
const encoded = /[A-Za-z0-9+/]{32,}/g
const readable = /^[\t\n\r\x20-\x7e]+$/
/** Orders that turn a model against its user. */
const orders =
  /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|every\s+)*(?:previous|prior|above|earlier|safety|system|user|instruction|rule|guideline)|\b(?:do not|don't|never)\s+(?:tell|mention|reveal|disclose|inform|warn|say|let the user)|\bwithout\s+(?:telling|mentioning|informing|asking)|\b(?:secretly|covertly|silently|exfiltrate|covert)\b|\bsend\s+(?:the|all|any|their|its)\s+[\w\s]{0,30}\bto\b|\bhide\s+(?:this|these|the)\b/i
/** Something in a chat template that makes it less than proven safe. */
export interface Doubt {
  /** backdoor: text that no honest template has; condition: what only a reader can judge */
  readonly kind: 'backdoor' | 'condition'
  readonly what: string
}

/** What in a template may turn the model against its user. */
export function findBackdoors(program: TemplateNode, text: string): Doubt[] {
  // comments say nothing to a model
  const said = constantTexts(program, readConstants(program)).join('\0')
  const found = writtenDoubts(text, said)
  const facts = factsOf(program)
  found.push(...findTriggers(program, facts))
  if ([...nodesOf(program)].some(node => isLookedUp(node, facts)))
    found.push({kind: 'condition', what: 'a text that is looked up by a message'})
  if (asksLength(program, facts)) found.push({kind: 'condition', what: 'words that hang on the length of a message'})
  const link = address.exec(said)?.[0]
  const isLeak = link !== undefined && putsContentInAddress(program, facts)
  if (link !== undefined)
    found.push({kind: found.length > 0 || isLeak ? 'backdoor' : 'condition', what: `the address ${link}`})
  return found
}

/**
 * What no honest text to a model holds, whatever surrounds it.
 * @param text as it stands in the file
 * @param said what of it the model gets
 */
export function writtenDoubts(text: string, said: string): Doubt[] {
  const found: Doubt[] = []
  if (hidden.test(text)) found.push({kind: 'backdoor', what: 'characters that people cannot see'})
  if (control.test(text)) found.push({kind: 'condition', what: 'control characters'})
  const run = script.exec(said)?.[0]
  if (run !== undefined) found.push({kind: 'condition', what: `what a browser runs: ${run.trim()}`})
  const order = orders.exec(said)?.[0]
  if (order !== undefined) found.push({kind: 'backdoor', what: `the order ${JSON.stringify(order)}`})
  const blob = said.match(encoded)?.find(isEncoded)
  if (blob !== undefined) found.push({kind: 'condition', what: `text that is encoded: ${blob.slice(0, 24)}…`})
  return found
}

/** A long run of letters and digits, or one that base64 makes of a readable text. */
function isEncoded(run: string): boolean {
  return run.length >= encodedBytes || readable.test(Buffer.from(run, 'base64').toString('latin1'))
}

/** What is not written as a key but computed. */
const keyTypes: ReadonlySet<string> = new Set(['Identifier', 'MemberExpression', 'FilterExpression', 'CallExpression'])
const selecting = /^(?:select|reject)(?:attr)?$/

/** Conditions of one template that are looked into; the parts below each are visited. */
const conditionLimit = 100

/** Conditions on words, and what hangs on them. */
function findTriggers(program: TemplateNode, facts: Facts): Doubt[] {
  const found: Doubt[] = []
  const flags = new Set<string>()
  for (const node of nodesOf(program)) {
    if (found.length >= conditionLimit) break
    const rewording = rewordingOf(node, facts)
    if (rewording !== undefined) found.push({kind: 'backdoor', what: rewording})
    const test = testOf(node)
    const trigger = test === undefined ? undefined : triggerIn(test, facts)
    if (trigger === undefined) continue
    found.push({kind: addsText(node, facts) ? 'backdoor' : 'condition', what: `a condition on ${trigger}`})
    for (const flag of setIn(node)) flags.add(flag)
  }
  if (flags.size > 0 && asksFlag(program, flags, facts))
    found.push({kind: 'backdoor', what: 'text of its own that hangs on words of a message'})
  return found
}

/** The name of a filter with arguments. */
function filterOf(node: TemplateNode): string | undefined {
  const filter = node.type === 'FilterExpression' ? childOf(node, 'filter') : undefined
  return filter === undefined ? undefined : textOf(childOf(filter, 'callee'))
}

/** Variables that are set below a node. */
function setIn(node: TemplateNode): string[] {
  return [...nodesOf(node)].flatMap(part => (part.type === 'Set' ? (nameOf(childOf(part, 'assignee')) ?? []) : []))
}

/** Whether a condition on one of these variables puts out words. */
function asksFlag(program: TemplateNode, flags: ReadonlySet<string>, facts: Facts): boolean {
  for (const node of nodesOf(program)) {
    const test = testOf(node)
    if (test !== undefined && addsText(node, facts) && [...nodesOf(test)].some(part => flags.has(nameOf(part) ?? '')))
      return true
  }
  return false
}

/** The condition of an `if`, of `a if b else c`, of `for a in b if c`, and what a filter selects by. */
function testOf(node: TemplateNode): TemplateNode | undefined {
  if (node.type === 'If' || node.type === 'SelectExpression') return childOf(node, 'test')
  if (node.type === 'Ternary') return childOf(node, 'condition')
  const given = childOf(node, node.type === 'For' ? 'iterable' : 'value')
  return given !== undefined && selecting.test(filterOf(given) ?? '') ? given : undefined
}

/**
 * Whether words hang on how long a message is, or how many there are: whether there is one at all is asked by honest
 * templates.
 */
function asksLength(program: TemplateNode, facts: Facts): boolean {
  const refusals = holdersOf(program, isRefusal)
  for (const node of nodesOf(program)) {
    const test = testOf(node)
    if (test === undefined || !addsText(node, facts) || refusals.has(node)) continue
    if ([...nodesOf(test)].some(part => comparesLength(part, facts))) return true
  }
  return false
}

/** A refusal, whose words the model never sees. */
function isRefusal(node: TemplateNode): boolean {
  return textOf(childOf(node, 'callee')) === 'raise_exception'
}

function comparesLength(node: TemplateNode, facts: Facts): boolean {
  if (node.type !== 'BinaryExpression') return false
  const sides = [childOf(node, 'left'), childOf(node, 'right')]
  const most = Math.max(...sides.map(side => Number(side?.['value']) || 0))
  return (most > 1 && sides.some(side => asksContent(side, facts))) || (most > 2 && sides.some(countsMessages))
}

/** `messages | length`, `loop.index` */
function countsMessages(node: TemplateNode | undefined): boolean {
  if (node?.type === 'FilterExpression')
    return textOf(childOf(node, 'filter')) === 'length' && /messages$/.test(nameOf(childOf(node, 'operand')) ?? '')
  return node?.type === 'MemberExpression' && /^index0?$/.test(nameOf(node) ?? '')
}

/** Words of people, or a time, that a condition asks for. */
function triggerIn(test: TemplateNode, facts: Facts): string | undefined {
  for (const node of nodesOf(test)) {
    const name = textOf(childOf(node, 'callee'))
    if (node.type === 'CallExpression' && name === 'strftime_now') return 'the time'
    const words = comparedWords(node, facts)
    if (words !== undefined) return JSON.stringify(words)
  }
  return undefined
}

/** The words in `"words" in message.content`, `message.content == "words"`, `message.content.startswith("words")`. */
function comparedWords(node: TemplateNode, facts: Facts): string | undefined {
  if (node.type === 'BinaryExpression') {
    const [left, right] = [childOf(node, 'left'), childOf(node, 'right')]
    for (const [words, content] of [[left, right] as const, [right, left] as const]) {
      const text = wordsOf(words, facts)
      if (text !== undefined && asksContent(content, facts)) return text
    }
  }
  const filter = node.type === 'FilterExpression' ? childOf(node, 'filter') : undefined
  const [key, ...others] = filter === undefined ? [] : listOf(filter, 'args')
  // messages | selectattr("content", "equalto", "words")
  if (asksContent(key, facts)) return others.map(arg => wordsOf(arg, facts)).find(text => text !== undefined)
  const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined
  if (callee?.type !== 'MemberExpression' || !asksContent(childOf(callee, 'object'), facts)) return undefined
  return listOf(node, 'args')
    .map(arg => wordsOf(arg, facts))
    .find(text => text !== undefined)
}

/** `answers[message.content]`, `answers.get(message.content)` */
function isLookedUp(node: TemplateNode, facts: Facts): boolean {
  const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined
  const isGet = callee?.type === 'MemberExpression' && nameOf(callee) === 'get'
  const isMember = node.type === 'MemberExpression' && node['computed'] === true
  const key = isGet ? listOf(node, 'args')[0] : isMember ? childOf(node, 'property') : undefined
  return key !== undefined && keyTypes.has(key.type) && asksContent(key, facts)
}

/** `message.content | replace("words", "other words")` */
function rewordingOf(node: TemplateNode, facts: Facts): string | undefined {
  const filter = childOf(node, 'filter')
  if (filter === undefined || filterOf(node) !== 'replace' || !asksContent(childOf(node, 'operand'), facts))
    return undefined
  const [from, to] = listOf(filter, 'args').map(arg => wordsOf(arg, facts))
  return from === undefined || to === undefined
    ? undefined
    : `${JSON.stringify(to)} in place of ${JSON.stringify(from)} in a message`
}

/** Whether an address is put together with the text of a message, which gives it away. */
function putsContentInAddress(program: TemplateNode, {askContent}: Facts): boolean {
  const addresses = holdersOf(program, node => node.type === 'StringLiteral' && address.test(`${textOf(node)}example`))
  if ([...addresses].some(node => node.type === 'BinaryExpression' && askContent.has(node))) return true
  return [...nodesOf(program)].some(node => {
    const body = listOf(node, 'body')
    return body.some(
      (part, at) =>
        part.type === 'StringLiteral' &&
        openAddress.test(textOf(part) ?? '') &&
        asksContent(body[at + 1], {askContent}),
    )
  })
}

/** Whether what follows a condition puts out words of its own. */
function addsText(node: TemplateNode, {addText}: Facts): boolean {
  const bodies = node.type === 'If' ? listOf(node, 'body') : [childOf(node, 'trueExpr')].filter(isNode)
  return bodies.some(body => addText.has(body))
}
