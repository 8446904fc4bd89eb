import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {checkDocument} from '../../../src/bom/check/check-document.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'

const model = {type: 'machine-learning-model', 'bom-ref': 'm', name: 'tiny'}

function bom(fields: object): string {
  return JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...fields}, null, 2)
}

describe('checkDocument', () => {
  it.each([
    ['a wrong type', {components: [{...model, tags: 'a'}]}, 'schema', '/components/0/tags', 10],
    [
      'an unknown field deep inside',
      {components: [{...model, components: [{...model, 'bom-ref': 'n', extra: 1}]}]},
      'schema',
      '/components/0/components/0',
      11,
    ],
    ['a reference that leads nowhere', {dependencies: [{ref: 'x'}]}, 'ref-dangling', '/dependencies/0/ref', 7],
    ['a bom-ref twice', {components: [model, {...model, name: 'other'}]}, 'ref-doubled', '/components/1', 11],
    [
      'an annotation of nothing',
      {
        annotations: [
          {subjects: ['x'], annotator: {organization: {name: 'a'}}, timestamp: '2026-01-01T00:00:00Z', text: 'a'},
        ],
      },
      'ref-dangling',
      '/annotations/0/subjects',
      7,
    ],
    [
      'a digest of a wrong length',
      {components: [{...model, hashes: [{alg: 'SHA-256', content: 'a'.repeat(40)}]}]},
      'digest-length',
      '/components/0/hashes/0/content',
      13,
    ],
    [
      'a purl that is none',
      {components: [{...model, purl: 'huggingface/a/b'}]},
      'purl-invalid',
      '/components/0/purl',
      10,
    ],
    [
      'an own BOM-Link that leads nowhere',
      {
        serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
        dependencies: [{ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#x'}],
      },
      'ref-dangling',
      '/dependencies/0/ref',
      8,
    ],
  ])('tells of %s, with its line', async (_name, fields, code, pointer, line) => {
    const {valid, problems} = await checkDocument(bom(fields), 'bom.json')
    expect(valid).toBe(false)
    expect(problems).toContainEqual(
      expect.objectContaining({code, pointer, line, level: 'error', fix: expect.stringMatching(/\S/)}),
    )
  })

  it('tells of every part that is wrong, not of the first alone', async () => {
    const wrong = {type: 'machine-learning-model', name: 1}
    const {problems} = await checkDocument(
      bom({metadata: {timestamp: 'now'}, components: [wrong, model, wrong], services: [{}]}),
      'bom.json',
    )
    expect(problems.map(({pointer}) => pointer).sort()).toEqual([
      '/components/0/name',
      '/components/2/name',
      '/metadata/timestamp',
      '/services/0',
    ])
  })

  it.each([
    [
      'a circle of dependencies',
      {
        components: [model, {...model, 'bom-ref': 'n'}],
        dependencies: [
          {ref: 'm', dependsOn: ['n']},
          {ref: 'n', dependsOn: ['m']},
        ],
      },
      'ref-cycle',
      'm → n → m',
    ],
    [
      'a purl of another version',
      {components: [{...model, version: '2', purl: 'pkg:pypi/tiny@1'}]},
      'purl-differs',
      'the purl has version 1',
    ],
    [
      'a purl with a branch',
      {components: [{...model, version: 'main', purl: 'pkg:huggingface/a/tiny@main'}]},
      'purl-form',
      'not main',
    ],
    [
      'a schema of another version',
      {$schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json'},
      'schema-differs',
      'checked by specVersion',
    ],
  ])('warns of %s, which is valid all the same', async (_name, fields, code, message) => {
    const {valid, problems} = await checkDocument(bom(fields), 'bom.json')
    expect(valid).toBe(true)
    expect(problems).toEqual([
      expect.objectContaining({code, level: 'warning', message: expect.stringContaining(message)}),
    ])
  })

  it.each([
    ['[]'],
    ['{'],
    [''],
    ['<a/>'],
    ['{"bomFormat": "SPDX"}'],
    ['{"bomFormat": "CycloneDX", "specVersion": "2.0"}'],
    ['\0\0'],
  ])('calls %j not valid, and says why', async text => {
    const {valid, problems} = await checkDocument(text, 'bom.json')
    expect(valid).toBe(false)
    expect(problems).toEqual([expect.objectContaining({code: 'unreadable'})])
  })

  it('follows a chain of a hundred thousand dependencies', async () => {
    const dependencies = Array.from({length: 100_000}, (_, index) => ({ref: `c${index}`, dependsOn: [`c${index + 1}`]}))
    const components = Array.from({length: 100_001}, (_, index) => ({
      type: 'library',
      name: 'a',
      'bom-ref': `c${index}`,
    }))
    const {valid} = await checkDocument(bom({components, dependencies}), 'bom.json')
    expect(valid).toBe(true)
  }, 30_000)
})

describe.skipIf(!hasShared)('checkDocument, of the BOMs of others', () => {
  const folder = sharedPath('fixtures/boms')
  const read = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8')
  const filesIn = (name: string): string[] =>
    hasShared ? readdirSync(`${folder}/${name}`).map(file => `${name}/${file}`) : []

  it.each([...filesIn('invalid'), ...filesIn('vendor').filter(file => file.includes('broken'))])(
    'calls %s not valid',
    async file => {
      expect((await checkDocument(read(file), file)).valid).toBe(false)
    },
  )

  it.each([...filesIn('spec'), ...filesIn('vendor').filter(file => file.includes('vendor-'))])(
    'calls %s valid',
    async file => {
      expect((await checkDocument(read(file), file)).problems.filter(({level}) => level === 'error')).toEqual([])
    },
  )
})
