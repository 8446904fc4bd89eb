import {redactUrl} from '../lib/redact/url.ts'

/** A model that an address leads to. */
interface StoredModel {
  readonly kind: 'model'
  readonly name: string
  readonly registry?: string
  readonly revision?: string
  readonly confidence: number
}

/** Schemes of object stores, and of the volumes of a cluster. */
const storeAddress =
  /^(?:s3[an]?|gs|gcs|az|azure|abfss?|wasbs?|adl|hdfs|webhdfs|oss|cos|obs|minio|pvc):\/\/[^\s/]{1,255}(?:\/[^\s/]{1,255}){1,30}\/?$/i
/** Files that are no model, whatever names them. */
const otherFile = /\.(?:jsonl?|csv|tsv|parquet|arrow|txt|xml|ya?ml|toml|log|html?|md|py|sh|png|jpe?g|wav|mp[34])$/i
/** `/v3`, `/7`, `/1.2.0`: the version that the last folder is called by. */
const versionFolder = /\/(v?\d{1,9}(?:\.\d{1,9}){0,3})$/i
const imageAddress =
  /^(?:oci|docker):\/\/([\w.:-]{1,255}(?:\/[\w.-]{1,255}){1,20}?)(?::([\w.-]{1,128}))?(?:@(sha256:[0-9a-f]{64}))?$/i

/**
 * A model in a bucket or on a volume: `s3://bucket/fraud/v3`, `pvc://claim/resnet`. Its address is its name, without a
 * last folder that says its version.
 */
export function modelInStore(address: string): StoredModel | undefined {
  if (!storeAddress.test(address) || otherFile.test(address)) return undefined
  const bare = redactUrl(address).replace(/\/$/, '')
  const version = versionFolder.exec(bare)?.[1]
  return {
    kind: 'model',
    name: version === undefined ? bare : bare.slice(0, -version.length - 1),
    ...(version !== undefined && {revision: version}),
    confidence: 0.85,
  }
}

/** A model in an image: `oci://registry.example/models/granite:1.2`. */
export function modelInImage(address: string): StoredModel | undefined {
  const [, name, tag, digest] = imageAddress.exec(address) ?? []
  const revision = digest ?? tag
  if (name === undefined) return undefined
  return {kind: 'model', name, registry: 'oci', ...(revision !== undefined && {revision}), confidence: 0.9}
}
