import {reportShell} from '../../catalog/commands/commands.ts'
import {isArgumentsKey, isScriptKey, normaliseKey, roleOfKey} from '../../catalog/config-keys.ts'
import {providerByHost, providerByPrefix, providerByVariable, variableMeaning} from '../../catalog/providers.ts'
import {modelReference} from '../../catalog/references/model.ts'
import {providerSlug} from '../../catalog/service-settings.ts'
import {isTrusted, revisionFor} from '../../catalog/setting.ts'
import {reportSetting} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {reportAgent} from './agents.ts'
import {askedBeside, isAskedFor, isVariableAskedFor} from './asked-for.ts'
import {blockBelow, scriptAt} from './block.ts'
import {reportContainer} from './container.ts'
import type {StructuredFile} from './dialect.ts'
import {documentDialects} from './dialects.ts'
import {embeddedJson, embeddedText} from './embedded.ts'
import {interpolate} from './interpolate.ts'
import {reportModelKeys, reportModelRecords} from './model-keys.ts'
import {settingsBeside} from './model-settings.ts'
import {type Node, recordAround, type Step, valueAt, valueUnder, walk} from './walk.ts'

/**
 * Reports what a YAML, JSON or TOML document names: by its dialect where that is known, and by the keys of everything
 * else.
 */
export function reportDocument(document: StructuredDocument, file: StructuredFile, into: Collector): void {
  const taken = new Set<string>()
  for (const dialect of documentDialects) dialect({document, file, into, take: path => taken.add(keyOf(path))})
  walk(document, node => (taken.has(keyOf(node.path)) ? 'skip' : visit(node, document, file, into)))
}

function keyOf(path: readonly (string | number)[]): string {
  return path.join('\0')
}

function visit(node: Node, document: StructuredDocument, file: StructuredFile, into: Collector): Step {
  const record = asRecord(node.value)
  if (record !== undefined) return visitRecord(record, node, document, file, into)
  const normal = normaliseKey(node.key)
  // arguments are read with the record that holds them
  if (Array.isArray(node.value)) {
    reportModelRecords(node, document, file, into)
    // other names of one model are no models beside it
    return isArgumentsKey(normal) || normal === 'aliases' ? 'skip' : 'enter'
  }
  if (typeof node.value !== 'string') return 'skip'
  visitText(node, node.value, document, file, into)
  return 'skip'
}

function visitRecord(
  record: UnknownRecord,
  node: Node,
  document: StructuredDocument,
  file: StructuredFile,
  into: Collector,
): Step {
  const lineOf = (key: string): number | undefined => document.lineOf([...node.path, key]) ?? document.lineOf(node.path)
  const place = {record, node, line: document.lineOf(node.path), lineOf, level: file.level}
  reportContainer(place, document, file.lines, into)
  reportNamedVariable({record, node, lineOf}, document, file, into)
  reportAgent(place, file.path, into)
  reportModelKeys(node, document, file, into)
  return 'enter'
}

/** `- name: OPENAI_API_KEY` with its value beside or in a secret. */
function reportNamedVariable(
  {record, node, lineOf}: {record: UnknownRecord; node: Node; lineOf: (key: string) => number | undefined},
  document: StructuredDocument,
  file: StructuredFile,
  into: Collector,
): void {
  const name = asText(valueUnder(record, 'name', 'key'))
  if (name === undefined || !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name)) return
  // what a container downloads with is no service it calls
  if (providerByVariable(name)?.slug === 'huggingface' && variableMeaning(name)?.role === 'credential') return
  const value = asText(record['value']) ?? ''
  const line = lineOf(value === '' ? 'name' : 'value') ?? lineOf('name')
  reportSetting(
    {
      key: name,
      value: interpolate(value, undefined),
      ancestors: [],
      line,
      level: file.level,
      isAboutModels: true,
      isAboutOllama: file.isAboutOllama,
      isAskedFor: isVariableAskedFor(name, askedBeside(node, document)),
    },
    into,
  )
}

function visitText(
  node: Node,
  text: string,
  document: StructuredDocument,
  file: StructuredFile,
  into: Collector,
): void {
  const line = document.lineOf(node.path)
  const normal = normaliseKey(node.key)
  const pair = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text)
  if (pair !== null && typeof node.path.at(-1) === 'number') {
    const value = interpolate(pair[2] ?? '', document.value)
    reportSetting(
      {
        key: pair[1] ?? '',
        value,
        ancestors: [],
        line,
        level: file.level,
        isAboutModels: true,
        isAboutOllama: file.isAboutOllama,
        isAskedFor: isVariableAskedFor(pair[1] ?? '', askedBeside(node, document)),
      },
      into,
    )
    return
  }
  if (isLabel(node, normal, document) || isToldByAddress(node, text, document) || readInner(node, text, line, file))
    return
  const script = scriptAt(text, line, file.lines)
  if (isScript(normal, text, node))
    reportShell(interpolate(script.text, undefined), script.line, into, {level: file.level})
  else if (!isArgumentsKey(normal)) reportValue({node, normal, text, line}, document, file, into)
}

/** A document that stands as text in this one. */
function readInner(node: Node, text: string, line: number | undefined, file: StructuredFile): boolean {
  const block = blockBelow(line, file.lines)
  const json = roleOfKey(normaliseKey(node.key)) === 'prompt' ? undefined : embeddedJson(node.key, block ?? text)
  const name = json === undefined ? embeddedText(node, text) : 'value.json'
  if (name === undefined) return false
  file.readEmbedded(json ?? text, name, (line ?? 1) + (block === undefined ? 0 : 1))
  return true
}

interface Value {
  readonly node: Node
  readonly normal: string
  readonly text: string
  readonly line: number | undefined
}

function reportValue(
  {node, normal, text, line}: Value,
  document: StructuredDocument,
  file: StructuredFile,
  into: Collector,
): void {
  const image = normal === 'repository' ? imageBeside(node, text, document) : undefined
  reportSetting(
    {
      key: image === undefined ? node.key : 'image',
      value: interpolate(image ?? text, document.value),
      symbol: node.path.join('.'),
      ancestors: node.ancestors,
      line,
      level: isForModels(normal, node, document) ? 'mentioned' : file.level,
      isAboutModels: file.isAboutModels,
      isAboutTraining: file.isAboutTraining,
      isAboutOllama: file.isAboutOllama,
      provider: providerBeside(node, normal, document),
      revision: revisionFor(normal, textBeside(node, document, 'modelrevision', 'revision', 'commithash')),
      trustsRemoteCode: isTrusted(normal, trustsCodeBeside(node, document)),
      isAskedFor: isAskedFor(node, document),
      settings: settingsBeside(node, document),
    },
    into,
  )
}

/** `{task, models, content}`: the models that a prompt is written for, which others choose. */
function isForModels(normal: string, node: Node, document: StructuredDocument): boolean {
  const around = normal === 'models' ? recordAround(node, document) : undefined
  return around !== undefined && valueUnder(around, 'content', 'messages') !== undefined
}

function textBeside(node: Node, document: StructuredDocument, ...names: readonly string[]): string | undefined {
  const parent = asRecord(valueAt(document.value, node.path.slice(0, -1)))
  return parent === undefined ? undefined : asText(valueUnder(parent, ...names))
}

/** `trust_remote_code: true` beside a model */
function trustsCodeBeside({path}: Node, document: StructuredDocument): boolean {
  const parent = asRecord(valueAt(document.value, path.slice(0, -1)))
  return parent !== undefined && valueUnder(parent, 'trustremotecode') === true
}

/** `{repository: owner/server, tag: v1, digest: sha256:…}` of Helm, as one text. */
function imageBeside(node: Node, repository: string, document: StructuredDocument): string | undefined {
  const parent = asRecord(valueAt(document.value, node.path.slice(0, -1)))
  if (parent === undefined || valueUnder(parent, 'tag', 'imagepullpolicy', 'pullpolicy') === undefined) return undefined
  const [tag, digest] = [asText(valueUnder(parent, 'tag')), asText(valueUnder(parent, 'digest'))]
  return `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`
}

const idKeys = ['id', 'modelid', 'model', 'slug', 'value', 'repo', 'repoid', 'hfid', 'hfrepo', 'path', 'modelpath']

/**
 * `{id: gpt-4o, name: GPT-4o}`: beside an id that names the model, what people call it; `{model_id: ours, model_source:
 * org/name}`: what clients call it.
 */
function isLabel(node: Node, normal: string, document: StructuredDocument): boolean {
  if (normal === 'modelid') return textBeside(node, document, 'modelsource') !== undefined
  if (normal !== 'name' && normal !== 'label' && normal !== 'title' && normal !== 'displayname') return false
  const id = textBeside(node, document, ...idKeys)
  return id !== undefined && modelReference(id) !== undefined
}

/** `{provider: openai_compatible, base_url: https://api.deepseek.com/v1}`: the address beside it says who answers. */
function isToldByAddress(node: Node, text: string, document: StructuredDocument): boolean {
  if (text.length > 40 || providerSlug(text) !== 'openai-compatible') return false
  const address = textBeside(node, document, ...addressKeys)
  return address !== undefined && providerByHost(address) !== undefined
}

const namedKeys = new Set(['model', 'models', 'modelid', 'modelname', 'name'])
const addressKeys = new Set(['apibase', 'baseurl', 'apibaseurl', 'endpoint'])

/**
 * `{provider: ollama, model: llama3}`, `{base_url: https://openrouter.ai/api/v1, models: [a/b]}`; of an address or key also
 * `{model: openai/gpt-4o, api_base: …, api_key: …}`
 */
function providerBeside(node: Node, normal: string, document: StructuredDocument): string | undefined {
  if (addressKeys.has(normal) || normal === 'apikey') {
    const model = textBeside(node, document, 'model')
    const ofModel = model === undefined ? undefined : providerByPrefix(model)?.provider.slug
    return ofModel ?? providerNamed(recordAround(node, document))
  }
  if (!namedKeys.has(normal)) return undefined
  const parent = recordAround(node, document)
  // beside a model, a name is what people call it
  if (parent === undefined || (normal === 'name' && valueUnder(parent, 'model', 'modelid') !== undefined))
    return undefined
  const slug = providerNamed(parent)
  if (providerTextOf(parent) !== undefined && slug !== 'openai-compatible') return slug
  const address = asText(valueUnder(parent, ...addressKeys))
  return address === undefined ? slug : (providerByHost(address)?.slug ?? slug)
}

function providerTextOf(record: UnknownRecord | undefined): string | undefined {
  if (record === undefined) return undefined
  return asText(valueUnder(record, 'provider', 'modelprovider', 'llmprovider', 'backend', 'apitype'))
}

function providerNamed(record: UnknownRecord | undefined): string | undefined {
  const named = providerTextOf(record)
  return named === undefined ? undefined : providerSlug(named)
}

function isScript(normal: string, text: string, node: Node): boolean {
  return (
    /\s/.test(text.trim()) && !isArgumentsKey(normal) && (isScriptKey(normal) || node.ancestors.at(-1) === 'scripts')
  )
}
