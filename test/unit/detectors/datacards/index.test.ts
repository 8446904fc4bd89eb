import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {datacards} from '../../../../src/detectors/datacards/index.ts'
import {folderId} from '../../../../src/inventory/identity.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

const fixture = (name: string): Files => filesOf(`test/fixtures/datacards/${name}`)

describe('datacards: Hub cards', () => {
  it('describes the model in the folder, its licence, lineage, results and sections', async () => {
    const found = await detect(datacards, fixture('model'))
    expect(found.assets.find(asset => asset.id === 'model:adapter')).toMatchObject({
      name: 'adapter',
      licences: [{kind: 'name', name: 'acme-community', url: 'https://example.com/licence'}],
      facts: {
        task: 'text-generation',
        library: 'peft',
        languages: ['en', 'no'],
        modelCard: {
          intendedUses: [expect.stringMatching(/^Answering questions\./)],
          limitations: ['Only English.'],
          ethicalConsiderations: ['It may be wrong.'],
          metrics: [{type: 'accuracy', value: '0.91', slice: 'Tests / test'}],
          co2Kg: 0.25,
        },
      },
    })
    expect(found.relationships).toEqual([
      {from: 'model:adapter', to: 'model:huggingface/acme/base-7b', kind: 'derived-from', relation: 'adapter'},
      {from: 'model:adapter', to: 'dataset:huggingface/acme/instructions', kind: 'trained-on'},
      {from: 'model:adapter', to: 'dataset:huggingface/squad', kind: 'trained-on'},
    ])
    expect(found.assets.find(asset => asset.id === 'dataset:huggingface/squad')?.evidence).toMatchObject([
      {line: 12, level: 'configured'},
    ])
    expect(found.assets).toHaveLength(4)
  })

  it('names base model and data sets of a card that lies alone, and no model', async () => {
    const found = await detect(datacards, fixture('alone'))
    expect(found.assets.map(asset => asset.id)).toEqual([
      'model:huggingface/acme/base-7b',
      'dataset:huggingface/acme/instructions',
    ])
    expect(found.relationships).toEqual([])
  })

  it('names the models of a Space', async () => {
    expect((await detect(datacards, fixture('space'))).assets).toMatchObject([
      {id: 'model:huggingface/acme/base-7b', evidence: [{line: 6}]},
    ])
  })

  it('describes the data set in the folder', async () => {
    expect((await detect(datacards, fixture('dataset'))).assets).toMatchObject([
      {id: 'dataset:.', name: 'Questions', licences: [{kind: 'id', id: 'CC-BY-4.0'}], facts: {split: ['train']}},
    ])
  })
})

describe('datacards: published repositories', () => {
  const own = async (files: Files, published: 'model' | 'dataset') => {
    const {assets, relationships = []} = await detect(datacards, files, published)
    return {root: assets.find(({id}) => id === `${published}:.`), ids: assets.map(({id}) => id), relationships}
  }

  it('are described by a card without metadata, and by one whose metadata says little', async () => {
    expect(
      (
        await own(
          {'README.md': '# Mail\n\nIt sorts mail by how urgent it is.\n\n## Limitations\nOnly letters.'},
          'model',
        )
      ).root,
    ).toMatchObject({
      description: 'It sorts mail by how urgent it is.',
      facts: {modelCard: {limitations: ['Only letters.']}},
    })
    expect((await own({'README.md': '---\nlanguage: et\n---\n'}, 'dataset')).root).toMatchObject({
      facts: {languages: ['et']},
    })
  })

  it('have the base that the Trainer names, unless their metadata names one', async () => {
    const sentence =
      'This model is a fine-tuned version of [acme/base](https://huggingface.co/acme/base) on the mail dataset.'
    const told = await own({'README.md': `---\nlicense: mit\n---\n\n${sentence}\n`}, 'model')
    expect(told.relationships).toEqual([
      {from: 'model:.', to: 'model:huggingface/acme/base', kind: 'derived-from', relation: 'finetune'},
    ])
    const stated = await own({'README.md': `---\nbase_model: acme/other\n---\n\n${sentence}\n`}, 'model')
    expect(stated.relationships).toEqual([{from: 'model:.', to: 'model:huggingface/acme/other', kind: 'derived-from'}])
  })

  it.each([
    ['a link', '"[acme/one](https://huggingface.co/acme/one)"', ['model:huggingface/acme/one']],
    ['a title', 'Llama 2 7B', ['model:Llama 2 7B']],
    ['a path', '/home/me/models/one', []],
    ['a word for none', 'N/A', []],
    ['a variable', '${BASE}', []],
  ])('have a base by %s', async (_what, base, ids) => {
    expect(
      (await own({'README.md': `---\nbase_model: ${base}\n---\n`}, 'model')).ids.filter(id => id !== 'model:.'),
    ).toEqual(ids)
  })

  it('name data that is no repository of the hub as it is called', async () => {
    const data = [
      'imagefolder',
      'My own data',
      'https://data.example.com/sets/mail/?page=1',
      'acme/mail',
      'none',
      '/data/mail',
    ]
    const {assets} = await detect(
      datacards,
      {'README.md': `---\nlicense: mit\ndatasets: ${JSON.stringify(data)}\n---\n`},
      'model',
    )
    expect(assets.filter(({kind}) => kind === 'dataset').map(({id}) => id)).toEqual([
      'dataset:imagefolder',
      'dataset:My own data',
      'dataset:data.example.com/sets/mail',
      'dataset:huggingface/acme/mail',
    ])
  })

  it('take nothing from a card of something else beside their own', async () => {
    const files = {
      'README.md': '# Mail\n',
      'dataset_card.md': '---\nlicense: gpl-3.0\ntask_categories: [text-classification]\n---\n',
    }
    expect((await own(files, 'model')).root?.licences).toBeUndefined()
    expect((await own({'MODEL_CARD.md': '---\nlicense: mit\nbase_model: a/b\n---\n'}, 'model')).root?.licences).toEqual(
      [{kind: 'id', id: 'MIT'}],
    )
  })

  it('are what dataset_infos.json describes, whatever its builder was called', async () => {
    const info = (split: string) => ({
      builder_name: 'old_name',
      config_name: split,
      description: 'Letters.',
      splits: {[split]: {name: split}},
    })
    const {ids, root} = await own(
      {'README.md': '# Mail\n', 'dataset_infos.json': JSON.stringify({a: info('train')})},
      'dataset',
    )
    expect(new Set(ids)).toEqual(new Set(['dataset:.']))
    expect(root).toMatchObject({name: '.', description: 'Letters.', facts: {split: ['train']}})
  })
})

describe('datacards: the task of a model', () => {
  const results = (...types: string[]): string =>
    JSON.stringify([{name: 'm', results: types.map(type => ({task: {type}, metrics: []}))}])

  it.each([
    ['the card says', 'pipeline_tag: fill-mask\ntags: [translation]', 'fill-mask'],
    ['one of its tags is', 'tags: [pytorch, translation]', 'translation'],
    [
      'all of its results are of',
      `model-index: ${results('token-classification', 'token-classification')}`,
      'token-classification',
    ],
    ['is not told by results of several', `model-index: ${results('token-classification', 'translation')}`, undefined],
    ['is not told by results of what is no task of the hub', `model-index: ${results('Retrieval')}`, undefined],
  ])('is what %s', async (_name, metadata, task) => {
    const {assets} = await detect(datacards, {'README.md': `---\nlicense: mit\n${metadata}\n---\n# M\n`}, 'model')
    expect(assets.map(asset => asset.kind === 'model' && asset.facts.task)).toEqual([task])
  })
})

describe('datacards: Croissant and dataset_infos.json', () => {
  const infoOf = (name: string): string =>
    JSON.stringify({plain: {builder_name: name, config_name: 'plain', splits: {train: {name: 'train'}}}})
  const datasetCard = '---\ndataset_info:\n  features: []\ntask_categories: [question-answering]\n---\n# Words\n'

  it.each<[string, string, Files, string]>([
    ['no registry', 'words', {}, 'dataset:words'],
    ['no registry beside what is no card of the hub', 'words', {'data/README.md': '# Words\n'}, 'dataset:words'],
    ['no registry where the card stands elsewhere', 'words', {'other/README.md': datasetCard}, 'dataset:words'],
    ['the hub beside a card of the hub', 'words', {'data/README.md': datasetCard}, 'dataset:huggingface/words'],
    ['the hub by its owner', 'acme/words', {}, 'dataset:huggingface/acme/words'],
    ['no registry by a path', 'data/raw/words', {}, 'dataset:data/raw/words'],
  ])('gives the name of a builder %s', async (_name, builder, beside, id) => {
    const found = await detect(datacards, {'data/dataset_infos.json': infoOf(builder), ...beside})
    expect(found.assets.map(asset => asset.id)).toContain(id)
    expect(found.assets.filter(asset => asset.evidence[0]?.path === 'data/dataset_infos.json')).toEqual([
      expect.objectContaining({id, facts: expect.objectContaining({config: 'plain', split: ['train']})}),
    ])
  })

  it('takes what describes a published data set for that data set, whatever its builder was called', async () => {
    const files = {
      'dataset_infos.json': infoOf('words'),
      'README.md': datasetCard.replace('---\n# Words', 'size_categories: [1K<n<10K]\n---\n# Words'),
    }
    const {assets} = await detect(datacards, files, 'dataset')
    expect(assets.map(({id}) => id)).toEqual([folderId('dataset', ''), folderId('dataset', '')])
    expect(assets.map(asset => asset.kind === 'dataset' && asset.facts)).toEqual([{split: ['train']}, {}])
    expect(assets[1]?.properties).toEqual({
      'aibom:dataset:size': ['1K<n<10K'],
      'aibom:dataset:task': ['question-answering'],
    })
  })

  it('finds data sets on their name, with files and declared digests', async () => {
    const found = await detect(datacards, fixture('croissant'))
    expect(found.assets.map(asset => [asset.id, asset.evidence[0]?.path, asset.evidence[0]?.line])).toEqual([
      ['dataset:Letters', 'dataset/metadata.json', 9],
      ['dataset:Graphs', 'graph/dataset.jsonld', 14],
      ['dataset:huggingface/acme/c4', 'hub/croissant.json', 8],
      ['dataset:huggingface/acme/squad', 'nameless/metadata.json', 8],
      ['dataset:squad', 'infos/dataset_infos.json', 2],
    ])
    expect(found.assets[0]).toMatchObject({
      version: '1.2.0',
      author: 'A. Author',
      licences: [{kind: 'name', url: 'https://creativecommons.org/licenses/by/4.0/'}],
      facts: {
        url: 'https://***@data.example.com/letters',
        distributions: [
          {
            url: 'https://data.example.com/letters.zip',
            digests: [{alg: 'sha256', from: 'declared', hex: expect.stringMatching(/^242ba0/)}],
          },
          {file: 'repo', digests: []},
        ],
      },
    })
    expect(found.assets[2]).toMatchObject({group: 'acme', name: 'c4', aliases: ['c4']})
    expect(found.assets[4]).toMatchObject({
      facts: {config: 'plain_text', split: ['train', 'validation'], distributions: [{digests: [{alg: 'sha256'}]}]},
    })
    expect(found.assets[3]).toMatchObject({facts: {revision: 'refs/convert/parquet'}})
  })
})

describe('datacards: look-alikes and bad input', () => {
  it('finds nothing in other front matter, other metadata and other linked data', async () => {
    expect(await detect(datacards, fixture('look-alikes'))).toMatchObject({assets: [], gaps: []})
  })

  it('tells of metadata that cannot be read', async () => {
    const {assets, gaps} = await detect(datacards, fixture('broken'))
    expect(assets).toEqual([])
    expect(gaps?.map(gap => [gap.path, gap.code])).toEqual([
      ['README.md', 'syntax'],
      ['croissant.json', 'syntax'],
    ])
  })

  it.each([
    [
      'an alias bomb',
      '---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nlicense: *e\nbase_model: *e\n---\n',
    ],
    [
      'thousands of results',
      `---\nmodel-index:\n- results:\n${'  - metrics: [{type: a, value: 1}]\n'.repeat(5000)}---\n`,
    ],
    ['deep nesting', `---\nlicense: ${'['.repeat(50_000)}\n---\n`],
  ])(
    'stands %s',
    async (_name, text) => {
      const {gaps} = await detect(datacards, {'README.md': text})
      expect(gaps).toHaveLength(1)
    },
    20_000,
  )

  it('never throws, whatever the metadata holds', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async value => {
        const inner = JSON.stringify(value)
        const card = `---\nlicense: ${inner}\nbase_model: ${inner}\ndatasets: ${inner}\nmodel-index: ${inner}\nconfigs: ${inner}\nlanguage: ${inner}\n---\n`
        const croissant = `{"x": "mlcommons.org/croissant", "@type": "Dataset", "name": ${inner}, "distribution": [${inner}], "license": ${inner}, "url": ${inner}}`
        await detect(datacards, {
          'README.md': card,
          'model.gguf': '',
          'croissant.json': croissant,
          'dataset_infos.json': `{"a": ${inner}}`,
        })
      }),
    ))
})
