import {asList, asRecord, type UnknownRecord} from '../lib/narrow.ts'
import {parseJsonOrNothing} from '../lib/parse/json.ts'
import type {AttributeValue} from './otlp/record.ts'
import {remember} from './remember.ts'

/** Instructions that one record is looked through for. */
const textLimit = 8
const systemRoles = new Set(['system', 'developer'])

/**
 * Instructions as an attribute states them: one text, or a list of parts, as text or as a value.
 * @returns one text for each part
 */
export function instructionTexts(value: AttributeValue): readonly string[] {
  return typeof value === 'string' ? instructionsInText(value) : textsIn(value).slice(0, textLimit)
}

/** The same instructions come with every call. */
const instructionsInText = remember((text): readonly string[] => {
  const parsed = /^\s*[[{"]/.test(text) ? (parseJsonOrNothing(text) ?? text) : text
  return textsIn(parsed).slice(0, textLimit)
})

/** The instructions that stand at the beginning of a list of messages; the rest is not looked at. */
export function systemMessages(value: AttributeValue): string[] {
  const texts: string[] = []
  for (const message of typeof value === 'string' ? leadingItems(value) : messagesIn(value)) {
    const record = plainMessage(message)
    const isSystem = systemRoles.has(String(record?.['role'] ?? record?.['type'] ?? '').toLowerCase())
    if (record === undefined || !isSystem || texts.length === textLimit) break
    texts.push(...textsIn(record['content'] ?? record['parts'] ?? record['message']))
  }
  return texts
}

/** Of a batch the messages of the first request. */
function messagesIn(value: AttributeValue): readonly unknown[] {
  const list = asList(value)
  return Array.isArray(list[0]) ? list[0] : list
}

/** LangChain writes how a message is made: `{"lc": 1, "type": "constructor", "kwargs": {…}}`. */
function plainMessage(message: unknown): UnknownRecord | undefined {
  const record = asRecord(message)
  return record !== undefined && 'lc' in record ? asRecord(record['kwargs']) : record
}

/** LangChain's parts of a message are told as one text: `[{"type": "text", "text": "…"}]`. */
function textsOfText(text: string): string[] {
  if (text === '') return []
  const parts = /^\[\{"(?:type|text)":/.test(text) ? parseJsonOrNothing(text) : undefined
  return Array.isArray(parts) ? textsIn(parts) : [text]
}

/** Texts of a message's content: a text, a part, a list of them. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return textsOfText(value)
  if (Array.isArray(value)) return value.slice(0, textLimit).flatMap(textsIn)
  const record = asRecord(value)
  if (record === undefined) return []
  const text = record['content'] ?? record['text']
  return typeof text === 'string' ? textsIn(text) : []
}

/**
 * The items of a list in JSON text, one after the other, each parsed when it is asked for: what stands behind the
 * instructions may be long.
 */
function* leadingItems(text: string): Generator<unknown> {
  let at = text.indexOf('[') + 1
  if (at === 0) return
  for (let count = 0; count < textLimit; count++) {
    const begin = text.indexOf('{', at)
    if (begin === -1) return
    at = endOfObject(text, begin)
    if (at === -1) return
    yield parseJsonOrNothing(text.slice(begin, at))
  }
}

/** The offset behind the object that begins at one; -1 where it does not end. */
function endOfObject(text: string, begin: number): number {
  let depth = 0
  for (let at = begin; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x7b) depth++
    else if (code === 0x7d && --depth === 0) return at + 1
    if (at === -1) return -1
  }
  return -1
}

function endOfString(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return at
  }
  return -1
}
