import {type ComponentChildren, h} from 'preact'
import type {Answer, Question} from '../../../review/review-result.generated.ts'
import {tag, text} from '../../page/blocks.ts'
import {replyWords} from '../words.ts'
import {cited} from './cited.ts'

const tones: Readonly<Record<Answer['status'], string>> = {
  answered: 'none',
  'not-known': 'medium',
  hollow: 'high',
  open: 'medium',
}

/** What the vendor is asked, and what they answer in their own words, marked as such. */
export function questionBlocks(questions: readonly Question[]): ComponentChildren[] {
  if (questions.length === 0) return []
  const items = questions.map(({text: asked, about, found, because, finding, answer}) =>
    h(
      'li',
      null,
      h('b', null, text(asked)),
      about.length === 0 ? null : h('span', {class: 'soft'}, ` About ${text(about.join(', '))}.`),
      answer === undefined ? null : answerBlock(answer),
      h(
        'details',
        null,
        h('summary', null, 'Why we ask'),
        h('ul', {class: 'plain'}, ...[...because, ...found].map(each => h('li', null, text(each)))),
        finding === undefined ? null : h('a', {href: `#f${finding + 1}`}, 'The finding'),
      ),
    ),
  )
  return [h('p', {class: 'soft'}, 'Only the vendor can answer these.'), h('ol', {class: 'questions'}, items)]
}

function answerBlock({status, text: answer, evidence}: Answer): ComponentChildren {
  const lines = answer.split(/\r\n|\n|\r/).map(line => h('div', null, text(line)))
  return h(
    'div',
    {class: 'answer'},
    tag(tones[status], replyWords[status]),
    answer === '' ? null : h('blockquote', null, ...lines, cited(evidence)),
  )
}
