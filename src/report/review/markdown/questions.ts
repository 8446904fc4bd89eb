import {markdownText} from '../../../lib/escape/markdown.ts'
import type {Question} from '../../../review/review-result.generated.ts'
import {cited, replyWords} from '../words.ts'

/** The questions as a list, each with what the vendor answers, as text. */
export function questionLines(questions: readonly Question[]): string[] {
  return questions.flatMap(({text, because, answer}, index) => [
    `${index + 1}. ${markdownText(text)} (${because.map(markdownText).join('; ')})`,
    ...(answer === undefined
      ? []
      : [
          `   - *${replyWords[answer.status]}*${answer.text === '' ? '' : `: ${markdownText(answer.text)}${cited(answer.evidence)}`}`,
        ]),
  ])
}
