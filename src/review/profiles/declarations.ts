import type {UnknownRecord} from '../../lib/narrow.ts'
import {declaredAnswers} from '../questions/declared.ts'
import type {ProfileAnswers, ReviewResult} from '../review-result.generated.ts'
import {type Declared, digestOf, evidenceRef, toEvidence} from './declared.ts'
import type {Answer} from './judge.ts'
import {mergeDeclarations} from './merge-declarations.ts'

const assessorRef = 'aibom-review:assessor'

/**
 * A copy of a BOM that declares what it answers of each profile: the frameworks as standards, each requirement with
 * claims for it and against it, and the evidence.
 * A requirement that could not be decided has neither. No score is written for what is met in part.
 * @see CycloneDX 1.6, "definitions.standards" and "declarations"
 */
export function withDeclarations(
  document: UnknownRecord,
  result: Pick<ReviewResult, 'profiles' | 'evidence' | 'questions' | 'subject'>,
): UnknownRecord {
  const {profiles = [], evidence} = result
  const answers = declaredAnswers(result, document)
  const made = [...profiles.map(profile => declare(profile, evidence)), ...(answers === undefined ? [] : [answers])]
  const assessor = {'bom-ref': assessorRef, thirdParty: true, organization: {name: 'aibom review'}}
  return mergeDeclarations(document, {
    standards: made.flatMap(({standards}) => standards),
    assessors: [...(profiles.length > 0 ? [assessor] : []), ...(answers === undefined ? [] : [answers.assessor])],
    attestations: made.map(({attestation}) => attestation),
    claims: made.flatMap(({claims}) => claims),
    evidence: made.flatMap(each => each.evidence),
  })
}

function declare(profile: ProfileAnswers, evidence: ReviewResult['evidence']): Declared {
  const start = `aibom-review:${slug(profile.name)}`
  const refOf = (answer: Answer): string => `${start}:${answer.framework}:${slug(answer.id)}`
  const decided = profile.requirements.filter(({status}) => status !== 'undecidable')
  const cited = new Set(decided.flatMap(answer => answer.evidence))
  return {
    standards: profile.frameworks.map(({name, version, note}, index) => ({
      'bom-ref': `${start}:${index}`,
      name,
      ...(version !== undefined && {version}),
      ...(note !== undefined && {description: note}),
      requirements: profile.requirements
        .filter(({framework}) => framework === index)
        .map(answer => ({'bom-ref': refOf(answer), identifier: answer.id, text: answer.text})),
    })),
    attestation: {
      summary: `What the BOM answers of: ${profile.title}`,
      assessor: assessorRef,
      map: profile.requirements.map(answer => toMapping(answer, refOf(answer))),
    },
    claims: decided.map(answer => toClaim(answer, refOf(answer), evidence)),
    evidence: [...cited].flatMap(number => toEvidence(evidence[number])),
  }
}

/** Met: a claim. Not met: a counter-claim. In part: the claim, with the reason why it is not whole. */
function toMapping({status, reason}: Answer, ref: string): UnknownRecord {
  const conformance = {
    ...(status === 'met' ? {score: 1} : status === 'not' ? {score: 0} : {}),
    rationale: `${statusWords[status]}: ${reason}`,
  }
  if (status === 'undecidable') return {requirement: ref, conformance}
  return {requirement: ref, [status === 'not' ? 'counterClaims' : 'claims']: [claimRef(ref)], conformance}
}

const statusWords = {met: 'met', partly: 'met in part', not: 'not met', undecidable: 'not decidable'} as const

function toClaim({id, status, reason, evidence}: Answer, ref: string, all: ReviewResult['evidence']): UnknownRecord {
  const references = evidence.flatMap(number => all[number] ?? []).map(evidenceRef)
  return {
    'bom-ref': claimRef(ref),
    predicate: `${id} is ${statusWords[status]}`,
    reasoning: reason,
    ...(references.length > 0 && {[status === 'not' ? 'counterEvidence' : 'evidence']: references}),
  }
}

function claimRef(ref: string): string {
  return `${ref}:claim`
}

/** A text as part of a bom-ref; another text never gives the same. */
function slug(text: string): string {
  const plain = text.replace(/[^\w.()-]/g, '-')
  return plain === text ? plain : `${plain}-${digestOf(text).slice(0, 6)}`
}
