import {describe, expect, it} from 'vitest'
import table from '../../../src/bom/check/g7-elements.json' with {type: 'json'}
import {minimumElements} from '../../../src/bom/check/minimum-elements.ts'
import {parseRecord} from '../../../src/bom/parts/record.ts'

const sha256 = {alg: 'SHA-256', content: 'ab'.repeat(32)}
const model = {
  type: 'machine-learning-model',
  name: 'tiny',
  version: 'c0ffee',
  hashes: [sha256],
  modelCard: {modelParameters: {task: 'fill-mask', inputs: [{format: 'text'}]}},
  properties: [{name: 'aibom:model:training', value: 'On the web'}],
}

/** Id → what is said of it. */
function unknown(document: object): Map<string, {missing: string | undefined; reason: string | undefined}> {
  const records = minimumElements({...document}).flatMap(({name, value}) =>
    name === 'aibom:g7:unknown' ? (parseRecord(value ?? '') ?? []) : [],
  )
  return new Map(
    records.map(record => [
      record.get('id')?.[0] ?? '',
      {missing: record.get('missing')?.[0], reason: record.get('reason')?.[0]},
    ]),
  )
}

describe('minimum elements', () => {
  it('are fifty, each once, and each that can be unknown says why', () => {
    const ids = table.elements.map(({id}) => id)
    expect(new Set(ids).size).toBe(50)
    const said = unknown({})
    const silent = table.elements.filter(element => !('reason' in element)).map(({id}) => id)
    expect(
      [...said].filter(([id, {reason}]) => !silent.includes(id) && (reason === undefined || reason === '')),
    ).toEqual([])
    expect(said.size).toBe(50)
  })

  it('are counted as known, in part, or not at all', () => {
    const document = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      components: [model, {type: 'machine-learning-model', name: 'other'}],
    }
    const [count] = minimumElements(document)
    const part = 'MDL-03 MDL-07 MDL-08 MDL-10 MDL-11'.split(' ').map(id => `G7AI-${id}`)
    const said = unknown(document)
    expect(part.map(id => said.get(id)?.missing)).toEqual(part.map(() => '1 of 2 models'))
    expect(said.get('G7AI-MDL-12')?.missing).toBe('2 of 2 models')
    expect(said.get('G7AI-DP-01')).toEqual({missing: undefined, reason: 'no data set was found'})
    expect(said.has('G7AI-MDL-01')).toBe(false)
    expect(count).toEqual({name: 'aibom:g7', value: `elements=50; known=${50 - said.size}; partly=${part.length}`})
  })

  it.each([
    [
      'weights inside their model',
      {components: [{...model, hashes: [], components: [{type: 'file', hashes: [sha256]}]}]},
      'MDL-07',
      true,
    ],
    [
      'a prompt, which is no data set',
      {components: [{type: 'data', name: 'p', data: [{type: 'definition'}]}]},
      'DP-01',
      false,
    ],
    [
      'a classification that is said to be unknown',
      {services: [{data: [{flow: 'outbound', classification: 'unknown'}]}]},
      'SLP-07',
      false,
    ],
    ['a classification', {services: [{data: [{flow: 'outbound', classification: 'public'}]}]}, 'SLP-07', true],
    ['an empty list', {components: [{...model, licenses: []}]}, 'MDL-12', false],
    [
      'a way to report a vulnerability',
      {metadata: {component: {externalReferences: [{type: 'rfc-9116', url: 'x'}]}}},
      'SP-03',
      true,
    ],
    ['another reference', {metadata: {component: {externalReferences: [{type: 'vcs', url: 'x'}]}}}, 'SP-03', false],
    [
      'a package',
      {components: [{type: 'application', components: [{type: 'library', name: 'torch'}]}]},
      'INF-01',
      true,
    ],
  ])('look at what stands there: %s', (_name, document, id, isKnown) =>
    expect(unknown(document).has(`G7AI-${id}`)).toBe(!isKnown),
  )
})
