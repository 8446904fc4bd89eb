import {hubReference, isKnownValue} from '../../catalog/references.ts'
import type {CardFacts, CardLicence, CardName} from '../../formats/hub-card.ts'
import type {Asset, AssetBase, AssetOf, Licence, ModelCardFacts, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {folderId, keyOf} from '../../inventory/identity.ts'
import {toLicence} from '../../inventory/licence.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {taskInTags} from '../../inventory/tasks.ts'
import {baseName} from '../../lib/path.ts'

/** Hub names: `org/name`, or one word for the oldest repositories. */
const hubNamePattern = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/

/** Tags that libraries for tuning write into the cards of what they made. */
const tuneMethodTags = new Set(['sft', 'rlhf', 'lora', 'qlora', 'alora', 'dpo', 'orpo', 'kto', 'ppo', 'grpo'])

/** A sentence is read by its form, not by a key. */
const proseConfidence = 0.8

/** A base model, and what the described model is of it where that is stated. */
export interface StatedBase {
  readonly model: AssetOf<'model'>
  readonly relation?: string
}

/** What a card names besides the thing that it describes. */
export interface CardReferences {
  readonly baseModels: readonly StatedBase[]
  readonly datasets: readonly AssetOf<'dataset'>[]
  /** models that a Space uses */
  readonly models: readonly AssetOf<'model'>[]
}

/** @param evidence of the card, to which the line of each name is added */
export function toReferences(card: CardFacts, evidence: Evidence): CardReferences {
  const models = (names: readonly CardName[]): AssetOf<'model'>[] =>
    names.flatMap(named => onHub(named).map(name => makeModel(name, [at(evidence, named)], {registry: 'huggingface'})))
  return {
    baseModels: basesOf(card, evidence),
    datasets: card.datasets.flatMap(named => onHub(named).map(name => makeDataset(name, [at(evidence, named)], {registry: 'huggingface'}))),
    models: card.kind === 'space' ? models(card.models) : [],
  }
}

/** The metadata's word goes before the prose's. */
function basesOf(card: CardFacts, evidence: Evidence): StatedBase[] {
  const isStated = card.baseModels.length > 0
  const bases: readonly (CardName & {readonly relation?: string})[] = isStated ? card.baseModels : card.proseBases
  const place: Evidence = isStated ? evidence : {...evidence, confidence: proseConfidence}
  return bases.flatMap(named => {
    const relation = card.relation ?? named.relation
    return onHub(named).map(name => ({
      model: makeModel(name, [at(place, named)], {registry: 'huggingface'}),
      ...(relation !== undefined && {relation}),
    }))
  })
}

function at(evidence: Evidence, {line}: CardName): Evidence {
  return line === undefined ? evidence : {...evidence, line}
}

/** Paths, placeholders and URLs of other places are no names of the Hub. */
function onHub({name}: CardName): string[] {
  const linked = hubReference(name)
  if (linked !== undefined && linked.kind !== 'weights') return [linked.name]
  return hubNamePattern.test(name) && isKnownValue(name) ? [name] : []
}

/** Licences as stated: SPDX where the id is one, else kept as named; `other` stands for its name and link. */
export function toCardLicences(licences: readonly CardLicence[]): Licence[] {
  return licences.flatMap(({id, name, link}): Licence[] => {
    const url = link !== undefined && /^https?:\/\//.test(link) ? link : undefined
    if (id.toLowerCase() === 'other' && name !== undefined) return [{kind: 'name', name, ...(url !== undefined && {url})}]
    const licence = toLicence(id)
    if (licence === undefined) return []
    return [licence.kind === 'expression' || url === undefined ? licence : {...licence, url}]
  })
}

/** What the card states of the model itself; undefined where it states nothing of the kind. */
export function toModelCardFacts(card: CardFacts): ModelCardFacts | undefined {
  const {intendedUses, limitations, ethicalConsiderations, training} = card.sections
  const facts: ModelCardFacts = {
    ...(intendedUses.length > 0 && {intendedUses}),
    ...(limitations.length > 0 && {limitations}),
    ...(ethicalConsiderations.length > 0 && {ethicalConsiderations}),
    ...(training.length > 0 && {training}),
    ...(card.results.length > 0 && {metrics: card.results}),
    ...(card.co2Kg !== undefined && {co2Kg: card.co2Kg}),
  }
  return Object.keys(facts).length === 0 ? undefined : facts
}

/** The model that lies in the card's folder. */
export function describeModel(card: CardFacts, folder: string, evidence: Evidence): AssetOf<'model'> {
  const modelCard = toModelCardFacts(card)
  const task = card.task ?? taskInTags(card.tags)
  const tuneMethods = card.tags.filter(tag => tuneMethodTags.has(tag))
  return {
    kind: 'model',
    id: folderId('model', folder),
    ...statedBase(card, folder, evidence),
    facts: {
      ...(task !== undefined && {task}),
      ...(card.library !== undefined && {library: card.library}),
      ...(card.languages.length > 0 && {languages: card.languages}),
      ...(tuneMethods.length > 0 && {tuneMethods}),
      ...(modelCard !== undefined && {modelCard}),
    },
  }
}

/** The data set that lies in the card's folder. */
export function describeDataset(card: CardFacts, folder: string, evidence: Evidence): AssetOf<'dataset'> {
  const {sizes, sources, annotators, tasks, examples} = card.dataset
  const lists: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['aibom:dataset:size', sizes],
    ['aibom:dataset:source', sources],
    ['aibom:dataset:annotator', annotators],
    ['aibom:dataset:task', tasks],
    ['aibom:dataset:examples', examples],
  ]
  return {
    kind: 'dataset',
    id: folderId('dataset', folder),
    ...statedBase(card, folder, evidence),
    facts: {...(card.splits.length > 0 && {split: card.splits}), ...(card.languages.length > 0 && {languages: card.languages})},
    properties: Object.fromEntries(lists.filter(([, values]) => values.length > 0)),
  }
}

/** What a card states of either kind. */
function statedBase(card: CardFacts, folder: string, evidence: Evidence): Omit<AssetBase, 'id'> {
  const licences = toCardLicences(card.licences)
  return {
    name: nameOf(card, folder),
    aliases: [],
    digests: [],
    evidence: [evidence],
    ...(licences.length > 0 && {licences}),
    ...(card.summary !== undefined && {description: card.summary}),
    ...(card.papers.length > 0 && {references: card.papers.map(id => ({type: 'documentation', url: `https://arxiv.org/abs/${id}`}) as const)}),
  }
}

function nameOf(card: CardFacts, folder: string): string {
  return folder === '' ? (card.title ?? '.') : baseName(folder)
}

/** Lineage of a model that a card describes. */
export function lineageOf(described: Asset, {baseModels, datasets}: CardReferences): Relationship[] {
  const from = keyOf(described)
  return [
    ...baseModels.map(({model, ...relation}): Relationship => ({from, to: keyOf(model), kind: 'derived-from', ...relation})),
    ...datasets.map((dataset): Relationship => ({from, to: keyOf(dataset), kind: 'trained-on'})),
  ]
}
