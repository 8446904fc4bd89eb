import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {isApology} from '../../lib/text/apology.ts'
import {isFrameOfVariables} from '../../lib/text/template.ts'

/** A text in a structured file that is a prompt, or a part of one. */
export interface PromptText {
  readonly keys: readonly (string | number)[]
  readonly text: string
  /** what the record of a list that it stands in is called */
  readonly title?: string
}

const depthLimit = 5
const textLimit = 300
/** A prompt is a sentence at least. */
const sentencePattern = /\S\s+\S[\s\S]{12,}/
const proseLength = 40

const promptKeyPattern =
  /^(?:[\w-]*[-_])?(?:prompts?|template|instructions?|system|systemprompt|systemmessage|system_message|user_message|persona|backstory|prefix|suffix)$|^(?:prompt_(?:input|no_input|template|text)|prompt_no_input|user|assistant|human|content|text|promptTemplate|systemPrompt|userPrompt|template_format)$/i
/** What stands beside prompts: names, samples, expectations, settings. */
const otherKeyPattern =
  /^(?:_type|type|id|name|title|label|description|comment|notes?|author|version|date|tags?|license|url|source|path|file|model|provider|inputs?|sample|samples|examples?|test_?data|tests?|expected\w*|assertions?|criteria|rubrics?|evaluators?|metadata|schema|input_variables|parameters|modelParameters|config|response_split|output_parser|template_format|validate_template|citation)$/i

/** Keys that make any file one of templates for training: the format of Alpaca. */
export function isAlpacaTemplate(value: unknown): boolean {
  const record = asRecord(value)
  return asText(record?.['prompt_input']) !== undefined || asText(record?.['prompt_no_input']) !== undefined
}

/**
 * Texts that are prompts: under keys that say so, the contents of messages, and in a file of prompts every longer text.
 * @param isAll whether the file holds prompts and little else
 */
export function findPromptTexts(document: StructuredDocument, isAll: boolean): PromptText[] {
  const found: PromptText[] = []
  collect(document.value, [], isAll, found)
  return found
}

function collect(value: unknown, keys: readonly (string | number)[], isAll: boolean, found: PromptText[]): void {
  if (found.length >= textLimit || keys.length > depthLimit) return
  if (Array.isArray(value)) {
    if (isMessages(value)) addMessages(value, keys, found)
    else
      for (const [index, item] of value.slice(0, textLimit).entries()) collectItem(item, [...keys, index], isAll, found)
    return
  }
  collectRecord(asRecord(value) ?? {}, keys, isAll, found)
}

function collectRecord(
  record: UnknownRecord,
  keys: readonly (string | number)[],
  isAll: boolean,
  found: PromptText[],
): void {
  const from = found.length
  for (const [key, item] of Object.entries(record))
    if (!otherKeyPattern.test(key)) collectItem(item, [...keys, key], isAll, found)
  const title = typeof keys.at(-1) === 'number' ? titleOf(record) : undefined
  if (title === undefined) return
  const texts = found.splice(from)
  const others = texts.filter(({text}) => text !== title)
  // where a record holds several prompts, their keys tell them apart
  if (others.length === 1) found.push(...others.map(one => ({...one, title})))
  else found.push(...(others.length > 0 ? others : texts))
}

/** Keys under which the prompts of a list are told from each other; `act` is that of the best known one. */
const titleKeys = ['name', 'title', 'act', 'label', 'id', 'key', 'slug', 'task']
const plainTitle = /^[^\n]{1,80}$/

function titleOf(record: UnknownRecord): string | undefined {
  return titleKeys.map(key => asText(record[key])).find(text => text !== undefined && plainTitle.test(text.trim()))
}

/** A frame that a training puts every record into is a template by itself. */
const alpacaKey = /^prompt_(?:no_)?input$/

function collectItem(item: unknown, keys: readonly (string | number)[], isAll: boolean, found: PromptText[]): void {
  const text = asText(item)
  if (text === undefined) {
    collect(item, keys, isAll, found)
    return
  }
  const key = keys.findLast(one => typeof one === 'string') ?? ''
  const isNamed = promptKeyPattern.test(key) && sentencePattern.test(text)
  const isProse = isAll && text.length >= proseLength && sentencePattern.test(text)
  const isOther =
    /^(?:https?|file):\/\/\S+$/.test(text) || isApology(text) || (isFrameOfVariables(text) && !alpacaKey.test(key))
  if ((isNamed || isProse) && found.length < textLimit && !isOther) found.push({keys, text})
}

/**
 * `[{role: system, content: …}]`, also LangChain's and Anthropic's parts; `[{type: system, content: …}, "{{ history }}"]`
 * of NeMo Guardrails.
 */
function isMessages(list: readonly unknown[]): boolean {
  const records = list.flatMap(item => asRecord(item) ?? [])
  return records.length > 0 && list.every(item => asText(item) !== undefined || isTurn(asRecord(item)))
}

function isTurn(item: UnknownRecord | undefined): boolean {
  return asText(item?.['role']) !== undefined || speakers.test(asText(item?.['type']) ?? '')
}

const speakers = /^(?:system|user|assistant|bot)$/

function addMessages(list: readonly unknown[], keys: readonly (string | number)[], found: PromptText[]): void {
  const texts = list.slice(0, textLimit).flatMap(item => {
    const content = asRecord(item)?.['content'] ?? item
    return asText(content) ?? recordsOf(asList(content)).flatMap(part => asText(part['text']) ?? [])
  })
  if (texts.length > 0) found.push({keys: [...keys, 0], text: texts.join('\n')})
}
