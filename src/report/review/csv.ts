import {csvRow} from '../../lib/escape/csv.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'
import {policyWords, replyWords, statusWords} from './words.ts'

/** The findings, each case a row, the answers to profiles and the questions to the vendor, for a spreadsheet. */
export function reviewCsv({findings, evidence, target, questions, policy, profiles = []}: ReviewResult): string {
  const rows = findings.flatMap(({severity, rule, title, why, fix, items, ...only}) =>
    (items ?? [only]).map(({subject, message, evidence: cited}) => {
      return csvRow([target.name, severity, rule, subject, title, message, why, fix, placesOf(cited, evidence)])
    }),
  )
  const answers = profiles.flatMap(({frameworks, requirements}) =>
    requirements.map(({id, framework, text, status, reason, evidence: cited}) => {
      return csvRow([
        target.name,
        statusWords[status],
        id,
        frameworks[framework]?.name ?? '',
        text,
        reason,
        '',
        '',
        placesOf(cited, evidence),
      ])
    }),
  )
  const ruled =
    policy?.findings.map(({rule, severity, subject, message, why = '', fix = ''}) =>
      csvRow([target.name, severity, rule, subject, policyWords[policy.outcome], message, why, fix, '']),
    ) ?? []
  const asked = questions.map(({reference, text, about, because, answer}) => {
    const status = answer === undefined ? 'asked' : replyWords[answer.status]
    return csvRow([
      target.name,
      status,
      reference,
      about.join(', '),
      text,
      answer?.text ?? '',
      because.join('; '),
      '',
      placesOf(answer?.evidence ?? [], evidence),
    ])
  })
  return (
    csvRow(['target', 'severity', 'rule', 'subject', 'title', 'message', 'why', 'what to do', 'evidence']) +
    [...rows, ...ruled, ...answers, ...asked].join('')
  )
}

function placesOf(cited: readonly number[], evidence: ReviewResult['evidence']): string {
  const places = cited.flatMap(number => {
    const item = evidence[number]
    return item === undefined ? [] : [item.line === undefined ? item.place : `${item.place} (line ${item.line})`]
  })
  return places.join('; ')
}
