import {expect, it} from 'vitest'
import {rows, table} from '../../../src/report/page/blocks.ts'
import {renderPage} from '../../../src/report/page/shell.ts'

it('renders tables of more rows than a call takes arguments', () => {
  const cells = Array.from({length: 130_000}, (_, index) => [`file ${index}`])
  const labels = cells.map(([label = '']) => ({label, value: ''}))
  const page = renderPage('Large', [table('Files', ['File'], cells), rows(labels)])
  expect(page).toContain('<th scope="row">file 129999</th>')
  expect(page).toContain('<dt>file 129999</dt>')
})
