import {dedents} from '../../../code/idioms.ts'
import type {Argument, Call, Value} from '../../../code/module.ts'
import type {Context, Resolved} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {baseName} from '../../../lib/path.ts'
import type {Finder} from '../finder.ts'
import {snakeCase} from '../names/snake-case.ts'
import {type Setting, settingsOf} from '../settings-of.ts'
import {opensWithRole, wordsIn} from './prompt-words.ts'

/** The text of a message from the system: the first argument of one so called, the one behind a role. */
export function systemText({callee, args}: Call): Argument | undefined {
  const name = lastName(callee)
  const [first, second] = args
  if (systemMessage.test(name) || isSystemMaker(callee)) return first
  if (isSystemCase(callee) && first !== undefined) return {...first, value: wrapped(first.value)}
  // `prompt("…") { system("…") }` of Kotlin's builders
  if (callee.kind === 'name' && callee.name === 'system' && args.length === 1) return first
  return first !== undefined && (isSystemRole(first.value) || isRoleText(first.value, name)) ? second : undefined
}

/** `new ChatMessage("system", "…")`, `Message("system", "…")`, `Msg.of("system", "…")` */
function isRoleText(value: Value, name: string): boolean {
  return value.kind === 'text' && /^(?:system|developer)$/.test(value.text) && messageName.test(name)
}

const messageName = /(?:^|[a-z_])(?:Message|Msg|message|Turn|MessageParam)$/

/** `.system("…")`, `Message.system(content: "…")` of Swift's enumerations. */
export function isSystemCase(callee: Value): boolean {
  if (callee.kind !== 'member' || callee.key !== 'system') return false
  const of = lastName(callee.of)
  return (callee.of.kind === 'name' && callee.of.name === '') || /(?:Message|Param)$/.test(of)
}

/** `Message::forSystem("…")`, `ChatMessage.fromSystem("…")`: what makes a message of the system. */
function isSystemMaker(callee: Value): boolean {
  return (
    callee.kind === 'member' &&
    /^(?:for|of|from|as|by|create|new|make)_?System(?:_?(?:Message|Prompt))?$/i.test(callee.key) &&
    /(?:Message|Msg|Prompt|Turn)s?$/i.test(lastName(callee.of))
  )
}

const wrappers = /^(?:text|string|textContent|String)$/
const wrapperDepth = 3

/** `.text(String(localized: "…"))` holds the text. */
function wrapped(value: Value, depth = 0): Value {
  const [only] = value.kind === 'call' && wrappers.test(lastName(value.callee)) ? value.args : []
  return only === undefined || depth > wrapperDepth ? value : wrapped(only.value, depth + 1)
}

/** `ChatRole.System`, `Role.SYSTEM`, whatever makes a message of it. */
function isSystemRole(value: Value): boolean {
  return value.kind === 'member' && /^system$/i.test(value.key) && /role$/i.test(lastName(value.of))
}

const systemMessage = /(?:^|[a-z])System(?:Chat|Agentic)?Message(?:Param|PromptTemplate)?$|^SystemMessage$/

const madeAsPrompt = /^(?!Show|Ask|Print|Display|Confirm)(?:[A-Z]\w{0,40})?Prompt(?:Template)?$/
/** Words of a text that is no title and no description. */
const promptLength = 20

/** `Prompt("Basic", "For short messages", "Write a commit message …")`: the text of what a program makes a prompt of. */
export function madePrompt({callee, args, jsx}: Call): (Argument & {readonly title?: string}) | undefined {
  if (jsx === true || !madeAsPrompt.test(lastName(callee))) return undefined
  const held = args.find(({value}) => wordsIn(value, promptLength) === promptLength)
  const [first] = args
  const isTitled = first !== held && first?.value.kind === 'text' && /^[\w -]{1,40}$/.test(first.value.text)
  return held === undefined || !isTitled ? held : {...held, title: first.value.text}
}

/** The argument that holds the text of a template, or of a field of a form that a user may change. */
function heldText(path: readonly string[], {args}: Call): Argument | undefined {
  const last = path.filter(part => part !== '()').at(-1) ?? ''
  if (formField.test(last))
    return args.find(({name}) => name === 'value') ?? args.filter(({name}) => name === undefined)[1]
  return isTemplate(path)
    ? args.find(({name}) => name === undefined || name === 'template' || name === 'content' || name === 'default')
    : undefined
}

/** Gradio's `Textbox(value="…")`, Streamlit's `text_area("label", "…")`. */
const formField = /^(?:Textbox|TextArea|text_area|text_input|TextInput)$/

/** `Template("…")`, and what a class of that name makes: `PromptTemplate.from("…")`. */
function isTemplate(path: readonly string[]): boolean {
  const names = path.filter(part => part !== '()')
  const isMaker = /^(?:from|of|create)(?:_?template)?$/i.test(names.at(-1) ?? '')
  const named = names.at(isMaker ? -2 : -1) ?? ''
  return /(?:^|[a-z])(?:Template|Message|Prompt)$|^Field$/.test(named)
}

/** What is given to something that has a name. */
const namesItself = /^(?:instructions?|system_?(?:prompt|message))$/i

const plainName = /^[\w .-]{1,60}$/

/** The name that stands beside a text in a call or map. */
export function nameBeside(key: string, within: Value | undefined): string | undefined {
  const named =
    within === undefined || !namesItself.test(key)
      ? undefined
      : settingsOf(within).find(({key}) => key === 'name')?.value
  return named?.kind === 'text' && plainName.test(named.text) ? named.text : undefined
}

/**
 * `PromptTemplate.from_template("…")`, `ChatPromptTemplate(...)`: rules tell; `Template("…")` and
 * `Field(default="…")` hold their text.
 */
export function templateText(finder: Finder, value: Resolved): readonly Resolved[] {
  const made = value.kind === 'symbol' ? value.made : undefined
  const first = value.kind === 'symbol' && made !== undefined ? heldText(value.path, made.call) : undefined
  if (made === undefined || first === undefined) return []
  return finder.resolver.resolve(first.value, made.context).filter(({kind}) => kind === 'text' || kind === 'partial')
}

/** Whether the role beside a text is the system's. */
export function isSystemMessage(finder: Finder, entries: readonly Setting[], context: Context): boolean {
  const role = entries.find(({key}) => key !== undefined && /^role$/i.test(key))
  const values = role === undefined ? [] : finder.resolver.resolve(role.value, context)
  return values.some(one =>
    one.kind === 'text'
      ? /^(?:system|developer)$/i.test(one.text)
      : one.kind === 'symbol' && /(?:^|Role|_)(?:system|developer)$/i.test(one.path.at(-1) ?? ''),
  )
}

/** Words that a prompt under a title has at least. */
export const offeredWords = 8
const titleKey = /^(?:title|name|label)$/i
const modelKey = /^model(?:_?(?:key|id|name))?$/i

/** Whether a text stands beside its model or the turns before it: it is sent as it is. */
export function isSent(within: Value | undefined): boolean {
  // of what a class makes, a rule tells
  if (within === undefined || (within.kind === 'call' && /^[A-Z]/.test(lastName(within.callee)))) return false
  return settingsOf(within).some(({key}) => key === 'model' || key === 'messages')
}

/** ``dedent`You are …` `` holds the text. */
export function withoutDedent(value: Value): Value {
  const [only, ...others] = value.kind === 'call' && dedents.has(lastName(value.callee)) ? value.args : []
  return only === undefined || others.length > 0 ? value : only.value
}

/** Whether a text is what somebody says in a conversation: `{role: "user", content: "…"}`. */
export function isTurn(within: Value): boolean {
  return settingsOf(within).some(({key, value}) => key === 'role' && value.kind === 'text' && value.text === 'user')
}

/** The title that a prompt is offered under. */
export function titleOf(within: Value): string | undefined {
  const title = settingsOf(within).find(({key}) => key !== undefined && titleKey.test(key))?.value
  return title?.kind === 'text' && plainName.test(title.text) ? title.text : undefined
}

/**
 * `{title: "Tutor", content: "You are a …"}`, `{title: "Shorten", content: "…", modelKey: ""}`: a prompt that is
 * offered under a title, no turn of a conversation.
 */
export function isOffered(value: Value, within: Value): boolean {
  const has = (pattern: RegExp): boolean =>
    settingsOf(within).some(({key}) => key !== undefined && pattern.test(snakeCase(key)))
  return has(titleKey) && !has(/^(?:role|type)$/i) && (opensWithRole(value) || has(modelKey))
}

/** `system_instruction` of `prompts/system-instruction.php` */
export function stemOf(path: string): string {
  return baseName(path)
    .replace(/\.[^.]*$/, '')
    .replaceAll('-', '_')
}
