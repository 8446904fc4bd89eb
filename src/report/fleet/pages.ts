import {type ComponentChildren, h} from 'preact'
import type {
  AssetList,
  ChangeList,
  FindingList,
  LicenseList,
  PolicyView,
  ProviderList,
  RepositoryList,
  RuleList,
} from '../../inventory/fleet-answers.generated.ts'
import {tag, text} from '../page/blocks.ts'
import {cell, counted, type DataTable, grouped, tableBlock} from './data-table.ts'
import {csvLink, framed, pager, part, searchForm} from './frame.ts'
import type {Links} from './links.ts'
import {
  assetsTable,
  changesTable,
  findingsTable,
  licensesTable,
  policyTable,
  providersTable,
  repositoriesTable,
  rulesTable,
  shownTime,
} from './tables.ts'

/** A list, or the sentence that says that it is empty. */
function listed(
  table: DataTable,
  none: string,
  csv: string | undefined,
  ...more: ComponentChildren[]
): ComponentChildren[] {
  return table.rows.length === 0 ? [h('p', null, none)] : [...tableBlock(table), ...more, csvLink(csv)]
}

/** All assets, or those that a search found. */
export function assetsPage(answer: AssetList, links: Links): string {
  const {query, total, isLeast, assets} = answer
  const asked = query.trim() === '' ? undefined : (['q', query] as const)
  const turn = pager(answer, 'assets', page => links.page('assets', query, page))
  const lead = `${isLeast ? 'More than ' : ''}${counted(total, 'asset', 'assets')}${query.trim() === '' ? '' : ` for ${text(query)}`}`
  return framed({room: 'assets', title: 'Assets', lead, query, links}, [
    part(
      'list',
      'By name',
      listed(assetsTable(assets, links), 'Nothing fits. Every term has to.', links.csv('assets', asked), turn),
    ),
    links.search === undefined ? null : part('terms', 'How to search', searchHelp(links)),
  ])
}

const examples: readonly (readonly [terms: string, words: string])[] = [
  ['model:qwen', 'a model, and everything that states it is made from it'],
  ['kind:model license:unknown', 'models without a stated license'],
  ['provider:openai', 'everything that a provider serves'],
  ['kind:dataset', 'data sets'],
  ['kind:model is:floating', 'models whose name can point to different content tomorrow'],
  ['severity:high', 'assets with a finding of this severity'],
]

function searchHelp(links: Links): ComponentChildren[] {
  return [
    h(
      'ul',
      {class: 'plain'},
      ...examples.map(([terms, words]) =>
        h('li', null, h('a', {href: links.query(terms)}, h('code', null, terms)), `: ${words}`),
      ),
    ),
    h(
      'p',
      {class: 'soft'},
      'Every term has to fit; - before one means everything else; a word alone is part of a name.',
    ),
  ]
}

/** The form to search is there only where a server answers it. */
export function repositoriesPage(answer: RepositoryList, links: Links): string {
  const {query, total, repositories} = answer
  const turn = pager(answer, 'repositories', page => links.page('repositories', query, page))
  const csv = links.csv('repositories', query === '' ? undefined : ['q', query])
  const table = repositoriesTable(repositories, links)
  return framed(
    {
      room: 'repositories',
      title: 'Repositories',
      lead: counted(total, 'repository', 'repositories'),
      links,
    },
    [
      links.search === undefined
        ? null
        : searchForm(links.repositories, query, 'Part of a name or address', 'payments'),
      part('list', 'By address', listed(table, 'No repository has this in its name or address.', csv, turn)),
    ],
  )
}

/** The table, with a link to what each provider serves. */
export function providersPage({providers}: ProviderList, links: Links): string {
  const lead = 'Who serves or gives out what is used. A use is an asset in a repository.'
  return framed({room: 'providers', title: 'Providers', lead, links}, [
    part('list', 'By name', listed(providersTable(providers, links), 'None is known.', links.csv('providers'))),
  ])
}

/** The table, with a link to what has each license. */
export function licensesPage({licenses, unknown}: LicenseList, links: Links): string {
  const lead = 'As stated where the asset was found, or by its registry. A use is an asset in a repository.'
  return framed({room: 'licenses', title: 'Licenses', lead, links}, [
    part('list', 'By use', listed(licensesTable(licenses, unknown, links), 'None is stated.', links.csv('licenses'))),
  ])
}

/** Findings by rule, with a link to those of each. */
export function rulesPage({rules}: RuleList, links: Links): string {
  return framed({room: 'findings', title: 'Findings', lead: 'What the rules of aibom say, the worst first.', links}, [
    part(
      'list',
      'By rule',
      listed(rulesTable(rules, links), 'No rule says anything against what was read.', links.csv('rules')),
    ),
  ])
}

/** The findings of one rule. */
export function findingsPage(answer: FindingList, links: Links): string {
  const {rule, findings, total} = answer
  const turn = pager(answer, 'findings', page => links.page('findings', rule, page))
  return framed(
    {
      room: 'findings',
      title: `Findings of ${rule}`,
      lead: counted(total, 'finding', 'findings'),
      links,
    },
    [
      part(
        'list',
        'By repository',
        listed(findingsTable(findings, links), 'There are none.', links.csv('findings', ['rule', rule]), turn),
      ),
    ],
  )
}

/** What differs in repositories since a time, apart from repositories that were read for the first time. */
export function changesPage({since, changes, more, added}: ChangeList, links: Links): string {
  const news: DataTable = {
    label: 'New repositories',
    columns: ['Name', 'Read first', 'Address'],
    rows: added.map(({name, address, at}) => [
      cell(name, links.repository(address)),
      cell(shownTime(at)),
      cell(address),
    ]),
  }
  const left = more ? h('p', {class: 'soft'}, 'There are more than are listed here.') : null
  return framed({room: 'changes', title: 'Changes', lead: `Since ${shownTime(since)}`, links}, [
    part('changes', 'In repositories that were read before', [
      left,
      ...listed(
        changesTable(changes, links),
        'Nothing changed in them.',
        links.csv('changes', ['since', since.slice(0, 19)]),
      ),
    ]),
    part('added', 'Repositories that are new', tableBlock(news)),
  ])
}

const outcomeTones = {passed: 'good', failed: 'high', undecided: 'medium'} as const

/** Says besides what keeps the list from being all that stands against the policy. */
export function policyPage(view: PolicyView, links: Links): string {
  const {total, findings, undecided, notCurrent} = view
  return framed({room: 'policy', title: 'Policy', lead: policyLead(view), links}, [
    part('findings', 'Findings', listed(policyTable(findings, links), 'None in what was judged.', links.csv('policy'))),
    total > findings.length
      ? h('p', {class: 'soft'}, `${grouped(total - findings.length)} more are not listed here; the CSV has them.`)
      : null,
    undecided === 0 ? null : h('p', null, `${undecided} questions could not be decided.`),
    notCurrent.length === 0
      ? null
      : h(
          'p',
          null,
          `${notCurrent.length} repositories were never read, or not on the last attempt, so there may be more findings.`,
        ),
  ])
}

/** What a policy came to, in a sentence. */
export function policyLead({policy, state, error, outcome, judged}: PolicyView): ComponentChildren {
  const name = policy === undefined ? '' : `${text(policy)}: `
  switch (state) {
    case 'none':
      return 'This page was started without --policy.'
    case 'judging':
      return `${name}judging every repository. Reload the page in a moment.`
    case 'failed':
      return `${name}it could not be judged: ${text(error ?? '')}`
    case 'judged':
      return [
        name,
        outcome === undefined ? null : tag(outcomeTones[outcome], outcome),
        judged === undefined ? null : ` as of ${shownTime(judged)}`,
      ]
  }
}
