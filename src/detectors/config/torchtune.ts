import {datasetReference} from '../../catalog/references/dataset.ts'
import {isFamiliarName} from '../../catalog/references/model.ts'
import {reportReference} from '../../catalog/setting.ts'
import type {Collector} from '../../inventory/collector.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import type {DialectInput} from './dialect.ts'
import {type Node, walk} from './walk.ts'

/**
 * Data sets that torchtune's builders load when no `source` says otherwise.
 * @see torchtune documentation, torchtune.datasets
 */
const builtIn: ReadonlyMap<string, string> = new Map([
  ['alpaca_dataset', 'tatsu-lab/alpaca'],
  ['alpaca_cleaned_dataset', 'yahma/alpaca-cleaned'],
  ['grammar_dataset', 'liweili/c4_200m'],
  ['samsum_dataset', 'Samsung/samsum'],
  ['slimorca_dataset', 'Open-Orca/SlimOrca-Dedup'],
  ['stack_exchange_paired_dataset', 'lvwerra/stack-exchange-paired'],
  ['cnn_dailymail_articles_dataset', 'ccdv/cnn_dailymail'],
  ['hh_rlhf_helpful_dataset', 'RLHFlow/HH-RLHF-Helpful-standard'],
])

/** torchtune's recipes: components by their Python path, models as folders they were downloaded to. */
export function reportTorchtune({document, file, into}: DialectInput): void {
  if (!file.isAboutTorchtune) return
  walk(document, node => {
    const component = asText(asRecord(node.value)?.['_component_'])
    if (component?.startsWith('torchtune.datasets.') === true) reportDataset(component, node, document, into)
    if (node.key === 'checkpoint_dir' || node.key === 'path') reportFolder(node, document, into)
    return 'enter'
  })
}

function reportDataset(component: string, {value, path}: Node, document: StructuredDocument, into: Collector): void {
  const source = asText(asRecord(value)?.['source'])
  const known = builtIn.get(component.slice(component.lastIndexOf('.') + 1))
  const found = source === undefined ? undefined : datasetReference(source)
  if (found !== undefined)
    reportReference(found, {line: document.lineOf([...path, 'source']), symbol: 'source', confidence: 0.9}, into)
  else if (source === undefined && known !== undefined) {
    into.dataset(
      known,
      {line: document.lineOf([...path, '_component_']), symbol: component, confidence: 0.8},
      {registry: 'huggingface'},
    )
  }
}

function reportFolder({key, value, path}: Node, document: StructuredDocument, into: Collector): void {
  const name = asText(value)?.split('/').find(isFamiliarName)
  if (name !== undefined) into.model(name, {line: document.lineOf(path), symbol: key, confidence: 0.75})
}
