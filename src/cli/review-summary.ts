import {terminalLines} from '../lib/escape/terminal.ts'
import type {ReviewResult} from '../review/review-result.generated.ts'

/** More are on the page. */
const findingsShown = 12

/** The review in a terminal: the verdict, and the findings that stand against it. */
export function reviewSummary(result: ReviewResult, written: string | undefined): string {
  const {subject, verdict, findings, notChecked} = result
  const rest = findings.length - findingsShown
  return terminalLines([
    verdict.headline,
    subject.what,
    ...findings
      .slice(0, findingsShown)
      .flatMap(({severity, rule, title, message}) => [`${severity.padEnd(8)} ${rule} ${title}`, `         ${message}`]),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
    ...(findings.length === 0 ? verdict.reasons.map(({text}) => text) : []),
    ...notChecked.slice(0, 6).map(what => `not looked at: ${what}`),
    written === undefined ? 'The page for people: -o review.html' : `written to ${written}`,
  ])
}
