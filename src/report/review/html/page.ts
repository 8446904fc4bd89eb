import {type ComponentChildren, h} from 'preact'
import {severities} from '../../../inventory/severity.ts'
import type {ReviewResult, Row} from '../../../review/review-result.generated.ts'
import {linked, rows, section, tag, text} from '../../page/blocks.ts'
import {renderPage} from '../../page/shell.ts'
import {rowWords, sourceWords} from '../words.ts'
import {boundedReview} from './bounded.ts'
import {cited} from './cited.ts'
import {comparisonBlocks} from './comparison.ts'
import {fileBlocks} from './files.ts'
import {findingBlocks} from './findings.ts'
import {licenceBlocks} from './licences.ts'
import {lineageBlocks} from './lineage.ts'
import {policyBlocks} from './policy.ts'
import {profileBlock} from './profiles.ts'
import {questionBlocks} from './questions.ts'
import {agentBlocks, serviceBlocks} from './reach.ts'

type Section = readonly [id: string, title: string, content: readonly ComponentChildren[]]

const answerTones: Readonly<Record<ReviewResult['verdict']['answer'], string>> = {
  no: 'high',
  'not-yet': 'medium',
  'as-stated': 'good',
  unreadable: 'none',
}
const statusTones: Readonly<Record<Row['status'], string>> = {
  stated: 'none',
  confirmed: 'good',
  contradicted: 'high',
  unknown: 'medium',
  empty: 'medium',
}

/** The review as one page in one file: readable without scripts, on a phone, on paper and by ear. */
export function reviewHtml(whole: ReviewResult): string {
  const {result, left, evidence} = boundedReview(whole)
  const shown = sectionsOf(result, evidence)
    .filter(([, , content]) => content.length > 0)
    .map(([id, title, content]): Section => [id, title, [...content, moreOf(left.get(id))]])
  const main = [
    verdictCard(result),
    contents(shown),
    ...shown.map(([id, title, content]) => section(id, title, ...content)),
  ]
  return renderPage(`Review of ${result.subject.name}`, [head(result), h('main', {id: 'main'}, ...main), foot()])
}

function sectionsOf(result: ReviewResult, shownEvidence: readonly number[]): readonly Section[] {
  return [
    ['findings', 'Findings', findingBlocks(result)],
    ['comparison', 'Side by side', comparisonBlocks(result.comparison)],
    ['policy', 'What your policy says', policyBlocks(result.policy)],
    ['profiles', 'Requirements and answers', (result.profiles ?? []).map(profileBlock)],
    ['questions', 'Questions to the vendor', questionBlocks(result.questions)],
    ['identity', 'Identity and origin', factRows(result.identity)],
    ['signatures', 'Signatures', factRows(result.signatures)],
    ['files', 'Files', fileBlocks(result)],
    ['licenses', 'Licenses: what you may do', licenceBlocks(result)],
    ['lineage', 'What it is based on', lineageBlocks(result)],
    ['services', 'Services and data flows', serviceBlocks(result)],
    ['agents', 'Agents and their permissions', agentBlocks(result)],
    ['changes', 'Changes', changes(result)],
    ['limits', 'Use, limits and risks', factRows(result.limits)],
    ['measures', 'Measures', factRows(result.metrics)],
    ['not-looked-at', 'Not checked', notChecked(result)],
    ['evidence', 'Evidence', evidence(result, shownEvidence)],
  ]
}

function head({subject, target}: ReviewResult): ComponentChildren {
  return h(
    'header',
    {class: 'top'},
    h('p', {class: 'kicker'}, 'Review by aibom'),
    h(
      'h1',
      null,
      text(subject.name),
      subject.version === undefined ? null : h('span', {class: 'soft'}, ` ${text(subject.version)}`),
    ),
    h('p', {class: 'lead'}, text(subject.what)),
    h(
      'p',
      {class: 'soft'},
      'Reviewed: ',
      h('code', null, text(target.name)),
      target.form === undefined ? null : `, ${text(target.form)}`,
      target.sha256 === undefined ? null : [', SHA-256 ', h('code', null, target.sha256)],
    ),
  )
}

function verdictCard({verdict, counts, purpose}: ReviewResult): ComponentChildren {
  const total = severities.reduce((sum, severity) => sum + counts[severity], 0)
  return h(
    'section',
    {class: `card verdict ${answerTones[verdict.answer]}`, 'aria-label': 'Verdict'},
    h('p', {class: 'soft'}, 'May we use it?'),
    h('p', {class: 'headline'}, text(verdict.headline)),
    purpose === null ? null : h('p', {class: 'soft'}, `Purpose: ${text(purpose)}`),
    verdict.reasons.length === 0
      ? null
      : h(
          'ul',
          null,
          ...verdict.reasons.map(({text: reason, finding}) =>
            h('li', null, finding === undefined ? text(reason) : h('a', {href: `#f${finding + 1}`}, text(reason))),
          ),
        ),
    total === 0
      ? null
      : h(
          'ul',
          {class: 'counts', 'aria-label': 'Findings by severity'},
          ...severities
            .filter(severity => counts[severity] > 0)
            .map(severity => h('li', {class: severity}, h('b', null, String(counts[severity])), severity)),
        ),
  )
}

function contents(shown: readonly Section[]): ComponentChildren {
  return h(
    'nav',
    {class: 'contents', 'aria-label': 'On this page'},
    h('ul', null, ...shown.map(([id, title]) => h('li', null, h('a', {href: `#${id}`}, title)))),
  )
}

function factRows(list: readonly Row[]): ComponentChildren[] {
  if (list.length === 0) return []
  const items = list.map(({label, value, status, note, evidence: numbers}) => ({
    label,
    value: [
      status === 'unknown' ? h('span', {class: 'soft'}, text(value)) : linked(value),
      ' ',
      status === 'stated' || status === 'unknown' ? null : tag(statusTones[status], rowWords[status]),
      cited(numbers),
      note === undefined || note === '' ? null : h('div', {class: 'soft'}, text(note)),
    ],
  }))
  return [rows(items)]
}

function changes({changes: found}: ReviewResult): ComponentChildren[] {
  if (found === undefined) return []
  const against = h('p', {class: 'soft'}, 'Compared with ', h('code', null, text(found.against)))
  if (!found.related) return [against, h('p', null, 'The two have nothing in common: they describe different things.')]
  if (found.changes.length === 0) return [against, h('p', null, 'No relevant changes.')]
  return [
    against,
    h(
      'ul',
      {class: 'plain'},
      found.changes.map(({severity, message}) => h('li', null, tag(severity, severity), ' ', text(message))),
    ),
  ]
}

function notChecked({notChecked: list}: ReviewResult): ComponentChildren[] {
  return list.length === 0
    ? []
    : [
        h(
          'ul',
          {class: 'plain'},
          list.map(what => h('li', null, text(what))),
        ),
      ]
}

/** What the page has no room for, and where it stands. */
function moreOf(left: number | undefined): ComponentChildren {
  if (left === undefined) return null
  const told = `${left.toLocaleString('en')} more are not on this page. The review in JSON (--format json) has all of them.`
  return h('p', {class: 'soft'}, told)
}

function evidence({evidence: list}: ReviewResult, shown: readonly number[]): ComponentChildren[] {
  const isWhole = shown.length === list.length
  const items = shown.flatMap(index => {
    const item = list[index]
    return item === undefined ? [] : [evidenceItem(item, index + 1, isWhole)]
  })
  return items.length === 0 ? [] : [h('ol', {class: 'evidence'}, items)]
}

/** Between numbers that are left out, each says its own. */
function evidenceItem(
  {source, place, line, value}: ReviewResult['evidence'][number],
  number: number,
  isWhole: boolean,
): ComponentChildren {
  return h(
    'li',
    {id: `e${number}`, ...(!isWhole && {value: number})},
    `${sourceWords[source]}: `,
    h('code', null, text(place === '' ? '/' : place)),
    line === undefined ? null : `, line ${line}`,
    ': ',
    text(value),
  )
}

function foot(): ComponentChildren {
  return h(
    'footer',
    null,
    'Generated by aibom from the BOM and from what it was compared with. Anything that is not on this page was not stated.',
  )
}
