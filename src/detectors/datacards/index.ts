import {isDataFileName} from '../../catalog/references/dataset.ts'
import {isWeightsName} from '../../catalog/references/weights.ts'
import {type CardFacts, parseHubCard} from '../../formats/hub-card/hub-card.ts'
import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import {baseName, folderOf} from '../../lib/path.ts'
import type {AssembleContext, Detector, DetectorContext} from '../detector.ts'
import {type CardReferences, describeDataset, describeModel, lineageOf, toReferences} from './card.ts'
import {isCroissant, toCroissantDataset} from './croissant.ts'
import {atHub, ofFolder, toInfoDatasets} from './dataset-infos.ts'

/** Croissant files of data sets with thousands of columns are the largest. */
const textLimitBytes = 16 * 1024 * 1024
const detectorId = 'datacards'

/** A card, kept until the walk has told what lies beside it. */
interface CardNote {
  readonly folder: string
  readonly card: CardFacts
  readonly references: CardReferences
  readonly evidence: Evidence
  /** what the registry says that the card describes */
  readonly kind?: 'model' | 'dataset'
}

/** Data sets of a file beside which a card may stand. */
interface InfoNote {
  readonly folder: string
  readonly infos: readonly AssetOf<'dataset'>[]
}

type Note = CardNote | InfoNote

type FolderKinds = Readonly<Record<'models' | 'weights' | 'data', ReadonlySet<string>>>

const croissantNames = new Set([
  'metadata.json',
  'croissant.json',
  'dataset.json',
  'croissant_metadata.json',
  'metadata.jsonld',
])
/** What a registry shows as the card; `cardData.md` is what its API states of it. */
const registryCards = new Set(['README.md', 'cardData.md'])
const infoNames = new Set(['dataset_infos.json', 'dataset_info.json'])
const cardWords = [
  'license',
  'base_model',
  'datasets',
  'pipeline_tag',
  'library_name',
  'task_categories',
  'dataset_info',
]
const modelFiles = new Set(['config.json', 'adapter_config.json', 'model_index.json', 'modules.json', 'params.json'])

/** Data sheets and cards: Hub cards, Croissant, dataset_infos.json. */
export const datacards: Detector<Note> = {
  id: detectorId,
  version: 1,
  finds: ['model', 'dataset'],
  required({path}, head) {
    const name = baseName(path)
    if (name.endsWith('.md')) return isCardName(name)
    if (name.endsWith('.jsonld') || croissantNames.has(name) || infoNames.has(name)) return true
    if (!name.endsWith('.json')) return false
    return path.includes('croissant') || (head !== undefined && Buffer.from(head).includes('"@context"'))
  },
  extract,
  assemble,
}

function isCardName(name: string): boolean {
  return name === 'README.md' || name === 'readme.md' || name.includes('card') || name.includes('CARD')
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction<Note>> {
  const {path} = file
  const evidence: Evidence = {
    detector: detectorId,
    technique: 'manifest',
    path,
    level: 'configured',
    scope: context.scopeOf(path),
    confidence: 0.95,
  }
  const text = await file.text(textLimitBytes)
  if (path.endsWith('.md')) return readCard(text, path, evidence, context)
  const isInfo = infoNames.has(baseName(path))
  if (!isInfo && !isCroissant(text)) return {assets: []}
  const answer = parseDocument(text, path)
  if (!answer.ok) return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message: answer.message}]}
  if (isInfo) return {assets: [], notes: [{folder: folderOf(path), infos: toInfoDatasets(answer.document, evidence)}]}
  const dataset = toCroissantDataset(answer.document, evidence)
  return {assets: dataset === undefined ? [] : [dataset]}
}

function readCard(text: string, path: string, evidence: Evidence, context: DetectorContext): Extraction<Note> {
  const card = parseHubCard(text, path)
  const gaps = gapsOf(card, text, path)
  const folder = folderOf(path)
  const kind = publishedKind(card, path, context)
  if (kind === undefined && card.kind === 'none' && card.licences.length === 0) return {assets: [], gaps}
  const isNamed = kind === 'model' || card.kind !== 'none'
  const references = isNamed ? toReferences(card, evidence) : {baseModels: [], datasets: [], models: []}
  return {
    assets: [...references.baseModels.map(({model}) => model), ...references.datasets, ...references.models],
    gaps,
    notes: [{folder, card, references, evidence: {...evidence, line: 1}, ...(kind !== undefined && {kind})}],
  }
}

/**
 * A registry's README.md describes what it lies beside, with metadata or without; another card there may be about
 * another thing.
 */
function publishedKind(card: CardFacts, path: string, context: DetectorContext): 'model' | 'dataset' | undefined {
  const published = context.publishedAs?.(folderOf(path))
  if (registryCards.has(baseName(path)) || card.kind === published) return published
  return card.kind === 'none' && card.licences.length > 0 ? published : undefined
}

/** Front matter that cannot be read is a gap where it seems to be a card's. */
function gapsOf(card: CardFacts, text: string, path: string): Gap[] {
  const gaps: Gap[] = []
  if (card.problem !== undefined && cardWords.some(word => text.includes(`\n${word}:`))) {
    gaps.push({path, stage: 'extract', code: 'syntax', message: card.problem})
  }
  if (card.resultsLeftOut > 0) {
    gaps.push({
      path,
      stage: 'extract',
      code: 'too-many',
      message: `${path}: ${card.resultsLeftOut} further results of model-index are left out`,
    })
  }
  return gaps
}

/** A card describes what lies in its folder; without weights or data there it only names others. */
function assemble(found: Extraction<Note>, context: AssembleContext): Extraction<Note> {
  const {notes = [], ...rest} = found
  if (notes.length === 0) return rest
  const kinds = foldersByContent(context.files)
  const cards = notes.filter(note => 'card' in note)
  const infos = notes.filter(note => 'infos' in note)
  const described = cards.map(note => describe(note, note.kind ?? unpublishedKind(note, kinds, context)))
  return {
    ...rest,
    assets: [...rest.assets, ...placeInfos(infos, cards, context), ...described.flatMap(({assets}) => assets)],
    relationships: [...(rest.relationships ?? []), ...described.flatMap(({relationships}) => relationships)],
  }
}

/**
 * The data sets of `dataset_infos.json`: of a published folder its own, beside a card of the hub one of the hub's, else
 * as they are called.
 */
function placeInfos(notes: readonly InfoNote[], cards: readonly CardNote[], context: DetectorContext): Asset[] {
  const hubFolders = new Set(cards.filter(({card}) => card.kind === 'dataset').map(({folder}) => folder))
  return notes.flatMap(({folder, infos}) => {
    if (context.publishedAs?.(folder) === 'dataset') return infos.map(info => ofFolder(info, folder))
    return hubFolders.has(folder) ? infos.map(atHub) : infos
  })
}

function describe(
  note: CardNote,
  kind: 'model' | 'dataset' | undefined,
): {assets: Asset[]; relationships: Relationship[]} {
  const {folder, card, references, evidence} = note
  if (kind === 'dataset') return {assets: [describeDataset(card, folder, evidence)], relationships: []}
  if (kind === undefined) return {assets: [], relationships: []}
  const model = describeModel(card, folder, evidence)
  return {assets: [model], relationships: lineageOf(model, references)}
}

function unpublishedKind(
  {card, folder}: CardNote,
  kinds: FolderKinds,
  context: DetectorContext,
): 'model' | 'dataset' | undefined {
  return context.publishedAs?.(folder) === undefined ? kindOfFolder(card, folder, kinds) : undefined
}

function kindOfFolder(card: CardFacts, folder: string, kinds: FolderKinds): 'model' | 'dataset' | undefined {
  if ((card.kind === 'model' && kinds.models.has(folder)) || (card.kind === 'none' && kinds.weights.has(folder)))
    return 'model'
  return card.kind === 'dataset' && kinds.data.has(folder) ? 'dataset' : undefined
}

/** A `config.json` alone proves a model only beside a model's card. */
function foldersByContent(files: ReadonlyMap<string, FileEntry>): FolderKinds {
  const models = new Set<string>()
  const weights = new Set<string>()
  const data = new Set<string>()
  for (const path of files.keys()) {
    const slash = path.lastIndexOf('/')
    const folder = slash === -1 ? '' : path.slice(0, slash)
    const name = path.slice(slash + 1)
    const isWeights = isWeightsName(name) || /^pytorch_model.*\.bin$/.test(name)
    if (isWeights) weights.add(folder)
    if (isWeights || modelFiles.has(name)) models.add(folder)
    if (isDataFileName(name) && !name.endsWith('.txt')) addWithParent(data, folder)
  }
  return {models, weights, data}
}

/** Data lies beside the card, or in a folder below it. */
function addWithParent(folders: Set<string>, folder: string): void {
  folders.add(folder)
  if (folder !== '') folders.add(folderOf(folder))
}
