import rows from './config-keys.json' with {type: 'json'}

/** What the key of a setting, or the name of a flag, says about its value. */
export type KeyRole = 'strong-model' | 'model' | 'dataset' | 'prompt' | 'output' | 'none'

const sets = {
  strongModel: new Set(rows.strongModel),
  model: new Set(rows.model),
  holder: new Set(rows.holder),
  held: new Set(rows.held),
  dataset: new Set(rows.dataset),
  datasetHolder: new Set(rows.datasetHolder),
  datasetHeld: new Set(rows.datasetHeld),
  output: new Set(rows.output),
  prompt: new Set(rows.prompt),
  commandLine: new Set(rows.commandLine),
  script: new Set(rows.script),
} as const
const modelEnding = /(?:models?|llms?)(?:ids?|names?|path|nameorpath|slug|repo|uri|url|size)?$/
const datasetEnding = /datasets?(?:id|name|path|nameorpath|repo)?$/
/** `raw_data_file`, `train_data_path`; what describes data or holds what a run writes is none. */
const dataFileEnding =
  /(?:^|raw|train|training|test|testing|val|validation|dev|eval|input|source|app|sample|base)data(?:set)?(?:file|filename|files|path|csv|url)$/
/** Keys that end like one of a model or prompt and carry something else. */
const otherEnding =
  /(?:type|class|kind|version|revision|dir|file|path|id|name|count|length|tokens?|cost|style|format|role|variables?|key|caching|cache|hash|enabled|limit|size|max|min|index|title|label|description|suffix|prefix|lookup|strategy|mode)$/
/** Inputs for a trial run, not what steers the application. */
const trialPrompt = /^(?:validation|test|sample|example|eval|negative|demo|class|instance|warmup|no|user|human)/
/** What a shell shows before the cursor. */
const shellPrompt = /^(?:left|right|shell|repl|cmd|command|input|continuation)prompt$/

/** `model_name_or_path`, `modelNameOrPath`, `--model-name-or-path` → `modelnameorpath`. */
export function normaliseKey(key: string): string {
  return key.length > 100 ? '' : key.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** @param key normalised, see {@link normaliseKey} */
export function roleOfKey(key: string): KeyRole {
  if (sets.output.has(key) || key.startsWith('output')) return 'output'
  if (sets.strongModel.has(key)) return 'strong-model'
  if (sets.dataset.has(key)) return 'dataset'
  if (isPromptKey(key)) return 'prompt'
  if (sets.model.has(key) || modelEnding.test(key)) return 'model'
  return datasetEnding.test(key) || dataFileEnding.test(key) ? 'dataset' : 'none'
}

function isPromptKey(key: string): boolean {
  if (sets.prompt.has(key) || /(?:agent|assistant|system|bot|llm)instructions?$|systemmessage$/.test(key)) return true
  return key.includes('prompt') && !otherEnding.test(key) && !trialPrompt.test(key) && !shellPrompt.test(key)
}

/** A key whose value is what its parent describes: `models: - id: …`, `adapter: {source: …}`. */
export function isHeldModel(key: string, ancestors: readonly string[]): boolean {
  return sets.held.has(key) && ancestors.some(ancestor => sets.holder.has(ancestor) || modelEnding.test(ancestor))
}

/** `datasets: - path: …`, `dataset: {source: …}`. */
export function isHeldDataset(key: string, parent: string | undefined): boolean {
  return (
    sets.datasetHeld.has(key) && parent !== undefined && (sets.datasetHolder.has(parent) || datasetEnding.test(parent))
  )
}

/** Command-line arguments of a container or process, as a list or one text. */
export function isArgumentsKey(key: string): boolean {
  return sets.commandLine.has(key) || key.endsWith('extraargs')
}

/** Shell text that a tool runs. */
export function isScriptKey(key: string): boolean {
  return sets.script.has(key)
}
