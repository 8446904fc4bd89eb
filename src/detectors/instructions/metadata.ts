import {asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseDocument, type StructuredDocument} from '../../lib/parse/document.ts'
import {splitFrontMatter} from '../../lib/text/front-matter.ts'

/** What an assistant's file says of itself before, or around, its text. */
export interface Metadata {
  readonly fields: UnknownRecord
  /** text for the model, without the metadata */
  readonly body: string
  /** false where the head was read line by line, so that some of it may be missing among the fields */
  readonly isWhole: boolean
  lineOf(key: string): number | undefined
}

const fieldPattern = /^([A-Za-z][\w-]*):[ \t]*(.*)$/s

/**
 * Front matter of Markdown, or the keys of TOML and JSON. Assistants read front matter that is no YAML (`globs:
 * **\/*.ts`, a colon inside a description)
 * line by line; so do we. A TOML or JSON file that cannot be parsed gives undefined.
 */
export function parseMetadata(text: string, path: string): Metadata | undefined {
  if (path.endsWith('.toml') || path.endsWith('.json')) return fromDocument(text, path)
  const front = splitFrontMatter(text)
  if (front === undefined) return {fields: {}, body: text, isWhole: true, lineOf: () => undefined}
  const answer = parseDocument(front.yaml, 'front-matter.yaml')
  const isWhole = answer.ok && asRecord(answer.document.value) !== undefined
  const document = isWhole ? answer.document : parseLines(front.yaml)
  return {
    fields: asRecord(document.value) ?? {},
    body: front.body,
    isWhole,
    lineOf(key) {
      const line = document.lineOf([key])
      return line === undefined ? undefined : line + front.yamlLine - 1
    },
  }
}

function fromDocument(text: string, path: string): Metadata | undefined {
  const answer = parseDocument(text, path)
  if (!answer.ok) return undefined
  const fields = asRecord(answer.document.value) ?? {}
  return {fields, body: asText(fields['prompt']) ?? '', isWhole: true, lineOf: key => answer.document.lineOf([key])}
}

function parseLines(yaml: string): StructuredDocument {
  const lines = new Map<string, number>()
  const value: Record<string, unknown> = Object.create(null)
  for (const [index, line] of yaml.split('\n').entries()) {
    const [, key, text = ''] = fieldPattern.exec(line) ?? []
    if (key === undefined || lines.has(key)) continue
    lines.set(key, index + 1)
    value[key] = text.trim().replace(/^(["'])(.*)\1$/, '$2')
  }
  return {value, lineOf: ([key]) => lines.get(String(key))}
}

/** Tools as a list, as `Read, Bash(git:*)`, or as a map of switches (opencode). */
export function toolsOf(value: unknown): string[] {
  if (typeof value === 'string') return splitTools(value)
  const switches = asRecord(value)
  if (switches === undefined) return textsOf(value)
  return Object.entries(switches).flatMap(([name, on]) => (on === true || on === 'allow' ? [name] : []))
}

/** At commas and blanks, but not inside parentheses. */
function splitTools(text: string): string[] {
  const list = text.replace(/^\[|\]$/g, '')
  return (list.match(/[^\s,(]+(?:\([^)]*\)?)?/g) ?? []).map(tool => tool.replace(/^(["'])(.*)\1$/, '$2'))
}
