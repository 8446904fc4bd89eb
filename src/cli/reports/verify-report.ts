import type {VerifyResult} from '../../pipeline/verify/result.generated.ts'

type Subject = VerifyResult['subjects'][number]

/** One subject, as reports for machines have it. */
export interface ReportLine {
  readonly subject: string
  readonly kind: string
  readonly code: string
  readonly message: string
  /** wrong: invalid, or required and missing · undecided: could not be told */
  readonly weight: 'well' | 'wrong' | 'undecided'
}

/**
 * The same facts as in the text, one line a subject.
 * @param strict whether parts of a subject that were not checked leave it undecided
 */
export function reportLines({subjects}: VerifyResult, strict: boolean): ReportLine[] {
  return subjects.map(subject => {
    const {subject: name, kind, notChecked} = subject
    if (subject.met && strict && notChecked !== undefined)
      return {
        ...{subject: name, kind, code: 'not-checked', weight: 'undecided'},
        message: `${name} could not be verified as a whole: not checked are ${notChecked.join(', ')}`,
      }
    return {
      ...{subject: name, kind, message: messageOf(subject)},
      code: subject.code ?? (subject.met ? 'verified' : 'required'),
      weight: subject.met ? 'well' : subject.status === 'unverifiable' ? 'undecided' : 'wrong',
    }
  })
}

function messageOf({subject, status, message, signer, required, met}: Subject): string {
  const words = status === 'unverifiable' ? 'could not be verified' : status
  const why = message ?? (met ? `by ${signer ?? 'nobody'}` : `required is ${required}`)
  return `${subject} ${words}: ${why}`
}
