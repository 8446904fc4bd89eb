import {isLocalData} from '../../catalog/references/dataset.ts'
import {hubReference} from '../../catalog/references/hub.ts'
import {isKnownValue} from '../../catalog/references/reference.ts'
import type {CardFacts, CardLicence, CardName} from '../../formats/hub-card/hub-card.ts'
import type {Asset, AssetBase, AssetOf, Licence, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {ModelCardFacts} from '../../inventory/facts.ts'
import {folderId, keyOf} from '../../inventory/identity.ts'
import {toLicence} from '../../inventory/licence.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {taskInTags} from '../../inventory/tasks.ts'
import {baseName} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {withoutTrailing} from '../../lib/text/text.ts'

/** Hub names: `org/name`, or one word for the oldest repositories. */
const hubNamePattern = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/

/** Tags that libraries for tuning write into the cards of what they made. */
const tuneMethodTags = new Set(['sft', 'rlhf', 'lora', 'qlora', 'alora', 'dpo', 'orpo', 'kto', 'ppo', 'grpo'])
/** `[org/name](https://huggingface.co/org/name)` */
const linkPattern = /^\[[^\]]{0,200}\]\((https?:\/\/[^)\s]{1,300})\)$/
const emptyPattern =
  /^(?:none|null|n\/?a|unknown|tbd|todo|\[?more information needed\]?|not (?:available|applicable|specified))$/i
const titleLimit = 200

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
  return {
    baseModels: basesOf(card, evidence),
    datasets: card.datasets.flatMap(named => toDatasets(named, evidence)),
    models: card.kind === 'space' ? card.models.flatMap(named => toModels(named, evidence)) : [],
  }
}

function toModels(named: CardName, evidence: Evidence): AssetOf<'model'>[] {
  const place = [at(evidence, named)]
  const id = onHub(named.name)
  if (id !== undefined) return [makeModel(id, place, {registry: 'huggingface'})]
  return isTitle(named.name) ? [makeModel(named.name, place)] : []
}

/** Names of builders and of data that lies elsewhere are no repository of the hub. */
function toDatasets(named: CardName, evidence: Evidence): AssetOf<'dataset'>[] {
  const {name} = named
  const place = [at(evidence, named)]
  const id = onHub(name)
  if (id !== undefined) return [makeDataset(id, place, isLocalData(id) ? {} : {registry: 'huggingface'})]
  if (/^https?:\/\/[^\s"'<>]{3,500}$/.test(name)) return [makeDataset(placeOf(name), place, {url: name})]
  return isTitle(name) ? [makeDataset(name, place)] : []
}

/** The metadata's word goes before the prose's. */
function basesOf(card: CardFacts, evidence: Evidence): StatedBase[] {
  const isStated = card.baseModels.length > 0
  const bases: readonly (CardName & {readonly relation?: string})[] = isStated ? card.baseModels : card.proseBases
  const place: Evidence = isStated ? evidence : {...evidence, confidence: proseConfidence}
  return bases.flatMap(named => {
    const relation = card.relation ?? named.relation
    return toModels(named, place).map(model => ({model, ...(relation !== undefined && {relation})}))
  })
}

function at(evidence: Evidence, {line}: CardName): Evidence {
  return line === undefined ? evidence : {...evidence, line}
}

/**
 * Its id on the hub, also where an address or a link names it; paths, placeholders and addresses of other places have
 * none.
 */
function onHub(text: string): string | undefined {
  const name = linkPattern.exec(text)?.[1] ?? text
  const linked = hubReference(name)
  if (linked !== undefined && linked.kind !== 'weights') return linked.name
  return hubNamePattern.test(name) && isKnownValue(name) && !emptyPattern.test(name) ? name : undefined
}

/** An address as a name: without its scheme and what a viewer adds. */
function placeOf(url: string): string {
  const address = redactUrl(url).replace(/^https?:\/\//, '')
  return withoutTrailing(address.replace(/[?#].*$/s, ''), '/')
}

/** Words that call a thing without being an id: `Llama 2 7B`, `Own recordings (2023)`. */
function isTitle(name: string): boolean {
  return (
    name.length <= titleLimit &&
    /^[\p{L}\p{N}]/u.test(name) &&
    /[\p{L}]{2}/u.test(name) &&
    !/[\\\n\r<>{}$]|:\/\//.test(name) &&
    (/\s/.test(name) || !name.includes('/')) &&
    !emptyPattern.test(name)
  )
}

/** Licences as stated: SPDX where the id is one, else kept as named; `other` stands for its name and link. */
export function toCardLicences(licences: readonly CardLicence[]): Licence[] {
  return licences.flatMap(({id, name, link}): Licence[] => {
    const url = link !== undefined && /^https?:\/\//.test(link) ? link : undefined
    if (id.toLowerCase() === 'other' && name !== undefined)
      return [{kind: 'name', name, ...(url !== undefined && {url})}]
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
  const task = card.task ?? taskInTags(card.tags) ?? taskInTags(card.resultTasks)
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
    facts: {
      ...(card.splits.length > 0 && {split: card.splits}),
      ...(card.languages.length > 0 && {languages: card.languages}),
    },
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
    ...(card.papers.length > 0 && {
      references: card.papers.map(id => ({type: 'documentation', url: `https://arxiv.org/abs/${id}`}) as const),
    }),
  }
}

function nameOf(card: CardFacts, folder: string): string {
  return folder === '' ? (card.title ?? '.') : baseName(folder)
}

/** Lineage of a model that a card describes. */
export function lineageOf(described: Asset, {baseModels, datasets}: CardReferences): Relationship[] {
  const from = keyOf(described)
  return [
    ...baseModels.map(
      ({model, ...relation}): Relationship => ({from, to: keyOf(model), kind: 'derived-from', ...relation}),
    ),
    ...datasets.map((dataset): Relationship => ({from, to: keyOf(dataset), kind: 'trained-on'})),
  ]
}
