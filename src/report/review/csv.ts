import {csvRow} from '../../lib/escape/csv.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'
import {statusWords} from './words.ts'

/** The findings, each case a row, and the answers to profiles, for a spreadsheet. */
export function reviewCsv({findings, evidence, target, profiles = []}: ReviewResult): string {
  const rows = findings.flatMap(({severity, rule, title, why, fix, items, ...only}) =>
    (items ?? [only]).map(({subject, message, evidence: cited}) => {
      return csvRow([target.name, severity, rule, subject, title, message, why, fix, placesOf(cited, evidence)])
    }),
  )
  const answers = profiles.flatMap(({frameworks, requirements}) =>
    requirements.map(({id, framework, text, status, reason, evidence: cited}) => {
      return csvRow([target.name, statusWords[status], id, frameworks[framework]?.name ?? '', text, reason, '', '', placesOf(cited, evidence)])
    }),
  )
  return csvRow(['target', 'severity', 'rule', 'subject', 'title', 'message', 'why', 'what to do', 'evidence']) + [...rows, ...answers].join('')
}

function placesOf(cited: readonly number[], evidence: ReviewResult['evidence']): string {
  const places = cited.flatMap(number => {
    const item = evidence[number]
    return item === undefined ? [] : [item.line === undefined ? item.place : `${item.place} (line ${item.line})`]
  })
  return places.join('; ')
}
