import {severities} from '../inventory/severity.ts'
import {groupBy} from '../lib/group.ts'
import type {Comparison, ReviewResult, ComparisonRow as Row} from './review-result.generated.ts'

/** Lines of one cell. */
const listLimit = 12

interface Aspect {
  readonly part: Row['part']
  readonly label: string
  of(result: ReviewResult): readonly string[]
}

/**
 * What two candidates are compared by, each in the words of its own review. An empty cell means that nothing is stated.
 */
const aspects: readonly Aspect[] = [
  {part: 'answer', label: 'May we use it?', of: ({verdict}) => [verdict.headline]},
  {part: 'answer', label: 'By the policy', of: ({policy}) => (policy === undefined ? [] : [policy.outcome])},
  {part: 'identity', label: 'What it is', of: ({subject}) => [subject.what]},
  {part: 'identity', label: 'Serial number of the BOM', of: ({identity}) => serialsOf(identity)},
  {part: 'identity', label: 'Version', of: ({subject}) => definedOf(subject.version)},
  {part: 'identity', label: 'Made by', of: ({subject}) => definedOf(subject.maker)},
  {part: 'licenses', label: 'License of the models', of: ({licences}) => licencesOf(licences, 'weights')},
  {part: 'licenses', label: 'License of their base models', of: ({licences}) => licencesOf(licences, 'base')},
  {part: 'licenses', label: 'License of the data', of: ({licences}) => licencesOf(licences, 'data')},
  {part: 'safety', label: 'Files, by content', of: ({files}) => countsOf(files.map(({safety}) => safety))},
  {part: 'safety', label: 'Files, by digest', of: ({files}) => countsOf(files.map(({status}) => status))},
  {
    part: 'signatures',
    label: 'Signatures',
    of: ({signatures}) => signatures.map(({label, value, status}) => `${label}: ${value} (${status})`),
  },
  {part: 'data', label: 'Data sets', of: ({lineage}) => namesOf(lineage, 'dataset')},
  {part: 'data', label: 'Based on', of: ({lineage}) => namesOf(lineage, 'base')},
  {
    part: 'data',
    label: 'Services that receive data',
    of: ({services}) => services.map(({name, provider = 'provider not stated'}) => `${name} (${provider})`),
  },
  {
    part: 'findings',
    label: 'Findings',
    of: ({counts}) => severities.filter(each => counts[each] > 0).map(each => `${counts[each]} ${each}`),
  },
]

/** Two reviews in two columns. No winner is named: what counts depends on the purpose. */
export function sideBySide(here: ReviewResult, there: ReviewResult): Comparison {
  const rows = [
    ...aspects.map(({part, label, of}) => toRow(part, label, of(here), of(there))),
    ...(isReused(here, there) ? [toRow('identity', 'Two documents, one serial number', [reused], [reused])] : []),
    ...coverageRows(here, there),
    toRow('findings', 'Only found here', onlyIn(here, there), onlyIn(there, here)),
  ]
  return {
    here: here.target.name,
    there: there.target.name,
    rows: rows.filter(row => row.here.length > 0 || row.there.length > 0),
  }
}

const reused = 'the two documents differ: each needs its own serial number, or a higher version'

function isReused(here: ReviewResult, there: ReviewResult): boolean {
  const [own, other] = [serialsOf(here.identity), serialsOf(there.identity)]
  return own[0] !== undefined && own[0] === other[0] && here.target.sha256 !== there.target.sha256
}

function serialsOf(identity: ReviewResult['identity']): string[] {
  return identity.flatMap(({label, value}) => (label === 'Serial number' && value !== 'not stated' ? [value] : []))
}

function toRow(part: Row['part'], label: string, here: readonly string[], there: readonly string[]): Row {
  return {part, label, here: shortened(here), there: shortened(there), same: here.join('\n') === there.join('\n')}
}

function shortened(list: readonly string[]): string[] {
  const unique = [...new Set(list)]
  return unique.length > listLimit ? [...unique.slice(0, listLimit), `and ${unique.length - listLimit} more`] : unique
}

function definedOf(text: string | undefined): string[] {
  return text === undefined ? [] : [text]
}

function licencesOf(licences: ReviewResult['licences'], asked: ReviewResult['licences'][number]['role']): string[] {
  return licences
    .filter(({role}) => role === asked)
    .map(({subject, licence}) => `${subject}: ${licence ?? 'not stated'}`)
}

function countsOf(words: readonly string[]): string[] {
  return [...groupBy(words, word => word)].map(([word, list]) => `${list.length} ${word.replaceAll('-', ' ')}`).sort()
}

function namesOf({nodes}: ReviewResult['lineage'], kind: ReviewResult['lineage']['nodes'][number]['kind']): string[] {
  return nodes.filter(node => node.kind === kind).map(({name, detail}) => `${name} (${detail})`)
}

/** Answers to the profiles that both were asked. */
function coverageRows(here: ReviewResult, there: ReviewResult): Row[] {
  return (here.profiles ?? []).map(({name, title}) =>
    toRow('profiles', title, coverageOf(here, name), coverageOf(there, name)),
  )
}

function coverageOf({profiles = []}: ReviewResult, name: string): string[] {
  const requirements = profiles.find(profile => profile.name === name)?.requirements ?? []
  const count = (status: string): number => requirements.filter(each => each.status === status).length
  return requirements.length === 0
    ? []
    : [`${count('met')} met, ${count('partly')} partly, ${count('not')} not, ${count('undecidable')} not decidable`]
}

function onlyIn({findings}: ReviewResult, other: ReviewResult): string[] {
  const known = new Set(other.findings.map(({rule}) => rule))
  return findings
    .filter(({rule}) => !known.has(rule))
    .map(({rule, severity, title}) => `${severity}: ${title} (${rule})`)
}
