import type {Answer, PolicyAnswer, ProfileAnswers, ReviewResult, Row} from '../../review/review-result.generated.ts'

/** What was stated, after it was held against the files, in words for people: no state is told by its color alone. */
export const rowWords: Readonly<Record<Row['status'], string>> = {
  stated: 'stated',
  confirmed: 'confirmed',
  contradicted: 'contradicted',
  unknown: 'unknown',
  empty: 'only a placeholder',
}
/** What became of the digest of a file. */
export const fileWords: Readonly<Record<ReviewResult['files'][number]['status'], string>> = {
  confirmed: 'matches',
  stated: 'stated, not compared',
  contradicted: 'differs',
  missing: 'missing',
  'no-digest': 'no digest',
  'not-stated': 'not in the BOM',
}
/** What a file does when it is loaded; `by-name` where only its name was seen. */
export const safetyWords: Readonly<Record<ReviewResult['files'][number]['safety'], string>> = {
  safe: 'safe to load',
  unsafe: 'unsafe to load',
  unknown: 'not proven safe',
  'by-name': 'may run code, by its name',
  unread: 'content not read',
}
/** Whether a license lets the product be sold. */
export const commerceWords: Readonly<Record<ReviewResult['licences'][number]['commercial'], string>> = {
  yes: 'commercial use allowed',
  no: 'no commercial use',
  conditions: 'commercial use under conditions',
  unclear: 'not clear',
}
/** What a license is of. */
export const roleWords: Readonly<Record<ReviewResult['licences'][number]['role'], string>> = {
  weights: 'model',
  data: 'data',
  base: 'base',
  code: 'code',
  service: 'service',
}
/** Between two names, read from left to right. */
export const edgeWords: Readonly<Record<ReviewResult['lineage']['edges'][number]['kind'], string>> = {
  uses: 'uses',
  'derived-from': 'based on',
  'trained-on': 'trained on',
  calls: 'calls',
}
/** Where a piece of evidence is from. */
export const sourceWords: Readonly<Record<ReviewResult['evidence'][number]['source'], string>> = {
  bom: 'the BOM',
  answers: 'the vendor’s answers',
  artifact: 'the files',
  registry: 'a registry',
  list: 'built-in lists',
  clock: 'the date of this review',
}
/** How a BOM stands to a requirement. */
export const statusWords: Readonly<Record<ProfileAnswers['requirements'][number]['status'], string>> = {
  met: 'met',
  partly: 'partly met',
  not: 'not met',
  undecidable: 'not decidable',
}
/** Who can say what a requirement asks for. */
export const originWords: Readonly<Record<ProfileAnswers['coverage'][number]['from'], string>> = {
  bytes: 'the files',
  registry: 'a registry or card',
  vendor: 'only the vendor',
  unknown: 'unspecified',
}
/** What became of a question to the vendor. */
export const replyWords: Readonly<Record<Answer['status'], string>> = {
  answered: 'answered by the vendor, not verified',
  'not-known': 'the vendor does not know or does not say',
  hollow: 'only a placeholder',
  open: 'not answered',
}
/** What the user's own policy says, as a sentence. */
export const policyWords: Readonly<Record<PolicyAnswer['outcome'], string>> = {
  yes: 'The policy allows it.',
  no: 'The policy does not allow it.',
  undecided: 'The policy cannot decide.',
}

/** The numbers of the evidence behind a statement, for a page of plain text. */
export function cited(numbers: readonly number[]): string {
  return numbers.length === 0 ? '' : ` (${numbers.map(number => `E${number + 1}`).join(', ')})`
}
