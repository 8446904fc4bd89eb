import {describe, expect, it} from 'vitest'
import type {AssetOf} from '../../../src/inventory/asset.ts'
import {keyOf} from '../../../src/inventory/identity.ts'
import {makeModel} from '../../../src/inventory/make.ts'
import {adopt} from '../../../src/pipeline/link/adopt.ts'
import {seen} from '../../support/rich-inventory.ts'

const root: AssetOf<'model'> = {
  ...{kind: 'model', id: 'model:.', name: 'Bert', aliases: [], digests: [], evidence: [seen('config.json', 1)]},
  facts: {library: 'transformers', architecture: 'BertModel'},
}

describe('adopt', () => {
  it.each([
    ['the library that the registry states', {library: 'transformers.js'}, 'transformers.js'],
    ['the library that wrote the configuration where the registry states none', {}, 'transformers'],
  ])('gives the folder %s', (_what, stated, library) => {
    const own = makeModel('acme/mail', [seen('.', 1)], {registry: 'huggingface', ...stated})
    const {assets} = adopt({assets: [root]}, {kind: 'model', folder: '', stated: () => ({assets: [own]})})
    expect(assets[1]).toMatchObject({
      id: 'model:huggingface/acme/mail',
      name: 'mail',
      facts: {registry: 'huggingface', library, architecture: 'BertModel'},
    })
  })

  it('contains what lies in the folder, and no base that is but named there', () => {
    const own = makeModel('acme/mail', [seen('.', 1)], {registry: 'huggingface'})
    const [base, part] = [makeModel('Llama 2 7B', [seen('README.md', 2)]), {...root, id: 'model:part', name: 'part'}]
    const {relationships = []} = adopt(
      {
        assets: [root, base, part],
        relationships: [
          {from: 'model:.', to: keyOf(base), kind: 'derived-from'},
          {from: 'model:.', to: 'model:part', kind: 'derived-from'},
          {from: 'model:part', to: 'weights:part/a.safetensors', kind: 'contains'},
        ],
      },
      {kind: 'model', folder: '', stated: () => ({assets: [own]})},
    )
    expect(
      relationships.filter(({kind, from}) => kind === 'contains' && from === keyOf(own)).map(({to}) => to),
    ).toEqual(['model:part'])
  })
})
