import type {AssetOf} from '../../../inventory/asset.ts'
import {folderOf, pathIn} from '../../../lib/path.ts'
import type {Artifact, ReviewContext, SettingsAtHand} from '../../context.ts'
import type {LayerCounts} from '../../facts/layer-counts.ts'
import type {Part} from '../../view.ts'
import {weightFoldersOf} from './weights-of.ts'

const vocabularySize = 'size of the vocabulary'

interface Doubt {
  readonly what: string
  /** in its configuration or tokenizer */
  readonly stated: number
  readonly place: string
  readonly counted: number
}

/** What the settings of a model say of its layers and its vocabulary, held against the header of its weights. */
export function compareHeader(
  claimed: Part,
  actual: AssetOf<'model'>,
  artifact: Artifact,
  {notes}: Pick<ReviewContext, 'notes'>,
): void {
  const {shown, source} = artifact
  for (const {what, stated, place, counted} of doubtsOf(actual, artifact))
    notes.find('architecture-in-doubt', {
      subject: claimed.name,
      message: `${what} of ${claimed.name} in ${shown}: ${stated} by ${place}, ${counted} by the header of its weights`,
      conflict: [
        {value: String(stated), source: place},
        {value: String(counted), source: 'the header of the weights'},
      ],
      evidence: [
        notes.cite(claimed.pointer, claimed.name),
        notes.citeElsewhere({source, place: `${shown} · ${place}`, value: `${what}: ${stated}`}),
      ],
    })
}

function doubtsOf(actual: AssetOf<'model'>, {inventory, beside}: Artifact): Doubt[] {
  const folders = weightFoldersOf(actual, inventory)
  const counts = beside?.layers.find(({folder}) => folders.has(folder))
  if (beside === undefined || counts === undefined) return []
  const settings = beside.settings.find(({path}) => path === pathIn(counts.folder, 'config.json'))
  const tokenizer = beside.vocabularies.find(({path}) => folderOf(path) === counts.folder)
  // one wrong number in a configuration often comes with others
  const [first] = settings === undefined ? [] : doubtsInSettings(settings, counts)
  const {vocabulary} = counts
  const isTooLarge = tokenizer !== undefined && vocabulary !== undefined && tokenizer.size > vocabulary
  return [
    ...(first === undefined ? [] : [first]),
    ...(isTooLarge && first?.what !== vocabularySize
      ? [{what: vocabularySize, stated: tokenizer.size, place: tokenizer.path, counted: vocabulary}]
      : []),
  ]
}

/** What a configuration states of the layers, the vocabulary and the width that the weights do not have. */
function doubtsInSettings({path, values}: SettingsAtHand, counts: LayerCounts): Doubt[] {
  const numberIn = (...names: readonly string[]): number | undefined =>
    names.map(name => values[name]).find(value => typeof value === 'number')
  const layers = numberIn('num_hidden_layers', 'n_layer', 'n_layers')
  // some models predict several tokens by layers of their own, and keep their words in a smaller space
  const extra = numberIn('num_nextn_predict_layers') ?? 0
  const ownLayers = counts.layers === undefined || counts.layers === layers ? layers : counts.layers - extra
  const isNarrow = numberIn('embedding_size', 'word_embed_proj_dim') !== undefined
  const rows: readonly (readonly [what: string, stated: number | undefined, counted: number | undefined])[] = [
    ['number of layers', layers, ownLayers],
    [vocabularySize, numberIn('vocab_size'), counts.vocabulary],
    ['hidden size', isNarrow ? undefined : numberIn('hidden_size', 'n_embd', 'd_model'), counts.width],
  ]
  return rows.flatMap(([what, stated, counted]) =>
    stated === undefined || counted === undefined || stated === counted ? [] : [{what, stated, place: path, counted}],
  )
}
