import {markdownCode, markdownTable, markdownText} from '../../../lib/escape/markdown.ts'
import {frameworkName} from '../../../review/profiles/profile.ts'
import type {ProfileAnswers} from '../../../review/review-result.generated.ts'
import {cited, originWords, statusWords} from '../words.ts'

/** The same as on the page, each requirement a row. */
export function profileMarkdown(profile: ProfileAnswers): string {
  const frameworks = profile.frameworks.map(({note, ...named}) => {
    return `${markdownText(frameworkName(named))}${note === undefined ? '' : `: ${markdownText(note)}`}`
  })
  return [
    `### ${markdownText(profile.title)}`,
    '',
    frameworks.join('\n\n'),
    '',
    ...markdownTable(
      ['who can say it', 'met', 'partly', 'not met', 'not decidable'],
      profile.coverage.map(({from, met, partly, not, undecidable}) => [
        originWords[from],
        ...[met, partly, not, undecidable].map(String),
      ]),
    ),
    '',
    ...markdownTable(
      ['requirement', 'answer', 'why', 'binds from', 'fields'],
      profile.requirements.map(({id, text, status, reason, appliesFrom, unverified, paths, evidence}) => [
        `${markdownText(id)}: ${markdownText(text)}${unverified === true ? ' (not verified: its text was not read)' : ''}`,
        statusWords[status],
        `${markdownText(reason)}${cited(evidence)}`,
        appliesFrom ?? '',
        paths.map(markdownCode).join('<br>'),
      ]),
    ),
  ].join('\n')
}
