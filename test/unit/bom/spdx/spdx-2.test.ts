import {describe, expect, it} from 'vitest'
import {checkDocument} from '../../../../src/bom/check/check-document.ts'
import {parseAnyBom} from '../../../../src/bom/read/parse.ts'
import {digest, spdx2Document} from '../../../support/spdx-2.ts'
import type {Editable} from '../../../support/vendor-bom.ts'

describe('SPDX 2', () => {
  it('carries packages, files, licenses and what joins them', () => {
    const {document: read, specVersion} = parseAnyBom(spdx2Document(), 'x.spdx.json') as Editable
    expect(specVersion).toBe('SPDX 2.3')
    expect(read.metadata).toEqual({
      timestamp: '2026-05-01T10:00:00Z',
      authors: [{name: 'Acme supply desk (desk@acme.example)'}],
      tools: {components: [{type: 'application', name: 'syft-1.18.0'}]},
      component: {type: 'application', 'bom-ref': 'SPDXRef-app', name: 'assistant', version: '3.1.0'},
    })
    expect(read.components).toEqual([
      {
        type: 'library',
        'bom-ref': 'SPDXRef-requests',
        name: 'requests',
        version: '2.32.0',
        purl: 'pkg:pypi/requests@2.32.0',
        cpe: 'cpe:2.3:a:python:requests:2.32.0:*:*:*:*:*:*:*',
        supplier: {name: 'Kenneth Reitz'},
        hashes: [{alg: 'SHA-256', content: digest}],
        licenses: [{expression: 'Apache-2.0', acknowledgement: 'concluded'}],
      },
      {
        type: 'machine-learning-model',
        'bom-ref': 'SPDXRef-model',
        name: 'acme-ai/clause-7b',
        version: '1.0',
        purl: `pkg:huggingface/acme-ai/clause-7b@${'c'.repeat(40)}`,
        authors: [{name: 'Acme AI'}],
        licenses: [{license: {name: 'Acme Model License', text: {content: 'For evaluation only.'}}}],
        externalReferences: [{type: 'distribution', url: 'https://huggingface.co/acme-ai/clause-7b'}],
        releaseNotes: {type: 'release', timestamp: '2026-01-02T03:04:05Z'},
        components: [
          {
            type: 'file',
            'bom-ref': 'SPDXRef-weights',
            name: 'model.safetensors',
            hashes: [{alg: 'SHA-256', content: digest}],
          },
        ],
      },
    ])
    expect(read.dependencies).toEqual([{ref: 'SPDXRef-app', dependsOn: ['SPDXRef-requests', 'SPDXRef-model']}])
  })

  it('gives the line of the package in the file that was read', () => {
    const text = spdx2Document()
    const {lineOf} = parseAnyBom(text, 'x.spdx.json')
    const line = text.split('\n').findIndex(each => each.includes('"SPDXRef-model"')) + 1
    expect(lineOf('/components/1/licenses/0')).toBe(line - 1)
  })

  it('reads the ancestors and files of the model that a document describes', () => {
    const text = spdx2Document(change => {
      change.documentDescribes = ['SPDXRef-model']
      change.relationships = [
        {spdxElementId: 'SPDXRef-app', relationshipType: 'ANCESTOR_OF', relatedSpdxElement: 'SPDXRef-model'},
      ]
    })
    const {document: read} = parseAnyBom(text, 'x.spdx.json') as Editable
    expect(read.metadata.component).toMatchObject({
      name: 'acme-ai/clause-7b',
      pedigree: {ancestors: [{name: 'assistant'}]},
      components: [{name: 'model.safetensors'}],
    })
    expect(read.components.map(({name}: Editable) => name)).toEqual(['requests'])
  })

  it('ends where packages contain each other in a circle', () => {
    const text = spdx2Document(change => {
      for (const [from, to] of [
        ['SPDXRef-requests', 'SPDXRef-model'],
        ['SPDXRef-model', 'SPDXRef-requests'],
      ])
        change.relationships.push({spdxElementId: from, relationshipType: 'CONTAINS', relatedSpdxElement: to})
    })
    const {document: read} = parseAnyBom(text, 'x.spdx.json') as Editable
    expect(JSON.stringify(read).match(/"bom-ref"/g)).toHaveLength(4)
  })

  it('is valid where nothing is wrong', async () => {
    expect(await checkDocument(spdx2Document(), 'x.spdx.json')).toMatchObject({valid: true, problems: []})
  })

  it.each([
    ['no namespace', (change: Editable) => delete change.documentNamespace, 'documentNamespace'],
    ['no id', (change: Editable) => delete change.packages[1].SPDXID, 'a package has no SPDXID'],
    ['one id twice', (change: Editable) => (change.files[0].SPDXID = 'SPDXRef-app'), 'is also at /packages/0'],
    [
      'a relationship that leads nowhere',
      (change: Editable) => (change.relationships[0].relatedSpdxElement = 'SPDXRef-none'),
      'no element has the SPDXID SPDXRef-none',
    ],
    ['a digest that is none', (change: Editable) => (change.files[0].checksums[0].checksumValue = 'ab'), 'SHA-256'],
  ])('is not valid with %s', async (_what, change, told) => {
    const {valid, problems} = await checkDocument(spdx2Document(change), 'x.spdx.json')
    expect([valid, problems.map(({message}) => message)]).toEqual([
      false,
      expect.arrayContaining([expect.stringContaining(told)]),
    ])
  })

  it('leaves versions out that had no JSON', async () => {
    const {problems} = await checkDocument('{"spdxVersion": "SPDX-2.1"}', 'x.json')
    expect(problems).toMatchObject([{message: 'is SPDX-2.1: of SPDX, versions 2.2, 2.3 and 3 are read'}])
  })
})
