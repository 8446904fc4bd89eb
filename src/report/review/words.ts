import type {Answer, PolicyAnswer, ProfileAnswers, ReviewResult, Row} from '../../review/review-result.generated.ts'

/** Words for people; no state is told by its colour alone. */
export const answerWords: Readonly<Record<ReviewResult['verdict']['answer'], string>> = {
  no: 'No',
  'not-yet': 'Not yet',
  'as-stated': 'Nothing serious found',
  unreadable: 'No answer',
}
export const rowWords: Readonly<Record<Row['status'], string>> = {
  stated: 'stated',
  confirmed: 'confirmed',
  contradicted: 'contradicted',
  unknown: 'unknown',
  empty: 'filled with nothing',
}
export const fileWords: Readonly<Record<ReviewResult['files'][number]['status'], string>> = {
  confirmed: 'bytes agree',
  stated: 'stated, not compared',
  contradicted: 'bytes differ',
  missing: 'not there',
  'no-digest': 'no digest',
  'not-stated': 'not in the BOM',
}
export const safetyWords: Readonly<Record<ReviewResult['files'][number]['safety'], string>> = {
  safe: 'safe to load',
  unsafe: 'unsafe to load',
  unknown: 'not proven safe',
  'by-name': 'may run code, by its name',
  unread: 'content not read',
}
export const commerceWords: Readonly<Record<ReviewResult['licences'][number]['commercial'], string>> = {
  yes: 'commercial use allowed',
  no: 'no commercial use',
  conditions: 'commercial use under conditions',
  unclear: 'not clear',
}
export const roleWords: Readonly<Record<ReviewResult['licences'][number]['role'], string>> = {
  weights: 'model',
  data: 'data',
  base: 'origin',
  code: 'code',
  service: 'service',
}
export const edgeWords: Readonly<Record<ReviewResult['lineage']['edges'][number]['kind'], string>> = {
  uses: 'uses',
  'derived-from': 'made from',
  'trained-on': 'trained on',
  calls: 'calls',
}
export const sourceWords: Readonly<Record<ReviewResult['evidence'][number]['source'], string>> = {
  bom: 'the BOM',
  answers: 'the vendor’s answers',
  artifact: 'the files',
  registry: 'a registry',
  list: 'our lists',
  clock: 'the clock',
}
export const statusWords: Readonly<Record<ProfileAnswers['requirements'][number]['status'], string>> = {
  met: 'met',
  partly: 'partly met',
  not: 'not met',
  undecidable: 'not decidable',
}
export const originWords: Readonly<Record<ProfileAnswers['coverage'][number]['from'], string>> = {
  bytes: 'the files',
  registry: 'a registry or card',
  vendor: 'the vendor alone',
  unknown: 'not said',
}
export const replyWords: Readonly<Record<Answer['status'], string>> = {
  answered: 'the vendor says so; nobody verified it',
  'not-known': 'the vendor does not know or does not tell',
  hollow: 'no answer: filled with nothing',
  open: 'not answered',
}
export const policyWords: Readonly<Record<PolicyAnswer['outcome'], string>> = {
  yes: 'The policy allows it.',
  no: 'The policy does not allow it.',
  undecided: 'The policy cannot decide it.',
}

/** The numbers of the evidence behind a statement, for a page of plain text. */
export function cited(numbers: readonly number[]): string {
  return numbers.length === 0 ? '' : ` (${numbers.map(number => `E${number + 1}`).join(', ')})`
}
