import {type ComponentChildren, h} from 'preact'
import type {Comparison} from '../../../review/review-result.generated.ts'
import {table, tag, text} from '../../page/blocks.ts'

/** Two candidates in two columns; a mark tells the rows that differ. */
export function comparisonBlocks(comparison: Comparison | undefined): ComponentChildren[] {
  if (comparison === undefined) return []
  const {here, there, rows} = comparison
  const cell = (list: readonly string[]): ComponentChildren =>
    list.length === 0 ? h('span', {class: 'soft'}, 'not stated, or none') : list.map(line => h('div', null, text(line)))
  const body = rows.map(row => [
    [row.label, row.same ? null : h('div', null, tag('medium', 'differs'))],
    cell(row.here),
    cell(row.there),
  ])
  return [
    table('Side by side', ['', text(here), text(there)], body),
    h(
      'p',
      {class: 'soft'},
      'Each column comes from its own review. Missing information never counts in favor of a candidate.',
    ),
  ]
}
