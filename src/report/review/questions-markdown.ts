import {markdownText} from '../../lib/escape/markdown.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'
import {replyWords} from './words.ts'

type Question = ReviewResult['questions'][number]

/** The questions as a list; with what the vendor answers, as text of theirs. */
export function questionLines(questions: readonly Question[], cited: (numbers: readonly number[]) => string): string[] {
  return questions.flatMap(({text, because, answer}, index) => [
    `${index + 1}. ${markdownText(text)} (${because.map(markdownText).join('; ')})`,
    ...(answer === undefined
      ? []
      : [`   - *${replyWords[answer.status]}*${answer.text === '' ? '' : `: ${markdownText(answer.text)}${cited(answer.evidence)}`}`]),
  ])
}
