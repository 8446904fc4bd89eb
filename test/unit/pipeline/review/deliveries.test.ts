import {describe, expect, it} from 'vitest'
import {type Delivery, deliveryOf, reviewDelivery, toldIn} from '../../../support/delivery.ts'
import {concat, gguf, utf8} from '../../../support/weights.ts'

const commit = 'b'.repeat(40)

/** The model of the delivery as GGUF. */
const clause = (more: Readonly<Record<string, string>> = {}): Uint8Array =>
  gguf({
    entries: Object.entries({'general.architecture': 'llama', 'general.license': 'apache-2.0', ...more}).map(
      ([key, value]) => [key, 'string', value] as const,
    ),
    tensors: [{name: 'token_embd.weight', dimensions: [8n, 16n], type: 0, offset: 0n}],
    dataBytes: 512,
  })

/** An ONNX file of nothing but its version, its maker and one entry of metadata. */
function onnxWith(key: string, value: string): Uint8Array {
  const field = (number: number, content: Uint8Array): Uint8Array =>
    concat(new Uint8Array([number * 8 + 2, content.byteLength]), content)
  const entry = concat(field(1, utf8(key)), field(2, utf8(value)))
  return concat(new Uint8Array([8, 8]), field(2, utf8('pytorch')), field(7, new Uint8Array()), field(14, entry))
}
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
      'a gate in several lines',
      'licence-conditions',
      'You agree not to use it for treatment',
      card('license:', 'extra_gated_prompt: >-\n  You agree not to use it\n  for treatment.\nlicense:'),
    ],
    [
      'a gate that asks for a name',
      'licence-conditions',
      'Name, Company',
      card('license:', 'extra_gated_fields:\n  Name: text\n  Company: text\nlicense:'),
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
    [
      'another version of the server that an assistant starts',
      'version-differs',
      'the BOM says 1.0.0, delivery says 2.1.0',
      ({files, bom}) => {
        files.set('.mcp.json', '{"mcpServers": {"mailer": {"command": "npx", "args": ["-y", "mailer-mcp@2.1.0"]}}}')
        bom.components.push({type: 'application', name: 'mailer', version: '1.0.0', purl: 'pkg:npm/mailer-mcp@1.0.0'})
      },
    ],
    [
      'an address without encryption in code',
      'service-cleartext',
      'notes.py:4 in delivery sends data to http://collect.acme.dev/v1',
      ({files}) =>
        files.set(
          'notes.py',
          'import requests\n# requests.post("http://old.acme.dev")\nNS = "http://www.w3.org/2000/svg"\nrequests.post("http://collect.acme.dev/v1", json={})\n',
        ),
    ],
    [
      'a license inside ONNX',
      'licence-differs',
      'license in extra.onnx',
      ({files}) => files.set('extra.onnx', onnxWith('license', 'AGPL-3.0 License (https://ultralytics.com/license)')),
    ],
    [
      'another license inside a GGUF file beside the weights',
      'licence-differs',
      'delivery says CC-BY-NC-4.0',
      ({files}) => files.set('gguf/clause.gguf', clause({'general.license': 'cc-by-nc-4.0'})),
    ],
    [
      'another model in a GGUF file beside the weights',
      'architecture-differs',
      'the BOM says LlamaForCausalLM, delivery says gemma2',
      ({files}) => files.set('gguf/clause.gguf', clause({'general.architecture': 'gemma2'})),
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
    ['a GGUF file of the same model', ({files}) => files.set('gguf/clause.gguf', clause())],
    [
      'a model whose version code writes into its name',
      ({files, bom}) => {
        files.set(
          'app.py',
          'from openai import OpenAI\nOpenAI().responses.create(model="gpt-5.4-2026-03-05", input="x")\n',
        )
        Object.assign(bom.services[0], {provider: {name: 'OpenAI'}, endpoints: ['https://api.openai.com/v1']})
        bom.components.push({type: 'machine-learning-model', name: 'gpt-5.4', version: '2026-03-05'})
      },
    ],
    [
      'an address of this machine',
      ({files}) => files.set('health.py', 'import requests\nrequests.get("http://127.0.0.1:9000/health")\n'),
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
    const alarms = found.filter(text =>
      /^(?:use-undeclared|service-cleartext|setting-differs|architecture|licence-differs|version|file-)/.test(text),
    )
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
