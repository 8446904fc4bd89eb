import {type ComponentChildren, h} from 'preact'
import {frameworkName} from '../../../review/profiles/profile.ts'
import type {ProfileAnswers} from '../../../review/review-result.generated.ts'
import {table, tag, text} from '../../page/blocks.ts'
import {originWords, statusWords} from '../words.ts'
import {cited} from './cited.ts'

type Answer = ProfileAnswers['requirements'][number]

const tones: Readonly<Record<Answer['status'], string>> = {
  met: 'good',
  partly: 'medium',
  not: 'high',
  undecidable: 'none',
}
/** What is open comes first. */
const order: readonly Answer['status'][] = ['not', 'partly', 'undecidable', 'met']

/** What a BOM answers of one profile: how much by who can say it, then each requirement. */
export function profileBlock(profile: ProfileAnswers): ComponentChildren {
  return h(
    'div',
    {class: 'profile'},
    h('h3', null, text(profile.title)),
    ...profile.frameworks.map(frameworkLine),
    table(
      `Answers: ${profile.title}`,
      ['Who can answer', statusWords.met, statusWords.partly, statusWords.not, statusWords.undecidable],
      profile.coverage.map(({from, met, partly, not, undecidable}) => [
        originWords[from],
        met,
        partly,
        not,
        undecidable,
      ]),
    ),
    ...order.map(status => answersOf(profile, status)),
  )
}

function frameworkLine({note, source, ...named}: ProfileAnswers['frameworks'][number]): ComponentChildren {
  const about = [note, source === undefined ? undefined : `Source: ${source}.`]
    .filter(each => each !== undefined)
    .join(' ')
  return h('p', {class: 'soft'}, h('b', null, text(frameworkName(named))), about === '' ? null : `: ${text(about)}`)
}

function answersOf(profile: ProfileAnswers, status: Answer['status']): ComponentChildren {
  const answers = profile.requirements.filter(each => each.status === status)
  if (answers.length === 0) return null
  const body = answers.map(({id, text: asked, reason, from, relevance, appliesFrom, unverified, paths, evidence}) => [
    [text(asked), h('div', {class: 'soft'}, text(id))],
    [tag(tones[status], statusWords[status]), h('div', null, text(reason), cited(evidence))],
    [
      from === undefined ? null : h('div', null, originWords[from]),
      relevance === undefined || relevance === 'required' ? null : h('div', {class: 'soft'}, relevance),
      appliesFrom === undefined ? null : h('div', {class: 'soft'}, `binds from ${text(appliesFrom)}`),
      unverified === true ? h('div', {class: 'soft'}, 'not verified: its text was not read') : null,
      paths.length === 0
        ? null
        : h(
            'details',
            null,
            h('summary', null, 'Fields'),
            ...paths.map(path => h('div', null, h('code', null, text(path)))),
          ),
    ],
  ])
  const title = `${statusWords[status]}: ${answers.length}`
  const rows = table(`${profile.title}: ${statusWords[status]}`, ['Requirement', 'Answer', 'Who can answer'], body)
  return status === 'met'
    ? h('details', null, h('summary', null, title), rows)
    : h('div', null, h('h4', null, title), rows)
}
