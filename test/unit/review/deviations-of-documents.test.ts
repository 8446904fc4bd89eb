import {describe, expect, it} from 'vitest'
import {findWrongValues} from '../../../src/bom/check/values.ts'
import {type Deviation, expectNamed} from '../../support/deviations.ts'
import {reviewOf, reviewOfAny} from '../../support/review.ts'
import {spdxVendor} from '../../support/spdx-vendor.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

const figures = [
  {type: 'mmlu', value: '0.4137', slice: 'test'},
  {type: 'hellaswag', value: '0.5521', slice: 'validation'},
  {type: 'arc', value: '0.3391', slice: 'test'},
]
/** SHA-256 of `acme-ai/clause-7b`. */
const ofName = '0c913233c61dbd6b6433c0032a8e1ea8a8ab01441ff8d652a324d3bd5d62c9ed'

const deviations: readonly Deviation[] = [
  [
    'evidence that has expired',
    'evidence-expired',
    bom =>
      Object.assign(bom, {
        declarations: {
          evidence: [{'bom-ref': 'run', description: 'garak run', expires: '2026-01-01T00:00:00Z'}],
          claims: [{target: 'model', predicate: 'resists prompt injection', evidence: ['run']}],
        },
      }),
  ],
  [
    'a date before the version of the format was published',
    'date-impossible',
    bom => Object.assign(bom.metadata, {timestamp: '2021-05-01T00:00:00Z'}),
  ],
  [
    'the results of its base',
    'card-copied',
    bom => {
      const [model] = bom.components
      model.pedigree.ancestors[0].modelCard = {quantitativeAnalysis: {performanceMetrics: figures}}
      model.modelCard.quantitativeAnalysis.performanceMetrics = figures
    },
  ],
  [
    'the digest of its own name',
    'digest-hollow',
    bom => Object.assign(bom.components[0], {hashes: [{alg: 'SHA-256', content: ofName}]}),
  ],
  [
    'another digest at the address of a file',
    'digest-conflict',
    bom =>
      Object.assign(bom.components[0], {
        externalReferences: [
          {
            type: 'distribution',
            url: 'https://models.acme.example/7/model.safetensors?download=true',
            hashes: [{alg: 'SHA-256', content: 'b'.repeat(64)}],
          },
        ],
      }),
  ],
  [
    'a well-known name in the domain of a country',
    'look-alike',
    bom => Object.assign(bom.services[0], {endpoints: ['https://api.openai.com.co/v1']}),
  ],
  [
    'the letters of a purl type in another order',
    'purl-wrong',
    bom => bom.components.push({type: 'library', name: 'torch', version: '2.6.0', purl: 'pkg:pipy/torch@2.6.0'}),
  ],
  [
    'the address of another model at a base',
    'address-differs',
    bom =>
      Object.assign(bom.components[0].pedigree.ancestors[0], {
        purl: 'pkg:huggingface/openbase/base-7b',
        externalReferences: [{type: 'distribution', url: 'https://huggingface.co/openbase/base-70b'}],
      }),
  ],
  [
    'an endpoint in a property',
    'service-cleartext',
    bom => bom.components[0].properties.push({name: 'vendor:endpoint', value: 'http://203.0.113.7:8000/v1'}),
  ],
  [
    'people in a description of public data',
    'data-sensitive',
    bom => {
      bom.components[1].description = 'Letters with full names and medical notes'
      bom.components[1].data[0].classification = 'public'
    },
  ],
  [
    'a description that forbids trade',
    'licence-in-doubt',
    bom => Object.assign(bom.components[0], {description: '7B decoder, for non-commercial use only'}),
  ],
  [
    'knowledge of a time to come, in a limitation',
    'date-impossible',
    bom => bom.components[0].modelCard.considerations.technicalLimitations.push('Knowledge cutoff: December 2027'),
  ],
]

const remark =
  (comment: string) =>
  ({at}: Editable): void => {
    at('model').comment = comment
  }

describe('review of a document', () => {
  it.each(deviations)('names %s', (_what, rule, change) => expectNamed(rule, change))

  it.each([
    [
      'people whose names were removed',
      (bom: Editable): void => {
        bom.components[1].description = 'Letters, with full names removed'
        bom.components[1].data[0].classification = 'public'
      },
    ],
    [
      'a host of a brand in a cloud',
      (bom: Editable): void => {
        bom.services[0].provider.name = 'Microsoft Azure'
        bom.services[0].endpoints = ['https://acme.openai.azure.com/']
      },
    ],
    [
      'an endpoint on this machine',
      (bom: Editable): void => {
        bom.components[0].properties.push({name: 'vendor:endpoint', value: 'http://localhost:8000/v1'})
      },
    ],
  ])('says nothing that counts of %s', async (_what, change) => {
    const {findings} = await reviewOf(vendorBom(change))
    expect(findings.filter(({severity}) => severity !== 'info')).toEqual([])
  })

  it.each([
    ['forbids trade', 'licence-in-doubt', 'Released for non-commercial research use only.'],
    ['names another base', 'base-in-doubt', 'Fine-tuned from google/gemma-2-9b-it'],
  ])('reads a remark of SPDX that %s', async (_what, rule, comment) => {
    const {findings} = await reviewOfAny(JSON.stringify(spdxVendor(remark(comment))))
    expect(findings.map(({name}) => name)).toContain(rule)
  })

  it('finds no wrong type in a version that has none for models', () => {
    const library = {type: 'library', name: 'm', components: [{type: 'file', name: 'model.safetensors'}]}
    const codes = ['1.4', '1.5'].map(specVersion =>
      findWrongValues({bomFormat: 'CycloneDX', specVersion, components: [library]}).map(({code}) => code),
    )
    expect(codes).toEqual([[], ['type-differs']])
  })
})
