import {csvRow} from '../../lib/escape/csv.ts'
import {markdownText} from '../../lib/escape/markdown.ts'
import type {Question, ReviewResult} from '../../review/review-result.generated.ts'

/** The questions that are open, as a letter to fill in and send back. @see parseReplies */
export function letterMarkdown(result: ReviewResult): string {
  const {subject, target, purpose} = result
  const name = subject.version === undefined ? subject.name : `${subject.name} ${subject.version}`
  const open = openQuestions(result)
  return [
    `# Questions about ${markdownText(name)}`,
    '',
    `We are considering ${markdownText(subject.name)}${purpose === null ? '' : ` for ${markdownText(purpose)}`}. We reviewed ${markdownText(nameForOthers(target.name))}${target.sha256 === undefined ? '' : ` (SHA-256 ${target.sha256})`}.`,
    open.length === 0 ? 'We have no questions.' : 'It leaves these questions open.',
    '',
    ...(open.length === 0
      ? []
      : [
          'Please write your answer below each “Answer:” and send this file back. Do not change the lines that start with “Reference:”. “Not known” is an answer; “N/A” and “to be determined” are not.',
          '',
        ]),
    ...open.flatMap(questionBlock),
  ].join('\n')
}

/** The name of what was reviewed, without the folders on this machine; addresses stay whole. */
function nameForOthers(target: string): string {
  return /^[a-z][a-z+.-]+:/i.test(target) ? target : target.replace(/^.*[\\/](?=[^\\/])/, '')
}

function questionBlock({reference, text, found, because}: Question, index: number): string[] {
  return [
    `## ${index + 1}. ${markdownText(text)}`,
    '',
    ...(found.length === 0 ? [] : ['We found:', '', ...found.map(each => `- ${markdownText(each)}`), '']),
    `Why we ask: ${because.map(markdownText).join('; ')}`,
    '',
    `Reference: \`${reference}\``,
    '',
    'Answer:',
    '',
    '',
  ]
}

/** The same for a spreadsheet, with an empty column for the answers. */
export function letterCsv(result: ReviewResult): string {
  const rows = openQuestions(result).map(({reference, text, about, found, because}, index) =>
    csvRow([String(index + 1), reference, text, about.join(', '), found.join('\n'), because.join('\n'), '']),
  )
  return csvRow(['number', 'reference', 'question', 'about', 'what we found', 'why we ask', 'answer']) + rows.join('')
}

function openQuestions({questions, target}: ReviewResult): Question[] {
  const folders = target.heldAgainst.filter(each => nameForOthers(each) !== each)
  return questions
    .filter(({answer}) => answer === undefined || answer.status === 'open' || answer.status === 'hollow')
    .map(question => ({...question, found: question.found.map(text => withoutFolders(text, folders))}))
}

/** Files at hand by the last part of their folder: where they lie on this machine is nobody’s business. */
function withoutFolders(text: string, folders: readonly string[]): string {
  return folders.reduce((rest, folder) => rest.replaceAll(folder, nameForOthers(folder)), text)
}
