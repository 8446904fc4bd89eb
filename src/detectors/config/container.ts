import {reportCommand} from '../../catalog/commands/commands.ts'
import {startOfImage} from '../../catalog/commands/start-words.ts'
import {isArgumentsKey, normaliseKey} from '../../catalog/config-keys.ts'
import {gatewayCommand, gatewayImage} from '../../catalog/mcp-gateway.ts'
import type {Collector} from '../../inventory/collector.ts'
import type {Level} from '../../inventory/evidence.ts'
import {asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {parseShell, type ShellWord} from '../../lib/parse/shell.ts'
import {scriptAt} from './block.ts'
import {interpolate} from './interpolate.ts'
import {type Node, valueUnder} from './walk.ts'

/** A map of a document with its line and the lines of its keys. */
export interface RecordPlace {
  readonly record: UnknownRecord
  readonly node: Node
  readonly line: number | undefined
  readonly lineOf: (key: string) => number | undefined
  readonly level: Level
}

/**
 * Command and arguments of a container, process or step, wherever they stand: Kubernetes, compose, Helm values, cloud
 * task definitions.
 */
export function reportContainer(
  place: RecordPlace,
  document: StructuredDocument,
  lines: readonly string[],
  into: Collector,
): void {
  const keys = Object.keys(place.record).filter(key => isArgumentsKey(normaliseKey(key)))
  if (keys.length === 0) return
  const words = keys.sort((a, b) => rank(a) - rank(b)).flatMap(key => wordsOf(place, key, document, lines, into))
  if (words.length > 0)
    reportCommand({assignments: [], words: [...startOf(place.record, words), ...words]}, into, place.level)
}

/** What starts the container stands before what it is given. */
function rank(key: string): number {
  const normal = normaliseKey(key)
  if (normal === 'entrypoint') return 0
  return normal === 'command' || normal === 'cmd' ? 1 : 2
}

/** The words of one command; whole shell texts among them are reported at once. */
function wordsOf(
  place: RecordPlace,
  key: string,
  document: StructuredDocument,
  lines: readonly string[],
  into: Collector,
): ShellWord[] {
  const value = place.record[key]
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.flatMap((item: unknown, at) => {
    const text = typeof item === 'number' ? String(item) : asText(item)
    if (text === undefined) return []
    const script = scriptAt(
      text,
      document.lineOf([...place.node.path, key, ...(Array.isArray(value) ? [at] : [])]) ?? place.line,
      lines,
    )
    const known = interpolate(script.text, document.value)
    if (!/\s/.test(text.trim())) return [{text: known.trim(), line: script.line}]
    const commands = parseShell(known, script.line)
    const [only] = commands
    if (commands.length === 1 && only !== undefined && only.assignments.length === 0 && !Array.isArray(value))
      return only.words
    for (const command of commands) reportCommand(command, into, place.level)
    return []
  })
}

function startOf(record: UnknownRecord, words: readonly ShellWord[]): ShellWord[] {
  const [first] = words
  if (first === undefined) return []
  const image = asText(valueUnder(record, 'image')) ?? ''
  const start = gatewayImage.test(image) ? gatewayCommand : startOfImage(image)
  if (start !== undefined && !/^(?:vllm|python3?|\/|ba?sh|lmdeploy|docker)/.test(first.text))
    return start.map(text => ({text, line: first.line}))
  return first.text.startsWith('-') ? [{text: '', line: first.line}] : []
}
