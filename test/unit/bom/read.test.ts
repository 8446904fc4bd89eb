import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {readBom} from '../../../src/bom/read/read.ts'
import {writeBom} from '../../../src/bom/write/write.ts'
import {keyOf} from '../../../src/inventory/identity.ts'
import {AibomError} from '../../../src/lib/errors.ts'
import {normalForm, richInventory} from '../../support/rich-inventory.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'

const invalid = expect.objectContaining({code: 'AIBOM_BOM_INVALID', exit: 2})

function document(fields: object): string {
  return JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...fields})
}

describe('readBom', () => {
  it.each(['1.5', '1.6', '1.7'] as const)(
    'gives back the inventory that a %s document was written from',
    async spec => {
      const inventory = normalForm(richInventory())
      const {json, serialNumber} = await writeBom(inventory, {spec, toolVersion: '0.1.0'})
      const read = readBom(json, 'bom.cdx.json')
      expect(read.inventory).toEqual(inventory)
      expect(read).toMatchObject({notUnderstood: [], spec, serialNumber})
    },
  )

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another document', '{"name": "x", "specVersion": "1.6"}'],
    ['no version', '{"bomFormat": "CycloneDX"}'],
    ['a version that is not read', '{"bomFormat": "CycloneDX", "specVersion": "1.1"}'],
    ['a version that is no text', '{"bomFormat": "CycloneDX", "specVersion": {"a": 1}}'],
    [
      '100,000 nested brackets',
      `{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ${'['.repeat(100_000)}`,
    ],
    ['a string that does not end', '{"bomFormat": "CycloneDX'],
  ])('refuses %s', (_name, text) => {
    expect(() => readBom(text, 'bom.json')).toThrow(invalid)
  })

  it('tells keys that stand twice', () => {
    const text =
      '{"bomFormat": "CycloneDX", "specVersion": "1.6",\n "components": [{"type": "machine-learning-model", "name": "a",\n"name": "b"}]}'
    expect(readBom(text, 'bom.json').notUnderstood).toEqual(['key twice in one object, line 3: "name"'])
  })

  it('does not take a name from __proto__', () => {
    const text = document({components: []}).replace(
      '[]',
      '[{"type": "machine-learning-model", "__proto__": {"name": "evil"}}]',
    )
    const {inventory} = readBom(text, 'bom.json')
    expect(inventory.assets).toEqual([])
    expect(({} as Record<string, unknown>)['name']).toBeUndefined()
  })

  it.each([
    [
      'a model by purl',
      {type: 'machine-learning-model', name: 'x', purl: 'pkg:huggingface/org/x@main'},
      'model:huggingface/org/x',
    ],
    [
      'a model by its page',
      {
        type: 'machine-learning-model',
        name: 'org/x',
        externalReferences: [{type: 'website', url: 'https://huggingface.co/org/x'}],
      },
      'model:huggingface/org/x',
    ],
    ['a model of an unknown registry', {type: 'machine-learning-model', group: 'org', name: 'x'}, 'model:org/x'],
    [
      'a data set in the namespace',
      {type: 'data', name: 'd', purl: 'pkg:huggingface/datasets/org/d'},
      'dataset:huggingface/org/d',
    ],
    [
      'a data set by qualifier',
      {type: 'data', name: 'd', purl: 'pkg:huggingface/org/d?repository_url=https://huggingface.co/datasets'},
      'dataset:huggingface/org/d',
    ],
    [
      'an npm package',
      {type: 'library', group: '@s', name: 'p', version: '1.0.0', purl: 'pkg:npm/%40s/p@1.0.0'},
      'package:npm/@s/p@1.0.0',
    ],
    ['a PyPI package', {type: 'framework', name: 'torch', purl: 'pkg:pypi/torch'}, 'package:pypi/torch'],
    [
      'an agent by another tool’s property',
      {type: 'application', name: 'a', properties: [{name: 'acme:component_type', value: 'AI_Agent'}]},
      'agent:a',
    ],
    [
      'an agent by a property',
      {type: 'application', name: 'a', properties: [{name: 'acme:component_type', value: 'agent'}]},
      'agent:a',
    ],
    ['an agent by its bom-ref', {type: 'application', name: 'a', 'bom-ref': 'agent:a'}, 'agent:a'],
    ['weights', {type: 'file', name: 'model.safetensors'}, 'weights:model.safetensors'],
  ])('reads %s of another tool', (_name, component, key) => {
    const {inventory} = readBom(document({components: [component]}), 'bom.json')
    expect(inventory.assets.map(keyOf)).toEqual([key])
  })

  it('says which components it did not understand, and how many', () => {
    const cargo = {type: 'library', name: 'serde', purl: 'pkg:cargo/serde@1.0.0'}
    const {inventory, notUnderstood} = readBom(document({components: [cargo, {...cargo, name: 'rand'}]}), 'bom.json')
    expect(inventory.assets).toEqual([])
    expect(notUnderstood).toEqual([
      'component of type library (pkg:cargo) is neither an AI asset nor a package of npm, PyPI or conda (2)',
    ])
  })

  it('takes no hash of a wrong length for a digest', () => {
    const component = {type: 'machine-learning-model', name: 'x', hashes: [{alg: 'SHA-256', content: 'ab'.repeat(20)}]}
    const {inventory, notUnderstood} = readBom(document({components: [component]}), 'bom.json')
    expect(inventory.assets[0]?.digests).toEqual([])
    expect(notUnderstood).toEqual(['x: SHA-256 of 40 characters'])
  })

  it('reads base models and data sets from where the specification puts them', () => {
    const model = {
      type: 'machine-learning-model',
      name: 'tuned',
      'bom-ref': 'm',
      pedigree: {
        ancestors: [{type: 'machine-learning-model', name: 'base', licenses: [{license: {id: 'CC-BY-NC-4.0'}}]}],
      },
      modelCard: {
        modelParameters: {task: 'text-generation', datasets: [{ref: 'd'}, {type: 'dataset', name: 'inline'}]},
      },
    }
    const {inventory} = readBom(
      document({components: [model, {type: 'data', name: 'dialogues', 'bom-ref': 'd'}]}),
      'bom.json',
    )
    expect(inventory.relationships).toEqual([
      {from: 'model:tuned', kind: 'derived-from', to: 'model:base'},
      {from: 'model:tuned', kind: 'trained-on', to: 'dataset:dialogues'},
      {from: 'model:tuned', kind: 'trained-on', to: 'dataset:inline'},
    ])
    expect(inventory.assets.find(asset => asset.name === 'base')?.licences).toEqual([{kind: 'id', id: 'CC-BY-NC-4.0'}])
  })

  it('lets a subject that is a model be an asset too', () => {
    const subject = {type: 'machine-learning-model', name: 'org/x', purl: 'pkg:huggingface/org/x', 'bom-ref': 's'}
    const {inventory} = readBom(document({metadata: {component: subject}}), 'bom.json')
    expect(inventory.subject).toMatchObject({scheme: 'bom', name: 'org/x'})
    expect(inventory.assets.map(keyOf)).toEqual(['model:huggingface/org/x'])
  })

  it('takes for direct what the subject depends on', () => {
    const library = (name: string): object => ({type: 'library', name, purl: `pkg:npm/${name}`, 'bom-ref': name})
    const graph = {
      metadata: {component: {type: 'application', name: 'app', 'bom-ref': 'app'}},
      dependencies: [{ref: 'app', dependsOn: ['a']}],
    }
    const {inventory} = readBom(document({...graph, components: [library('a'), library('b')]}), 'bom.json')
    expect(inventory.assets.map(asset => asset.kind === 'package' && asset.facts.direct)).toEqual([true, false])
  })

  it('gives a component without evidence the document as its place', () => {
    const {inventory} = readBom(
      document({components: [{type: 'machine-learning-model', name: 'x'}]}),
      'vendor/bom.json',
    )
    expect(inventory.assets[0]?.evidence).toEqual([
      {
        detector: 'bom',
        technique: 'manifest',
        path: 'vendor/bom.json',
        level: 'used',
        scope: 'product',
        confidence: 0.5,
      },
    ])
  })
})

describe.skipIf(!hasShared)('readBom on documents of other tools', () => {
  const folders = ['real', 'spec', 'vendor', 'invalid']
  const files = hasShared
    ? folders.flatMap(folder =>
        readdirSync(sharedPath(`fixtures/boms/${folder}`)).map(file => `fixtures/boms/${folder}/${file}`),
      )
    : []

  it.each(files)('reads %s or says that it is none', file => {
    try {
      const {inventory} = readBom(readFileSync(sharedPath(file), 'utf8'), file)
      expect(inventory.assets.every(asset => asset.evidence.length > 0 && asset.name !== '')).toBe(true)
    } catch (error) {
      expect(error).toBeInstanceOf(AibomError)
    }
  })

  it.each([
    ['real/manifest-flux1-dev-1.5.json', ['model']],
    ['real/agent-mcp-aibom-1.6.json', ['agent', 'mcp-server', 'model', 'service']],
    ['real/granite-4.1-30b-base-1.7.json', ['dataset', 'model']],
    ['vendor/vendor-a-complete.json', ['dataset', 'model', 'service', 'weights']],
  ])('finds in %s the kinds %j', (file, kinds) => {
    const {inventory} = readBom(readFileSync(sharedPath(`fixtures/boms/${file}`), 'utf8'), file)
    expect([...new Set(inventory.assets.map(asset => asset.kind))]).toEqual(expect.arrayContaining(kinds))
  })
})
