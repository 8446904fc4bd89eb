import {describe, expect, it} from 'vitest'
import {type Delivery, deliveryOf, reviewDelivery, toldIn} from '../../../support/delivery.ts'

const commit = 'b'.repeat(40)
type Change = (delivery: Delivery) => unknown
const card =
  (before: string, after: string): Change =>
  ({files}) =>
    files.set('README.md', String(files.get('README.md')).replace(before, after))
const property =
  (name: string, value: string): Change =>
  ({bom}) =>
    bom.components[0].properties.push({name: `cdx:ai-ml:model:hyperparameter:${name}`, value})
const settings =
  (path: string, more: object): Change =>
  delivery =>
    delivery.settings(path, more)

describe('the review of a delivery', () => {
  it('has nothing against files that are as the BOM says', async () => {
    expect(toldIn(await reviewDelivery(deliveryOf()))).toEqual([])
  })

  it.each<[what: string, rule: string, told: string, change: Change]>([
    [
      'more layers than the weights have',
      'architecture-in-doubt',
      '32 by config.json, 2 by the header',
      settings('config.json', {num_hidden_layers: 32}),
    ],
    [
      'more words than the weights have',
      'architecture-in-doubt',
      '99 by config.json, 16 by the header',
      settings('config.json', {vocab_size: 99}),
    ],
    [
      'a tokenizer with words that the weights lack',
      'architecture-in-doubt',
      '64 by tokenizer.json, 16 by',
      settings('tokenizer.json', {model: {type: 'BPE', vocab: {a: 63}}}),
    ],
    [
      'another precision',
      'setting-differs',
      'torch_dtype of acme-ai/clause: the BOM says bfloat16',
      property('torch_dtype', 'bfloat16'),
    ],
    [
      'another setting',
      'setting-differs',
      'rope_theta of acme-ai/clause: the BOM says 500000, delivery says 10000',
      property('rope_theta', '500000'),
    ],
    [
      'another number of labels',
      'setting-differs',
      'num_labels',
      delivery => {
        delivery.settings('config.json', {id2label: {0: 'yes', 1: 'no'}})
        property('num_labels', '5')(delivery)
      },
    ],
    [
      'a size that the card tells',
      'size-in-doubt',
      'README.md in delivery',
      card('Sorts clauses', 'A model with 7B parameters that sorts clauses'),
    ],
    [
      'the card of another model',
      'card-copied',
      'BERT base model (uncased)',
      card('# Clause', '# BERT base model (uncased)'),
    ],
    [
      'a card that forbids trade',
      'licence-in-doubt',
      'non-commercial use',
      card('Sorts', 'For non-commercial use. Sorts'),
    ],
    [
      'a gate',
      'licence-conditions',
      'gated',
      card('license:', 'extra_gated_prompt: You agree to tell us your name.\nlicense:'),
    ],
    [
      'a base that the prose names',
      'base-in-doubt',
      'also names other/base',
      card('Sorts', 'This model is a fine-tuned version of [other/base](https://huggingface.co/other/base).\n\nSorts'),
    ],
    [
      'a base that the BOM leaves out',
      'base-unknown',
      'was made from openbase/base-7b',
      ({bom}) => delete bom.components[0].pedigree,
    ],
    [
      'data that the BOM leaves out',
      'data-differs',
      'also names laion/laion2B-en',
      card('[clauses]', '[clauses, laion/laion2B-en]'),
    ],
    [
      'settings of another model',
      'base-in-doubt',
      'was made from other/base',
      settings('config.json', {_name_or_path: 'other/base'}),
    ],
    [
      'another commit than was fetched',
      'version-differs',
      commit,
      ({files, bom}) => {
        files.set('.cache/huggingface/download/config.json.metadata', `${commit}\n0\n1.0\n`)
        bom.unlisted = ['.cache/huggingface/download/config.json.metadata']
      },
    ],
    [
      'a program without an ending',
      'file-not-stated',
      'bin/convert',
      ({files, bom}) => {
        files.set('bin/convert', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(200)]))
        bom.unlisted = ['bin/convert']
      },
    ],
    [
      'a model and a service that code calls',
      'use-undeclared',
      'the model gpt-4.1, the service openai',
      ({files}) =>
        files.set('app.py', 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4.1", input="x")\n'),
    ],
    [
      'a server that an assistant starts',
      'use-undeclared',
      'the MCP server mailer',
      ({files}) =>
        files.set('.mcp.json', '{"mcpServers": {"mailer": {"command": "npx", "args": ["-y", "mailer-mcp@1.0.0"]}}}'),
    ],
  ])('tells of %s', async (_what, rule, told, change) => {
    const found = toldIn(await reviewDelivery(deliveryOf(change)))
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: .*${told.replace(/[()[\]]/g, '\\$&')}`)))
  })

  it.each<[what: string, change: Change]>([
    [
      'the records of the client of the hub',
      ({files, bom}) => {
        files.set('.cache/huggingface/download/config.json.metadata', `${bom.components[0].version}\n0\n1.0\n`)
        bom.unlisted = ['.cache/huggingface/download/config.json.metadata']
      },
    ],
    ['a precision by another name', property('dtype', 'torch.float32')],
    [
      'the width of inner layers, which DistilBERT calls hidden_dim',
      delivery => {
        delivery.settings('config.json', {hidden_size: undefined, dim: 8, hidden_dim: 32})
        property('hidden_size', '8')(delivery)
      },
    ],
    ['layers that predict more tokens', settings('config.json', {num_hidden_layers: 1, num_nextn_predict_layers: 1})],
    [
      'a service that the BOM lists by its provider',
      ({files, bom}) => {
        files.set('app.py', 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4.1", input="x")\n')
        Object.assign(bom.services[0], {provider: {name: 'OpenAI'}, endpoints: ['https://api.openai.com/v1']})
        bom.components.push({
          type: 'machine-learning-model',
          name: 'gpt-4.1',
          version: '2025-04-14',
          supplier: {name: 'OpenAI'},
          licenses: [{license: {name: 'OpenAI Services Agreement'}}],
        })
        bom.dependencies.push({ref: 'service', dependsOn: []})
      },
    ],
  ])('has nothing against %s', async (_what, change) => {
    const found = toldIn(await reviewDelivery(deliveryOf(change)))
    const alarms = found.filter(text => /^(?:use-undeclared|setting-differs|architecture|version|file-)/.test(text))
    expect(alarms).toEqual([])
  })

  it('says which digests it could not compute', async () => {
    const delivery = deliveryOf()
    const [file] = delivery.bom.components[0].components
    file.hashes.push({alg: 'BLAKE2b-256', content: 'd'.repeat(64)})
    const {notChecked} = await reviewDelivery(delivery)
    expect(notChecked).toContainEqual(expect.stringContaining('the BLAKE2b-256 digest'))
  })
})
