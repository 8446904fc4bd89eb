import type {Naming, Value, ValueOf} from '../../../code/module.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import type {PromptFacts} from '../../../inventory/facts.ts'
import {remembering} from '../../../lib/remember.ts'
import {isApology} from '../../../lib/text/apology.ts'
import {isFrameOfVariables} from '../../../lib/text/template.ts'
import {snakeCase} from '../names/snake-case.ts'

/** What a prompt is to the model. */
export type Role = PromptFacts['role']

/** Names of constants, fields and parameters that hold a prompt. */
const promptName =
  /提示|プロンプト|指示|프롬프트|지시|(?:^|_)(?:system_?)?(?:anweisung(?:en)?|instruccion(?:es)?|instrucoes|consignes?)(?:_|\d|$)|(?:^|_)(?:system_?)?(?:prompts?|instructions?|persona|preamble)(?:_|\d|$)|(?:^|_)(?:sys(?:tem)?|human|user)_?(?:message|msg|content|template)(?:_|\d|$)/i
/** Texts for people and files, whatever else their name says. */
const notPrompt =
  /(?:^|_)(?:error|err|warning|success|toast|log|html|css|sql|url|path|file|filename|dir|id|ids|key|keys|type|title|label|tooltip|placeholder|description|tokens?|len|length|version|regex|pattern|name|names|hash|date|chat_template)(?:_|$)/i
/** Names of texts that only may be prompts: the text has to be clear by itself. */
const templateName = /(?:^|_)(?:template|tmpl|tpl)(?:_(?:str|string|text))?\d*$/i
/** Functions whose result is a prompt: `build_system_prompt`. */
const builderName = /(?:^|_)(?:system_?(?:prompt|message)|instructions?|prompt)(?:_|$)/i
/** The same three as questions; the names are in snake case. */
export const isPromptName = remembering(name => promptName.test(name))
export const isTemplateName = remembering(name => templateName.test(name))
export const isBuilderName = remembering(name => builderName.test(name))
/** What stands before the word says what the prompt is for: `SUGGEST_NAME_PROMPT`, `SQL_PROMPT`. */
const subjectOfPrompt = /^(?:[a-z0-9]{1,30}_){1,6}(?=prompts?(?:_|\d|$)|instructions?(?:_|\d|$))/i
/** Words before it that make it a text for people all the same. */
const forPeople =
  /(?:^|_)(?:error|err|warning|success|toast|log|placeholder|label|tooltip|css|html|denied|rejected|failed|failure|invalid|missing|too_(?:large|long|short)|chat_template)(?:_|$)/i

/** Whether a name is one of a text for people, whatever the text says. @param name in snake case */
export function isForPeople(name: string): boolean {
  return forPeople.test(name.slice(0, 200))
}

/** Whether a name is one of a text for people or for files, whatever else it says. @param name in snake case */
export function isNoPrompt(name: string): boolean {
  const [said = ''] = name.slice(0, 200).split(/_(?:for|by|from|with)_/i, 1)
  const subject = subjectOfPrompt.exec(said)?.[0] ?? ''
  return forPeople.test(said) || notPrompt.test(said.slice(subject.length))
}

/** Keywords and keys whose text goes to a model as it stands. */
export const systemKeyword =
  /^(?:system|system_?prompt|system_?message|system_?instructions?|instructions?|backstory|preamble|developer_?message|prompt_?prefix|initial_?prompt|initial_?message|pre_?prompt|default_?system(?:_?(?:prompt|message))?)$/i
/** Words that instructions to a model have and texts for people, HTML and SQL mostly have not. */
const promptWords =
  /\b(?:you(?:'re| are|r| will| must| should)?|answer|question|respond|response|context|assistant|following|given|summari[sz]e|generate|translate|user|instructions?|task|output|write|rewrite|rephrase|shorten|describe|explain|extract|classify|analy[sz]e|sentences|paragraphs|expert|based on)\b/i
/**
 * Scripts whose words no list of ours holds, and common words of European languages: the name of the constant must do.
 */
const otherLanguage =
  /[\u0370-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\b(?:du|sie|ist|bist|und|nicht|eine|der|die|das|antworte|vous|êtes|réponds?|répondez|une|les|eres|usted|responde|una|para|você|voce|não|responda|sei|rispondi|jesteś|odpowiedz|ты|вы)\b/i
/** Letters of scripts that set no blanks between words. */
const unspaced = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/g
/** Folders of texts for people, a file for each language. */
export const translations = /(?:^|\/)(?:i18n|locales?|_locales|translations?|lang)\//
/** What stands beside the prompt of a record to learn from or to test with. */
const answerKey =
  /^(?:completion|chosen|rejected|outputs?|response|answers?|labels?|rewards?|expected|expected_output|ground_truth|target)$/i
const markup =
  /^\s*(?:#!\/|(?:import|from) [\w.]+(?:\s*\n| import )|<(?:!doctype|html|div|p|span|table|svg|\?xml|mjml|head|body|style|script)\b|with\s+\w+\s+as|https?:|\/|[{[]\s*["\]}])/i
/** Statements of SQL: sentences begin with a capital and go on in other words (`Create a title …`, `Select the best …`). */
const sql =
  /^\s*(?:(?:SELECT|select|INSERT|insert|CREATE|create)\s|(?:Select \*|Insert into|Create (?:table|index|view|database|schema|function|trigger|or replace)) )/

/**
 * The constant of another file that a text comes from, by its name there: `prompts.SYSTEM.format(…)`. A variable or
 * field that is called like a keyword is none: `rule.instructions` stands under its own name there.
 */
export function constantName(value: Value): string | undefined {
  if (value.kind === 'name') return unlessKeyword(value.name)
  if (value.kind === 'member') return unlessKeyword(value.key)
  return value.kind === 'call' && value.callee.kind === 'member' ? constantName(value.callee.of) : undefined
}

function unlessKeyword(name: string): string | undefined {
  return /^[a-z]/.test(name) && systemKeyword.test(name) ? undefined : name
}

/** How many words a text has, up to a limit; two letters make one where no blanks are set. */
export function wordsOf(text: string, limit: number): number {
  const start = text.length > 2000 ? text.slice(0, 2000) : text
  const letters = start.match(unspaced)?.length ?? 0
  return Math.min(limit, text.trim().split(/\s+/, limit).length + Math.floor(letters / 2))
}

/** How many words a text has, or the first one in a template, up to a limit; none where the value is no text. */
export function wordsIn(value: Value, limit: number): number {
  const text = value.kind === 'template' ? value.parts.find(({kind}) => kind === 'text') : value
  return text?.kind === 'text' ? wordsOf(text.text, limit) : 0
}

/** What holds a text; one of another file stands there under its own name. */
export function symbolOf({name, scope, value}: Naming, isHere: boolean): string | undefined {
  if (!isHere) return constantName(value)
  return scope.kind === 'class' && scope.name !== '' ? `${scope.name}.${name}` : name
}

/** A local text is a fragment of a turn unless it says more. */
export function isLocal({name, scope, via}: Naming): boolean {
  return scope.kind === 'function' && via === 'assignment' && !/sys|instruction/i.test(name)
}

/** `prompt: "…"`; beside an answer it is a record. */
export function isPromptKey({name, within}: Naming): boolean {
  const snake = snakeCase(name)
  if (!/^[\w-]+$/.test(name) || !isPromptName(snake) || isNoPrompt(snake)) return false
  return !isAnswered(within) && !isExample(within)
}

/** `PromptExample(title: "…", prompt: "…")`: what a page proposes to type in. */
function isExample(within: Naming['within']): boolean {
  return within?.kind === 'call' && /(?:example|sample|suggestion|starter)s?$/i.test(lastName(within.callee))
}

/** Whether a text stands in a record beside its answer: `{instruction: "…", output: "…"}`. */
export function isAnswered(within: Naming['within']): boolean {
  return within?.kind === 'map' && within.entries.some(({key}) => key !== undefined && answerKey.test(key))
}

/** By the name of a constant; a name that says nothing is one of a template. */
export function roleOf(name: string): Role {
  if (/system|(?<!with_?)instruction|persona|preamble/i.test(name)) return 'system'
  if (/human|user/i.test(name)) return 'user'
  return 'template'
}

/** Words that speak to a model and to nobody else. */
export const clearWords =
  /^\W*you (?!can\b|may\b|need\b|do\b|don)|\b(?:you are (?:an?|the|now|about|given|provided|tasked|responsible)|you(?:'re| will be| have been) (?:an? |given|provided|tasked)|your (?:task|job|role|goal|objective|responsibility)|act as|as an? (?:ai|assistant|expert|helpful)|ai assistant|language model|chat ?bot|assistant|answer the (?:question|query)|(?:respond|answer|reply) (?:with|in|only|to|the|based|as)|step by step|(?:given|using|based on) the (?:following|context|above|conversation)|the user(?:'s)?|summari[sz]e)\b|\{\{? ?(?:context|question|query|history|input|text|documents?|user_input|chat_history|instruction)\w* ?\}/i

/** The first words of somebody who tells a model who it is: whatever the constant is called, they make it a prompt. */
const tellsRole =
  /^\W{0,20}(?:[\w-]{1,30}>\W{0,20})?(?:you(?:'re| are) (?:an? |the |tasked |now )|your (?:task|role|job) is |act as an? |a (?:chat|conversation|dialogue?) between an? )/i
/** `You are Ada, …` */
const tellsName = /^\W{0,20}You are [A-Z][a-z]/
/** Words that such a text has at least: a line for people is shorter. */
export const toldWords = 15

/** Whether a text says at its beginning who the model is. */
export function opensWithRole(value: Value): boolean {
  const first = value.kind === 'template' ? value.parts[0] : value
  const start = first?.kind === 'text' ? first.text.slice(0, 120) : ''
  return tellsRole.test(start) || tellsName.test(start)
}

/** `You are skilled in …`, `You will be given …` */
const addresses = /^\W{0,20}(?:you(?:'re| are| will| have)|your) /i

/** Whether a text speaks at its beginning to somebody who shall do something. */
export function instructs(value: Value): boolean {
  const first = value.kind === 'template' ? value.parts[0] : value
  return first?.kind === 'text' && addresses.test(first.text.slice(0, 60))
}

/** Roles in one map, among which a text with another beginning is one too, and how many members are asked. */
const rolesAround = 3
const memberLimit = 100

/** Whether a long text stands in a map beside texts that say who the model is: `{web: "You are …", code: "First …"}`. */
export function isAmongRoles(value: Value, {entries}: ValueOf<'map'>): boolean {
  if (wordsIn(value, rowWords) < rowWords) return false
  return entries.slice(0, memberLimit).filter(entry => opensWithRole(entry.value)).length >= rolesAround
}

const rowWords = 30

/** Without any AI library beside it: the words of somebody who instructs a model, or a long text called a prompt. */
export function isClearPrompt(text: string, symbol: string, path: string): boolean {
  if (clearWords.test(text) || /system_?(?:prompt|instruction|message_?template)/i.test(symbol)) return true
  const words = wordsOf(text, 30)
  if (/(?:^|[/_-])prompts?[/._-]/i.test(path)) return words >= 6 && /prompt|instruction/i.test(symbol)
  return /prompt/i.test(symbol) && words >= 25
}

/** Words in sentences, no markup, query, path or JSON. */
export function isPromptText(text: string, least: number): boolean {
  const words = wordsOf(text, 60)
  if (words < least || markup.test(text) || sql.test(text) || isApology(text) || isFrameOfVariables(text)) return false
  if (least < 3) return text.trim().length >= 8
  return (text.trim().length >= 20 || words >= 8) && (words > 12 || promptWords.test(text) || otherLanguage.test(text))
}

/** Holes of the template, and the named fields that `format` or a template class will fill. */
export function variablesOf(value: Resolved, text: string): string[] {
  const holes =
    value.kind === 'partial'
      ? value.parts.flatMap(part => (typeof part === 'string' || part.hole === '' ? [] : [part.hole]))
      : []
  const fields = [...text.matchAll(/\{\{?\s*([A-Za-z_]\w{0,60})\s*\}?\}/g)].map(([, name = '']) => name)
  return [...new Set([...holes, ...fields])].sort()
}
