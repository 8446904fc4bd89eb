import {expect, it} from 'vitest'
import {loadCatalog} from '../../../src/catalog/catalog.ts'
import {librariesPage} from '../../support/libraries-table.ts'

it('docs/libraries.md is made from the catalogue', async () => {
  await expect(librariesPage(loadCatalog().libraries)).toMatchFileSnapshot('../../../docs/libraries.md')
})
