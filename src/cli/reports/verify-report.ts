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

/** The same facts as in the text, one line a subject. */
export function reportLines({subjects}: VerifyResult): ReportLine[] {
  return subjects.map(subject => ({
    subject: subject.subject,
    kind: subject.kind,
    code: subject.code ?? (subject.met ? 'verified' : 'required'),
    message: messageOf(subject),
    weight: subject.met ? 'well' : subject.status === 'unverifiable' ? 'undecided' : 'wrong',
  }))
}

function messageOf({subject, status, message, signer, required, met}: Subject): string {
  const words = status === 'unverifiable' ? 'could not be verified' : status
  const why = message ?? (met ? `by ${signer ?? 'nobody'}` : `required is ${required}`)
  return `${subject} ${words}: ${why}`
}
