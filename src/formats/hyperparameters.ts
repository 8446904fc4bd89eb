import {type JsonValue, memberOf} from '../lib/parse/strict-json.ts'

/** Settings of a model's architecture by the names of the CycloneDX AI/ML taxonomy. */
export type Hyperparameters = Readonly<Record<string, string>>

interface Named {
  /** `cdx:ai-ml:model:hyperparameter:<name>` */
  readonly name: string
  /** as configurations of transformers call it, the likeliest first */
  readonly keys: readonly string[]
  /** as headers of GGUF call it, after the architecture */
  readonly gguf?: string
}

/**
 * One row a name of the taxonomy. Only keys that mean the very thing: a width per head or per expert is none of the
 * model's.
 * @see cyclonedx-property-taxonomy, cdx/ai-ml.md, `cdx:ai-ml:model:hyperparameter`; GGUF specification, "LLM" keys
 */
const table: readonly Named[] = [
  {name: 'hidden_size', keys: ['hidden_size', 'n_embd'], gguf: 'embedding_length'},
  {name: 'd_model', keys: ['d_model']},
  {name: 'num_hidden_layers', keys: ['num_hidden_layers', 'n_layer', 'n_layers'], gguf: 'block_count'},
  {name: 'num_layers', keys: ['num_layers']},
  {
    name: 'num_attention_heads',
    keys: ['num_attention_heads', 'n_head', 'n_heads', 'num_heads'],
    gguf: 'attention.head_count',
  },
  {name: 'num_key_value_heads', keys: ['num_key_value_heads'], gguf: 'attention.head_count_kv'},
  {name: 'intermediate_size', keys: ['intermediate_size', 'n_inner', 'd_ff'], gguf: 'feed_forward_length'},
  {name: 'vocab_size', keys: ['vocab_size'], gguf: 'vocab_size'},
  {name: 'max_position_embeddings', keys: ['max_position_embeddings', 'n_positions']},
  {name: 'layer_norm_epsilon', keys: ['layer_norm_epsilon', 'layer_norm_eps', 'rms_norm_eps']},
  {name: 'hidden_act', keys: ['hidden_act', 'activation_function', 'hidden_activation']},
  {name: 'activation_dropout', keys: ['activation_dropout']},
  {name: 'tokenizer_class', keys: ['tokenizer_class']},
]

/** The part of a model of several modalities that speaks. */
export const languageParts: readonly string[] = ['text_config', 'llm_config', 'language_config']
const textLimit = 100

/** Of a `config.json`. Values that are neither number nor text are none. */
export function configHyperparameters(root: JsonValue): Hyperparameters {
  const places = [root, ...languageParts.map(part => memberOf(root, part))]
  return collect(({keys}) => {
    for (const place of places) for (const key of keys) if (isPlain(memberOf(place, key))) return memberOf(place, key)
    return undefined
  })
}

/** @param valueAt of the header's key `<architecture>.<key>`; lists, one value a layer, are none */
export function ggufHyperparameters(valueAt: (key: string) => unknown): Hyperparameters {
  return collect(({gguf}) => (gguf === undefined ? undefined : valueAt(gguf)))
}

function collect(valueAt: (row: Named) => unknown): Hyperparameters {
  return Object.fromEntries(
    table.flatMap(row => {
      const value = valueAt(row)
      return isPlain(value) ? [[row.name, String(value)]] : []
    }),
  )
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'bigint' ||
    (typeof value === 'number' && Number.isFinite(value)) ||
    (typeof value === 'string' && value !== '' && value.length <= textLimit)
  )
}
