import {terminalLines} from '../../lib/escape/terminal.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'

/** More are on the page. */
const findingsShown = 12

/** The review in a terminal: the verdict, and the findings that stand against it. */
export function reviewSummary(result: ReviewResult, written: readonly string[]): string {
  const {subject, verdict, findings, notChecked, policy} = result
  const rest = findings.length - findingsShown
  return terminalLines([
    verdict.headline,
    subject.what,
    ...(policy?.findings ?? [])
      .slice(0, findingsShown)
      .map(({severity, rule, message}) => `${severity.padEnd(8)} ${rule} by the policy: ${message}`),
    ...findings
      .slice(0, findingsShown)
      .flatMap(({severity, rule, title, message}) => [`${severity.padEnd(8)} ${rule} ${title}`, `         ${message}`]),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
    ...(findings.length === 0 && policy?.outcome !== 'no' ? verdict.reasons.map(({text}) => text) : []),
    ...notChecked.slice(0, 6).map(what => `not looked at: ${what}`),
    written.length === 0 ? 'For a page to read, add: -o review.html' : `written to ${written.join(', ')}`,
  ])
}
