import {markdownTable, markdownText} from '../../../lib/escape/markdown.ts'
import type {Comparison} from '../../../review/review-result.generated.ts'

/** The same as on the page. */
export function comparisonLines(comparison: Comparison | undefined): string[] {
  if (comparison === undefined) return []
  const {here, there, rows} = comparison
  const cell = (list: readonly string[]): string =>
    list.length === 0 ? 'not stated, or none' : list.map(markdownText).join('<br>')
  return markdownTable(
    ['', markdownText(here), markdownText(there), ''],
    rows.map(row => [row.label, cell(row.here), cell(row.there), row.same ? '' : 'differs']),
  )
}
