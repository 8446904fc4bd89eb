import {describe, expect, it} from 'vitest'
import {checkDocument} from '../../../../src/bom/check/check-document.ts'
import {parseAnyBom} from '../../../../src/bom/read/parse.ts'
import {toSpdx} from '../../../../src/bom/spdx/write/write.ts'
import {type Editable, vendorBom} from '../../../support/vendor-bom.ts'

const created = '2026-01-02T03:04:05Z'

function written(change: (bom: Editable) => void = () => undefined): Editable {
  return toSpdx(vendorBom(change), created).document
}

function elementOf(document: Editable, type: string): Editable {
  return document['@graph'].find((each: Editable) => each.type === type)
}

describe('SPDX 3', () => {
  it('carries models, data, files, licenses and what joins them, and back', () => {
    const source = vendorBom()
    const {document} = parseAnyBom(JSON.stringify(toSpdx(source, created).document), 'x.json') as Editable
    const [model, data] = document.components
    const original = source.components[0]
    for (const field of ['type', 'bom-ref', 'group', 'name', 'version', 'purl', 'description', 'supplier'])
      expect(model[field]).toEqual(original[field])
    expect(model.licenses).toEqual([{expression: 'Apache-2.0'}])
    expect(model.components).toMatchObject([
      {type: 'file', name: 'model.safetensors', hashes: original.components[0].hashes},
    ])
    expect(model.pedigree.ancestors).toMatchObject([
      {group: 'openbase', name: 'base-7b', licenses: [{expression: 'MIT'}]},
    ])
    expect(model.modelCard).toMatchObject({
      modelParameters: {
        task: 'text-generation',
        architectureFamily: 'llama',
        modelArchitecture: 'LlamaForCausalLM',
        datasets: [{ref: 'data'}],
      },
      considerations: {useCases: ['clause classification'], technicalLimitations: ['English and German only']},
    })
    expect(data).toMatchObject({
      type: 'data',
      name: 'clauses',
      version: '2025.11',
      licenses: [{expression: 'CC-BY-4.0'}],
    })
    expect(document.metadata).toMatchObject({
      timestamp: '2026-05-01T10:00:00Z',
      authors: [{name: 'Acme supply desk'}],
      component: {name: 'assistant'},
    })
  })

  it('carries identifiers, figures, energy, vulnerabilities and how much is listed, and back', () => {
    const source = vendorBom(bom => {
      const {modelCard, properties} = bom.components[0]
      Object.assign(bom.components[0], {swhid: [`swh:1:rev:${bom.components[0].version}`]})
      properties.push({name: 'cdx:ai-ml:model:hyperparameter:context_length', value: '8192'})
      modelCard.properties = [{name: 'spdx:ai:autonomyType', value: 'no'}]
      modelCard.considerations.environmentalConsiderations = {
        energyConsumptions: [{activity: 'training', energyProviders: [], activityEnergyCost: {value: 12, unit: 'kWh'}}],
      }
      bom.components[1].licenses = [{license: {name: 'Acme data terms', text: {content: 'No trade.'}}}]
      bom.vulnerabilities = [
        {
          id: 'CVE-2026-1234',
          ratings: [{score: 9.1, severity: 'critical', method: 'CVSSv3'}],
          affects: [{ref: 'model'}],
          analysis: {state: 'not_affected', justification: 'code_not_reachable', detail: 'never called'},
        },
      ]
      bom.metadata.lifecycles = [{phase: 'build'}]
    })
    const {document} = parseAnyBom(JSON.stringify(toSpdx(source, created).document), 'x.json') as Editable
    const [model, data] = document.components
    const original = source.components[0]
    expect(model.swhid).toEqual(original.swhid)
    expect(model.properties).toEqual(original.properties)
    expect(model.modelCard.properties).toEqual(original.modelCard.properties)
    expect(model.modelCard.considerations.environmentalConsiderations).toEqual(
      original.modelCard.considerations.environmentalConsiderations,
    )
    expect(data.licenses).toEqual(source.components[1].licenses)
    expect(document.vulnerabilities).toEqual(source.vulnerabilities)
    expect(document.compositions).toEqual(source.compositions)
    expect(document.metadata.lifecycles).toEqual(source.metadata.lifecycles)
  })

  it('lists what it has no place for, and what its profiles ask for', () => {
    const {lost, missing} = toSpdx(vendorBom(), created)
    expect(lost).toContain('/components/*/data')
    expect(lost.filter(place => place.startsWith('/components/*/licenses'))).toEqual([])
    expect(missing).toContainEqual(expect.stringContaining('acme-ai/clause-7b states no downloadLocation'))
  })

  it('claims its AI and Dataset profiles only where they are answered', () => {
    expect(elementOf(written(), 'SpdxDocument').profileConformance).not.toContain('ai')
    const whole = written(bom => {
      const references = [{type: 'distribution', url: 'https://acme.example/x'}]
      bom.components[0].externalReferences = references
      bom.components[0].pedigree = undefined
      Object.assign(bom.components[1], {
        externalReferences: references,
        releaseNotes: {timestamp: created},
        authors: [{name: 'Acme'}],
      })
    })
    expect(elementOf(whole, 'SpdxDocument').profileConformance).toEqual(expect.arrayContaining(['ai', 'dataset']))
  })

  it('invents nothing: no license is none that is asserted, no maker is the conversion', () => {
    const document = written(bom => {
      bom.components[1].licenses = undefined
      bom.metadata = {}
    })
    expect(elementOf(document, 'CreationInfo')).toMatchObject({
      created,
      createdBy: [expect.stringContaining('#converter')],
    })
    const relationships = document['@graph'].filter(
      ({relationshipType}: Editable) => relationshipType === 'hasDeclaredLicense',
    )
    expect(relationships.map(({to}: Editable) => to[0])).toContain(
      'https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense',
    )
  })

  it.each<[string, (graph: Editable[]) => void, string, boolean]>([
    ['as written', () => undefined, '', true],
    ['an id that stands twice', graph => graph.push({...graph.at(-1)}), 'ref-doubled', false],
    [
      'a relationship to nothing',
      graph =>
        graph.push({
          type: 'Relationship',
          spdxId: 'urn:x',
          from: 'urn:none',
          relationshipType: 'contains',
          to: ['urn:x'],
        }),
      'ref-dangling',
      false,
    ],
    ['an element without an id', graph => graph.push({type: 'software_Package', name: 'x'}), 'schema', false],
    [
      'a digest of another length',
      graph => Object.assign(graph.find(({verifiedUsing}) => verifiedUsing).verifiedUsing[0], {hashValue: 'ab'}),
      'digest-length',
      false,
    ],
  ])('is checked: %s', async (_what, change, code, valid) => {
    const document = written()
    change(document['@graph'])
    const checked = await checkDocument(JSON.stringify(document, null, 1), 'x.json')
    expect([checked.valid, checked.checkedBy]).toEqual([valid, 'SPDX 3.0.1 (elements, relationships, values)'])
    if (code !== '') expect(checked.problems).toContainEqual(expect.objectContaining({code, line: expect.any(Number)}))
  })

  it.each<[string, unknown]>([
    ['no element', []],
    ['one element that is no list', {type: 'ai_AIPackage', spdxId: 'urn:x', name: 'm'}],
  ])('is not valid with %s', async (_what, graph) => {
    const text = JSON.stringify({'@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': graph})
    const {valid, problems} = await checkDocument(text, 'x.json')
    expect([valid, problems.map(({message}) => message)]).toEqual([
      false,
      ['no element of SPDX was found in the document'],
    ])
  })

  it.each(['constructor', '__proto__', 'toString'])('is read where an element is of the type %s', type => {
    const document = {'@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [{type, spdxId: 'urn:x'}]}
    expect(parseAnyBom(JSON.stringify(document), 'x.json')).toMatchObject({document: {components: []}})
  })

  it.each(['constructor', '__proto__', 'toString'])('has no word for %s', word => {
    const {document, lost} = toSpdx(
      vendorBom(bom => {
        bom.metadata.lifecycles = [{phase: word}]
        bom.compositions = [{aggregate: word, assemblies: ['model']}]
        bom.components[0].hashes = [{alg: word, content: 'aa'}]
        bom.components[0].externalReferences = [{type: word, url: 'https://acme.example'}]
        bom.components[0].modelCard.considerations.environmentalConsiderations = {
          energyConsumptions: [{activity: word, activityEnergyCost: {value: 12}}],
        }
        bom.components[1].type = word
        bom.vulnerabilities = [{id: 'CVE-2026-1234', ratings: [{score: 1, method: word}], affects: [{ref: 'model'}]}]
      }),
      created,
    ) as Editable
    const model = elementOf(document, 'ai_AIPackage')
    const purposes = document['@graph'].map((each: Editable) => each.software_primaryPurpose)
    expect(elementOf(document, 'software_Sbom')).not.toHaveProperty('software_sbomType')
    for (const field of ['verifiedUsing', 'ai_energyConsumption']) expect(model[field]).toBeUndefined()
    expect(model.externalRef[0].externalRefType).toBe('other')
    expect(document['@graph'].map((each: Editable) => each.completeness).filter(Boolean)).toEqual([])
    expect(document['@graph'].filter(({type}: Editable) => type.startsWith('security_Cvss'))).toEqual([])
    expect(purposes).toContain('other')
    expect(lost).toContain('/metadata/lifecycles')
  })

  it('is read where packages contain each other in a circle, or very deep', () => {
    const graph: Editable[] = Array.from({length: 5000}, (_, index) => ({
      type: 'software_Package',
      spdxId: `urn:p:${index}`,
      name: `p${index}`,
    }))
    for (let index = 0; index < 5000; index++) {
      graph.push({
        type: 'Relationship',
        spdxId: `urn:r:${index}`,
        from: `urn:p:${index}`,
        relationshipType: 'contains',
        to: [`urn:p:${(index + 1) % 5000}`],
      })
    }
    const {document} = parseAnyBom(
      JSON.stringify({'@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': graph}),
      'x.json',
    ) as Editable
    const count = (list: Editable[]): number => list.reduce((sum, each) => sum + 1 + count(each.components ?? []), 0)
    expect(count(document.components)).toBe(5000)
  })
})
