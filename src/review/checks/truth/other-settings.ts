import type {AssetOf} from '../../../inventory/asset.ts'
import {asRecord, type UnknownRecord} from '../../../lib/narrow.ts'
import {folderOf} from '../../../lib/path.ts'
import type {Artifact} from '../../context.ts'
import {settingNamed, settingsOf} from '../../facts/stated-settings.ts'
import type {Part} from '../../view.ts'
import {weightFoldersOf} from './weights-of.ts'

/** A setting as the BOM and the files state it. */
export interface Setting {
  readonly what: string
  readonly claimed: string
  readonly actual: string
}

/** Compared in a way of their own. */
const comparedElsewhere: ReadonlySet<string> = new Set([
  'context_length',
  'max_position_embeddings',
  'model_max_length',
  'max_length',
  'parameters',
  'quantization',
])
/** In a file this is the width of the inner layers with some families, and of the whole model with others. */
const ambiguousKey = 'hidden_dim'
/** In a folder beside the weights. */
const poolingPattern = /(?:^|\/)\d{1,2}_Pooling\/config\.json$/
/** Names that settings have in one file alone. */
const namesByFile: readonly (readonly [file: RegExp, names: ReadonlyMap<string, string>])[] = [
  [
    /(?:^|\/)adapter_config\.json$/,
    new Map([
      ['r', 'lora_r'],
      ['rank', 'lora_r'],
    ]),
  ],
  [poolingPattern, new Map([['word_embedding_dimension', 'embedding_dimension']])],
]
const dtypes: readonly ReadonlySet<string>[] = [
  new Set(['float32', 'fp32', 'f32', 'float']),
  new Set(['float16', 'fp16', 'f16', 'half']),
  new Set(['bfloat16', 'bf16']),
]

/** Every other number, flag and precision that a property states, held against the files that programs read it from. */
export function otherSettingsOf({node}: Part, actual: AssetOf<'model'>, artifact: Artifact): Setting[] {
  const known = new Set([...comparedElsewhere, ...Object.keys(actual.facts.hyperparameters ?? {})])
  const held = settingsHeld(actual, artifact)
  return [...settingsOf(node)].flatMap(([name, [first]]): Setting[] => {
    const there = held.get(name)
    if (first === undefined || there === undefined || known.has(name) || isSame(first.text, there)) return []
    return [{what: name, claimed: first.text, actual: there}]
  })
}

/** By plain names; the configuration of the model goes before that of its parts. */
function settingsHeld(actual: AssetOf<'model'>, {inventory, beside}: Artifact): ReadonlyMap<string, string> {
  const folders = weightFoldersOf(actual, inventory)
  const held = new Map<string, string>()
  for (const {path, values} of beside?.settings ?? []) {
    const renamed = namesByFile.find(([file]) => file.test(path))?.[1]
    // other parts of a model have settings of their own
    const isOwn = folders.has(poolingPattern.test(path) ? folderOf(folderOf(path)) : folderOf(path))
    const entries = isOwn ? Object.entries(withCounts(values)) : []
    for (const [key, value] of entries) {
      const name = renamed?.get(key) ?? settingNamed(key)
      if (key !== ambiguousKey && isCompared(name, value) && !held.has(name)) held.set(name, String(value))
    }
  }
  return held
}

/** The labels of a classifier are counted. */
function withCounts(values: UnknownRecord): UnknownRecord {
  const labels = asRecord(values['id2label'])
  return labels === undefined ? values : {...values, num_labels: Object.keys(labels).length}
}

function isCompared(name: string, value: unknown): boolean {
  return (
    typeof value === 'number' || typeof value === 'boolean' || (name === 'torch_dtype' && typeof value === 'string')
  )
}

/** What is no number, flag or precision is not compared. */
function isSame(claimed: string, actual: string): boolean {
  const [left, right] = [claimed, actual].map(text =>
    text
      .trim()
      .toLowerCase()
      .replace(/^torch\./, ''),
  )
  if (left === right || left === undefined || right === undefined) return true
  const numbers = [left, right].map(text => (/^[\d.eE+-]{1,40}$/.test(text) ? Number(text) : Number.NaN))
  if (numbers.every(Number.isFinite)) return numbers[0] === numbers[1]
  const kinds = [left, right].map(text => dtypes.findIndex(names => names.has(text)))
  if (kinds.every(kind => kind >= 0)) return kinds[0] === kinds[1]
  return !(isFlag(left) && isFlag(right))
}

function isFlag(text: string): boolean {
  return text === 'true' || text === 'false'
}
