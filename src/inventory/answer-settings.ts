/** What changes the answers of a model, as `aibom:model:setting` names it. */
const sampling = `temperature top_p top_k min_p typical_p max_tokens max_completion_tokens max_output_tokens max_new_tokens
  max_tokens_to_sample num_predict num_ctx seed frequency_penalty presence_penalty repetition_penalty do_sample
  num_beams reasoning_effort dimensions output_dimensionality`

/** With which precision its weights are loaded. */
const precision = `load_in_4bit load_in_8bit quantization_config bnb_4bit_quant_type bnb_4bit_compute_dtype
  bnb_4bit_use_double_quant torch_dtype`

const namesByKey: ReadonlyMap<string, string> = new Map(
  `${sampling} ${precision}`.split(/\s+/).map(name => [name.replaceAll('_', ''), name]),
)
const precisionNames: ReadonlySet<string> = new Set(precision.split(/\s+/))

/** Keys and arguments that hold settings in turn. */
const holders: ReadonlySet<string> = new Set(
  `config generationconfig modelsettings modelkwargs options inferenceconfig inferenceparameters parameters params
  modelparameters modelparams completionparams defaultcompletionoptions settings generationparameters
  requestparams litellmparams quantizationconfig`.split(/\s+/),
)

/** A longer text is no setting. */
const longestText = 40

/** `topP`, `top-p` and `TOP_P` → `top_p`; undefined for what is no setting of a model. */
export function answerSettingOf(key: string): string | undefined {
  return namesByKey.get(plain(key))
}

/** Whether a key is that of settings in turn: `options`, `generation_config`. */
export function isSettingsHolder(key: string): boolean {
  return holders.has(plain(key))
}

/** `temperature=0.2`; undefined for what is no plain value. */
export function settingText(name: string, value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return `${name}=${value}`
  return typeof value === 'string' && value !== '' && value.length <= longestText ? `${name}=${value}` : undefined
}

/** Whether one, as {@link settingText} writes it, says how the weights are reduced and not how the model answers. */
export function isPrecisionSetting(setting: string): boolean {
  return precisionNames.has(setting.slice(0, setting.indexOf('=')))
}

function plain(key: string): string {
  return key.length > 60 ? '' : key.toLowerCase().replace(/[_-]/g, '')
}
