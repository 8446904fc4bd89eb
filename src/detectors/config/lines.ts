import {reportCommand, reportShell} from '../../catalog/commands/commands.ts'
import {isArgumentsKey, normaliseKey} from '../../catalog/config-keys.ts'
import {reportSetting} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import type {Level} from '../../inventory/evidence.ts'
import type {ShellWord} from '../../lib/parse/shell.ts'
import {askedBy, isVariableAskedFor} from './asked-for.ts'
import {indentOf} from './block.ts'
import {embeddedJson} from './embedded.ts'
import {interpolate} from './interpolate.ts'
import {connectionNamed} from './mcp-connections.ts'
import {prefixOfModelVariable, type SettingLine, settingsByPrefix, settingVariable} from './model-settings.ts'
import {addressIn, type ClientKey, clientSection, embeddedModel, reportClients} from './spring.ts'

/** The same for files that are read line by line. */
export interface LineReading {
  readonly isAboutModels: boolean
  readonly isAboutTraining: boolean
  readonly isAboutOllama: boolean
  readonly level: Level
  /** added to the number of each line */
  readonly offset?: number
  /** reads JSON that stands as a value */
  readonly readEmbedded?: (text: string, name: string, line: number) => void
}

function aboutOf({
  isAboutModels,
  isAboutTraining,
  isAboutOllama,
}: LineReading): Pick<LineReading, 'isAboutModels' | 'isAboutTraining' | 'isAboutOllama'> {
  return {isAboutModels, isAboutTraining, isAboutOllama}
}

/** Longer lines are data. */
const lineLimit = 2000
const pairPattern = /^\s*(?:- \s*)?["']?([A-Za-z_][\w./-]{0,80})["']?\s*:(?:\s(.*))?$/s
const itemPattern = /^\s*- (.+)$/s
const templateDefault = /\{\{[^{}]{0,200}?\bdefault\s+"([^"]{1,200})"[^{}]{0,200}\}\}/

interface Open {
  readonly indent: number
  readonly key: string
}

/**
 * Reads what is nearly YAML, a line at a time: Helm and Jinja templates, files with an error in them. Nesting is told
 * by indentation alone.
 */
export function reportYamlLines(lines: readonly string[], reading: LineReading, into: Collector): void {
  const open: Open[] = []
  let items: ShellWord[] = []
  const flush = (): void => {
    if (items.length > 0)
      reportCommand({assignments: [], words: [{text: '', line: items[0]?.line ?? 1}, ...items]}, into, reading.level)
    items = []
  }
  lines.forEach((raw, at) => {
    const text = raw.length > lineLimit || /^\s*(?:#|\{\{[-/#])/.test(raw) ? '' : raw
    const line = at + 1 + (reading.offset ?? 0)
    const item = itemPattern.exec(text)
    const pair = pairPattern.exec(text)
    if (pair === null && item !== null && isArgumentsKey(open.at(-1)?.key ?? '')) {
      items.push({text: scalarOf(item[1] ?? ''), line})
      return
    }
    if (text.trim() === '') return
    flush()
    if (pair !== null) reportPair(pair, {indent: indentOf(text), line, open, reading}, into)
  })
  flush()
}

interface PairPlace {
  readonly indent: number
  readonly line: number
  readonly open: Open[]
  readonly reading: LineReading
}

function reportPair(pair: RegExpExecArray, {indent, line, open, reading}: PairPlace, into: Collector): void {
  const [, key = '', rest = ''] = pair
  while ((open.at(-1)?.indent ?? -1) >= indent) open.pop()
  const value = scalarOf(rest)
  const ancestors = open.map(one => one.key)
  if (value === '' || /^[|>&*!]/.test(value)) open.push({indent, key: normaliseKey(key)})
  if (/^[|>[{&*!]/.test(value)) return
  if (isArgumentsKey(normaliseKey(key))) reportShell(value, line, into, {level: reading.level})
  else if (value !== '' || /^[A-Z][A-Z0-9_]+$/.test(key))
    reportSetting({key, value, ancestors, line, level: reading.level, ...aboutOf(reading)}, into)
}

/** A scalar without quotes and comment; of a template expression only its default. */
function scalarOf(text: string): string {
  const trimmed = text.trim()
  const fallback = templateDefault.exec(trimmed)?.[1]
  const plain = fallback === undefined ? trimmed : trimmed.replace(templateDefault, () => fallback)
  const quoted = /^(["'])(.*?)\1/.exec(plain)
  const value = quoted === null ? plain.replace(/\s#.*$/s, '').trimEnd() : (quoted[2] ?? '')
  return interpolate(value, undefined)
}

const sectionPattern = /^\s*\[+([^[\]\n][^\]\n]{0,299})\]/
/** A profile of Quarkus may stand before the key: `%dev.quarkus.…`, `%test,ci.quarkus.…`. */
const iniPattern = /^\s*(?:%[\w,-]{1,60}\.)?([A-Za-z_@][\w.@/-]{0,100})\s*[=:]\s*(.*)$/s

interface IniPair {
  readonly line: number
  readonly written: string
  readonly key: string
  readonly value: string
  /** normalised: the section, and what stands before the last dot of the key */
  readonly ancestors: readonly string[]
  /** the first part of `ancestors` that is the section */
  readonly section: readonly string[]
}

/** INI, cfg, conf and Java properties: sections and dots in keys are what stands above. */
export function reportIniLines(lines: readonly string[], reading: LineReading, into: Collector): void {
  const clients: ClientKey[] = []
  const known = new Map<string, string>()
  const pairs = iniPairs(lines, reading.offset ?? 0)
  const settings = settingsByPrefix(pairs.map(({ancestors, ...pair}) => ({...pair, prefix: ancestors.join('.')})))
  for (const {line, written, key, value, ancestors, section} of pairs) {
    known.set([...section, normaliseKey(key)].join('.'), value)
    const where = {line, symbol: written, level: reading.level, confidence: 0.85}
    clients.push({section: clientSection(ancestors, key), endpoint: addressIn(key, value), where})
    const connection = connectionNamed(written, ancestors, key)
    if (connection !== undefined) into.mcpServer(connection, {...where, symbol: connection})
    reportSetting(
      {
        ...settingOf(key, value, known),
        ancestors,
        line,
        level: reading.level,
        settings: settings.get(ancestors.join('.')),
        ...aboutOf(reading),
      },
      into,
    )
  }
  reportClients(clients, into)
}

function iniPairs(lines: readonly string[], offset: number): IniPair[] {
  let section: string[] = []
  return lines.flatMap((raw, at) => {
    if (raw.length > lineLimit || /^\s*[#;!]/.test(raw)) return []
    const header = sectionPattern.exec(raw)
    if (header !== null && !raw.includes('=')) section = (header[1] ?? '').trim().split('.').map(normaliseKey)
    const pair = header === null ? iniPattern.exec(raw) : null
    if (pair === null) return []
    const [, written = '', rest = ''] = pair
    const dotted = written.split('.')
    const key = dotted.pop() ?? ''
    const ancestors = [...section, ...dotted.map(normaliseKey)]
    return [{line: at + 1 + offset, written, key, value: unquote(rest.trim()), ancestors, section}]
  })
}

/** A key with its value; a class that is a model is given under the key of one. */
function settingOf(key: string, value: string, known: ReadonlyMap<string, string>): {key: string; value: string} {
  const embedded = embeddedModel(value)
  return embedded === undefined
    ? {key, value: interpolate(fromKnown(value, known), undefined)}
    : {key: 'model', value: embedded}
}

/** `${paths.vectors}` of spaCy's configuration. */
function fromKnown(value: string, known: ReadonlyMap<string, string>): string {
  const inside = /^\$\{([\w.]{1,100})\}$/.exec(value)?.[1]
  return inside === undefined ? value : (known.get(inside.replaceAll('_', '')) ?? value)
}

/** A value without its quotes, or without the comment behind it. */
export function unquote(text: string): string {
  const quoted = /^(["'])(.*?)\1(?:\s*[;#].*)?$/s.exec(text)
  return quoted === null ? text.replace(/\s[#;].*$/s, '').trim() : (quoted[2] ?? '')
}

/** Lines of one value: catalogues of a hundred models and more are kept in one. */
const embeddedLines = 2000
const envPattern = /^\s*(#\s*)?(?:export\s+|set\s+|\$env:)?([A-Za-z_][A-Za-z0-9_]{1,100})\s*=\s*(.*)$/i

/** The .env family: every key, its value where it is no secret; a commented line is a mention. */
export function reportEnvLines(lines: readonly string[], reading: LineReading, into: Collector): void {
  const known = new Map<string, string>()
  const variables = lines.map(envVariable)
  const settings = settingsByPrefix(variables.flatMap(settingOfVariable))
  const asked = askedBy(variables.flatMap(variable => variable?.key ?? []))
  variables.forEach((variable, at) => {
    if (variable === undefined) return
    const {comment, key, rest} = variable
    const json = comment === undefined ? embeddedJson(key, quotedText(rest.trim(), at, lines)) : undefined
    if (json !== undefined) {
      reading.readEmbedded?.(json, 'value.json', at + 1 + (reading.offset ?? 0))
      return
    }
    const value = unquote(rest.trim()).replace(
      /\$\{?([A-Za-z_]\w*)\}?/g,
      (whole, name: string) => known.get(name) ?? whole,
    )
    if (comment === undefined) known.set(key, value)
    const level = comment === undefined ? reading.level : 'mentioned'
    reportSetting(
      {
        key,
        value: interpolate(value, undefined),
        ancestors: [],
        line: at + 1 + (reading.offset ?? 0),
        level,
        settings: settings.get(prefixOfModelVariable(key)),
        ...aboutOf(reading),
        isAboutModels: true,
        isAskedFor: isVariableAskedFor(key, asked),
      },
      into,
    )
  })
}

interface EnvVariable {
  /** what comments it out */
  readonly comment: string | undefined
  readonly key: string
  readonly rest: string
}

function envVariable(raw: string): EnvVariable | undefined {
  const match = raw.length > lineLimit ? null : envPattern.exec(raw)
  if (match === null) return undefined
  const [, comment, key = '', rest = ''] = match
  return {comment, key, rest}
}

function settingOfVariable(variable: EnvVariable | undefined): SettingLine[] {
  if (variable === undefined || variable.comment !== undefined) return []
  const setting = settingVariable(variable.key, unquote(variable.rest.trim()))
  return setting === undefined ? [] : [setting]
}

/** A value in quotes; one that begins with a list or object may go on for some lines. */
function quotedText(rest: string, at: number, lines: readonly string[]): string {
  const quote = /^["'`](?=\s*[[{]|$)/.exec(rest)?.[0]
  if (quote === undefined) return rest
  const more = rest.indexOf(quote, 1) === -1 ? lines.slice(at + 1, at + embeddedLines) : []
  const end = more.findIndex(line => line.trimEnd().endsWith(quote))
  const text = [rest.slice(1), ...more.slice(0, end + 1)].join('\n')
  const last = text.lastIndexOf(quote)
  return last === -1 ? text : text.slice(0, last)
}

const makeVariable = /^([A-Za-z_]\w*)\s*[:?+]?=\s*(.*)$/s

/** Makefiles and justfiles: variables, and recipes as shell text. */
export function reportMakeLines(lines: readonly string[], reading: LineReading, into: Collector): void {
  const known = new Map<string, string>()
  const recipe: string[] = []
  for (const [at, raw] of lines.entries()) {
    const variable = /^\s/.test(raw) ? null : makeVariable.exec(raw)
    if (variable !== null) {
      const [, key = '', value = ''] = variable
      known.set(key, unquote(value))
      reportSetting(
        {
          key,
          value: unquote(value),
          ancestors: [],
          line: at + 1,
          level: reading.level,
          ...aboutOf(reading),
        },
        into,
      )
    }
    const isRecipe = /^(?:\t| {2,})\S/.test(raw) && raw.length <= lineLimit
    recipe.push(
      isRecipe
        ? raw.replace(/^\s*[@-]*/, '').replace(/\$\(([A-Za-z_]\w*)\)/g, (_whole, name: string) => `$${name}`)
        : '',
    )
  }
  reportShell(recipe.join('\n'), 1, into, {level: 'used', variables: known})
}

const commentPattern =
  /^\s*(?:#|;|\/\/)+\s?(?:- )?["']?([A-Za-z][\w.-]{1,60})["']?\s*[:=]\s*["']?([^\s"'#,]{2,200})["']?\s*,?\s*(?:#.*)?$/

/** Settings that are commented out: mentions. */
export function reportComments(lines: readonly string[], into: Collector, offset = 0): void {
  lines.forEach((raw, at) => {
    const match = raw.length > lineLimit ? null : commentPattern.exec(raw)
    if (match === null) return
    reportSetting(
      {
        key: match[1] ?? '',
        value: match[2] ?? '',
        ancestors: [],
        line: at + 1 + offset,
        level: 'mentioned',
        isAboutModels: true,
      },
      into,
    )
  })
}
