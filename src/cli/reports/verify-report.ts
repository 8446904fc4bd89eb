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
  return subjects.map(subject => ({
    subject: subject.subject,
    kind: subject.kind,
    ...(subject.met && strict && subject.notChecked !== undefined
      ? partlyChecked(subject.subject, subject.notChecked)
      : answerOf(subject)),
  }))
}

type Answer = Pick<ReportLine, 'code' | 'message' | 'weight'>

function answerOf(subject: Subject): Answer {
  return {
    code: subject.code ?? (subject.met ? 'verified' : 'required'),
    message: messageOf(subject),
    weight: subject.met ? 'well' : subject.status === 'unverifiable' ? 'undecided' : 'wrong',
  }
}

function partlyChecked(name: string, notChecked: readonly string[]): Answer {
  return {
    code: 'not-checked',
    message: `${name} could not be verified as a whole: not checked are ${notChecked.join(', ')}`,
    weight: 'undecided',
  }
}

function messageOf({subject, status, message, signer, required, met}: Subject): string {
  const words = status === 'unverifiable' ? 'could not be verified' : status
  const why = message ?? (met ? `by ${signer ?? 'nobody'}` : `required is ${required}`)
  return `${subject} ${words}: ${why}`
}
