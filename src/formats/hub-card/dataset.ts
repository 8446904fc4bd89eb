import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** What a data set's card states of its content and origin, as the Hub's vocabulary has it. */
export interface DatasetStatements {
  /** `10K<n<100K` */
  readonly sizes: readonly string[]
  /** `original`, `extended|squad` */
  readonly sources: readonly string[]
  /** who made its annotations: `crowdsourced`, `machine-generated` */
  readonly annotators: readonly string[]
  readonly tasks: readonly string[]
  /** `configuration/split=16000`, or `split=16000` where there is one configuration without a name */
  readonly examples: readonly string[]
}

const valueLimit = 500
/** The vocabulary's own words for what nobody knows. */
const unstated = new Set(['unknown', 'none', ''])

/** @see Hub documentation, "Dataset cards", and the datasets library's `dataset_info` */
export function parseDatasetStatements(fields: UnknownRecord): DatasetStatements {
  const stated = (key: string): string[] =>
    [...new Set(textsOf(fields[key]).filter(text => !unstated.has(text)))].slice(0, valueLimit)
  return {
    sizes: stated('size_categories'),
    sources: stated('source_datasets'),
    annotators: stated('annotations_creators'),
    tasks: stated('task_categories'),
    examples: [fields['dataset_info']].flat().flatMap(countsOf).slice(0, valueLimit),
  }
}

function countsOf(info: unknown): string[] {
  const config = asText(asRecord(info)?.['config_name'])
  return recordsOf(asRecord(info)?.['splits']).flatMap(split => {
    const [name, count] = [asText(split['name']), split['num_examples']]
    if (name === undefined || typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) return []
    return [`${config === undefined ? '' : `${config}/`}${name}=${count}`]
  })
}
