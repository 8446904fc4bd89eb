import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {splitFrontMatter} from '../../lib/text/front-matter.ts'
import {basesInProse, type ProseBase} from './bases.ts'
import {type DatasetStatements, parseDatasetStatements} from './dataset.ts'
import {type CardMetadata, readMetadata} from './metadata.ts'
import {type CardMetric, parseResults, resultsOfTrainer, tasksOfResults} from './results.ts'
import {type CardSections, parseCardSections} from './sections.ts'

/** A name in the metadata and the line it stands on. */
export interface CardName {
  readonly name: string
  readonly line?: number
}

/** `other` and own licences have a name and a link beside the id. */
export interface CardLicence {
  readonly id: string
  readonly name?: string
  readonly link?: string
}

/**
 * What a README.md on the Hub states: its metadata and the sections that say what the model is for. Nothing is derived.
 */
export interface CardFacts {
  /** `space`: an application on the Hub; `none`: front matter of something else, or no front matter */
  readonly kind: 'model' | 'dataset' | 'space' | 'none'
  /** why the metadata could not be read */
  readonly problem?: string
  readonly title?: string
  /** first paragraph of the prose, cut where it is long */
  readonly summary?: string
  readonly licences: readonly CardLicence[]
  readonly baseModels: readonly CardName[]
  /** `finetune`, `adapter`, `quantized`, `merge`: as stated */
  readonly relation?: string
  /** bases that the prose of a training library names, for cards whose metadata names none */
  readonly proseBases: readonly ProseBase[]
  readonly datasets: readonly CardName[]
  /** models that a Space uses */
  readonly models: readonly CardName[]
  readonly languages: readonly string[]
  readonly tags: readonly string[]
  readonly library?: string
  readonly task?: string
  /** that its results were measured on */
  readonly resultTasks: readonly string[]
  /** names of the metrics that the card lists without a value */
  readonly metrics: readonly string[]
  /** of `model-index`; where it has none, what the Trainer writes in the prose */
  readonly results: readonly CardMetric[]
  /** results past the limit */
  readonly resultsLeftOut: number
  readonly co2Kg?: number
  /** what one has to agree to, or is asked for, before one gets the files */
  readonly gate?: string
  readonly newVersion?: string
  /** identifiers of papers on arXiv that the prose links to: `2212.04356` */
  readonly papers: readonly string[]
  readonly configs: readonly string[]
  readonly splits: readonly string[]
  /** what only cards of data sets state */
  readonly dataset: DatasetStatements
  readonly sections: CardSections
  /** line of a key of the metadata */
  lineOf(key: string): number | undefined
}

/** MTEB cards list thousands. */
const resultLimit = 300
const nameLimit = 500
const paperLimit = 20
const paperPattern = /\barxiv\.org\/(?:abs|pdf|html)\/(\d{4}\.\d{4,5})(?!\d)/g

const nameKeys = ['name', 'id', 'model', 'repo_id', 'repo', 'path']
const repositoryPattern = /^[\w.-]{1,100}(?:\/[\w.-]{1,100})?$/
const languagePattern = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*$/

const modelKeys = [
  'base_model',
  'pipeline_tag',
  'model-index',
  'library_name',
  'license_name',
  'co2_eq_emissions',
  'new_version',
  'quantized_by',
]
const datasetKeys = [
  'dataset_info',
  'task_categories',
  'size_categories',
  'annotations_creators',
  'source_datasets',
  'multilinguality',
  'language_creators',
]
const spaceSdks = new Set(['gradio', 'streamlit', 'docker', 'static'])
/** `unk` is what AutoTrain writes. */
const unstated = new Set(['unknown', 'unk', ''])

/**
 * Reads a card. Metadata that is no YAML is a `problem`; its sound keys and the prose are read all the same. YAML 1.2:
 * the language `no` stays a text.
 * @param path for messages only
 * @see Hub documentation, "Model cards" and "Dataset cards": metadata specification
 */
export function parseHubCard(text: string, path: string): CardFacts {
  const front = splitFrontMatter(text)
  const {fields, problem, lineAt}: CardMetadata =
    front === undefined ? {fields: {}, lineAt: () => undefined} : readMetadata(front, path)
  const body = front?.body ?? text
  const named = (key: string): CardName[] => namesAt(fields, key, lineAt)
  const indexed = parseResults(fields['model-index'])
  const results = indexed.length > 0 ? indexed : resultsOfTrainer(body)
  const {title, summary, ...sections} = parseCardSections(body)
  const co2Kg = parseEmissions(fields['co2_eq_emissions'])
  return {
    kind: kindOf(fields),
    ...optional('problem', problem),
    ...optional('title', asText(fields['pretty_name']) ?? asText(fields['title']) ?? title),
    ...optional('summary', summary),
    licences: parseLicences(fields),
    baseModels: named('base_model'),
    ...optional('relation', textsOf(fields['base_model_relation'])[0]),
    proseBases: basesInProse(body, front?.bodyLine ?? 1),
    datasets: named('datasets'),
    models: named('models'),
    languages: unique(
      [...textsOf(fields['language']), ...textsOf(fields['languages'])]
        .flatMap(text => listedIn(text, languagePattern))
        .filter(isStated),
    ),
    tags: textsOf(fields['tags']).slice(0, nameLimit),
    ...optional('library', asText(fields['library_name'])),
    ...optional('task', asText(fields['pipeline_tag'])),
    resultTasks: tasksOfResults(fields['model-index']).slice(0, nameLimit),
    metrics: textsOf(fields['metrics']).slice(0, nameLimit),
    results: results.slice(0, resultLimit),
    resultsLeftOut: Math.max(0, results.length - resultLimit),
    ...(co2Kg !== undefined && {co2Kg}),
    ...optional('gate', gateIn(fields)),
    ...optional('newVersion', asText(fields['new_version'])),
    papers: parsePapers(body),
    ...parseConfigs(fields),
    dataset: parseDatasetStatements(fields),
    sections,
    lineOf: key => lineAt([key]),
  }
}

/** @see Hub documentation, "Gated models" */
function gateIn(fields: UnknownRecord): string | undefined {
  const asked = Object.keys(asRecord(fields['extra_gated_fields']) ?? {}).join(', ')
  return asText(fields['extra_gated_prompt'] ?? fields['extra_gated_heading'] ?? asked)
    ?.trim()
    .slice(0, nameLimit)
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  const entry: Partial<Record<K, string>> = {}
  if (value !== undefined) entry[key] = value
  return entry
}

function kindOf(fields: UnknownRecord): CardFacts['kind'] {
  const has = (key: string): boolean => fields[key] !== undefined && fields[key] !== null
  if (spaceSdks.has(asText(fields['sdk']) ?? '')) return 'space'
  if (datasetKeys.some(has) || recordsOf(fields['configs']).some(config => config['data_files'] !== undefined))
    return 'dataset'
  if (modelKeys.some(has)) return 'model'
  const isLicensed = has('license') || has('licenses')
  return isLicensed && (has('datasets') || has('metrics') || has('language') || has('languages') || has('inference'))
    ? 'model'
    : 'none'
}

function namesAt(
  fields: UnknownRecord,
  key: string,
  lineAt: (keys: readonly (string | number)[]) => number | undefined,
): CardName[] {
  const value = fields[key]
  const items: [unknown, readonly (string | number)[]][] = Array.isArray(value)
    ? value.map((item, index) => [item, [key, index]])
    : [[value, [key]]]
  return items.slice(0, nameLimit).flatMap(([item, keys]) => {
    const line = lineAt(keys)
    return namesOf(item).map(name => ({name, ...(line !== undefined && {line})}))
  })
}

/** A text, or a record that gives the name under a key of its own. */
function namesOf(item: unknown): string[] {
  const record = asRecord(item)
  const [text] = record === undefined ? textsOf(item) : nameKeys.flatMap(key => asText(record[key]) ?? [])
  return text === undefined ? [] : listedIn(text, repositoryPattern).slice(0, nameLimit)
}

/** Cards in the wild write a list as one text: `en, fr`. It is one where each piece has the form of a whole. */
function listedIn(text: string, pattern: RegExp): string[] {
  const pieces = text.split(',').map(piece => piece.trim())
  return pieces.every(piece => pattern.test(piece)) ? pieces : [text.trim()]
}

function isStated(text: string): boolean {
  return !unstated.has(text.trim().toLowerCase())
}

function parseLicences(fields: UnknownRecord): CardLicence[] {
  const ids = [...textsOf(fields['license']), ...textsOf(fields['licenses'])].filter(isStated)
  const name = asText(fields['license_name'])
  const link = asText(fields['license_link'])
  const alone = (ids.length === 0 && name !== undefined ? ['other'] : ids).map(id => id.trim())
  const isOwn = (id: string): boolean => id.toLowerCase() === 'other'
  // of several licences name and link are those of the one that the list of licences does not know
  const named = alone.some(isOwn) ? isOwn : () => true
  return alone.map(id => ({id, ...(named(id) && {...optional('name', name), ...optional('link', link)})}))
}

/** The Hub counts grams: a number, or a map with `emissions`. */
function parseEmissions(value: unknown): number | undefined {
  const grams = asRecord(value)?.['emissions'] ?? value
  const number = typeof grams === 'string' ? Number(grams) : grams
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? toKilograms(number) : undefined
}

/** By moving the decimal point: a division would add digits that nobody measured. */
function toKilograms(grams: number): number {
  const [digits = '0', exponent = '0'] = String(grams).split('e')
  return Number(`${digits}e${Number(exponent) - 3}`)
}

/** The Hub makes its `arxiv:` tags of these links. */
function parsePapers(body: string): string[] {
  return [...new Set([...body.matchAll(paperPattern)].flatMap(([, id]) => id ?? []))].slice(0, paperLimit)
}

function parseConfigs(fields: UnknownRecord): Pick<CardFacts, 'configs' | 'splits'> {
  const info = fields['dataset_info']
  const records = [...recordsOf(fields['configs']), ...(Array.isArray(info) ? recordsOf(info) : recordsOf([info]))]
  const files = records.flatMap(record => recordsOf(record['data_files']))
  const splits = [
    ...files.map(file => file['split']),
    ...records.flatMap(record => recordsOf(record['splits'])).map(split => split['name']),
  ]
  return {
    configs: unique(records.flatMap(record => asText(record['config_name']) ?? [])),
    splits: unique(splits.flatMap(split => asText(split) ?? [])),
  }
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)].slice(0, nameLimit)
}
