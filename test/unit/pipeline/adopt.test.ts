import {describe, expect, it} from 'vitest'
import type {AssetOf} from '../../../src/inventory/asset.ts'
import {makeModel} from '../../../src/inventory/make.ts'
import {adopt} from '../../../src/pipeline/adopt.ts'
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
})
