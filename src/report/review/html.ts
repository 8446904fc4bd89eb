import {type ComponentChildren, h} from 'preact'
import {severities} from '../../inventory/severity.ts'
import type {ReviewResult, Row} from '../../review/review-result.generated.ts'
import {linked, rows, section, table, tag, text} from '../page/blocks.ts'
import {graph} from '../page/graph.ts'
import {renderPage} from '../page/shell.ts'
import {cited} from './cited-html.ts'
import {comparisonBlocks} from './comparison-html.ts'
import {findingBlocks} from './findings-html.ts'
import {policyBlocks} from './policy-html.ts'
import {profileBlock} from './profiles-html.ts'
import {questionBlocks} from './questions-html.ts'
import {commerceWords, edgeWords, fileWords, roleWords, rowWords, safetyWords, sourceWords} from './words.ts'

type Section = readonly [id: string, title: string, content: readonly ComponentChildren[]]

/** Packages of a product may be thousands; those whose license says something are told one by one. */
const plainLicencesShown = 40

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
const fileTones: Readonly<Record<ReviewResult['files'][number]['status'], string>> = {
  confirmed: 'good',
  stated: 'none',
  contradicted: 'critical',
  missing: 'medium',
  'no-digest': 'high',
  'not-stated': 'medium',
}
const safetyTones: Readonly<Record<ReviewResult['files'][number]['safety'], string>> = {
  safe: 'good',
  unsafe: 'critical',
  unknown: 'medium',
  'by-name': 'high',
  unread: 'none',
}
const commerceTones: Readonly<Record<ReviewResult['licences'][number]['commercial'], string>> = {
  yes: 'good',
  no: 'high',
  conditions: 'medium',
  unclear: 'medium',
}
const kindWords: Readonly<Record<ReviewResult['lineage']['nodes'][number]['kind'], string>> = {
  product: 'product',
  model: 'model',
  base: 'base model',
  dataset: 'data set',
  service: 'service',
  agent: 'agent or server',
  code: 'code',
}

/** The review as one page in one file: readable without scripts, on a phone, on paper and by ear. */
export function reviewHtml(result: ReviewResult): string {
  const shown = sectionsOf(result).filter(([, , content]) => content.length > 0)
  const main = [
    verdictCard(result),
    contents(shown),
    ...shown.map(([id, title, content]) => section(id, title, ...content)),
  ]
  return renderPage(`Review of ${result.subject.name}`, [head(result), h('main', {id: 'main'}, ...main), foot()])
}

function sectionsOf(result: ReviewResult): readonly Section[] {
  return [
    ['findings', 'Findings', findingBlocks(result)],
    ['comparison', 'Side by side', comparisonBlocks(result.comparison)],
    ['policy', 'What your policy says', policyBlocks(result.policy)],
    ['profiles', 'Requirements and answers', (result.profiles ?? []).map(profileBlock)],
    ['questions', 'Questions to the vendor', questionBlocks(result.questions)],
    ['identity', 'Identity and origin', factRows(result.identity)],
    ['signatures', 'Signatures', factRows(result.signatures)],
    ['files', 'Files', files(result)],
    ['licenses', 'Licenses: what you may do', licences(result)],
    ['lineage', 'What it is based on', lineage(result)],
    ['services', 'Services and data flows', services(result)],
    ['agents', 'Agents and their permissions', agents(result)],
    ['changes', 'Changes', changes(result)],
    ['limits', 'Use, limits and risks', factRows(result.limits)],
    ['measures', 'Measures', factRows(result.metrics)],
    ['not-looked-at', 'Not checked', notChecked(result)],
    ['evidence', 'Evidence', evidence(result)],
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

function files({files: list}: ReviewResult): ComponentChildren[] {
  if (list.length === 0) return []
  const body = list.map(({name, of, digests, status, safety, note, evidence: numbers}) => [
    [h('code', null, text(name)), of === '' ? null : h('div', {class: 'soft'}, text(of))],
    [
      tag(fileTones[status], fileWords[status]),
      cited(numbers),
      note === undefined ? null : h('div', {class: 'soft'}, text(note)),
    ],
    tag(safetyTones[safety], safetyWords[safety]),
    digests.map(digest => h('div', null, h('code', null, text(digest)))),
  ])
  return [table('Files', ['File', 'Digest', 'Content', 'As stated'], body)]
}

function licences({licences: list}: ReviewResult): ComponentChildren[] {
  const isPlain = ({role, commercial}: ReviewResult['licences'][number]): boolean =>
    role === 'code' && commercial === 'yes'
  const plain = list.filter(isPlain)
  const told = [...list.filter(licence => !isPlain(licence)), ...plain.slice(0, plainLicencesShown)]
  if (told.length === 0) return []
  const body = told.map(({subject, role, licence, commercial, terms, evidence: numbers}) => [
    [text(subject), h('div', {class: 'soft'}, roleWords[role])],
    [licence === null ? h('span', {class: 'soft'}, 'not stated') : text(licence), cited(numbers)],
    licence === null ? '' : tag(commerceTones[commercial], commerceWords[commercial]),
    terms.length === 0 ? '' : h('ul', {class: 'plain'}, ...terms.map(term => h('li', null, term))),
  ])
  const rest = plain.length - plainLicencesShown
  return [
    table('Licenses', ['What', 'License', 'Commercial use', 'Your obligations'], body),
    rest > 0
      ? h('p', {class: 'soft'}, `${rest} more components of code are under licenses that allow commercial use.`)
      : null,
    h(
      'p',
      {class: 'soft'},
      'This is a short summary of the licenses, not legal advice. The license text is authoritative.',
    ),
  ]
}

function lineage({lineage: {nodes, edges, left}}: ReviewResult): ComponentChildren[] {
  if (edges.length === 0) return []
  const joined = new Set(edges.flatMap(({from, to}) => [from, to]))
  const drawn = nodes
    .filter(({id}) => joined.has(id))
    .map(node => ({...node, kind: kindWords[node.kind], tone: node.known ? 'low' : 'medium'}))
  const words = edges.map(({from, to, kind}) => ({from, to, word: edgeWords[kind]}))
  const name = (id: string): string => nodes.find(node => node.id === id)?.name ?? id
  return [
    graph('What it is based on', drawn, words),
    h(
      'p',
      {class: 'soft'},
      'A dashed outline marks a part that is not fully identified: for example, its version, digest or license is missing.',
    ),
    left === undefined ? null : h('p', {class: 'soft'}, `${left} more are left out of the picture.`),
    h(
      'details',
      null,
      h('summary', null, 'Show as text'),
      h(
        'ul',
        {class: 'plain'},
        words.map(({from, to, word}) => h('li', null, `${text(name(from))} ${word} ${text(name(to))}`)),
      ),
    ),
  ]
}

function services({services: list}: ReviewResult): ComponentChildren[] {
  if (list.length === 0) return []
  const answer = (value: 'yes' | 'no' | 'unknown'): ComponentChildren =>
    tag({yes: 'good', no: 'high', unknown: 'medium'}[value], value)
  const body = list.map(({name, provider, endpoints, encrypted, authenticated, leaves, flows, evidence: numbers}) => [
    [
      text(name),
      h('div', {class: 'soft'}, provider === undefined ? 'provider not stated' : `run by ${text(provider)}`),
      cited(numbers),
    ],
    endpoints.length === 0
      ? h('span', {class: 'soft'}, 'not stated')
      : endpoints.map(endpoint => h('div', null, h('code', null, text(endpoint)))),
    answer(encrypted),
    answer(authenticated),
    [
      flows.length === 0 ? h('span', {class: 'soft'}, 'not stated') : flows.map(flow => h('div', null, text(flow))),
      leaves === true ? h('div', {class: 'soft'}, 'crosses a trust boundary') : null,
    ],
  ])
  return [table('Services', ['Service', 'Address', 'Encrypted', 'Authenticated', 'Data'], body)]
}

function agents({agents: list}: ReviewResult): ComponentChildren[] {
  if (list.length === 0) return []
  const body = list.map(({name, kind, may, evidence: numbers}) => [
    [text(name), h('div', {class: 'soft'}, text(kind))],
    [
      may.length === 0
        ? h('span', {class: 'soft'}, 'not stated')
        : h(
            'ul',
            {class: 'plain'},
            may.map(each => h('li', null, text(each))),
          ),
      cited(numbers),
    ],
  ])
  return [table('Agents', ['Agent', 'May'], body)]
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

function evidence({evidence: list}: ReviewResult): ComponentChildren[] {
  if (list.length === 0) return []
  const items = list.map(({source, place, line, value}, index) =>
    h(
      'li',
      {id: `e${index + 1}`},
      `${sourceWords[source]}: `,
      h('code', null, text(place === '' ? '/' : place)),
      line === undefined ? null : `, line ${line}`,
      ': ',
      text(value),
    ),
  )
  return [h('ol', {class: 'evidence'}, items)]
}

function foot(): ComponentChildren {
  return h(
    'footer',
    null,
    'Generated by aibom from the BOM and from what it was compared with. Anything that is not on this page was not stated.',
  )
}
