import type {Scope} from '../../inventory/evidence.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {isJsonObject, type JsonObject, type JsonValue, memberOf, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {baseName} from '../../lib/path.ts'
import {lineOf, textAt} from './json-member.ts'
import {isMergeConfig, readMergeConfig} from './merge-config.ts'
import {readConfig} from './model-config.ts'
import type {Note} from './note.ts'
import {judgeTemplates} from './safety.ts'

type Reader = (path: string, text: string, root: JsonValue) => Note | readonly Note[] | undefined

/** The longest real ones list every tensor of 262 shards (3 MB) or every token of a vocabulary (20 MB). */
const limitBytes = 64 * 1024 * 1024

const readersByName: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['config.json', readConfig],
  ['adapter_config.json', readAdapter],
  ['generation_config.json', readGeneration],
  ['model_index.json', readPipeline],
  ['modules.json', readModules],
  ['params.json', readParameters],
  ['quantize_config.json', readGptq],
  ['quant_config.json', readAwq],
  ['tokenizer_config.json', readTokenizer],
  ['chat_template.json', readTemplate],
])
/** @see transformers documentation, `GenerationConfig` */
const generationKeys = [
  ...[
    'do_sample',
    'temperature',
    'top_p',
    'top_k',
    'min_p',
    'typical_p',
    'repetition_penalty',
    'no_repeat_ngram_size',
    'length_penalty',
  ],
  ...['num_beams', 'max_length', 'max_new_tokens', 'min_length'],
]
/** Names of classes are shorter. */
const classLimit = 100
const templateName = 'chat_template.jinja'
/** Templates beside it, and those that a server is given: `chat_template_tool_use.jinja`. */
const templatePattern =
  /(?:^|[/_.-])chat_?template[\w.]{0,60}\.(?:jinja2?|j2)$|(?:^|\/)additional_chat_templates\/[\w.-]{1,100}\.jinja2?$/
const templateHolders: ReadonlySet<string> = new Set([
  'tokenizer_config.json',
  'chat_template.json',
  'processor_config.json',
])
/**
 * The list of a set's files; diffusers writes the variant before `json` or before `index`:
 * `model.safetensors.index.fp16.json`.
 */
const indexedEndings = new Set(['safetensors', 'bin', 'msgpack', 'h5'])

/** Files beside weights that say what model they are of. */
export function isFolderFile(path: string): boolean {
  const name = baseName(path)
  return templatePattern.test(path) || isMergeConfig(name) || readersByName.has(name) || isIndexName(name)
}

function isIndexName(name: string): boolean {
  const parts = name.split('.').slice(-5)
  return parts.at(-1) === 'json' && parts.includes('index') && parts.some(part => indexedEndings.has(part))
}

/** A note where the file is what its name promises; a `config.json` of another program gives nothing. */
export async function readFolderFile(file: OpenFile, scope: Scope): Promise<Extraction<Note>> {
  const name = baseName(file.path)
  try {
    const text = await file.text(limitBytes)
    if (templatePattern.test(file.path)) {
      const note: Note = {kind: 'template', path: file.path, sha256: sha256Hex(text), named: new Map()}
      return {
        ...(name === templateName ? noted(note) : {assets: []}),
        findings: await judgeTemplates(file.path, text, scope),
      }
    }
    if (isMergeConfig(name)) return noted(readMergeConfig(file.path, text))
    const reader = readersByName.get(name) ?? readIndex
    const found = noted(reader(file.path, text, parseStrictJson(text, {pythonNumbers: true}).value))
    return templateHolders.has(name) && text.includes('chat_template')
      ? {...found, findings: await judgeTemplates(file.path, text, scope)}
      : found
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return name === 'config.json' || name === 'params.json'
      ? {assets: []}
      : {assets: [], gaps: [toGap(file.path, error)]}
  }
}

function noted(read: Note | readonly Note[] | undefined): Extraction<Note> {
  const notes = read === undefined ? [] : [read].flat()
  return notes.length === 0 ? {assets: []} : {assets: [], notes}
}

function toGap(path: string, error: AibomError): Gap {
  return {path, stage: 'extract', code: gapCodeOf(error), message: error.message}
}

function readAdapter(path: string, text: string, root: JsonValue): Note | undefined {
  const base = textAt(root, 'base_model_name_or_path')
  const revision = textAt(root, 'revision')
  const type = textAt(root, 'peft_type')
  if (base === undefined && type === undefined) return undefined
  return {
    kind: 'adapter',
    path,
    line: lineOf(text, base === undefined ? 'peft_type' : 'base_model_name_or_path'),
    ...(base !== undefined && {base}),
    ...(revision !== undefined && {revision}),
    ...(type !== undefined && {type}),
  }
}

/** diffusers: each part is a name → [library, class]; those that are loaded from files have a folder of that name. */
function readPipeline(path: string, _text: string, root: JsonValue): Note | undefined {
  const architecture = textAt(root, '_class_name')
  if (architecture === undefined || !isJsonObject(root)) return undefined
  const folders = Object.entries(root).flatMap(([name, part]) =>
    Array.isArray(part) && typeof part[1] === 'string' ? [name] : [],
  )
  return {kind: 'parts', path, library: 'diffusers', architecture, folders}
}

/** sentence-transformers: modules in order, each in a folder, the first often in the root. */
function readModules(path: string, _text: string, root: JsonValue): Note | undefined {
  if (!Array.isArray(root)) return undefined
  const modules = root.filter(
    (module: JsonValue): module is JsonObject => textAt(module, 'type')?.startsWith('sentence_transformers.') === true,
  )
  if (modules.length === 0) return undefined
  return {
    kind: 'parts',
    path,
    library: 'sentence-transformers',
    folders: modules.flatMap(module => textAt(module, 'path') ?? []),
  }
}

/** Settings that change what comes out; ids of tokens and names of classes do not. */
function readGeneration(path: string, _text: string, root: JsonValue): Note | undefined {
  const settings = generationKeys.flatMap(key => {
    const value = memberOf(root, key)
    return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
      ? [`${key}=${value}`]
      : []
  })
  return settings.length === 0 ? undefined : {kind: 'generation', path, settings}
}

/** What Meta's and Mistral's own releases have instead of config.json. */
function readParameters(path: string, _text: string, root: JsonValue): Note | undefined {
  return typeof memberOf(root, 'dim') === 'number' && typeof memberOf(root, 'n_layers') === 'number'
    ? {kind: 'parameters', path}
    : undefined
}

/** The class that splits text into tokens, and the template of chats where it stands here. */
function readTokenizer(path: string, text: string, root: JsonValue): Note[] {
  const tokenizerClass = textAt(root, 'tokenizer_class')
  const template = readTemplate(path, text, root)
  return [
    ...(template === undefined ? [] : [template]),
    ...(tokenizerClass === undefined || tokenizerClass.length > classLimit
      ? []
      : [{kind: 'tokenizer', path, tokenizerClass} as const]),
  ]
}

/**
 * AutoGPTQ and GPTQModel before they wrote `quantization_config`; another tool's file of this name states no group
 * size.
 */
function readGptq(path: string, _text: string, root: JsonValue): Note | undefined {
  const bits = memberOf(root, 'bits')
  if (typeof bits !== 'number' || typeof memberOf(root, 'group_size') !== 'number') return undefined
  return {kind: 'quantization', path, quantization: `${textAt(root, 'quant_method') ?? 'gptq'}-${bits}bit`}
}

/** AutoAWQ before it wrote `quantization_config`. */
function readAwq(path: string, _text: string, root: JsonValue): Note | undefined {
  const bits = memberOf(root, 'w_bit')
  return typeof bits === 'number' && typeof memberOf(root, 'q_group_size') === 'number'
    ? {kind: 'quantization', path, quantization: `awq-${bits}bit`}
    : undefined
}

/** One template, or a list of named ones of which `default` is the one in use. */
function readTemplate(path: string, _text: string, root: JsonValue): Note | undefined {
  const template = memberOf(root, 'chat_template')
  if (typeof template === 'string') return {kind: 'template', path, sha256: sha256Hex(template), named: new Map()}
  if (!Array.isArray(template)) return undefined
  const named = new Map<string, string>()
  for (const item of template) {
    const name = textAt(item, 'name')
    const source = textAt(item, 'template')
    if (name !== undefined && source !== undefined) named.set(name, sha256Hex(source))
  }
  const sha256 = named.get('default') ?? [...named.values()][0]
  return sha256 === undefined ? undefined : {kind: 'template', path, sha256, named}
}

function readIndex(path: string, _text: string, root: JsonValue): Note | undefined {
  const map = memberOf(root, 'weight_map')
  if (!isJsonObject(map)) return undefined
  const files = [...new Set(Object.values(map))].filter(name => typeof name === 'string').sort()
  return files.length === 0 ? undefined : {kind: 'index', path, files}
}
