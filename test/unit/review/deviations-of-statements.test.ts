import {describe, expect, it} from 'vitest'
import {type Deviation, expectNamed} from '../../support/deviations.ts'
import {reviewOf} from '../../support/review.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

type Change = (bom: Editable) => unknown

const commit = '9213176726f574b556790deb65791e0c5aa438b6'
const model = (more: object): Change => {
  return bom => Object.assign(bom.components[0], more)
}
const base = (more: object): Change => {
  return bom => Object.assign(bom.components[0].pedigree.ancestors[0], more)
}
const baseLicence = (name: string): Change => base({licenses: [{license: {name}}]})
const parameters = (more: object): Change => {
  return bom => Object.assign(bom.components[0].modelCard.modelParameters, more)
}
const property = (name: string, value: string): Change => {
  return bom => bom.components[0].properties.push({name, value})
}
const metrics = (...list: readonly object[]): Change => {
  return bom => Object.assign(bom.components[0].modelCard.quantitativeAnalysis, {performanceMetrics: list})
}
const limit = (text: string): Change => {
  return bom => Object.assign(bom.components[0].modelCard.considerations, {technicalLimitations: [text]})
}
const service = (more: object): Change => {
  return bom => Object.assign(bom.services[0], more)
}
const digest = (content: string): Change => {
  return bom => Object.assign(bom.components[0].components[0].hashes[0], {content})
}
const library = (more: object = {}): object => ({
  type: 'library',
  'bom-ref': 'library',
  name: 'transformers',
  version: '4.57.1',
  purl: 'pkg:pypi/transformers@4.57.1',
  ...more,
})
const vulnerable = (more: object): Change => {
  return bom => {
    bom.components.push(library())
    bom.vulnerabilities = [{id: 'CVE-2026-1234', affects: [{ref: 'library'}], analysis: {state: 'resolved'}, ...more}]
  }
}

const licences: readonly Deviation[] = [
  ['the terms of Gemma in words', 'licence-conflict', baseLicence('Gemma Terms of Use')],
  ['the Llama license in words', 'licence-conflict', baseLicence('META LLAMA 3.1 COMMUNITY LICENSE AGREEMENT')],
  ['a Creative Commons license in words', 'licence-conflict', baseLicence('CC BY-NC 4.0')],
  ['a base for research alone', 'licence-conflict', baseLicence('Research use only')],
  ['the GPL in words', 'licence-conflict', baseLicence('GNU General Public License v3.0')],
  [
    'data for research alone',
    'licence-conflict',
    bom => Object.assign(bom.components[1], {licenses: [{license: {name: 'For academic use only'}}]}),
  ],
  [
    'data whose license tells nothing',
    'licence-unclear',
    bom => Object.assign(bom.components[1], {licenses: [{license: {name: 'proprietary'}}]}),
  ],
  ['a license that says free', 'licence-unclear', model({licenses: [{license: {name: 'free to use'}}]})],
  [
    'a text that forbids some uses, under MIT',
    'licence-in-doubt',
    model({
      licenses: [{license: {id: 'MIT', text: {content: 'You agree not to use the Model for military purposes.'}}}],
    }),
  ],
  [
    'a license found in it that takes along what is built with it',
    'licence-in-doubt',
    model({evidence: {licenses: [{license: {id: 'GPL-3.0-only'}}]}}),
  ],
  [
    'a license for evaluation',
    'licence-no-commerce',
    model({licenses: [{license: {name: 'Acme', licensing: {licenseTypes: ['evaluation']}}}]}),
  ],
  [
    'the card of another model, where the name is all that is known',
    'address-differs',
    model({
      name: 'acme-ai/clause-7b',
      group: undefined,
      purl: undefined,
      externalReferences: [{type: 'model-card', url: 'https://huggingface.co/acme-ai/other-13b'}],
    }),
  ],
  [
    'the page of a license on this machine',
    'address-differs',
    model({licenses: [{license: {id: 'Apache-2.0', url: 'http://localhost:8000/LICENSE'}}]}),
  ],
]

const places: readonly Deviation[] = [
  [
    'a distribution in a private network',
    'address-differs',
    model({externalReferences: [{type: 'distribution', url: 'https://10.0.0.7/clause-7b'}]}),
  ],
  [
    'a host outside the declared region',
    'service-region',
    service({
      provider: {name: 'Amazon Web Services'},
      endpoints: ['https://bedrock-runtime.us-east-1.amazonaws.com'],
      properties: [{name: 'acme:region', value: 'eu-central-1'}],
    }),
  ],
  [
    'a host outside the region that is promised in words',
    'service-region',
    service({
      description: 'All data stays in the EU',
      provider: {name: 'Microsoft Azure'},
      endpoints: ['https://acme-eastus2.openai.azure.com/'],
    }),
  ],
  [
    'another place of the same cloud',
    'service-region',
    service({
      trustZone: 'eu-central-1',
      provider: {name: 'Amazon Web Services'},
      endpoints: ['https://x.execute-api.eu-west-3.amazonaws.com/v1'],
    }),
  ],
  ['a known provider at a foreign host', 'service-elsewhere', service({provider: {name: 'OpenAI'}})],
  ['no endpoints', 'service-unknown', service({endpoints: undefined})],
  [
    'personal data that holds none',
    'data-sensitive',
    bom => Object.assign(bom.components[1].data[0], {classification: 'PII', sensitiveData: ['none']}),
  ],
  [
    'a key in the text of a license',
    'secret-exposed',
    model({
      licenses: [
        {
          license: {
            id: 'MIT',
            text: {content: '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----'},
          },
        },
      ],
    }),
  ],
  ['a key in the card', 'secret-exposed', limit(`Set HF_TOKEN to hf_${'abcdEFGH'.repeat(4)}ab first`)],
  ['a password in a sentence', 'secret-exposed', model({description: 'Log in with password: Sommer2026!x'})],
  [
    'an agent that works alone',
    'agent-wide',
    bom =>
      bom.components.push({
        type: 'application',
        'bom-ref': 'agent:a',
        name: 'filer',
        version: '1',
        properties: [{name: 'acme:agent:autonomy', value: 'fully autonomous'}],
      }),
  ],
]

const dataset = (name: string, purl: string): Change => {
  return bom => Object.assign(bom.components[1], {name, purl})
}

const identities: readonly Deviation[] = [
  ['a data set with the purl of another', 'purl-wrong', dataset('clauses', `pkg:huggingface/other/leaks@${commit}`)],
  ['a supplier that is unknown', 'maker-unknown', model({supplier: {name: 'Unknown'}})],
  ['knowledge of after its release', 'date-impossible', property('vendor:knowledge_cutoff', '2026-09')],
  [
    'knowledge of after its release, in words',
    'date-impossible',
    model({description: '7B decoder tuned for contract clauses, knowledge cutoff: September 2026'}),
  ],
  ['a commit with digits after it', 'digest-hollow', digest(commit + commit.slice(0, 24))],
  [
    'a signature with the digest of the weights',
    'digest-conflict',
    model({
      externalReferences: [
        {type: 'attestation', url: 'https://acme.example/sig', hashes: [{alg: 'SHA-256', content: 'a'.repeat(64)}]},
      ],
    }),
  ],
  [
    'one digest for two files of a model that are never the same',
    'digest-conflict',
    bom => {
      for (const name of ['config.json', 'tokenizer.json'])
        bom.components[0].components.push({type: 'file', name, hashes: [{alg: 'SHA-256', content: 'b'.repeat(64)}]})
    },
  ],
  ['letters of full width', 'look-alike', model({supplier: {name: 'Ａcme'}})],
  [
    'a model on the Hub that is called a library',
    'type-wrong',
    model({type: 'library', modelCard: undefined, components: []}),
  ],
  ['a library with a model card', 'type-wrong', bom => bom.components.push(library({modelCard: {considerations: {}}}))],
  ['a product without a version', 'version-missing', bom => delete bom.metadata.component.version],
  [
    'the schema of another version',
    'bom-not-valid',
    bom => Object.assign(bom, {$schema: 'http://cyclonedx.org/schema/bom-1.4.schema.json'}),
  ],
  [
    'models that are made from each other',
    'reference-cycle',
    bom => {
      const [own] = bom.components
      const purl = `pkg:huggingface/openbase/base-7b@${commit}`
      Object.assign(own.pedigree.ancestors[0], {purl})
      bom.components.push({
        ...own.pedigree.ancestors[0],
        'bom-ref': 'base',
        pedigree: {ancestors: [{type: 'machine-learning-model', group: own.group, name: own.name, purl: own.purl}]},
      })
    },
  ],
  ['how it was tuned, and no base', 'base-unknown', model({pedigree: {notes: 'LoRA fine-tune'}})],
  [
    'a base of another size',
    'base-in-doubt',
    bom => {
      base({name: 'base-13b'})(bom)
      bom.components[0].pedigree.notes = 'LoRA fine-tune'
    },
  ],
]

const figures: readonly Deviation[] = [
  ['a benchmark beyond all', 'measure-wrong', metrics({type: 'MMLU', value: '135', slice: '5-shot'})],
  ['a score beyond all on a benchmark', 'measure-wrong', metrics({type: 'score', value: '-12', slice: 'GSM8K'})],
  ['BLEU beyond all', 'measure-wrong', metrics({type: 'BLEU', value: '150', slice: 'wmt'})],
  ['a measure in words', 'measure-wrong', metrics({type: 'accuracy', value: 'high', slice: 'ledgar'})],
  [
    'F1 above precision and recall',
    'measure-wrong',
    metrics(
      {type: 'precision', value: '0.80', slice: 't'},
      {type: 'recall', value: '0.82', slice: 't'},
      {type: 'f1', value: '0.95', slice: 't'},
    ),
  ],
  ['a measure on nothing', 'measure-unplaced', metrics({type: 'accuracy', value: '0.91'})],
  [
    'a context in figures',
    'size-in-doubt',
    bom => {
      bom.components[0].description = '7B decoder with a context length of 131,072 tokens'
      property('cdx:ai-ml:model:hyperparameter:context_length', '8192')(bom)
    },
  ],
  [
    'outputs of another kind',
    'architecture-in-doubt',
    parameters({inputs: [{format: 'text'}], outputs: [{format: 'image'}]}),
  ],
  [
    'AWQ of eight bits',
    'quantization-in-doubt',
    bom => {
      model({name: 'clause-7b-AWQ', purl: undefined})(bom)
      property('cdx:ai-ml:model:hyperparameter:quantization', 'fp8')(bom)
    },
  ],
  [
    'a level of GGUF without its files',
    'quantization-in-doubt',
    property('cdx:ai-ml:model:hyperparameter:quantization', 'Q4_K_M'),
  ],
  [
    'a tokenizer of another kind of model',
    'architecture-in-doubt',
    property('cdx:ai-ml:model:tokenizer', 'BertTokenizer'),
  ],
]

const vulnerabilities: readonly Deviation[] = [
  ['a CVE of next year', 'vulnerability-unproven', vulnerable({id: 'CVE-2031-1234'})],
  [
    'a severity below its vector',
    'vulnerability-unproven',
    vulnerable({
      ratings: [{severity: 'low', method: 'CVSSv31', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'}],
    }),
  ],
  [
    'a score below its vector',
    'vulnerability-unproven',
    vulnerable({
      ratings: [
        {severity: 'low', score: 3.1, method: 'CVSSv31', vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H'},
      ],
    }),
  ],
  [
    'a score beyond all',
    'vulnerability-unproven',
    vulnerable({ratings: [{severity: 'critical', score: 11, method: 'CVSSv31'}]}),
  ],
  [
    'a range of affected versions that holds this one',
    'vulnerability-open',
    vulnerable({affects: [{ref: 'library', versions: [{range: 'vers:pypi/>=4.0.0|<5.0.0', status: 'affected'}]}]}),
  ],
]

const fillers: readonly Deviation[] = [
  ...[
    '추후 결정',
    'henüz belirlenmedi',
    'będzie uzupełnione',
    'per definir',
    '待补充',
    'noch zu klären',
    'à confirmer',
  ].map((text): Deviation => [text, 'value-hollow', limit(text)]),
  ['a text of a template', 'value-hollow', model({description: 'A short description of the model goes here'})],
  ['the page of nobody', 'value-hollow', model({supplier: {name: 'Acme', url: ['https://example.com']}})],
  ['the mail of a form', 'value-hollow', bom => Object.assign(bom.metadata.authors[0], {email: 'name@domain.com'})],
]

const harmless: readonly (readonly [what: string, change: Change])[] = [
  ['knowledge of before its release', property('vendor:knowledge_cutoff', '2025-12')],
  ['a split of a data set', dataset('clauses-train', `pkg:huggingface/acme/ledger@${commit}`)],
  [
    'files of a model, each as a library with the package URL of their repository',
    bom => {
      const purl = bom.components[0].purl
      const tokenizer = [{name: 'cdx:ai-ml:model:tokenizer', value: 'true'}]
      bom.components.push(library({'bom-ref': 't', name: 'tokenization_clause.py', version: commit, purl}))
      bom.components.push(library({'bom-ref': 'u', name: 'clause', version: commit, purl, properties: tokenizer}))
    },
  ],
  ['a part of a data set as a slice', metrics({type: 'accuracy', value: '0.91', slice: 'test'})],
  [
    'F1 between precision and recall',
    metrics(
      {type: 'precision', value: '80', slice: 't'},
      {type: 'recall', value: '84', slice: 't'},
      {type: 'f1', value: '82', slice: 't'},
    ),
  ],
  ['an error rate above all', metrics({type: 'WER', value: '104.2', slice: 'noisy'})],
  ['a rating in words of its own', metrics({type: 'toxicity', value: 'low', slice: 'prompts'})],
  ['the license of its base in words', model({licenses: [{license: {name: 'MIT License'}}]})],
  [
    'one license in two spellings',
    bom => {
      model({licenses: [{license: {id: 'GPL-3.0-only'}}]})(bom)
      baseLicence('GNU General Public License v3.0')(bom)
    },
  ],
  ['another permissive license inside', model({evidence: {licenses: [{license: {id: 'MIT'}}]}})],
  [
    'the text of Apache, which speaks of the use of files',
    model({
      licenses: [
        {
          license: {
            id: 'Apache-2.0',
            text: {content: 'you may not use this file except in compliance with the License'},
          },
        },
      ],
    }),
  ],
  [
    'a host in the declared area',
    service({
      description: 'Processed exclusively in the European Union',
      provider: {name: 'Microsoft Azure'},
      endpoints: ['https://acme-swedencentral.openai.azure.com/'],
    }),
  ],
  ['a trust zone that is no place', service({trustZone: 'internal'})],
  [
    'a known provider at its own host',
    service({provider: {name: 'OpenAI, L.L.C.'}, endpoints: ['https://eu.api.openai.com/v1']}),
  ],
  ['an architecture that it follows', model({description: '7B decoder, based on the Llama architecture'})],
  [
    'a base that was pruned',
    bom => {
      base({name: 'base-13b'})(bom)
      bom.components[0].pedigree.notes = 'pruned from 13B and fine-tuned'
    },
  ],
  [
    'a vulnerability of older versions',
    vulnerable({
      ratings: [
        {severity: 'high', score: 7.5, method: 'CVSSv31', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'},
      ],
      affects: [{ref: 'library', versions: [{range: 'vers:pypi/<4.57.0', status: 'affected'}]}],
    }),
  ],
]

describe('review of one statement that cannot be so', () => {
  it.each([...licences, ...places, ...identities, ...figures, ...vulnerabilities, ...fillers])(
    'names %s',
    (_what, rule, change) => expectNamed(rule, change),
  )

  it.each(harmless)('says nothing that counts of %s', async (_what, change) => {
    const {findings} = await reviewOf(vendorBom(change))
    expect(findings.filter(({severity}) => severity !== 'info')).toEqual([])
  })
})
