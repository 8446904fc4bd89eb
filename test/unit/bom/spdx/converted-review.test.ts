import {describe, expect, it} from 'vitest'
import {parseAnyBom} from '../../../../src/bom/read/parse.ts'
import {toSpdx} from '../../../../src/bom/spdx/write/write.ts'
import {reviewOf, reviewOfAny} from '../../../support/review.ts'
import {type Editable, vendorBom} from '../../../support/vendor-bom.ts'

const created = '2026-06-02T03:04:05Z'

function agent(...properties: readonly Editable[]): (bom: Editable) => unknown {
  return bom =>
    bom.components.push({
      type: 'application',
      name: 'helper',
      'bom-ref': 'agent:helper',
      properties: [{name: 'aibom:kind', value: 'agent'}, ...properties],
    })
}

describe('a BOM that was converted to SPDX 3', () => {
  it.each<[string, (bom: Editable) => unknown]>([
    ['an agent that asks nobody', agent({name: 'aibom:agent:permission-mode', value: 'bypassPermissions'})],
    [
      'a key in a property',
      bom => bom.components[0].properties.push({name: 'HF_TOKEN', value: 'hf_abcdefghijklmnopqrstuvwxyzABCDEF01'}),
    ],
    [
      'a note of the future',
      bom => {
        bom.annotations = [
          {subjects: ['model'], annotator: {individual: {name: 'Jo'}}, timestamp: '2033-01-01T00:00:00Z', text: 'seen'},
        ]
      },
    ],
    [
      'nobody who made it',
      bom => Object.assign(bom.metadata, {authors: undefined, tools: undefined, supplier: undefined}),
    ],
    ['no time', bom => Object.assign(bom.metadata, {timestamp: undefined})],
    [
      'the address of another license',
      bom =>
        Object.assign(bom.components[0], {
          licenses: [{license: {id: 'MIT', url: 'https://opensource.org/licenses/ISC'}}],
        }),
    ],
    [
      'other terms under the id of a license',
      bom =>
        Object.assign(bom.components[0], {
          licenses: [{license: {id: 'MIT', text: {content: 'You agree not to use the Model for military purposes.'}}}],
        }),
    ],
    [
      'another license that was found in the files',
      bom => Object.assign(bom.components[0], {evidence: {licenses: [{license: {id: 'GPL-3.0-only'}}]}}),
    ],
    [
      'a base that is told in a note alone',
      bom => Object.assign(bom.components[0], {pedigree: {notes: 'LoRA fine-tune'}}),
    ],
    [
      'the address of another service',
      bom => Object.assign(bom.services[0], {endpoints: ['https://api.openal.com/v1']}),
    ],
    ['a service of nobody knows where', bom => Object.assign(bom.services[0], {endpoints: undefined})],
    ['a tool without a name', bom => Object.assign(bom.metadata.tools.components[0], {name: 'TBD'})],
    [
      'data that is fetched unencrypted',
      bom => Object.assign(bom.components[1], {data: [{type: 'dataset', contents: {url: 'http://acme.example/data'}}]}),
    ],
  ])('is reviewed as it was before: %s', async (_what, change) => {
    const source = vendorBom(change)
    const [before, after] = [
      await reviewOf(source),
      await reviewOfAny(JSON.stringify(toSpdx(source, created).document)),
    ]
    const rules = (review: typeof before): string[] => [...new Set(review.findings.map(({rule}) => rule))].sort()
    expect(rules(before)).not.toEqual([])
    expect(rules(after)).toEqual(rules(before))
  })

  it('is not asked for the license of data that are no data set', async () => {
    const source = vendorBom(bom =>
      bom.components.push({type: 'data', name: 'greeting', 'bom-ref': 'x', data: [{type: 'configuration'}]}),
    )
    const {findings} = await reviewOfAny(JSON.stringify(toSpdx(source, created).document))
    expect(findings).toEqual([])
  })

  it('comes back with its properties, notes, tools and kinds of references', () => {
    const source = vendorBom(bom => {
      bom.metadata.properties = [{name: 'acme:desk', value: '7'}]
      bom.components[0].properties.push({name: 'acme:anything', value: 'x'})
      bom.components[0].externalReferences = [
        {type: 'evidence', url: 'https://acme.example/e'},
        {type: 'attestation', url: 'https://acme.example/a'},
        {type: 'model-card', url: 'https://acme.example/m'},
      ]
      bom.annotations = [
        {subjects: ['model'], annotator: {individual: {name: 'Jo'}}, timestamp: '2026-04-30T00:00:00Z', text: 'seen'},
      ]
      bom.metadata.tools = {components: [{type: 'application', name: 'maker', version: '1.2.0'}]}
    })
    const {document, lost} = toSpdx(source, created)
    const {document: back, spdxLost} = parseAnyBom(JSON.stringify(document), 'x.json') as Editable
    expect(back.metadata.properties).toEqual(source.metadata.properties)
    expect(back.components[0].properties).toContainEqual({name: 'acme:anything', value: 'x'})
    expect(back.components[0].externalReferences).toEqual(source.components[0].externalReferences)
    expect(back.annotations).toEqual(source.annotations)
    expect(back.metadata.tools).toEqual(source.metadata.tools)
    expect(lost.filter(place => /propert|annot|tools|externalRef/.test(place))).toEqual([])
    expect(back.services).toEqual(source.services)
    expect(spdxLost).toEqual([])
  })

  it('shows as a note what says that it is a service and is none', () => {
    const {document} = toSpdx(vendorBom(), created) as Editable
    const note = document['@graph'].find((element: Editable) => element.contentType !== undefined)
    note.statement = '{"name": "a", "name": "b"}'
    const {document: back} = parseAnyBom(JSON.stringify(document), 'x.json') as Editable
    expect(back.services).toBeUndefined()
    expect(back.annotations).toMatchObject([{text: note.statement}])
  })

  it.each<[string, (bom: Editable) => unknown, string]>([
    [
      'commits',
      bom => Object.assign(bom.components[0].pedigree, {commits: [{uid: 'a'}]}),
      '/components/*/pedigree/commits',
    ],
    [
      'a second answer to one question',
      bom =>
        Object.assign(bom, {
          compositions: [
            {aggregate: 'complete', assemblies: ['model']},
            {aggregate: 'unknown', assemblies: ['model']},
          ],
        }),
      '/compositions/*',
    ],
  ])('does not carry %s, and says so', (_what, change, place) => {
    expect(toSpdx(vendorBom(change), created).lost).toContain(place)
  })
})
