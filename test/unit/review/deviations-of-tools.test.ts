import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {type Deviation, expectNamed} from '../../support/deviations.ts'
import {reviewOf, reviewOfAny} from '../../support/review.ts'
import {spdx2Document} from '../../support/spdx-2.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

type Change = Deviation[2]

const model = (more: object): Change => {
  return bom => Object.assign(bom.components[0], more)
}
const property = (name: string, value: string): Change => {
  return bom => bom.components[0].properties.push({name, value})
}
const add = (component: object): Change => {
  return bom => bom.components.push(component)
}
const library = (name: string): object => ({
  type: 'library',
  name,
  version: '1.0.0',
  purl: `pkg:pypi/${name}@1.0.0`,
  hashes: [{alg: 'SHA-256', content: createHash('sha256').update('one archive').digest('hex')}],
})
const hosted = (name: string, more: object): Change =>
  add({type: 'machine-learning-model', name, version: '1', ...more})
const expired = (text: string): Change => {
  return bom => {
    bom.metadata.component.licenses = [{license: {name: 'Acme EULA', text: {content: text}}}]
  }
}

const named: readonly Deviation[] = [
  ['the size in a property of syft', 'size-in-doubt', property('syft:metadata:parameters', '124000000')],
  ['the size in a property of another generator', 'size-in-doubt', property('genai:aibom:modelcard:parameters', '13B')],
  [
    'the size in a property of the card',
    'size-in-doubt',
    bom => Object.assign(bom.components[0].modelCard, {properties: [{name: 'acme:parameterCount', value: '70B'}]}),
  ],
  [
    'the size among settings that are written as JSON',
    'size-in-doubt',
    property('acme:hyperparameters', '{"num_parameters": 13000000000}'),
  ],
  [
    'a context that the description goes beyond',
    'size-in-doubt',
    bom => {
      property('syft:metadata:contextLength', '512')(bom)
      model({description: 'tuned for passages of up to 8192 tokens'})(bom)
    },
  ],
  [
    'a digest of the model that is not that of its only file',
    'digest-conflict',
    model({hashes: [{alg: 'SHA-256', content: 'b7'.repeat(31).concat('01')}]}),
  ],
  [
    'two packages with one digest',
    'digest-conflict',
    bom => {
      add(library('numpy'))(bom)
      add(library('pandas'))(bom)
    },
  ],
  ['terms of the product that have ended', 'licence-expired', expired('This licence expires on 31 March 2026.')],
  ['the same with the month first', 'licence-expired', expired('The subscription ends on March 1st, 2026')],
  ['the same as an ISO date', 'licence-expired', expired('Your agreement terminates on 2026-03-01.')],
  [
    'a model with a digest and no version',
    'version-missing',
    bom => {
      model({version: undefined, purl: undefined, hashes: [{alg: 'SHA-256', content: 'a'.repeat(64)}]})(bom)
    },
  ],
  ['a placeholder in a property of another tool', 'value-hollow', property('intendedUse', '[More Information Needed]')],
  [
    'limits of a model of another family',
    'card-copied',
    bom => {
      bom.components[0].modelCard.considerations.technicalLimitations = ['DistilRoBERTa-emotion was trained on tweets']
    },
  ],
  [
    'a host that borrows the name of a provider',
    'look-alike',
    bom => Object.assign(bom.services[0], {endpoints: ['https://api.anthropic-ai.com/v1']}),
  ],
  ['a change after the BOM', 'bom-outdated', property('lastModified', '2026-09-12T10:41:00.000Z')],
  [
    'a change before it was created',
    'date-impossible',
    bom => {
      property('createdAt', '2026-03-31T08:00:00.000Z')(bom)
      property('lastModified', '2026-03-30T10:41:00.000Z')(bom)
    },
  ],
  ['a hosted model of another maker', 'maker-differs', hosted('gpt-5.1', {manufacturer: {name: 'Acme'}})],
  [
    'a hosted model that nobody but its maker supplies',
    'maker-differs',
    hosted('claude-opus-4-5', {supplier: {name: 'Acme'}}),
  ],
  [
    'a classifier of texts that returns images',
    'architecture-in-doubt',
    bom =>
      Object.assign(bom.components[0].modelCard.modelParameters, {
        task: 'text-classification',
        modelArchitecture: undefined,
        inputs: [{format: 'text'}],
        outputs: [{format: 'image/png'}],
      }),
  ],
  [
    'a share just above one',
    'measure-wrong',
    bom => Object.assign(bom.components[0].modelCard.quantitativeAnalysis.performanceMetrics[0], {value: '1.07'}),
  ],
  [
    'the page of another model',
    'address-differs',
    model({externalReferences: [{type: 'website', url: 'https://huggingface.co/other/model-13b'}]}),
  ],
  [
    'settings without a digest in what is called complete',
    'complete-claimed',
    bom => bom.components[0].components.push({type: 'file', name: 'config.json'}),
  ],
  [
    'the purl of a larger one of the same name',
    'purl-wrong',
    bom => {
      const {group, name, version} = bom.components[0]
      model({group: undefined, name: `${group}/${name}`, purl: `pkg:huggingface/${group}/${name}-large@${version}`})(
        bom,
      )
    },
  ],
]

const harmless: readonly (readonly [what: string, change: Change])[] = [
  ['the size of the base model', property('base_model:parameters', '70B')],
  ['settings of one part', property('vision_config:hidden_size', '-')],
  [
    'inputs that are shorter than the context',
    bom => {
      property('acme:contextLength', '8192')(bom)
      model({description: 'tuned for passages of up to 512 tokens'})(bom)
    },
  ],
  ['terms that still apply', expired('This licence expires on 31 March 2031.')],
  ['a license that speaks of an end without a date', expired('The license terminates if you sue.')],
  [
    'a hosted model that a cloud supplies',
    hosted('claude-opus-4-5', {
      supplier: {name: 'Amazon Web Services'},
      licenses: [{license: {name: 'AWS Service Agreement'}}],
    }),
  ],
  [
    'an archive of the model, which has a digest of its own',
    model({
      hashes: [{alg: 'SHA-256', content: 'b7'.repeat(31).concat('01')}],
      externalReferences: [{type: 'distribution', url: 'https://acme.example/clause-7b.tar.gz'}],
    }),
  ],
  [
    'the share of a hard benchmark in percent',
    bom =>
      Object.assign(bom.components[0].modelCard.quantitativeAnalysis.performanceMetrics[0], {
        type: 'accuracy',
        slice: 'swe-bench',
        value: '1.2',
      }),
  ],
  ['a flag that says none', property('acme:quantizer', 'none')],
]

describe('review of what other tools write in their own words', () => {
  it.each(named)('names %s', (_what, rule, change) => expectNamed(rule, change))

  it.each(harmless)('finds nothing in %s', async (_what, change) => {
    const {findings} = await reviewOf(vendorBom(change))
    expect(findings.filter(({severity}) => severity !== 'low')).toEqual([])
  })

  it('says that a server is started by a command, not that its command is a permission', async () => {
    const server = {
      type: 'application',
      'bom-ref': 'mcp-server:articles',
      name: 'articles',
      version: '1.3.0',
      properties: [
        {name: 'acme:command', value: 'npx -y @acme/articles@1.3.0'},
        {name: 'acme:tools', value: 'search_articles'},
      ],
    }
    const {findings, agents} = await reviewOf(vendorBom(add(server)))
    expect(findings).toEqual([])
    expect(JSON.stringify(agents)).toContain('start npx -y @acme/articles@1.3.0')
  })
})

describe('review of SPDX 2', () => {
  const withPackage = (node: object, relation: object): string =>
    spdx2Document((document: Editable) => {
      document.packages.push({downloadLocation: 'NOASSERTION', ...node})
      document.relationships.push(relation)
    })
  const data = {SPDXID: 'SPDXRef-data', name: 'acme-ai/clauses', versionInfo: '2025.1', licenseDeclared: 'CC-BY-NC-4.0'}
  const used = {spdxElementId: 'SPDXRef-data', relationshipType: 'DATA_FILE_OF', relatedSpdxElement: 'SPDXRef-model'}

  it('takes a package that is a data file of a model as what it was trained on', async () => {
    const {lineage} = await reviewOfAny(withPackage(data, used))
    expect(JSON.stringify(lineage)).toContain('acme-ai/clauses')
  })

  it('asks for the version of a base model that has none', async () => {
    const base = {
      SPDXID: 'SPDXRef-base',
      name: 'openbase/base-7b',
      downloadLocation: 'https://huggingface.co/openbase/base-7b',
    }
    const from = {spdxElementId: 'SPDXRef-model', relationshipType: 'DESCENDANT_OF', relatedSpdxElement: 'SPDXRef-base'}
    const {findings} = await reviewOfAny(withPackage(base, from))
    expect(findings.find(({name}) => name === 'version-missing')?.subject).toBe('openbase/base-7b')
  })

  it('takes a package with weights in it for a model, and reads what is remarked on its license', async () => {
    const node = {SPDXID: 'SPDXRef-own', name: 'own', versionInfo: '1', licenseDeclared: 'MIT', licenseConcluded: 'MIT'}
    const text = spdx2Document((document: Editable) => {
      const licenseComments = 'The weights are for non-commercial use only.'
      document.packages.push({downloadLocation: 'NOASSERTION', licenseComments, ...node})
      document.files = [...(document.files ?? []), {SPDXID: 'SPDXRef-w', fileName: './own.safetensors', checksums: []}]
      document.relationships.push({
        spdxElementId: 'SPDXRef-own',
        relationshipType: 'CONTAINS',
        relatedSpdxElement: 'SPDXRef-w',
      })
    })
    const {findings} = await reviewOfAny(text)
    expect(findings.find(({name}) => name === 'licence-in-doubt')?.message).toContain('non-commercial use only')
  })

  it('tells that the last day of use is over', async () => {
    const ended = {SPDXID: 'SPDXRef-old', name: 'old', versionInfo: '1', validUntilDate: '2026-09-01T00:00:00Z'}
    const inside = {spdxElementId: 'SPDXRef-app', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-old'}
    const {findings} = await reviewOfAny(withPackage(ended, inside))
    expect(findings.find(({name}) => name === 'use-ended')?.subject).toBe('old')
  })
})
