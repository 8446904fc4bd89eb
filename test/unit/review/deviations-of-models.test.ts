import {describe, expect, it} from 'vitest'
import {type Deviation, expectNamed} from '../../support/deviations.ts'
import {reviewOf} from '../../support/review.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

type Change = (bom: Editable) => unknown

const model = (more: object): Change => {
  return bom => Object.assign(bom.components[0], more)
}
const base = (more: object): Change => {
  return bom => Object.assign(bom.components[0].pedigree.ancestors[0], more)
}
const property = (name: string, value: string): Change => {
  return bom => bom.components[0].properties.push({name, value})
}
const parameters = (more: object): Change => {
  return bom => Object.assign(bom.components[0].modelCard.modelParameters, more)
}
const metrics = (...list: readonly object[]): Change => {
  return bom => Object.assign(bom.components[0].modelCard.quantitativeAnalysis, {performanceMetrics: list})
}
const service = (more: object): Change => {
  return bom => Object.assign(bom.services[0], more)
}
const agent = (...properties: readonly object[]): Change => {
  return bom =>
    bom.components.push({type: 'application', 'bom-ref': 'agent:a', name: 'filer', version: '1', properties})
}
const energy = (used: number): Change => {
  const given = {organization: {name: 'Grid'}, energySource: 'wind', energyProvided: {value: 420, unit: 'kWh'}}
  const consumption = {activity: 'training', energyProviders: [given], activityEnergyCost: {value: used, unit: 'kWh'}}
  return bom =>
    Object.assign(bom.components[0].modelCard.considerations, {
      environmentalConsiderations: {energyConsumptions: [consumption]},
    })
}

const licences: readonly Deviation[] = [
  [
    'a well-known base that allows more than it does',
    'licence-in-doubt',
    base({group: 'meta-llama', name: 'Llama-3.1-8B'}),
  ],
  [
    'a well-known base without a license',
    'licence-conflict',
    base({group: 'google', name: 'gemma-2-9b', licenses: undefined}),
  ],
  [
    'a text that forbids trade',
    'licence-in-doubt',
    model({licenses: [{license: {id: 'MIT', text: {content: 'For research purposes only.'}}}]}),
  ],
  [
    'a text in base64',
    'licence-no-commerce',
    model({
      licenses: [
        {
          license: {
            name: 'Acme',
            text: {encoding: 'base64', content: Buffer.from('Commercial use is prohibited.').toString('base64')},
          },
        },
      ],
    }),
  ],
  [
    'the address of another license',
    'licence-in-doubt',
    model({licenses: [{license: {id: 'MIT', url: 'https://opensource.org/licenses/ISC'}}]}),
  ],
  [
    'a license that was found in it',
    'licence-in-doubt',
    model({evidence: {licenses: [{license: {id: 'CC-BY-NC-4.0'}}]}}),
  ],
  ['NONE', 'licence-unclear', model({licenses: [{expression: 'NONE'}]})],
  ['a gate', 'licence-conditions', property('huggingface:gated', 'manual')],
  [
    'a license that has ended',
    'licence-expired',
    model({
      licenses: [
        {license: {name: 'Acme', licensing: {licenseTypes: ['subscription'], expiration: '2025-01-01T00:00:00Z'}}},
      ],
    }),
  ],
]

const figures: readonly Deviation[] = [
  [
    'a tokenizer of another kind of model',
    'architecture-in-doubt',
    property('cdx:ai-ml:model:hyperparameter:tokenizer_class', 'BertTokenizer'),
  ],
  [
    'heads that cannot be shared',
    'measure-wrong',
    bom => {
      property('cdx:ai-ml:model:hyperparameter:num_attention_heads', '8')(bom)
      property('cdx:ai-ml:model:hyperparameter:num_key_value_heads', '32')(bom)
    },
  ],
  [
    'two quantizations',
    'quantization-in-doubt',
    bom => {
      property('cdx:ai-ml:model:hyperparameter:quantization', 'int4')(bom)
      property('cdx:ai-ml:model:hyperparameter:quantization', 'int8')(bom)
    },
  ],
  [
    'another quantization in the name',
    'quantization-in-doubt',
    bom => {
      model({name: 'clause-7b-4bit', purl: undefined})(bom)
      property('cdx:ai-ml:model:hyperparameter:quantization', '8-bit')(bom)
    },
  ],
  ['GGUF that is none', 'quantization-in-doubt', model({name: 'clause-7b-Q4_K_M-GGUF', purl: undefined})],
  ['a context of nothing', 'measure-wrong', property('cdx:ai-ml:model:hyperparameter:context_length', '0')],
  ['a size that is a word', 'measure-wrong', property('cdx:ai-ml:model:hyperparameter:vocab_size', 'many')],
  ['two sizes', 'size-in-doubt', property('cdx:ai-ml:model:parameter:count', '13B')],
  [
    'a task of another kind',
    'architecture-in-doubt',
    parameters({task: 'image-classification', inputs: [{format: 'text'}], outputs: [{format: 'text'}]}),
  ],
  [
    'a class of another family of speech models',
    'architecture-in-doubt',
    parameters({
      task: 'automatic-speech-recognition',
      architectureFamily: 'whisper',
      modelArchitecture: 'Wav2Vec2ForCTC',
      inputs: [{format: 'audio'}],
      outputs: [{format: 'text'}],
    }),
  ],
  ['perplexity below nothing', 'measure-wrong', metrics({type: 'perplexity', value: '-3'})],
  [
    'one measure with two values',
    'measure-wrong',
    metrics({type: 'f1', slice: 'a', value: '0.9'}, {type: 'f1', slice: 'a', value: '0.5'}),
  ],
  ['more energy than there was', 'measure-wrong', energy(9000)],
  ['energy below nothing', 'measure-wrong', energy(-5)],
  [
    'a file of three that is not there',
    'shard-missing',
    bom => {
      const [file] = bom.components[0].components
      bom.components[0].components = [1, 3].map(part => ({
        ...file,
        'bom-ref': `${part}`,
        name: `model-0000${part}-of-00003.safetensors`,
      }))
      bom.components[0].components[0].hashes = [{alg: 'SHA-256', content: 'ab'.repeat(32)}]
    },
  ],
  ['evidence of another name', 'purl-wrong', model({evidence: {identity: [{field: 'name', concludedValue: 'other'}]}})],
  [
    'the card of a named model',
    'card-copied',
    model({description: 'This is the model card for Mistral-7B-Instruct-v0.2.'}),
  ],
]

const reach: readonly Deviation[] = [
  ['a password in an address', 'secret-exposed', service({endpoints: ['https://user:hunter2@api.acme.example/v1']})],
  ['a key in a property', 'secret-exposed', property('HF_TOKEN', `hf_${'abcdEFGH'.repeat(4)}ab`)],
  [
    'files over plain HTTP',
    'address-cleartext',
    model({externalReferences: [{type: 'distribution', url: 'http://acme.example/clause-7b'}]}),
  ],
  [
    'a service of others that crosses nothing',
    'service-boundary',
    service({'x-trust-boundary': false, provider: {name: 'OpenAI'}}),
  ],
  ['a host that is a filler', 'value-hollow', service({endpoints: ['https://TBD']})],
  [
    'a serial number of zeros',
    'value-hollow',
    bom => Object.assign(bom, {serialNumber: 'urn:uuid:00000000-0000-0000-0000-000000000000'}),
  ],
  [
    'personal data that is public',
    'data-sensitive',
    bom => Object.assign(bom.components[1].data[0], {classification: 'public', sensitiveData: ['health records']}),
  ],
  ['an agent of which nothing is said', 'agent-undisclosed', agent()],
  ['an agent nobody looks at', 'agent-wide', agent({name: 'human_in_the_loop', value: 'false'})],
  [
    'a tool by the graph',
    'agent-wide',
    bom => {
      agent()(bom)
      bom.components.push({type: 'application', 'bom-ref': 'tool:s', name: 'shell_exec', version: '1'})
      bom.dependencies.push({ref: 'agent:a', dependsOn: ['tool:s']})
    },
  ],
  [
    'a server of the newest version',
    'not-pinned',
    bom =>
      bom.components.push({
        type: 'application',
        'bom-ref': 'mcp-server:f',
        name: 'files',
        properties: [{name: 'command', value: 'npx -y @scope/server-files /data'}],
      }),
  ],
  [
    'complete data without a digest',
    'complete-claimed',
    bom => bom.compositions.push({aggregate: 'complete', assemblies: ['data']}),
  ],
  [
    'complete dependencies that are none',
    'complete-claimed',
    bom => {
      bom.compositions.push({aggregate: 'complete', dependencies: ['product']})
      bom.dependencies[0].dependsOn = []
    },
  ],
]

describe('review of a model with one deviation', () => {
  it.each([...licences, ...figures, ...reach])('names %s', (_what, rule, change) => expectNamed(rule, change))

  it('never shows the secret that it found', async () => {
    const told = JSON.stringify(
      (await reviewOf(vendorBom(property('HF_TOKEN', `hf_${'abcdEFGH'.repeat(4)}ab`)))).findings,
    )
    expect(told).toContain('HF_TOKEN')
    expect(told).not.toContain('abcdEFGH')
  })

  it.each<readonly [string, Change]>([
    [
      'a well-known base under its own license',
      bom => {
        base({group: 'meta-llama', name: 'Llama-3.1-8B', licenses: [{license: {name: 'llama3.1'}}]})(bom)
        model({licenses: [{license: {name: 'llama3.1'}}]})(bom)
      },
    ],
    [
      'a license with its own address',
      model({licenses: [{license: {id: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0'}}]}),
    ],
    [
      'a quantization that agrees',
      bom => {
        model({name: 'clause-7b-4bit', purl: undefined})(bom)
        property('cdx:ai-ml:model:hyperparameter:quantization', 'nf4')(bom)
      },
    ],
    [
      'inputs in words of their own',
      parameters({task: 'image-classification', inputs: [{format: 'tensor'}], outputs: [{format: 'label'}]}),
    ],
    [
      'one measure on two slices',
      metrics({type: 'f1', slice: 'a', value: '0.9'}, {type: 'f1', slice: 'b', value: '0.5'}),
    ],
    ['energy that adds up', energy(420)],
    ['a service of the same company', service({'x-trust-boundary': false, provider: {name: 'Acme Inc.'}})],
    ['an agent with a reading tool', agent({name: 'tools', value: 'search_clauses'})],
    [
      'a user name of a version control',
      model({externalReferences: [{type: 'vcs', url: 'git+ssh://git@acme.example/clause.git'}]}),
    ],
  ])('says nothing that counts of %s', async (_what, change) => {
    expect((await reviewOf(vendorBom(change))).findings.filter(({severity}) => severity !== 'info')).toEqual([])
  })
})
