import {configHyperparameters, languageParts} from '../../formats/hyperparameters.ts'
import {settingText} from '../../inventory/answer-settings.ts'
import {isJsonObject, type JsonValue, memberOf} from '../../lib/parse/strict-json.ts'
import {lineOf, textAt} from './json-member.ts'
import type {ConfigFacts, Note} from './note.ts'

/**
 * transformers writes `model_type` and `architectures`, diffusers `_class_name` with its version, timm and Keras a name
 * of theirs.
 */
export function readConfig(path: string, text: string, root: JsonValue): Note | undefined {
  const family = textAt(root, 'model_type')
  const library = libraryOf(root)
  const architecture = firstText(memberOf(root, 'architectures')) ?? classOf(root, library)
  if (family === undefined && architecture === undefined) return undefined
  const quantization =
    quantizationOf(memberOf(root, 'quantization_config')) ?? mlxQuantizationOf(memberOf(root, 'quantization'))
  const contextLength = contextLengthOf(root)
  const facts: ConfigFacts = {
    ...(architecture !== undefined && {architecture}),
    ...(family !== undefined && {family}),
    ...(library !== undefined && {library}),
    ...(quantization !== undefined && {quantization}),
    ...(contextLength !== undefined && {contextLength}),
    precision: precisionOf(root),
    hyperparameters: configHyperparameters(root),
    autoMap: autoMapOf(memberOf(root, 'auto_map')),
  }
  const key =
    ['architectures', 'architecture', 'class_name'].find(name => memberOf(root, name) !== undefined) ?? 'model_type'
  return {kind: 'config', path, line: lineOf(text, key), facts}
}

function libraryOf(root: JsonValue): string | undefined {
  if (textAt(root, 'transformers_version') !== undefined) return 'transformers'
  if (textAt(root, '_diffusers_version') !== undefined) return 'diffusers'
  if (isJsonObject(memberOf(root, 'pretrained_cfg'))) return 'timm'
  return /^keras(?:_\w+)?\./.test(textAt(root, 'module') ?? '') ? 'keras' : undefined
}

/** The class that a library other than transformers builds. */
function classOf(root: JsonValue, library: string | undefined): string | undefined {
  if (library === 'diffusers') return textAt(root, '_class_name')
  if (library === 'timm') return textAt(root, 'architecture')
  return library === 'keras' ? textAt(root, 'class_name') : undefined
}

/** `gptq-4bit`, `awq-4bit`, `fp8`: the method, with its bits where they are stated. */
function quantizationOf(config: JsonValue | undefined): string | undefined {
  const method = textAt(config, 'quant_method')
  const bits = memberOf(config, 'bits')
  if (method === undefined) return undefined
  if (typeof bits === 'number') return `${method}-${bits}bit`
  if (memberOf(config, 'load_in_4bit') === true) return `${method}-4bit`
  return memberOf(config, 'load_in_8bit') === true ? `${method}-8bit` : method
}

/** Newer versions of transformers call it `dtype`; of a model with several parts the main one's may be a part's. */
function precisionOf(root: JsonValue): string[] {
  const places = [root, ...languageParts.map(name => memberOf(root, name))]
  const [stated] = places.flatMap(place => textAt(place, 'torch_dtype') ?? textAt(place, 'dtype') ?? [])
  const setting = stated === undefined ? undefined : settingText('torch_dtype', stated)
  return setting === undefined ? [] : [setting]
}

/** MLX names no method, and keeps what it did under a key of its own. */
function mlxQuantizationOf(config: JsonValue | undefined): string | undefined {
  const bits = memberOf(config, 'bits')
  return typeof bits === 'number' && typeof memberOf(config, 'group_size') === 'number' ? `mlx-${bits}bit` : undefined
}

function contextLengthOf(root: JsonValue): number | undefined {
  const places = [root, ...languageParts.map(name => memberOf(root, name))]
  for (const place of places) {
    for (const name of ['max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'seq_length']) {
      const value = memberOf(place, name)
      if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
    }
  }
  return undefined
}

function autoMapOf(value: JsonValue | undefined): string[] {
  if (!isJsonObject(value)) return []
  return [...new Set(Object.values(value).flatMap(target => (Array.isArray(target) ? target : [target])))]
    .filter(target => typeof target === 'string')
    .sort()
}

function firstText(value: JsonValue | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : undefined
  return typeof first === 'string' && first !== '' ? first : undefined
}
