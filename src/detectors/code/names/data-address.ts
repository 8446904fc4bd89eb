import {type ResolvedOf, writtenText} from '../../../code/resolve/resolved.ts'
import {withoutQuery} from '../../../lib/text/without-query.ts'

const tableFile = /\.(?:csv|tsv|parquet|jsonl|arrow|feather|orc|avro|npz|csv\.gz|jsonl\.gz|json\.gz)$/i
/** What is filled in, a partition (`year={year}`) and the ending tell nothing of what a file holds. */
const untold = /(?:\b\w{1,40}=)?\{[^{}]*\}|\.[a-z]{2,8}(?=\.|$)|[^a-z]/gi
const toldLetters = 3
const lengthLimit = 1000

/**
 * The data set behind an address that is filled in at run time, named by the end of it that tells something:
 * `https://host/trip-data/green_{year}-{month}.parquet` is `green_{year}-{month}.parquet`, `https://host/taxi/{id}.csv`
 * is `taxi/{id}.csv`.
 */
export function dataAddress(value: ResolvedOf<'partial'>): string | undefined {
  const [first] = value.parts
  if (typeof first !== 'string' || !/^(?:https?|s3|gs):\/\/[^/\s{}]+\//.test(first)) return undefined
  const url = withoutQuery(writtenText(value))
  if (url.length > lengthLimit || /[\n\t]/.test(url) || !tableFile.test(url)) return undefined
  const [, , , ...path] = url.split('/')
  for (let start = path.length - 1; start >= 0; start--) {
    const name = path.slice(start).join('/')
    if (name.replace(untold, '').length >= toldLetters) return name
  }
  return undefined
}
