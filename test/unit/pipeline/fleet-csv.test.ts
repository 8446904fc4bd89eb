import {expect, it} from 'vitest'
import {serverLinks} from '../../../src/pipeline/fleet/serve/server-links.ts'
import {type Ask, define} from '../../../src/pipeline/fleet/serve/view.ts'

it('puts every page of a list into its CSV, under one head', async () => {
  const asked: (boolean | undefined)[] = []
  const size = 2
  const [, [sheet]] = define({
    name: 'numbers',
    read: async ({wanted: {page, isWhole}}) => {
      asked.push(isWhole)
      return {first: (page - 1) * size, pages: 3}
    },
    page: () => '',
    tables: {
      numbers: ({first}) => ({
        label: 'Numbers',
        columns: ['number'],
        rows: Array.from({length: size}, (_, at) => [{text: String(first + at)}]),
      }),
    },
  })
  expect(await sheet?.csv({} as Ask, serverLinks)).toBe(
    ['number', ...[0, 1, 2, 3, 4, 5].map(String)].map(cell => `"${cell}"\r\n`).join(''),
  )
  expect(asked).toEqual([true, true, true])
})
