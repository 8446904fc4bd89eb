import {expect, it} from 'vitest'
import {serverLinks} from '../../../src/pipeline/fleet/serve/server-links.ts'
import {type Ask, define} from '../../../src/pipeline/fleet/serve/view.ts'

it('puts every page of a list into its CSV, under one head', async () => {
  const [, [sheet]] = define({
    name: 'numbers',
    read: async ({wanted: {page, size}}) => ({first: (page - 1) * size, size, pages: 3}),
    page: () => '',
    tables: {
      numbers: ({first, size}) => ({
        label: 'Numbers',
        columns: ['number'],
        rows: Array.from({length: size}, (_, at) => [{text: String(first + at)}]),
      }),
    },
  })
  const ask = {wanted: {page: 1, size: 2}} as Ask
  expect(await sheet?.csv(ask, serverLinks)).toBe(
    ['number', ...[0, 1, 2, 3, 4, 5].map(String)].map(cell => `"${cell}"\r\n`).join(''),
  )
})
