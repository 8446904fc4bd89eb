import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {type Declared, evidenceRef, toEvidence} from '../profiles/declared.ts'
import type {Question, ReviewResult} from '../review-result.generated.ts'
import type {VendorAnswer} from './answers.ts'

const vendorRef = 'aibom-review:vendor'
const standardRef = 'aibom-review:questions'
const questionStart = 'aibom-review:question:'
const claimStart = 'aibom-review:answer:'

/**
 * The answers of a vendor for the declarations of a BOM: claims that the vendor itself assesses.
 * @returns undefined where nothing is answered
 */
export function declaredAnswers(
  {questions, evidence, subject}: Pick<ReviewResult, 'questions' | 'evidence' | 'subject'>,
  document: UnknownRecord,
): (Declared & {readonly assessor: UnknownRecord}) | undefined {
  const answered = questions.filter(({answer}) => answer?.status === 'answered')
  if (answered.length === 0) return undefined
  const target = asText(asRecord(asRecord(document['metadata'])?.['component'])?.['bom-ref'])
  return {
    assessor: {'bom-ref': vendorRef, thirdParty: false, organization: {name: subject.maker ?? 'the vendor'}},
    standards: [
      {
        'bom-ref': standardRef,
        name: 'Questions to the vendor',
        description: 'Asked by aibom review. The answers are claims by the vendor and are not verified.',
        requirements: answered.map(({reference, text, because}) => ({
          'bom-ref': questionStart + reference,
          identifier: reference,
          text,
          descriptions: because,
        })),
      },
    ],
    attestation: {
      summary: 'Answers by the vendor, not verified',
      assessor: vendorRef,
      map: answered.map(({reference}) => ({
        requirement: questionStart + reference,
        claims: [claimStart + reference],
        conformance: {rationale: 'stated by the vendor, not verified'},
      })),
    },
    claims: answered.map(question => toClaim(question, target, evidence)),
    evidence: answered.flatMap(({answer}) => answer?.evidence ?? []).flatMap(number => toEvidence(evidence[number])),
  }
}

function toClaim(
  {reference, text, answer}: Question,
  target: string | undefined,
  all: ReviewResult['evidence'],
): UnknownRecord {
  const references = (answer?.evidence ?? []).flatMap(number => all[number] ?? []).map(evidenceRef)
  return {
    'bom-ref': claimStart + reference,
    ...(target !== undefined && {target}),
    predicate: text,
    reasoning: answer?.text ?? '',
    ...(references.length > 0 && {evidence: references}),
  }
}

/** The answers that an earlier review read into a BOM. @param lineOf line of a JSON pointer */
export function answersIn(document: UnknownRecord, lineOf: (pointer: string) => number | undefined): VendorAnswer[] {
  return recordsOf(asRecord(document['declarations'])?.['claims']).flatMap((claim, index) => {
    const ref = asText(claim['bom-ref'])
    const [asked, text] = [asText(claim['predicate']), asText(claim['reasoning'])]
    if (
      ref === undefined ||
      !/^aibom-review:answer:q-[0-9a-f]{8}$/.test(ref) ||
      asked === undefined ||
      text === undefined
    )
      return []
    const place = `/declarations/claims/${index}/reasoning`
    const line = lineOf(place)
    return {
      reference: ref.slice(claimStart.length),
      text,
      asked,
      evidence: {source: 'bom' as const, place, ...(line !== undefined && {line}), value: text},
    }
  })
}
