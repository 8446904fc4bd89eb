import {sha256Hex} from '../../lib/digest.ts'
import {ggufHyperparameters, type Hyperparameters} from '../hyperparameters.ts'
import type {GgufHeader, GgufValue} from './gguf.ts'
import {fileTypeNames} from './types.ts'

/** A model or data set that a GGUF file names as its origin, as stated. */
export interface GgufOrigin {
  readonly name?: string
  readonly organization?: string
  readonly version?: string
  readonly url?: string
}

/** What a GGUF header says of its model; what it does not say is absent. */
export interface GgufFacts {
  /** `model`, `adapter`, `mmproj`, `imatrix`; absent in files from before the key */
  readonly type?: string
  readonly architecture?: string
  readonly name?: string
  readonly basename?: string
  readonly sizeLabel?: string
  readonly finetune?: string
  readonly version?: string
  readonly author?: string
  readonly organization?: string
  readonly description?: string
  readonly quantizedBy?: string
  /** of `general.file_type`: `Q4_K_M` */
  readonly quantization?: string
  readonly licence?: string
  readonly licenceName?: string
  readonly licenceUrl?: string
  /** where it or what it was made from is published */
  readonly urls: readonly string[]
  readonly baseModels: readonly GgufOrigin[]
  readonly datasets: readonly GgufOrigin[]
  readonly tags: readonly string[]
  readonly languages: readonly string[]
  readonly contextLength?: number
  readonly hyperparameters: Hyperparameters
  readonly tokenizerModel?: string
  readonly tokenizerPre?: string
  /** SHA-256 of the default chat template's UTF-8 text */
  readonly chatTemplateSha256?: string
  /** name → SHA-256 of the further templates (`tokenizer.chat_template.<name>`) */
  readonly namedChatTemplates: ReadonlyMap<string, string>
  /** this file is part `number` (from 0) of `count` */
  readonly split?: {readonly number: number; readonly count: number}
}

type Mutable<T> = {-readonly [K in keyof T]: T[K]}

/** Real files name up to ten base models (merges). */
const originLimit = 64
const templateKey = 'tokenizer.chat_template'
const urlKeys = [
  'general.repo_url',
  'general.url',
  'general.source.repo_url',
  'general.source.url',
  'general.source.huggingface.repository',
]

/** Pure; unknown keys are passed over, keys of the wrong type count as absent. */
export function ggufFacts(header: GgufHeader): GgufFacts {
  const {values} = header
  const architecture = text(values.get('general.architecture')) ?? ''
  const ofArchitecture = (key: string): GgufValue | undefined => values.get(`${architecture}.${key}`)
  const facts: Mutable<GgufFacts> = {
    urls: [...new Set(urlKeys.map(key => text(values.get(key))).filter(url => url !== undefined))].map(toUrl),
    baseModels: origins(values, 'general.base_model'),
    datasets: datasetsOf(values),
    tags: texts(values.get('general.tags')),
    languages: texts(values.get('general.languages')),
    namedChatTemplates: namedTemplates(values),
    hyperparameters: ggufHyperparameters(ofArchitecture),
  }
  const template = text(values.get(templateKey))
  const split = splitOf(values)
  const contextLength = number(ofArchitecture('context_length'))
  if (template !== undefined) facts.chatTemplateSha256 = sha256Hex(template)
  if (split !== undefined) facts.split = split
  if (contextLength !== undefined) facts.contextLength = contextLength
  return {...facts, ...textFacts(values), ...quantizationOf(values)}
}

function textFacts(values: ReadonlyMap<string, GgufValue>): Partial<GgufFacts> {
  return stated({
    type: text(values.get('general.type')),
    architecture: text(values.get('general.architecture')),
    name: text(values.get('general.name')),
    basename: text(values.get('general.basename')),
    sizeLabel: text(values.get('general.size_label')),
    finetune: text(values.get('general.finetune')),
    version: text(values.get('general.version')),
    author: text(values.get('general.author')),
    organization: text(values.get('general.organization')),
    description: text(values.get('general.description')),
    quantizedBy: text(values.get('general.quantized_by')),
    licence: text(values.get('general.license')),
    licenceName: text(values.get('general.license.name')),
    licenceUrl: text(values.get('general.license.link')),
    tokenizerModel: text(values.get('tokenizer.ggml.model')),
    tokenizerPre: text(values.get('tokenizer.ggml.pre')),
  })
}

type Stated<T> = {[K in keyof T]?: Exclude<T[K], undefined>}

/** Without the names that have no value. */
function stated<T extends Record<string, unknown>>(facts: T): Stated<T> {
  const kept: Stated<T> = {}
  for (const name in facts) {
    const value = facts[name]
    if (value !== undefined) Object.assign(kept, {[name]: value})
  }
  return kept
}

function quantizationOf(values: ReadonlyMap<string, GgufValue>): Partial<GgufFacts> {
  const fileType = number(values.get('general.file_type'))
  const name = fileType === undefined ? undefined : fileTypeNames.get(fileType)
  return name === undefined ? {} : {quantization: name}
}

function splitOf(values: ReadonlyMap<string, GgufValue>): GgufFacts['split'] {
  const count = number(values.get('split.count'))
  const part = number(values.get('split.no'))
  return count === undefined || part === undefined || count < 2 || part >= count ? undefined : {number: part, count}
}

function origins(values: ReadonlyMap<string, GgufValue>, prefix: string): GgufOrigin[] {
  const count = Math.min(number(values.get(`${prefix}.count`)) ?? 0, originLimit)
  return Array.from({length: count}, (_, index) => {
    const at = (name: string) => text(values.get(`${prefix}.${index}.${name}`))
    return stated({
      name: at('name'),
      organization: at('organization'),
      version: at('version'),
      url: at('repo_url') ?? at('url'),
    })
  }).filter(origin => origin.name !== undefined || origin.url !== undefined)
}

/** Both spellings: numbered keys, and the older list of hub ids. */
function datasetsOf(values: ReadonlyMap<string, GgufValue>): GgufOrigin[] {
  const named = texts(values.get('general.datasets')).map(name => ({name}))
  return [...origins(values, 'general.dataset'), ...named]
}

function namedTemplates(values: ReadonlyMap<string, GgufValue>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of values) {
    const template = key.startsWith(`${templateKey}.`) ? text(value) : undefined
    if (template !== undefined) found.set(key.slice(templateKey.length + 1), sha256Hex(template))
  }
  return found
}

/** `general.source.huggingface.repository` holds a bare hub id. */
function toUrl(value: string): string {
  return /^[\w.-]+\/[\w.-]+$/.test(value) ? `https://huggingface.co/${value}` : value
}

function text(value: GgufValue | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function texts(value: GgufValue | undefined): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string' && item.trim() !== '') : []
}

function number(value: GgufValue | undefined): number | undefined {
  if (typeof value === 'bigint') return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}
