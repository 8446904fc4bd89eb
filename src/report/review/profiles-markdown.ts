import {markdownCode, markdownTable, markdownText} from '../../lib/escape/markdown.ts'
import type {ProfileAnswers} from './profiles-html.ts'
import {originWords, statusWords} from './words.ts'

/** The same as on the page, each requirement a row. */
export function profileMarkdown(profile: ProfileAnswers, cited: (numbers: readonly number[]) => string): string {
  const frameworks = profile.frameworks.map(({name, version, note}) => {
    return `${markdownText(version === undefined ? name : `${name}, ${version}`)}${note === undefined ? '' : `: ${markdownText(note)}`}`
  })
  return [
    `### ${markdownText(profile.title)}`,
    '',
    frameworks.join('\n\n'),
    '',
    ...markdownTable(
      ['who can say it', 'met', 'partly', 'not met', 'not decidable'],
      profile.coverage.map(({from, met, partly, not, undecidable}) => [originWords[from], ...[met, partly, not, undecidable].map(String)]),
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
