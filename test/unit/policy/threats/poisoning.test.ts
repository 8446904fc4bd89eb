import {describe, expect, it} from 'vitest'
import {type RuleCase as Case, casesOf, checkFiles, foundBy} from '../../../support/threats.ts'

import {gguf} from '../../../support/weights.ts'

const commit = '8b3219a92973c328a8e22fadcfa821b5dc75636a'
const load = (...args: string[]): string => `from datasets import load_dataset\nd = load_dataset(${args.join(', ')})\n`
const app = (text: string): Record<string, string> => ({'app.py': text})
const card = (dataset: string): Record<string, string> => ({
  'README.md': `---\nlicense: mit\nbase_model: acme/base\ndatasets:\n- ${dataset}\n---\n# m\n`,
  'config.json': '{"model_type":"bert"}',
})

const found: Readonly<Record<string, readonly Case[]>> = {
  'dataset-unpinned': [
    ['a data set without a revision', app(load('"acme/faq"'))],
    ['a data set at a branch', app(load('"acme/faq"', 'revision="main"'))],
  ],
  'dataset-unhashed': [['a file at an address', app(load('"csv"', 'data_files="https://data.acme.dev/faq.csv"'))]],
  'dataset-runs-code': [['a loading script', app(load('"acme/faq"', 'trust_remote_code=True'))]],
  'dataset-origin-unknown': [
    [
      'a name in a header',
      {
        'm.gguf': gguf({
          entries: [
            ['general.architecture', 'string', 'llama'],
            ['general.dataset.count', 'u32', 1],
            ['general.dataset.0.name', 'string', 'Our Corpus'],
          ],
        }),
      },
    ],
  ],
  'sensitive-training-data': [
    ['mails in a training script', {'training/train.py': load('"json"', 'data_files="data/customer_emails.jsonl"')}],
  ],
}

const notFound: Readonly<Record<string, readonly Case[]>> = {
  'dataset-unpinned': [
    ['a data set at a commit', app(load('"acme/faq"', `revision="${commit}"`))],
    ['a local file', app(load('"json"', 'data_files="faq.jsonl"'))],
  ],
  'dataset-unhashed': [['a data set of the hub', app(load('"acme/faq"'))]],
  'dataset-runs-code': [['a data set without code', app(load('"acme/faq"'))]],
  'dataset-origin-unknown': [['a data set of the hub', card('acme/faq')]],
  'sensitive-training-data': [
    ['plain records in a training script', {'training/train.py': load('"json"', 'data_files="data/faq.jsonl"')}],
    ['mails in a report', {'report.py': load('"json"', 'data_files="data/customer_emails.jsonl"')}],
  ],
}

describe('rules of poisoning', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })
})
