import {isJsonObject, type JsonValue} from '../../lib/parse/strict-json.ts'

/** Files that loaders open by their names, whatever stands in them. */
const loadedName =
  /(?:^|\/)(?:(?:[\w.-]*\.)?index(?:\.\w+)?|config|model-settings|params|configuration|model_index|modules|vocab|merges|(?:pre|feature_|image_)?processor|[\w-]*(?:model|generation|tokenizer|adapter|lora|processor|scheduler|quant(?:ize|ization)?|open_clip|bert|pooling)_config|config_sentence_transformers|tokenizer|special_tokens_map|added_tokens|chat_template)\.json$/i
/** Top-level keys of configurations, indexes and models written as JSON. */
const keysOfModels: ReadonlySet<string> = new Set(
  (
    'model_type architectures _class_name _name_or_path auto_map weight_map chat_template tokenizer_class tokenizer_type torch_dtype hidden_size vocab_size peft_type ' +
    'base_model_name_or_path quantization_config quant_method transformers_version generation_config rope_scaling class_name keras_version layers modelTopology ' +
    'weightsManifest learner features_info oblivious_trees trees base_code program irVersion itemInfoEntries processor_class image_mean feature_extractor_type ' +
    'added_tokens_decoder bos_token eos_token model_name model_config sample_rate arg_nodes __loader__ __class__ sparkVersion spacy_version'
  ).split(' '),
)

/**
 * Whether a file of JSON is part of a model: by the name that a loader opens, or by what only models have at the top.
 */
export function speaksOfModel(name: string, value: JsonValue): boolean {
  if (loadedName.test(name)) return true
  return isJsonObject(value) && Object.keys(value).some(key => keysOfModels.has(key))
}
