import {hubReference} from '../../catalog/references/hub.ts'
import {isWeightsName} from '../../catalog/references/weights.ts'
import {reportReference} from '../../catalog/setting.ts'
import type {Collector} from '../../inventory/collector.ts'
import {baseName} from '../../lib/path.ts'
import {templateVariables} from '../../lib/text/template.ts'

interface Instruction {
  readonly name: string
  readonly value: string
  readonly line: number
}

const namePattern = /^\s*(FROM|ADAPTER|SYSTEM|TEMPLATE|MESSAGE|PARAMETER|LICENSE|REQUIRES)\s+(.*)$/is

/**
 * Reports every model, adapter and prompt of an Ollama Modelfile.
 * @see Ollama documentation, "Modelfile reference"
 */
export function reportModelfile(text: string, into: Collector): void {
  const prompts = new Map<string, number>()
  const instructions = instructionsOf(text)
  const settings = instructions.flatMap(({name, value}) => (name === 'PARAMETER' ? (settingOf(value) ?? []) : []))
  for (const {name, value, line} of instructions) {
    if (name === 'FROM' || name === 'ADAPTER') reportSource({value, symbol: name, line}, settings, into)
    else if (name === 'SYSTEM' || name === 'TEMPLATE') {
      const count = (prompts.get(name) ?? 0) + 1
      prompts.set(name, count)
      reportText(value, count === 1 ? name : `${name}-${count}`, line, into)
    }
  }
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.split(/\r\n|\n|\r/)
  const instructions: Instruction[] = []
  for (let at = 0; at < lines.length; at++) {
    const [, name, first = ''] = namePattern.exec(lines[at] ?? '') ?? []
    if (name === undefined) continue
    const fence = fenceOf(first)
    const following = fence === undefined ? [] : untilFence(first.slice(fence.length), fence, lines, at + 1)
    const whole = [first.slice(fence?.length ?? 0), ...following].join('\n')
    instructions.push({
      name: name.toUpperCase(),
      value: fence === undefined ? whole.trim() : whole.slice(0, endOf(whole, fence)),
      line: at + 1,
    })
    at += following.length
  }
  return instructions
}

function fenceOf(text: string): string | undefined {
  if (text.startsWith('"""')) return '"""'
  return text.startsWith('"') ? '"' : undefined
}

/** The lines that a quoted value goes on over. */
function untilFence(first: string, fence: string, lines: readonly string[], from: number): readonly string[] {
  if (first.includes(fence)) return []
  let end = from
  while (end < lines.length && lines[end]?.includes(fence) !== true) end++
  return lines.slice(from, end + 1)
}

function endOf(text: string, fence: string): number {
  const end = text.lastIndexOf(fence)
  return end === -1 ? text.length : end
}

/** `temperature 0.2` of PARAMETER. */
function settingOf(value: string): string | undefined {
  const [, name, setting] = /^(\w{1,60})\s+(\S.{0,200})$/.exec(value) ?? []
  return name === undefined || setting === undefined ? undefined : `${name.toLowerCase()}=${setting.trim()}`
}

/**
 * A model of Ollama's library, of the hub, a file of weights or a folder; paths into the hub's cache say repository and
 * commit.
 */
function reportSource(
  {value, symbol, line}: {readonly value: string; readonly symbol: string; readonly line: number},
  settings: readonly string[],
  into: Collector,
): void {
  const source = value.replace(/\s#.*$/s, '')
  const where = {line, symbol, confidence: 0.95}
  const properties = symbol === 'FROM' && settings.length > 0 ? {'aibom:model:setting': settings} : undefined
  const hub = hubReference(source)
  if (hub !== undefined) reportReference(hub, where, into, properties)
  if (isWeightsName(source))
    into.weights(
      source.startsWith('/') || source.startsWith('~') ? baseName(source) : source.replace(/^(?:\.\/)+/, ''),
      where,
    )
  else if (hub === undefined && /^[A-Za-z0-9][\w.-]*(?:\/[\w.-]+)*(?::[\w.-]+)?$/.test(source))
    into.model(source, where, {registry: 'ollama'}, properties)
}

function reportText(text: string, symbol: string, line: number, into: Collector): void {
  if (text.trim() === '') return
  const variables = templateVariables(text)
  into.prompt(
    text,
    {line, symbol, confidence: 0.97},
    {
      role: symbol.startsWith('SYSTEM') ? 'system' : 'template',
      ...(variables.length > 0 && {variables}),
    },
  )
}
