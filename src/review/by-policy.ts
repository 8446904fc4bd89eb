import type {Note} from './notes.ts'
import type {PolicyAnswer, ReviewResult} from './review-result.generated.ts'

/** What a policy makes of the findings of a review. */
export interface PolicyEffect {
  /** undefined for what is switched off or waived */
  severityOf(note: Note): Note['severity'] | undefined
}

/** Findings as bad as the policy has them, without those that do not count. */
export function byPolicy(notes: readonly Note[], effect: PolicyEffect | undefined): Note[] {
  if (effect === undefined) return [...notes]
  return notes.flatMap(note => {
    const severity = effect.severityOf(note)
    return severity === undefined ? [] : [{...note, severity}]
  })
}

const reasonsShown = 5

/** A review with the answer of a policy: its no is a no, and what it could not decide is open. */
export function withPolicy(result: ReviewResult, policy: PolicyAnswer): ReviewResult {
  const {answer, reasons} = result.verdict
  if (policy.outcome === 'yes') return {...result, policy}
  if (policy.outcome === 'undecided') {
    const open = policy.undecided
      .slice(0, reasonsShown)
      .map(({rule, message}) => ({text: `The policy leaves it open: ${message} (${rule})`}))
    if (answer !== 'as-stated') return {...result, policy, verdict: {...result.verdict, reasons: [...reasons, ...open]}}
    return {
      ...result,
      policy,
      verdict: {
        answer: 'not-yet',
        headline: `Not yet: the policy ${policy.path} cannot decide it.`,
        reasons: [...open, ...reasons],
      },
    }
  }
  const told = policy.findings.filter(isForbidden).slice(0, reasonsShown)
  const forbidden = told.map(({rule, message}) => ({text: `The policy forbids it: ${message} (${rule})`}))
  const purpose = result.purpose === null ? '' : ` for “${result.purpose}”`
  const headline =
    answer === 'no' ? result.verdict.headline : `Do not use it${purpose}: the policy ${policy.path} does not allow it.`
  return {...result, policy, verdict: {answer: 'no', headline, reasons: [...forbidden, ...reasons]}}
}

/** As bad as that a policy says no. */
export function isForbidden({severity}: {readonly severity: Note['severity']}): boolean {
  return severity === 'critical' || severity === 'high'
}
