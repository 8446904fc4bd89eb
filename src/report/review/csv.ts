import {csvRow} from '../../lib/escape/csv.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'

/** The findings, each case a row, for a spreadsheet. */
export function reviewCsv({findings, evidence, target}: ReviewResult): string {
  const rows = findings.flatMap(({severity, rule, title, why, fix, items, ...only}) =>
    (items ?? [only]).map(({subject, message, evidence: cited}) => {
      const places = cited.flatMap(number => {
        const item = evidence[number]
        return item === undefined ? [] : [item.line === undefined ? item.place : `${item.place} (line ${item.line})`]
      })
      return csvRow([target.name, severity, rule, subject, title, message, why, fix, places.join('; ')])
    }),
  )
  return csvRow(['target', 'severity', 'rule', 'subject', 'title', 'message', 'why', 'what to do', 'evidence']) + rows.join('')
}
