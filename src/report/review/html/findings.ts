import {type ComponentChildren, h} from 'preact'
import type {ReviewResult} from '../../../review/review-result.generated.ts'
import {sentenceWithCode, tag, text} from '../../page/blocks.ts'
import {cited} from './cited.ts'

type Finding = ReviewResult['findings'][number]
type Case = Pick<Finding, 'message' | 'conflict' | 'evidence'>

/** Cases of one finding that are shown unfolded. */
const casesShown = 6

/** What stands against it, the worst first; nothing where nobody could read it. */
export function findingBlocks({findings: found, verdict}: ReviewResult): ComponentChildren[] {
  if (verdict.answer === 'unreadable') return []
  if (found.length === 0) return [h('p', null, 'No findings. What was not checked is listed below.')]
  return found.map((finding, index) =>
    h(
      'article',
      {class: `finding ${finding.severity}`, id: `f${index + 1}`},
      h(
        'div',
        {class: 'head'},
        tag(finding.severity, finding.severity),
        h('h3', null, finding.title),
        h('span', {class: 'soft'}, finding.rule),
      ),
      ...cases(finding),
      h('p', {class: 'soft'}, ...sentenceWithCode(finding.why)),
      h('p', {class: 'todo'}, h('b', null, 'What to do: '), ...sentenceWithCode(finding.fix)),
    ),
  )
}

/** One case as a paragraph, several as a list; many of them are folded. */
function cases({items, times = 0, ...only}: Finding): ComponentChildren[] {
  if (items === undefined) return [h('p', null, sentence(only.message), cited(only.evidence)), conflictOf(only)]
  const entry = (item: Case): ComponentChildren =>
    h('li', null, sentence(item.message), cited(item.evidence), conflictOf(item))
  const [shown, folded] = [items.slice(0, casesShown), items.slice(casesShown)]
  return [
    h('p', {class: 'soft'}, `Found ${times} times.`),
    h('ul', {class: 'plain'}, shown.map(entry)),
    folded.length === 0
      ? null
      : h('details', null, h('summary', null, `${folded.length} more`), h('ul', {class: 'plain'}, folded.map(entry))),
    times > items.length ? h('p', {class: 'soft'}, `The first ${items.length} are listed.`) : null,
  ]
}

/** A message begins a sentence here, so its first word gets a capital, unless it is a name. */
function sentence(message: string): string {
  const shown = text(message)
  return /^(?:the|no|it|its|nobody|neither|nothing|dependencies|of|in|a) /.test(shown)
    ? shown.charAt(0).toUpperCase() + shown.slice(1)
    : shown
}

/** The sides of a contradiction, where there is one. */
function conflictOf({conflict: sides}: Case): ComponentChildren {
  if (sides === undefined) return null
  return h(
    'table',
    {class: 'conflict'},
    h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Value'), h('th', {scope: 'col'}, 'According to'))),
    h(
      'tbody',
      null,
      ...sides.map(({value, source}) =>
        h('tr', null, h('td', null, h('b', null, text(value))), h('td', null, text(source))),
      ),
    ),
  )
}
