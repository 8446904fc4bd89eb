import {isHollow} from '../facts/hollow.ts'
import type {Evidence} from '../notes.ts'
import {coverageOf} from '../profiles/judge.ts'
import type {Answer, ProfileAnswers, Question, ReviewResult} from '../review-result.generated.ts'
import {referenceOfRequirement} from './questions.ts'

/** What a vendor says to one question, and where. */
export interface VendorAnswer {
  readonly reference: string
  readonly text: string
  /** the question as it was asked, where the BOM keeps it */
  readonly asked?: string
  readonly evidence: Evidence
}

/**
 * A review with what the vendor answers. An answer is a claim: no finding goes away by it, and a requirement is met in
 * part at most.
 * @param answers the first of one reference counts
 * @returns the review, and the answers to what it did not ask
 */
export function withAnswers(
  result: ReviewResult,
  answers: readonly VendorAnswer[],
): {readonly result: ReviewResult; readonly strays: readonly VendorAnswer[]} {
  if (answers.length === 0) return {result, strays: []}
  const evidence = [...result.evidence]
  const byReference = new Map([...answers].reverse().map(answer => [answer.reference, answer]))
  const asked = new Set(result.questions.map(({reference}) => reference))
  const toAnswer = (answer: VendorAnswer | undefined): Answer => {
    const status = statusOf(answer?.text ?? '')
    if (answer === undefined || status === 'open') return {status: 'open', text: '', evidence: []}
    return {status, text: answer.text, evidence: [evidence.push(answer.evidence) - 1]}
  }
  const questions = result.questions.map(
    (question): Question => ({...question, answer: toAnswer(byReference.get(question.reference))}),
  )
  const others = [...byReference.values()].filter(({reference}) => !asked.has(reference))
  const kept = others.flatMap((answer): Question[] => {
    return answer.asked === undefined
      ? []
      : [
          {
            reference: answer.reference,
            text: answer.asked,
            about: [],
            found: [],
            because: ['an earlier review asked this'],
            answer: toAnswer(answer),
          },
        ]
  })
  const all = [...questions, ...kept]
  const profiles = result.profiles?.map(profile =>
    answered(profile, new Map(all.map(question => [question.reference, question.answer]))),
  )
  const strays = others.filter(answer => answer.asked === undefined)
  return {result: {...result, evidence, questions: all, ...(profiles !== undefined && {profiles})}, strays}
}

/** An answer, though not the one that was hoped for; “N/A” does not count as one. */
const notKnownPattern =
  /^(?:(?:it is |this is )?(?:unknown|not known|not disclosed|confidential)|we do not know|we do not tell|we cannot say)\.?$/i

function statusOf(text: string): Answer['status'] {
  if (text.trim() === '') return 'open'
  if (notKnownPattern.test(text.trim())) return 'not-known'
  return isHollow(text) ? 'hollow' : 'answered'
}

function answered(profile: ProfileAnswers, byReference: ReadonlyMap<string, Answer | undefined>): ProfileAnswers {
  const requirements = profile.requirements.map(requirement => {
    const reference = referenceOfRequirement(requirement)
    const answer = reference === undefined ? undefined : byReference.get(reference)
    if (answer?.status !== 'answered') return requirement
    const {lacks: _, ...rest} = requirement
    const reason = 'the vendor answers in words: an unverified claim that a person has to assess'
    return {...rest, status: 'partly' as const, reason, evidence: [...requirement.evidence, ...answer.evidence]}
  })
  return {...profile, requirements, coverage: coverageOf(requirements)}
}
