import {isFamiliarName} from '../../catalog/references.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import type {DialectInput} from './dialect.ts'
import {walk} from './walk.ts'

/** Data sets that torchtune's builders load when no `source` says otherwise. @see torchtune documentation, torchtune.datasets */
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
  if (!file.lines.some(line => line.includes('_component_: torchtune.'))) return
  walk(document, ({key, value, path}) => {
    const component = asText(asRecord(value)?.['_component_'])
    const dataset = component === undefined ? undefined : builtIn.get(component.slice(component.lastIndexOf('.') + 1))
    const line = document.lineOf(path)
    if (dataset !== undefined && asRecord(value)?.['source'] === undefined) {
      into.dataset(dataset, {line: document.lineOf([...path, '_component_']), symbol: component, confidence: 0.8}, {registry: 'huggingface'})
    }
    if ((key === 'checkpoint_dir' || key === 'path') && typeof value === 'string') {
      const name = value.split('/').find(isFamiliarName)
      if (name !== undefined) into.model(name, {line, symbol: key, confidence: 0.75})
    }
    return 'enter'
  })
}
