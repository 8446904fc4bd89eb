import {describe, expect, it} from 'vitest'
import type {Asset} from '../../../src/inventory/asset.ts'
import type {PackageFacts} from '../../../src/inventory/facts.ts'
import {keyOf} from '../../../src/inventory/identity.ts'
import {makeModel} from '../../../src/inventory/make.ts'
import {mergeAssets} from '../../../src/inventory/merge.ts'
import {seen} from '../../support/rich-inventory.ts'

const commit = 'ab'.repeat(20)
const other = 'cd'.repeat(20)

function model(name: string, line: number, facts: Parameters<typeof makeModel>[2] = {}): Asset {
  return makeModel(name, [seen('a.py', line)], facts)
}

function keys(...assets: Asset[]): string[] {
  return mergeAssets(assets, []).assets.map(keyOf)
}

function pack(facts: Partial<PackageFacts>): Asset {
  return {
    ...{
      kind: 'package',
      id: 'package:npm/x',
      name: 'x',
      version: '1.0.0',
      aliases: [],
      digests: [],
      evidence: [seen('package-lock.json', 1)],
    },
    facts: {ecosystem: 'npm', scope: 'runtime', direct: false, distributions: [], ...facts},
  }
}

describe('mergeAssets', () => {
  it('joins a floating name to the only pinned one of its id, and remembers that it floats', () => {
    const {assets} = mergeAssets(
      [model('o/m', 1, {registry: 'huggingface'}), model('o/m', 2, {registry: 'huggingface', revision: commit})],
      [],
    )
    expect(assets).toHaveLength(1)
    expect(assets[0]).toMatchObject({version: commit, purl: `pkg:huggingface/o/m@${commit}`, facts: {floating: true}})
    expect(assets[0]?.evidence.map(({line}) => line)).toEqual([1, 2])
  })

  it('lets it stand beside several pinned ones', () => {
    const pinned = [commit, other].map((revision, index) => model('o/m', index, {registry: 'huggingface', revision}))
    expect(keys(model('o/m', 9, {registry: 'huggingface'}), ...pinned)).toEqual([
      'model:huggingface/o/m',
      `model:huggingface/o/m@${commit}`,
      `model:huggingface/o/m@${other}`,
    ])
  })

  it('joins a name of unknown registry to the only registry that knows it', () => {
    expect(keys(model('gpt-4o', 1), model('gpt-4o', 2, {registry: 'openai'}))).toEqual(['model:openai/gpt-4o'])
  })

  it('keeps it apart where two registries know it', () => {
    const known = ['openai', 'azure-openai'].map((registry, index) => model('gpt-4o', index, {registry}))
    expect(keys(model('gpt-4o', 9), ...known)).toEqual([
      'model:azure-openai/gpt-4o',
      'model:gpt-4o',
      'model:openai/gpt-4o',
    ])
  })

  it('joins an old name to the asset that has it as an alias', () => {
    const renamed: Asset = {...model('openai-community/gpt2', 1, {registry: 'huggingface'}), aliases: ['gpt2']}
    const {assets} = mergeAssets([renamed, model('gpt2', 2, {registry: 'huggingface'})], [])
    expect(assets).toHaveLength(1)
    expect(assets[0]).toMatchObject({
      id: 'model:huggingface/openai-community/gpt2',
      group: 'openai-community',
      name: 'gpt2',
    })
  })

  it('ends with two that name each other', () => {
    const one: Asset = {...model('a', 1, {registry: 'ollama'}), aliases: ['b']}
    const two: Asset = {...model('b', 2, {registry: 'ollama'}), aliases: ['a']}
    expect(keys(one, two)).toEqual(['model:ollama/a'])
  })

  it.each([
    ['the scope nearest to production', {scope: 'dev'}, {scope: 'runtime'}, {scope: 'runtime'}],
    ['direct where one manifest names it', {direct: false}, {direct: true}, {direct: true}],
    ['no condition where one side has none', {condition: 'os=linux'}, {}, {}],
    ['the condition that both have', {condition: 'os=linux'}, {condition: 'os=linux'}, {condition: 'os=linux'}],
  ] as const)('takes for a package %s', (_name, one, two, facts) => {
    expect(mergeAssets([pack(one), pack(two)], []).assets[0]?.facts).toEqual(pack(facts).facts)
  })

  it('joins the digests of one file from two lock files', () => {
    const digest = (alg: 'sha1' | 'sha512', hex: string) => ({alg, hex, of: 'content', from: 'declared'}) as const
    const file = (one: ReturnType<typeof digest>) =>
      pack({distributions: [{url: 'https://r.example/x.tgz', digests: [one]}]})
    const [merged] = mergeAssets([file(digest('sha512', 'ff')), file(digest('sha1', 'aa'))], []).assets
    expect(merged?.facts).toMatchObject({distributions: [{digests: [digest('sha1', 'aa'), digest('sha512', 'ff')]}]})
  })

  it('keeps one relationship of several sightings: the one that tells how', () => {
    const [tuned, base] = [model('o/tuned', 1), model('o/base', 2)]
    const edge = {from: keyOf(tuned), to: keyOf(base), kind: 'derived-from'} as const
    const {relationships} = mergeAssets([tuned, base], [edge, {...edge, relation: 'finetune'}, edge])
    expect(relationships).toEqual([{...edge, relation: 'finetune'}])
  })

  it('leads relationships to what their ends became, and names those that lead nowhere', () => {
    const [floating, pinned] = [
      model('o/m', 1, {registry: 'huggingface'}),
      model('o/m', 2, {registry: 'huggingface', revision: commit}),
    ]
    const {relationships, dangling, keysOf} = mergeAssets(
      [floating, pinned],
      [
        {from: 'subject', to: keyOf(floating), kind: 'depends-on'},
        {from: 'subject', to: 'model:gone', kind: 'depends-on'},
      ],
    )
    expect(relationships).toEqual([{from: 'subject', to: keyOf(pinned), kind: 'depends-on'}])
    expect(dangling).toEqual([{from: 'subject', to: 'model:gone', kind: 'depends-on'}])
    expect(keysOf(keyOf(floating))).toEqual([keyOf(pinned)])
  })

  it('takes linear time over 100,000 sightings of one asset', () => {
    const sightings = Array.from({length: 100_000}, (_, line) => model('o/m', line, {registry: 'huggingface'}))
    expect(mergeAssets(sightings, []).assets[0]?.evidence).toHaveLength(100_000)
  }, 20_000)
})
