import {AibomError} from '../../lib/errors.ts'
import {isJsonObject, type JsonValue, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {LimitReached} from '../budget.ts'
import {leadsOut} from '../paths.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'
import own from './own-names.json' with {type: 'json'}

const limitBytes = 16 * 1024 * 1024
/** A hostile one may have its sections behind a long comment. */
const searchedBytes = 256 * 1024
const depthLimit = 64
const ownFunctions: ReadonlySet<string> = new Set(own.functions)
const ownFactories: ReadonlySet<string> = new Set(own.factories)
/** Functions of spaCy and its own extensions: `spacy.Tagger.v2`, `spacy-transformers.TransformerModel.v3` */
const ownFunction = /^(?:spacy(?:-(?:legacy|loggers|transformers|curated-transformers|lookups-data))?|srsly)\.[\w.]+$/
/** Functions of these that open the file that stands beside them. */
const opensFile = /^(?:spacy\.(?:FileReader|KBFromFile|read_labels)|srsly\.read_\w+)\.v\d+$/
/** Sections that are built when the pipeline is loaded; the others only when it is trained. */
const loadedSection = /^(?:nlp|components)(?:\.|$)/

interface Setting {
  readonly section: string
  readonly key: string
  readonly value: string
}

/** The configuration of a pipeline of spaCy: what it builds, each by the name of a registered function. */
export const spacyConfig: FormatReader = {
  format: 'spacy',
  matches: probe => (/(?:^|\/)config\.cfg$/i.test(probe.name) && hasPipeline(probe) ? 'likely' : undefined),
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of settings`)
    const settings = parseSettings(new TextDecoder().decode(file.bytes.read(0n, file.byteLength)))
    const readersOfFiles = new Set<string>()
    for (const setting of settings) {
      file.budget.spend('items')
      judgeSetting(file, setting)
      if (setting.key.startsWith('@') && opensFile.test(plainText(setting.value))) readersOfFiles.add(setting.section)
    }
    for (const setting of settings)
      if (readersOfFiles.has(setting.section) && loadedSection.test(setting.section)) judgePath(file, setting)
    file.cover(0, file.byteLength)
  },
}

function hasPipeline({bytes, byteLength}: Probe): boolean {
  const head = bytes.read(0n, Math.min(byteLength, searchedBytes))
  return /^\[nlp\]/m.test(Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1'))
}

/** Sections, and settings that may go on in further lines, which are indented. */
function parseSettings(text: string): Setting[] {
  const settings: {section: string; key: string; value: string}[] = []
  let section = ''
  for (const line of text.split(/\r\n?|\n/)) {
    const [, name] = /^\[([^\]]*)\]/.exec(line) ?? []
    const cut = line.search(/[=:]/)
    const last = settings.at(-1)
    if (name !== undefined) section = name.trim()
    else if (/^\s/.test(line)) {
      if (last !== undefined) last.value += `\n${line.trim()}`
    } else if (cut > 0 && !/^[#;]/.test(line))
      settings.push({section, key: line.slice(0, cut).trim(), value: line.slice(cut + 1).trim()})
  }
  return settings
}

function judgeSetting(file: Examination, {section, key, value}: Setting): void {
  const place = `${section}.${key}`
  if (key.startsWith('@')) judgeFunction(file, plainText(value), place)
  if (key === 'factory') judgeFactory(file, plainText(value), place)
  if (!/^[[{]/.test(value)) return
  try {
    judgeValue(file, parseStrictJson(value, {pythonNumbers: true}).value, place, 0)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    if (/[@\\]|factory/.test(value))
      file.find(configUnread, `${place} cannot be read: ${error.message}`, {member: place})
  }
}

/** A section may stand as JSON in one setting. */
function judgeValue(file: Examination, value: JsonValue, place: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > depthLimit) throw new LimitReached(`settings nested deeper than ${depthLimit}`)
  for (const [key, item] of Object.entries(value)) {
    file.budget.spend('items')
    if (isJsonObject(value) && key.startsWith('@')) judgeFunction(file, String(item), `${place}.${key}`)
    if (isJsonObject(value) && key === 'factory') judgeFactory(file, String(item), `${place}.${key}`)
    judgeValue(file, item ?? null, `${place}.${key}`, depth + 1)
  }
}

function judgeFunction(file: Examination, name: string, place: string): void {
  if (ownFunctions.has(name) || ownFunction.test(name)) return
  file.find(needsCode, `${place} is ${JSON.stringify(name)}, which spaCy does not have`, {
    member: place,
    evidence: name,
  })
}

function judgeFactory(file: Examination, name: string, place: string): void {
  if (ownFactories.has(name)) return
  file.find(needsCode, `the component of ${place} is made by ${JSON.stringify(name)}, which spaCy does not have`, {
    member: place,
    evidence: name,
  })
}

function judgePath(file: Examination, {section, key, value}: Setting): void {
  const path = plainText(value)
  if (key.startsWith('@') || !leadsOut(path)) return
  file.find(pathOutside, `${section}.${key} has spaCy read ${JSON.stringify(path)}, outside the folder of the model`, {
    member: `${section}.${key}`,
    evidence: path,
  })
}

/** The text of a JSON string; anything else as it stands. */
function plainText(value: string): string {
  try {
    const parsed = value.startsWith('"') ? parseStrictJson(value).value : value
    return typeof parsed === 'string' ? parsed : value
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return value
  }
}
