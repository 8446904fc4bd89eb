import {opensSomething} from './bare-key.ts'
import {spansOfCalls} from './calls.ts'
import {spansOfElements} from './elements.ts'
import {isKeyLike} from './key-like.ts'
import {isSecretName, kindOfName, mayBeSecret} from './names.ts'
import {isOpen} from './open-value.ts'
import {spansOfPositional} from './positional.ts'
import {mark} from './tokens.ts'
import {type Span, spansOfValue, type ValueContext} from './value.ts'
import type {Writing} from './writing.ts'

/** A text that is being redacted. */
export interface Scan {
  readonly writing: Writing
  /** what was hidden */
  readonly values: Set<string>
}

/** `NAME =`, `"name":`, `name: str =`, `environ["NAME"] =`, `set("name",`: a name and what leads to its value. */
const headPattern =
  /(?<![\w.$])([A-Za-z_$][\w.$-]{0,100})(\\{0,3}["'`]?\]?)([ \t]*(?::[ \t]*[A-Za-z_][\w.[\]|<>, ]{0,60}?[ \t]*=(?!=)|:=|=>|[=!]={1,2}|=(?!=)|:(?![:/])|,(?=[ \t]*\\{0,3}["'`])|[ \t]is:?(?=[ \t]))[ \t]*)/g
/** `ENV NAME value`, `machine h login u password value` and, as BAML has it, `name "value"`. */
const spacedPattern =
  /(?:^[ \t]*(?:ENV|ARG|LABEL|setenv)|\bmachine[ \t]+\S{1,200}[ \t]+login[ \t]+\S{1,200})[ \t]+([A-Za-z_][\w.-]{0,100})[ \t]+(?=[^\s=])|^[ \t]*([A-Za-z_][\w.-]{0,100})[ \t]+(?=["'])/gm
/** A field that holds the name of a variable, and the field that holds its value. */
const nameField =
  /(?<![\w-])(?:name|key|variable|parameterkey)(\\{0,3}["']?)[ \t]*[:=][ \t]*\\{0,3}["']?([A-Za-z_][\w.-]{0,100})/gi
const valueField = /(?<![\w-])(?:value|default|defaultvalue|parametervalue|secret_?value)\\{0,3}["']?[ \t]*[:=][ \t]*/gi
/** Names that say nothing of what they open. */
const bareName = /^(?:key|pass|pw|auth|pat)$/i
const fieldDistance = 240
/** So much of a line before a name is looked at. */
const lineLimit = 200
/** A variable of Terraform and the value it has where nobody gives one. */
const variableBlock = /\bvariable[ \t]+"([A-Za-z_][\w.-]{0,100})"[ \t]*\{[^{}]{0,400}?\bdefault[ \t]*=[ \t]*/g
/** `--api-key VALUE`, `"--api-key", "VALUE"`, and the same as items of a YAML list. */
const flagPattern =
  /(?<![\w-])-{1,2}([A-Za-z][\w-]{0,60})(\\{0,3}["']?[ \t]*,?\s{1,80}(?:-[ \t]{1,8})?\\{0,3}["']?)([^\s"'`,;|&<>()[\]\\-](?:[^\s"'`,;|&<>()[\]\\]|&(?=[^\s&])){0,500})/g

/** Values beside names of secrets. */
export function redactPairs(text: string, scan: Scan): string {
  return hide(
    text,
    [
      ...spansOfPairs(text, scan),
      ...spansOfSpaced(text, scan),
      ...spansOfElements(text, scan.writing),
      ...spansOfCalls(text, scan.writing),
      ...(scan.writing === 'code' ? spansOfPositional(text) : []),
    ],
    scan,
  )
}

/** `name: API_KEY` and, in the same item, `value: x`. */
export function redactFields(text: string, scan: Scan): string {
  const spans: Span[] = []
  for (const match of text.matchAll(nameField)) {
    if (!isSecret(match[2] ?? '')) continue
    const end = match.index + match[0].length
    const at = valueAfter(text, end) ?? valueBefore(text, match.index)
    if (at !== undefined) spans.push(...spansOfValue(text, at, {kind: 'secret', writing: 'data'}))
  }
  for (const match of text.matchAll(variableBlock)) {
    if (isSecret(match[1] ?? ''))
      spans.push(...spansOfValue(text, match.index + match[0].length, {kind: 'secret', writing: 'data'}))
  }
  return hide(text, spans, scan)
}

/** `-u name:password` */
const userPattern =
  /(?<![\w-])(-u|--user)(\\{0,3}["']?[ \t]*,?[ \t]{1,8}\\{0,3}["']?|=)([\w.@-]{1,80}:)(?!\d+(?![\w]))([^\s"'`:]{3,200})/g

/** Values behind options whose name is a secret's. */
export function redactFlags(text: string, {writing, values}: Scan): string {
  const shown = text.replace(userPattern, (_all, flag: string, between: string, user: string, value: string) => {
    values.add(value)
    return `${flag}${between}${user}${mark}`
  })
  return shown.replace(flagPattern, (all: string, name: string, between: string, value: string) => {
    const quoted = /["']$/.test(between)
    const hidden =
      isSecret(name) && !isOpen(value) && (quoted || writing === 'data' || /\d|[A-Z]/.test(value) || value.length >= 12)
    const isKey = name.toLowerCase() === 'k' && isKeyLike(value, 12)
    if (!hidden && !isKey) return all
    values.add(value)
    return all.slice(0, all.length - value.length) + mark
  })
}

function spansOfPairs(text: string, {writing}: Scan): Span[] {
  const spans: Span[] = []
  headPattern.lastIndex = 0
  for (let match = headPattern.exec(text); match !== null; match = headPattern.exec(text)) {
    const [, name = '', , sign = ''] = match
    const stated = mayBeSecret(name) ? kindOfName(name) : 'other'
    const isBare = stated === 'maybe' && bareName.test(name)
    const kind = isBare && opensSomething(text, match.index, headPattern.lastIndex, writing) ? 'secret' : stated
    const isPair = kind === 'secret' || kind === 'maybe'
    const found = isPair
      ? spansOfValue(text, headPattern.lastIndex, {
          kind,
          writing: writingAt(text, match.index, sign, writing),
          sign: signOf(name, sign),
        })
      : []
    spans.push(...found)
    headPattern.lastIndex = Math.max(match.index + name.length, found.at(-1)?.end ?? 0)
  }
  return spans
}

/** `PASSWORD=x` inside a string of code is a value, not an expression. */
function writingAt(text: string, at: number, sign: string, writing: Writing): ValueContext['writing'] {
  if (writing === 'code' && sign.trim().startsWith('is')) return 'prose'
  if (writing !== 'code' || sign !== '=') return writing
  const near = text.slice(Math.max(0, at - lineLimit), at)
  const before = near.slice(near.lastIndexOf('\n') + 1)
  return before.replace(/\\./g, '').replace(/[^"'`]/g, '').length % 2 === 1 ? 'string' : writing
}

/** A token that is compared is one of a grammar as a rule. */
function signOf(name: string, sign: string): string {
  const trimmed = sign.trim()
  return /^[=!]=/.test(trimmed) && /^tokens?$/i.test(name) ? 'is' : trimmed
}

function spansOfSpaced(text: string, {writing}: Scan): Span[] {
  if (writing === 'code') return []
  return [...text.matchAll(spacedPattern)].flatMap(match => {
    const kind = kindOfName(match[1] ?? match[2] ?? '')
    if (kind !== 'secret' && kind !== 'maybe') return []
    return spansOfValue(text, match.index + match[0].length, {kind, writing: 'data', sign: '='})
  })
}

/** Where the value behind a name begins, unless another name or item comes first. */
function valueAfter(text: string, from: number): number | undefined {
  const near = text.slice(from, from + fieldDistance)
  const match = [...near.matchAll(valueField)][0]
  if (match === undefined || isOtherItem(near.slice(0, match.index))) return undefined
  return from + match.index + match[0].length
}

function valueBefore(text: string, before: number): number | undefined {
  const from = Math.max(0, before - fieldDistance)
  const near = text.slice(from, before)
  const match = [...near.matchAll(valueField)].at(-1)
  if (match === undefined || isOtherItem(near.slice(match.index))) return undefined
  return from + match.index + match[0].length
}

function isOtherItem(between: string): boolean {
  return /[{}]|^[ \t]*- |(?<![\w-])name["']?\s*[:=]/m.test(between)
}

function isSecret(name: string): boolean {
  return mayBeSecret(name) && isSecretName(name)
}

/** Puts the mark in place of each span; spans that overlap are one. */
function hide(text: string, spans: readonly Span[], {values}: Scan): string {
  if (spans.length === 0) return text
  let shown = ''
  let at = 0
  for (const {start, end} of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue
    const from = Math.max(start, at)
    const value = text.slice(from, end)
    for (const line of value.split('\n')) values.add(line.trim())
    // every line stays where it is
    shown += text.slice(at, from) + value.replace(/[^\n]+/g, mark)
    at = end
  }
  return shown + text.slice(at)
}
