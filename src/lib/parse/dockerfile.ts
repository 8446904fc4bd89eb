import {baseName} from '../path.ts'
import {parseJsonOrNothing} from './json.ts'

/** One instruction of a Dockerfile, with the lines that continue it. */
export interface Instruction {
  /** upper case */
  readonly name: string
  readonly text: string
  /** from 1 */
  readonly line: number
}

const namePattern = /(?:^|[._-])(?:docker|container)file(?:$|[._-])|[A-Za-z\d]Dockerfile$/i
const instructionPattern = /^\s*([A-Za-z]+)\s+(.*)$/s
const optionPattern = /^(?:--[\w-]+(?:=\S+)?\s+(?:\\\n\s*)*)+/
const heredocPattern = /<<-?\s*["']?([A-Za-z_]\w*)["']?/g

/**
 * `Dockerfile`, `Dockerfile.gpu`, `api.Dockerfile`, `GPUDockerfile`, `Containerfile`, in any folder. Other files may be
 * called so, too: `dockerfile.py`.
 */
export function isDockerfileName(path: string): boolean {
  return namePattern.test(baseName(path))
}

/**
 * Logical lines: continued by a backslash, here-documents kept, comments between them left out.
 * @see Dockerfile reference, Docker documentation
 */
export function instructionsOf(text: string): Instruction[] {
  const written = text.split(/\r\n|\n|\r/)
  // Windows images: a backtick continues a line, so that a backslash may stand in a path
  const lines = /^#\s*escape\s*=\s*`\s*$/i.test(written[0] ?? '')
    ? written.map(line => line.replace(/`[ \t]{0,100}$/, '\\'))
    : written
  const instructions: Instruction[] = []
  for (let at = 0; at < lines.length; at++) {
    const [, name, first = ''] = isBlank(lines[at]) ? [] : (instructionPattern.exec(lines[at] ?? '') ?? [])
    if (name === undefined) continue
    const continued = continuation(first, lines, at + 1)
    const documents = heredocs(first, lines, at + 1 + continued.length)
    instructions.push({name: name.toUpperCase(), text: [first, ...continued, ...documents].join('\n'), line: at + 1})
    at += continued.length + documents.length
  }
  return instructions
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || /^\s*(?:#|$)/.test(line)
}

/**
 * A comment or empty line inside an instruction does not end it, and stays a line of its own so that places are right.
 */
function continuation(first: string, lines: readonly string[], from: number): string[] {
  const parts: string[] = []
  for (let last = first, at = from; /\\\s*$/.test(last) && at < lines.length; at++) {
    last = isBlank(lines[at]) ? '\\' : (lines[at] ?? '')
    parts.push(last)
  }
  return parts
}

function heredocs(first: string, lines: readonly string[], from: number): string[] {
  let at = from
  for (const [, end] of first.matchAll(heredocPattern)) {
    while (at < lines.length && lines[at]?.trim() !== end) at++
    at++
  }
  return lines.slice(from, Math.min(at, lines.length))
}

/** The words of the exec form, `["a", "b"]`; undefined of the shell form. */
export function execForm(text: string): string[] | undefined {
  const trimmed = text.replaceAll('\\\n', '\n').trim()
  if (!trimmed.startsWith('[')) return undefined
  const value = parseJsonOrNothing(trimmed)
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : undefined
}

/** What an instruction is given behind its options: `--platform=linux/amd64`, `--from=build`. */
export function withoutOptions(text: string): string {
  return text.replace(optionPattern, '')
}

/** A variable that ENV or ARG sets. */
export interface ImageVariable {
  readonly name: string
  /** as it is written; undefined of an ARG without a default */
  readonly value: string | undefined
  readonly line: number
}

/** `ENV A=1 B="2"`, `ENV A 1`, `ARG A`, `ARG A=1` */
export function variablesOf({text, line}: Instruction): ImageVariable[] {
  const old = /^\s*([A-Za-z_]\w*)(?:\s+(.*))?$/s.exec(text)
  if (old !== null) return [{name: old[1] ?? '', value: old[2]?.trim(), line}]
  return text.split('\n').flatMap((part, at) =>
    [...part.matchAll(/(?<!\w)([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|(\S*))/g)].map(
      ([, name = '', double, single, plain = '']) => ({
        name,
        value: double ?? single ?? plain.replace(/\\$/, ''),
        line: line + at,
      }),
    ),
  )
}
