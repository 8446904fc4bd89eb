import {describe, expect, it} from 'vitest'
import {reviewOfAny} from '../../support/review.ts'
import {type SpdxVendor, spdxVendor} from '../../support/spdx-vendor.ts'

type Change = (spdx: SpdxVendor) => unknown
type Case = readonly [what: string, rule: string, change: Change]

const set = (id: string, more: object): Change => {
  return spdx => Object.assign(spdx.at(id), more)
}
const hash = (hashValue: string, algorithm = 'sha256'): Change =>
  set('weights', {verifiedUsing: [{type: 'Hash', algorithm, hashValue}]})
const entry = (field: string, key: string, value: string): Change => {
  return spdx => {
    spdx.at('model')[field] = [{type: 'DictionaryEntry', key, value}]
  }
}
const licence = (id: string, text: string): Change => set(id, {simplelicensing_licenseExpression: text})
const identifier = (id: string, externalIdentifierType: string, value: string): Change =>
  set(id, {externalIdentifier: [{type: 'ExternalIdentifier', externalIdentifierType, identifier: value}]})
const library = (name: string, more: object = {}): Change => {
  return spdx => {
    const purl = `pkg:pypi/${name}@4.57.1`
    spdx.add('software_Package', 'library', {
      ...{name, software_packageVersion: '4.57.1', software_packageUrl: purl, software_primaryPurpose: 'library'},
      ...more,
    })
    spdx.relate('model', 'dependsOn', ['library'])
  }
}
const vulnerable = (change: Change): Change => {
  return spdx => {
    library('transformers')(spdx)
    const identified = {type: 'ExternalIdentifier', externalIdentifierType: 'cve', identifier: 'CVE-2026-1234'}
    spdx.add('security_Vulnerability', 'cve', {externalIdentifier: [identified]})
    change(spdx)
  }
}
const vex = (name: string, relationshipType: string, more: object = {}): Change => {
  return ({add, iri}) =>
    add(`security_Vex${name}VulnAssessmentRelationship`, `vex-${name}`, {
      ...{from: iri('cve'), relationshipType, to: [iri('library')]},
      ...more,
    })
}
const all = (...changes: readonly Change[]): Change => {
  return spdx => {
    for (const change of changes) change(spdx)
  }
}

const names: readonly Case[] = [
  ['a maker with a foreign letter', 'look-alike', set('acme', {name: 'Мeta'})],
  ['a base whose owner is almost another', 'look-alike', set('base', {name: 'meta-1lama/base-7b'})],
  ['a package that is almost another', 'look-alike', library('transfomers')],
  ['a purl of another model', 'purl-wrong', set('model', {software_packageUrl: 'pkg:huggingface/acme-ai/other@1'})],
  ['a purl that is none', 'purl-wrong', set('model', {software_packageUrl: 'clause-7b==1'})],
  [
    'an identifier that is no purl',
    'purl-wrong',
    all(library('numpy', {software_packageUrl: undefined}), identifier('library', 'packageUrl', 'pkg:npm/pandas@1.0')),
  ],
  [
    'a CPE of another version',
    'purl-wrong',
    all(
      library('transformers'),
      identifier('library', 'cpe23', 'cpe:2.3:a:huggingface:transformers:4.40.0:*:*:*:*:*:*:*'),
    ),
  ],
  ['a SWHID that is none', 'purl-wrong', identifier('model', 'swhid', 'swh:1:rev:123')],
  [
    'a version that moves',
    'not-pinned',
    set('model', {software_packageVersion: 'main', software_packageUrl: 'pkg:huggingface/acme-ai/clause-7b'}),
  ],
  ['no maker', 'bom-not-valid', set('model', {suppliedBy: undefined})],
  [
    'the address of another model',
    'address-differs',
    set('model', {software_downloadLocation: 'https://huggingface.co/acme-ai/other-13b'}),
  ],
  [
    'a download without encryption',
    'address-cleartext',
    set('model', {software_downloadLocation: 'http://acme.example/clause-7b'}),
  ],
]

const digests: readonly Case[] = [
  ['a digest of zeros', 'digest-hollow', hash('0'.repeat(64))],
  ['the digest of nothing', 'digest-hollow', hash('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')],
  ['a digest of another length', 'digest-length', hash('a'.repeat(39))],
  ['MD5 alone', 'digest-weak', hash('d1'.repeat(16), 'md5')],
  ['weights without a digest', 'weights-without-digest', set('weights', {verifiedUsing: undefined})],
  ['weights without a digest that are called complete', 'complete-claimed', set('weights', {verifiedUsing: undefined})],
  ['weights that run code', 'format-runs-code', set('weights', {name: 'pytorch_model.bin'})],
  [
    'data with the digest of the weights',
    'digest-conflict',
    set('data', {verifiedUsing: [{type: 'Hash', algorithm: 'sha256', hashValue: 'a'.repeat(64)}]}),
  ],
  ['a shard that is missing', 'shard-missing', set('weights', {name: 'model-00001-of-00003.safetensors'})],
  [
    'data files that are joined otherwise',
    'weights-without-digest',
    spdx => {
      spdx.add('software_File', 'more', {name: 'adapter.safetensors'})
      spdx.relate('model', 'hasDataFile', ['more'])
    },
  ],
]

const licences: readonly Case[] = [
  ['a base that forbids trade', 'licence-conflict', licence('mit', 'CC-BY-NC-4.0')],
  ['a base that allows no change', 'licence-no-derivatives', licence('mit', 'CC-BY-ND-4.0')],
  ['data that forbid trade', 'licence-conflict', licence('by', 'CC-BY-NC-4.0')],
  ['a model that forbids trade', 'licence-no-commerce', licence('apache', 'CC-BY-NC-4.0')],
  [
    'another conclusion than was declared',
    'licence-in-doubt',
    spdx => {
      spdx.add('simplelicensing_LicenseExpression', 'gpl', {simplelicensing_licenseExpression: 'GPL-3.0-only'})
      const found = spdx.graph.find(
        each => each.from === spdx.iri('model') && each.relationshipType === 'hasConcludedLicense',
      )
      found.to = [spdx.iri('gpl')]
    },
  ],
  [
    'a license by its address on the list',
    'licence-no-commerce',
    spdx => {
      for (const each of spdx.graph)
        if (each.from === spdx.iri('model') && /License$/.test(each.relationshipType))
          each.to = ['https://spdx.org/licenses/CC-BY-NC-4.0']
    },
  ],
  [
    'a set of licenses',
    'licence-no-commerce',
    spdx => {
      spdx.add('expandedlicensing_ConjunctiveLicenseSet', 'both', {
        expandedlicensing_member: ['https://spdx.org/licenses/MIT', 'https://spdx.org/licenses/CC-BY-NC-4.0'],
      })
      for (const each of spdx.graph)
        if (each.from === spdx.iri('model') && /License$/.test(each.relationshipType)) each.to = [spdx.iri('both')]
    },
  ],
  [
    'a text that forbids trade',
    'licence-no-commerce',
    spdx => {
      spdx.add('expandedlicensing_CustomLicense', 'own', {
        name: 'Acme Model License',
        simplelicensing_licenseText: 'You may use the model for non-commercial purposes only.',
      })
      for (const each of spdx.graph)
        if (each.from === spdx.iri('model') && /License$/.test(each.relationshipType)) each.to = [spdx.iri('own')]
    },
  ],
  [
    'no license',
    'licence-missing',
    spdx => {
      for (const each of spdx.graph)
        if (each.from === spdx.iri('model') && /License$/.test(each.relationshipType))
          each.to = ['https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense']
    },
  ],
]

const origins: readonly Case[] = [
  [
    'a base of two models, under another license than the second',
    'licence-conflict',
    spdx => {
      licence('mit', 'CC-BY-NC-4.0')(spdx)
      licence('apache', 'CC-BY-NC-4.0')(spdx)
      spdx.add('ai_AIPackage', 'second', {
        ...spdx.at('model'),
        name: 'acme-ai/second-7b',
        spdxId: undefined,
        software_packageUrl: undefined,
        software_downloadLocation: undefined,
      })
      spdx.graph.at(-1).spdxId = spdx.iri('second')
      spdx.relate('second', 'descendantOf', ['base'])
      spdx.add('simplelicensing_LicenseExpression', 'free', {simplelicensing_licenseExpression: 'Apache-2.0'})
      spdx.relate('second', 'hasDeclaredLicense', ['free'])
    },
  ],
  [
    'a base that is stated from its own end',
    'licence-conflict',
    spdx => {
      licence('mit', 'CC-BY-NC-4.0')(spdx)
      const edge = spdx.graph.find(each => each.relationshipType === 'descendantOf')
      Object.assign(edge, {relationshipType: 'ancestorOf', from: spdx.iri('base'), to: [spdx.iri('model')]})
    },
  ],
  ['a lineage that leads in a circle', 'reference-cycle', spdx => spdx.relate('base', 'descendantOf', ['model'])],
  ['a model that descends from itself', 'reference-cycle', spdx => spdx.relate('model', 'descendantOf', ['model'])],
  ['a dependency on itself', 'reference-cycle', spdx => spdx.relate('model', 'dependsOn', ['model'])],
  ['a relationship to nothing', 'reference-dangling', spdx => spdx.relate('model', 'trainedOn', ['gone'])],
  ['a supplier that is not there', 'reference-dangling', set('model', {suppliedBy: 'urn:nobody'})],
  ['one id twice', 'reference-doubled', spdx => spdx.graph.push({...spdx.at('data')})],
  ['a base of another family', 'base-in-doubt', set('base', {name: 'acme/Mistral-7B-v0.1'})],
  [
    'no data',
    'data-unknown',
    spdx => {
      spdx.graph.splice(
        spdx.graph.findIndex(each => each.relationshipType === 'trainedOn'),
        1,
      )
      spdx.drop('data')
      for (const each of [...spdx.graph])
        if (each.from === spdx.iri('data')) spdx.graph.splice(spdx.graph.indexOf(each), 1)
    },
  ],
  [
    'data without a license',
    'dataset-licence-missing',
    spdx => {
      for (const each of [...spdx.graph])
        if (each.from === spdx.iri('data')) spdx.graph.splice(spdx.graph.indexOf(each), 1)
    },
  ],
]

const figures: readonly Case[] = [
  ['another size by its hyperparameters', 'size-in-doubt', entry('ai_hyperparameter', 'num_parameters', '70B')],
  [
    'another size by its name',
    'size-in-doubt',
    set('model', {name: 'acme-ai/clause-13b', software_packageUrl: undefined, software_downloadLocation: undefined}),
  ],
  ['a context of nothing', 'measure-wrong', entry('ai_hyperparameter', 'context length', '0')],
  [
    'another context in the description',
    'size-in-doubt',
    set('model', {description: '7B decoder with a context of 128k tokens'}),
  ],
  ['a quantization that no program has', 'quantization-in-doubt', entry('ai_hyperparameter', 'quantization', 'Q9_K_M')],
  ['an accuracy beyond all', 'measure-wrong', entry('ai_metric', 'accuracy', '170')],
  ['a measure below nothing', 'measure-wrong', entry('ai_metric', 'perplexity', '-3')],
  [
    'energy below nothing',
    'measure-wrong',
    set('model', {
      ai_energyConsumption: {
        type: 'ai_EnergyConsumption',
        ai_trainingEnergyConsumption: [
          {type: 'ai_EnergyConsumptionDescription', ai_energyQuantity: -5, ai_energyUnit: 'megajoule'},
        ],
      },
    }),
  ],
  [
    'a class that cannot do the task',
    'architecture-in-doubt',
    set('model', {ai_typeOfModel: ['llama', 'LlamaForSequenceClassification']}),
  ],
  ['a class of another family', 'architecture-in-doubt', set('model', {ai_typeOfModel: ['bert', 'LlamaForCausalLM']})],
]

const times: readonly Case[] = [
  ['a document of the future', 'date-future', spdx => Object.assign(spdx.graph[0], {created: '2031-01-01T00:00:00Z'})],
  ['a release in the future', 'date-future', set('model', {releaseTime: '2031-01-01T00:00:00Z'})],
  ['data built in the future', 'date-future', set('data', {builtTime: '2031-01-01T00:00:00Z'})],
  ['a document older than its model', 'bom-outdated', set('model', {releaseTime: '2026-09-01T00:00:00Z'})],
  ['a base younger than the model', 'date-impossible', set('base', {releaseTime: '2026-04-28T00:00:00Z'})],
  [
    'data that were released before they were built',
    'date-impossible',
    set('data', {builtTime: '2026-03-01T00:00:00Z'}),
  ],
  ['a use that has ended', 'use-ended', set('model', {validUntilTime: '2026-06-30T00:00:00Z'})],
  [
    'a note of the future',
    'date-future',
    spdx => {
      spdx.graph.push({...spdx.graph[0], '@id': '_:later', created: '2031-01-01T00:00:00Z'})
      spdx.add('Annotation', 'note', {
        annotationType: 'review',
        statement: 'checked',
        subject: spdx.iri('model'),
        creationInfo: '_:later',
      })
    },
  ],
]

const texts: readonly Case[] = [
  ['a limitation that is a filler', 'value-hollow', set('model', {ai_limitation: 'TBD'})],
  ['a training that is a filler', 'value-hollow', set('model', {ai_informationAboutTraining: 'TODO'})],
  [
    'a card of fillers',
    'card-hollow',
    set('model', {
      ai_limitation: 'N/A',
      ai_informationAboutTraining: 'N/A',
      ai_informationAboutApplication: 'TBD',
      ai_domain: ['TBD'],
      ai_typeOfModel: ['unknown'],
      ai_metric: undefined,
      ai_modelExplainability: ['none'],
    }),
  ],
  [
    'an intended use that is a filler',
    'value-hollow',
    set('data', {dataset_intendedUse: 'lorem ipsum dolor sit amet'}),
  ],
  ['a known bias that is a filler', 'value-hollow', set('data', {dataset_knownBias: ['TBD']})],
  ['a supplier that is a filler', 'value-hollow', set('acme', {name: 'TBD'})],
  [
    'the card of another model',
    'card-copied',
    set('model', {
      ai_informationAboutApplication:
        'Llama-3.1-8B-Instruct is intended for commercial and research use in several languages',
    }),
  ],
  [
    'personal data that everybody may have',
    'data-sensitive',
    set('data', {dataset_hasSensitivePersonalInformation: 'yes'}),
  ],
  [
    'personal data that the model denies',
    'data-sensitive',
    set('data', {dataset_hasSensitivePersonalInformation: 'yes', dataset_confidentialityLevel: 'red'}),
  ],
  ['the phase of the design', 'lifecycle-in-doubt', set('sbom', {software_sbomType: ['design']})],
  [
    'the serial number of an example',
    'value-hollow',
    spdx => {
      const text = JSON.stringify(spdx.graph).replaceAll(
        '0b1c7b52-6e0a-4c6e-9d8a-3f6a55c1a7e1',
        '3e671687-395b-41f5-a30f-a58921a69b79',
      )
      spdx.graph.splice(0, spdx.graph.length, ...JSON.parse(text))
    },
  ],
  ['a profile that is not kept', 'bom-not-valid', set('data', {dataset_datasetType: undefined})],
  ['a model without what its profile asks for', 'bom-not-valid', set('model', {releaseTime: undefined})],
  ['a type of relationship that there is not', 'bom-not-valid', spdx => spdx.relate('model', 'trainedWith', ['data'])],
  ['a level that there is not', 'bom-not-valid', set('model', {ai_safetyRiskAssessment: 'negligible'})],
]

const vulnerabilities: readonly Case[] = [
  [
    'a vulnerability that nobody looked at',
    'vulnerability-open',
    vulnerable(({relate}) => relate('library', 'hasAssociatedVulnerability', ['cve'])),
  ],
  [
    'one that affects',
    'vulnerability-open',
    vulnerable(vex('Affected', 'affects', {security_actionStatement: 'update'})),
  ],
  ['one under investigation', 'vulnerability-open', vulnerable(vex('UnderInvestigation', 'underInvestigationFor'))],
  ['one put aside without a reason', 'vulnerability-unproven', vulnerable(vex('NotAffected', 'doesNotAffect'))],
  [
    'one that affects and does not',
    'vulnerability-open',
    vulnerable(
      all(
        vex('NotAffected', 'doesNotAffect', {security_justificationType: 'componentNotPresent'}),
        vex('Affected', 'affects'),
      ),
    ),
  ],
  [
    'one that is fixed and affects',
    'vulnerability-open',
    vulnerable(all(vex('Fixed', 'fixedIn'), vex('Affected', 'affects'))),
  ],
]

const harmless: readonly (readonly [what: string, change: Change])[] = [
  ['nothing', () => undefined],
  [
    'a license by its address on the list',
    spdx => {
      for (const each of spdx.graph)
        if (each.from === spdx.iri('model') && /License$/.test(each.relationshipType))
          each.to = ['https://spdx.org/licenses/Apache-2.0']
    },
  ],
  ['a choice of licenses', licence('apache', 'Apache-2.0 OR MIT')],
  ['a hyperparameter that is a list', entry('ai_hyperparameter', 'kernel sizes', '[5, 5, 3]')],
  ['a known package', library('transformers')],
  [
    'a vulnerability that is put aside with a reason',
    vulnerable(vex('NotAffected', 'doesNotAffect', {security_justificationType: 'vulnerableCodeNotInExecutePath'})),
  ],
  ['a vulnerability that is fixed', vulnerable(vex('Fixed', 'fixedIn'))],
  [
    'a base with what it was made from',
    spdx => {
      spdx.add('ai_AIPackage', 'older', {...spdx.at('base'), name: 'openbase/base-7b-v0'})
      spdx.graph.at(-1).spdxId = spdx.iri('older')
      spdx.graph.at(-1).software_downloadLocation = 'https://huggingface.co/openbase/base-7b-v0'
      spdx.relate('base', 'descendantOf', ['older'])
      spdx.relate('older', 'hasDeclaredLicense', ['mit'])
      spdx.relate('older', 'hasConcludedLicense', ['mit'])
    },
  ],
  [
    'personal data that is kept',
    spdx => {
      Object.assign(spdx.at('data'), {
        dataset_hasSensitivePersonalInformation: 'yes',
        dataset_confidentialityLevel: 'red',
      })
      spdx.at('model').ai_useSensitivePersonalInformation = 'yes'
    },
  ],
  ['a use that ends later', set('model', {validUntilTime: '2031-01-01T00:00:00Z'})],
  ['a build that is analyzed', set('sbom', {software_sbomType: ['build', 'analyzed']})],
]

describe('review of an SPDX 3.0.1 document with one deviation', () => {
  it.each([...names, ...digests, ...licences, ...origins, ...figures, ...times, ...texts, ...vulnerabilities])(
    'names %s',
    async (_what, rule, change) => {
      const {findings} = await reviewOfAny(JSON.stringify(spdxVendor(change), null, 1))
      expect(findings.map(({name}) => name)).toContain(rule)
    },
  )

  it.each(harmless)('finds nothing in %s', async (_what, change) => {
    const {findings} = await reviewOfAny(JSON.stringify(spdxVendor(change), null, 1))
    expect(findings).toEqual([])
  })
})
