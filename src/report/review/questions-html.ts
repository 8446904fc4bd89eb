import {type ComponentChildren, h} from 'preact'
import type {ReviewResult} from '../../review/review-result.generated.ts'
import {tag, text} from '../page/blocks.ts'
import {replyWords} from './words.ts'

type Question = ReviewResult['questions'][number]
type Answer = NonNullable<Question['answer']>

const tones: Readonly<Record<Answer['status'], string>> = {answered: 'none', 'not-known': 'medium', hollow: 'high', open: 'medium'}

/** What the vendor is asked, and what they answer: words of theirs, marked as such. */
export function questionBlocks(questions: readonly Question[], cited: (numbers: readonly number[]) => ComponentChildren): ComponentChildren[] {
  if (questions.length === 0) return []
  const items = questions.map(({text: asked, about, found, because, finding, answer}) =>
    h(
      'li',
      null,
      h('b', null, text(asked)),
      about.filter(name => name !== '').length === 0 ? null : h('span', {class: 'soft'}, ` About ${text(about.join(', '))}.`),
      answer === undefined ? null : answerBlock(answer, cited),
      h(
        'details',
        null,
        h('summary', null, 'Why it is asked'),
        h('ul', {class: 'plain'}, ...[...because, ...found].map(each => h('li', null, text(each)))),
        finding === undefined ? null : h('a', {href: `#f${finding + 1}`}, 'The finding'),
      ),
    ),
  )
  return [h('p', {class: 'soft'}, 'Only the vendor can answer these.'), h('ol', {class: 'questions'}, ...items)]
}

function answerBlock({status, text: answer, evidence}: Answer, cited: (numbers: readonly number[]) => ComponentChildren): ComponentChildren {
  const lines = answer.split(/\r\n|\n|\r/).map(line => h('div', null, text(line)))
  return h('div', {class: 'answer'}, tag(tones[status], replyWords[status]), answer === '' ? null : h('blockquote', null, ...lines, cited(evidence)))
}
