import {addTo} from '../../lib/group.ts'
import {asList, asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import {oncePer} from '../../lib/remember.ts'

/** What a document states of one setting of a model, and where, seen from the component. */
export interface StatedSetting {
  readonly text: string
  readonly at: string
}

/** Names of one setting in other tools' words, without their prefix; all others go by their own name. */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    parameters:
      'parameter_count param_count params parameters_count num_parameters number_of_parameters n_params total_parameters total_params',
    context_length:
      'context_window context_size n_ctx max_context max_context_length max_context_window context_length_tokens',
    max_position_embeddings: 'n_positions max_positions',
    hidden_size: 'd_model n_embd embedding_length hidden_dim',
    num_hidden_layers: 'num_layers n_layer n_layers block_count number_of_layers',
    intermediate_size: 'feed_forward_length n_inner ffn_dim',
    num_attention_heads: 'n_head n_heads num_heads head_count',
    num_key_value_heads: 'n_kv_heads head_count_kv',
    vocab_size: 'vocabulary_size n_vocab',
    tokenizer_class: 'tokenizer_type',
    architecture: 'model_architecture architectures',
    torch_dtype: 'dtype precision weights_dtype',
    lora_r: 'lora_rank rank',
    num_labels: 'n_labels number_of_labels num_classes n_classes',
    embedding_dimension: 'embedding_dim word_embedding_dimension embeddings_dimension output_dimension',
  }).flatMap(([name, others]) => others.split(' ').map(other => [other, name] as const)),
)
/** Values that hold settings themselves, as JSON. */
const bundles: ReadonlySet<string> = new Set(['hyperparameter', 'hyperparameters', 'config', 'model_config'])
/** Those of another model, or of a part of this one. */
const ofOther =
  /(?:^|[:./_-])(?:(?:base|parent|teacher|draft|reference)[:./_-]|(?:encoder|decoder|vision|audio|text)(?:_config)?[:./])/i
const bundleLimit = 100_000

/**
 * The settings of a model in its properties and those of its card, by plain names: `syft:metadata:contextLength`,
 * `genai:aibom:modelcard:context_length` and `cdx:ai-ml:model:hyperparameter:context_length` are one.
 */
export const settingsOf = oncePer((node: UnknownRecord): ReadonlyMap<string, readonly StatedSetting[]> => {
  const settings = new Map<string, StatedSetting[]>()
  const card = asRecord(node['modelCard'])
  for (const [list, at] of [
    [node['properties'], '/properties'],
    [card?.['properties'], '/modelCard/properties'],
  ] as const)
    for (const [index, {name, value}] of indexedRecords(list)) {
      const property = asText(name) ?? ''
      if (ofOther.test(property)) continue
      for (const [setting, text] of settingsIn(settingNamed(property), value))
        addTo(settings, setting, {text, at: `${at}/${index}/value`})
    }
  return settings
})

/** The settings in a value: those of its JSON, or the value itself. */
function settingsIn(setting: string, value: unknown): (readonly [setting: string, text: string])[] {
  const bundle = bundles.has(setting) ? bundleIn(asText(value) ?? '') : undefined
  const pairs = bundle === undefined ? [[setting, value] as const] : Object.entries(bundle)
  return pairs.flatMap(([key, inner]) => {
    const text = textOf(inner)
    return text === undefined ? [] : [[settingNamed(key), text] as const]
  })
}

/** The plain name of a setting: the last part of a property's name; of `parameter:count` both. */
export function settingNamed(property: string): string {
  const [last = '', before = ''] = property.split(/[:./]/).reverse()
  const whole = /^parameters?$/i.test(before) && /^count$/i.test(last) ? 'parameters' : last
  const plain = whole
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]/g, '_')
    .toLowerCase()
  return aliases.get(plain) ?? plain
}

function bundleIn(text: string): UnknownRecord | undefined {
  if (text.length > bundleLimit || !text.trimStart().startsWith('{')) return undefined
  try {
    return asRecord(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** A number as it is written; of a list its only item. */
function textOf(value: unknown): string | undefined {
  const [only, ...others] = asList(value)
  if (only !== undefined) return others.length === 0 ? textOf(only) : undefined
  return typeof value === 'number' ? String(value) : asText(value)
}

/** Tokens of a context: `131072`, `131,072`, `128k`; undefined for other texts. */
export function tokensIn(text: string): number | undefined {
  const [, digits, thousands] = /^(\d{1,15}|\d{1,3}(?:,\d{3}){1,3})\s?(k)?(?: tokens?)?$/i.exec(text.trim()) ?? []
  return digits === undefined ? undefined : Number(digits.replaceAll(',', '')) * (thousands === undefined ? 1 : 1024)
}
