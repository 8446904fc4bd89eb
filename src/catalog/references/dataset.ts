import {withoutQuery} from '../../lib/text/without-query.ts'
import {isHubId} from '../models/model-names.ts'
import {hubReference} from './hub.ts'
import {type DatasetReference, isKnownValue} from './reference.ts'

const dataPattern =
  /\.(?:jsonl?|csv|tsv|parquet|arrow|feather|spacy|conllu?|iob2?|tfrecords?|txt|xml|zip|tgz|tar|gz|bz2|xz|zst|npz|npy|h5|hdf5|lmdb|db|sqlite|pkl|xlsx?|arff|mat|libsvm|jsonl\.gz|bin)$/i

/** Builders of the datasets library, named where a repository may stand. */
const builders = new Set(
  'json csv text parquet arrow pandas imagefolder audiofolder videofolder webdataset xml sql generator spark hf_dataset none null auto'.split(
    ' ',
  ),
)

/** A file of data by its name. */
export function isDataFileName(text: string): boolean {
  return dataPattern.test(text)
}

/**
 * @param text value of a key or flag that carries a data set
 * @param bare whether a single word may be a data set's name here
 * @returns undefined for folders, builders (`json`), placeholders and variables
 */
export function datasetReference(text: string, bare = false): DatasetReference | undefined {
  // ms-swift writes how many rows behind the name
  const value = text.trim().replace(/#\d{1,9}$/, '')
  if (!isKnownValue(value) || builders.has(value.toLowerCase())) return undefined
  const hub = hubReference(value)
  if (hub !== undefined)
    return hub.kind === 'dataset'
      ? hub
      : {kind: 'dataset', name: hub.kind === 'model' ? hub.name : value, registry: 'huggingface', confidence: 0.8}
  if (/^[a-z][a-z0-9+]*:\/\//.test(value)) return datasetAtUrl(value)
  if (dataPattern.test(value)) return {kind: 'dataset', name: withoutPlace(value), confidence: 0.85}
  if (isHubId(value)) return {kind: 'dataset', name: value, registry: 'huggingface', confidence: 0.9}
  if (
    !bare ||
    !/^[A-Za-z][\w.-]{1,60}$/.test(value) ||
    /^(?:true|false|yes|no|custom|default|train|test|eval|validation)$/i.test(value)
  )
    return undefined
  return {kind: 'dataset', name: value, confidence: 0.7}
}

/** What stands where a repository may, for data that is none: a builder (`imagefolder`), a word of its owner's. */
export function isLocalData(name: string): boolean {
  return builders.has(name.toLowerCase()) || /^(?:custom|private|own|internal|proprietary|local)$/i.test(name)
}

/** A path in the project; of one elsewhere on the machine only the file. */
function withoutPlace(path: string): string {
  return /^(?:\/|~|[A-Za-z]:)/.test(path) ? path.slice(path.lastIndexOf('/') + 1) : path.replace(/^(?:\.\/)+/, '')
}

/** A file or folder that a URL names: `https://…/train.csv?raw=true`, `s3://bucket/corpus`. */
function datasetAtUrl(url: string): DatasetReference | undefined {
  const bare = withoutQuery(url)
  const name = bare.slice(bare.replace(/(?<!\/)\/+$/, '').lastIndexOf('/') + 1).replace(/(?<!\/)\/+$/, '')
  if (name === '' || !/[a-z]/i.test(name) || (/^https?:/.test(url) && !dataPattern.test(name))) return undefined
  return {kind: 'dataset', name, url, confidence: 0.85}
}
