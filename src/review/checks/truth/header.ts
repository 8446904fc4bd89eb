import type {AssetOf} from '../../../inventory/asset.ts'
import {folderOf} from '../../../lib/path.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {weightFoldersOf} from './weights-of.ts'

interface Doubt {
  readonly what: string
  /** by its configuration or tokenizer */
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
  if (counts === undefined) return []
  const settings = beside?.settings.find(({path}) => path === inFolder(counts.folder, 'config.json'))
  const tokenizer = beside?.vocabularies.find(({path}) => folderOf(path) === counts.folder)
  const numberOf = (...names: readonly string[]): number | undefined =>
    names.map(name => settings?.values[name]).find(value => typeof value === 'number')
  const place = settings?.path ?? ''
  // some models keep their words in a smaller space, and predict several tokens by layers of their own
  const isNarrow = numberOf('embedding_size', 'word_embed_proj_dim') !== undefined
  const extra = numberOf('num_nextn_predict_layers') ?? 0
  const layers = numberOf('num_hidden_layers', 'n_layer', 'n_layers')
  const rows: readonly (readonly [
    what: string,
    stated: number | undefined,
    place: string,
    counted: number | undefined,
  ])[] = [
    ['number of layers', layers, place, counts.layers === undefined ? undefined : counts.layers - extra],
    ['size of the vocabulary', numberOf('vocab_size'), place, counts.vocabulary],
    ['hidden size', isNarrow ? undefined : numberOf('hidden_size', 'n_embd', 'd_model'), place, counts.width],
  ]
  const [differing] = rows.flatMap(([what, stated, at, counted]) =>
    stated === undefined ||
    counted === undefined ||
    stated === counted ||
    (what.includes('layers') && stated === counts.layers)
      ? []
      : [{what, stated, place: at, counted}],
  )
  const isTooLarge = tokenizer !== undefined && counts.vocabulary !== undefined && tokenizer.size > counts.vocabulary
  return [
    ...(differing === undefined ? [] : [differing]),
    ...(isTooLarge && differing?.what !== 'size of the vocabulary'
      ? [
          {
            what: 'size of the vocabulary',
            stated: tokenizer.size,
            place: tokenizer.path,
            counted: counts.vocabulary ?? 0,
          },
        ]
      : []),
  ]
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
