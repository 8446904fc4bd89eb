import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {Distribution} from '../../inventory/facts.ts'
import {folderId} from '../../inventory/identity.ts'
import {toLicence} from '../../inventory/licence.ts'
import {makeDataset} from '../../inventory/make.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'

/** Builders for files in a format: they name no data set. */
const formats = new Set(
  'parquet json csv text arrow pandas imagefolder audiofolder webdataset xml generator sql'.split(' '),
)
const configLimit = 1000
const hubIdPattern = /^[\w][\w.-]{0,95}\/[\w][\w.-]{0,95}$/

/**
 * `dataset_infos.json` and `dataset_info.json` of the datasets library: one entry a configuration, or one alone. A bare
 * name of a builder names no registry.
 */
export function toInfoDatasets(document: StructuredDocument, evidence: Omit<Evidence, 'line'>): AssetOf<'dataset'>[] {
  const root = asRecord(document.value) ?? {}
  const entries: [string[], UnknownRecord | undefined][] =
    root['builder_name'] === undefined
      ? Object.entries(root)
          .slice(0, configLimit)
          .map(([key, entry]) => [[key], asRecord(entry)])
      : [[[], root]]
  return entries.flatMap(([keys, info]) => (info === undefined ? [] : toDataset(keys, info, document, evidence)))
}

function toDataset(
  keys: string[],
  info: UnknownRecord,
  document: StructuredDocument,
  evidence: Omit<Evidence, 'line'>,
): AssetOf<'dataset'>[] {
  const builder = asText(info['dataset_name']) ?? asText(info['builder_name'])
  const splits = asRecord(info['splits'])
  if (builder === undefined || formats.has(builder) || splits === undefined) return []
  const line = document.lineOf(keys.length > 0 ? keys : ['builder_name'])
  const config = asText(info['config_name']) ?? keys[0]
  const licence = toLicence(asText(info['license']) ?? '')
  const description = asText(info['description'])
  const distributions = downloadsOf(info)
  const dataset = makeDataset(builder, [{...evidence, ...(line !== undefined && {line})}], {
    ...(hubIdPattern.test(builder) && {registry: 'huggingface'}),
    ...(config !== undefined && {config}),
    split: Object.keys(splits).sort(),
    ...(distributions.length > 0 && {distributions}),
  })
  return [
    {...dataset, ...(description !== undefined && {description}), ...(licence !== undefined && {licences: [licence]})},
  ]
}

/** The same data set, where a card of the hub says that its folder is one of the hub's. */
export function atHub(dataset: AssetOf<'dataset'>): AssetOf<'dataset'> {
  if (dataset.facts.registry !== undefined) return dataset
  const {id, group, facts} = makeDataset(dataset.name, dataset.evidence, {...dataset.facts, registry: 'huggingface'})
  return {...dataset, id, facts, ...(group !== undefined && {group})}
}

/**
 * One configuration of the data set that its registry publishes in this folder; its builder's name is no other data
 * set's.
 */
export function ofFolder(dataset: AssetOf<'dataset'>, folder: string): AssetOf<'dataset'> {
  const {group: _group, ...own} = dataset
  const {config: _config, registry: _registry, ...facts} = dataset.facts
  return {...own, id: folderId('dataset', folder), name: folder === '' ? '.' : baseName(folder), facts}
}

function downloadsOf(info: UnknownRecord): Distribution[] {
  return Object.entries(asRecord(info['download_checksums']) ?? {})
    .slice(0, configLimit)
    .map(([url, entry]) => {
      const hex = asText(asRecord(entry)?.['checksum'])?.toLowerCase() ?? ''
      const isDigest = /^[0-9a-f]{64}$/.test(hex)
      return {url: redactUrl(url), digests: isDigest ? [{alg: 'sha256', hex, of: 'content', from: 'declared'}] : []}
    })
}
