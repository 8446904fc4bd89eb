import type {AssetOf} from '../../../inventory/asset.ts'

const addressPattern = /^(?:https?|s3|gs|gcs|az|abfss?|wasbs?|ftp|hdfs):\/\//

type Dataset = AssetOf<'dataset'>

/** The address that it is fetched from, where it has one. */
export function addressOf({facts, name, id}: Dataset): string | undefined {
  return [facts.url, name, id.slice('dataset:'.length)].find(text => text !== undefined && addressPattern.test(text))
}

/** A file or folder: a path, a pattern of paths, a name with an ending of data. */
export function isLocal(dataset: Dataset): boolean {
  if (dataset.facts.registry !== undefined || addressOf(dataset) !== undefined) return false
  const path = dataset.id.slice('dataset:'.length)
  return (
    /[\\/]|\*|^\.$/.test(path) ||
    /\.(?:jsonl?|ndjson|csv|tsv|parquet|txt|arrow|pkl|npz?|h5|xml|zip|tar|gz|zst|xlsx?|db|sqlite)$/i.test(path)
  )
}

/** Its content is stated by a digest: of the asset, or of every file of it. */
export function hasDigest({digests, facts}: Dataset): boolean {
  const files = facts.distributions ?? []
  return digests.length > 0 || (files.length > 0 && files.every(file => file.digests.length > 0))
}
