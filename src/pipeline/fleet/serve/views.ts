import {parseSince} from '../../../lib/time/since.ts'
import {assetPage} from '../../../report/fleet/asset-page.ts'
import {overviewPage} from '../../../report/fleet/overview-page.ts'
import {
  assetsPage,
  changesPage,
  findingsPage,
  licensesPage,
  policyPage,
  providersPage,
  repositoriesPage,
  rulesPage,
} from '../../../report/fleet/pages.ts'
import {repositoryPage} from '../../../report/fleet/repository-page.ts'
import {
  assetsTable,
  changesTable,
  findingsTable,
  heldAssetsTable,
  licensesTable,
  policyTable,
  providersTable,
  repositoriesTable,
  rulesTable,
  usesTable,
  versionsTable,
} from '../../../report/fleet/tables.ts'
import {assetView} from '../../../store/views/asset.ts'
import {assetList} from '../../../store/views/assets.ts'
import {changeList} from '../../../store/views/changes.ts'
import {findingList, licenseList, providerList, ruleList} from '../../../store/views/groups.ts'
import {overview} from '../../../store/views/overview.ts'
import {repositoryList, repositoryView} from '../../../store/views/repositories.ts'
import {type CsvView, define, needed, type View} from './view.ts'

const week = '7d'
/** Findings of a policy on the overview; on its own page so many times as many as a page of a list has. */
const policyShown = 10
const policyPages = 20

const all = [
  define({
    name: 'overview',
    path: '/',
    read: async ({store, nowMs, policy}) => ({...(await overview(store, nowMs)), policy: policy.view(policyShown)}),
    page: overviewPage,
  }),
  define({
    name: 'assets',
    read: ({store, parameters: {q = ''}, wanted}) => assetList(store, q, wanted),
    page: assetsPage,
    tables: {assets: ({assets}, links) => assetsTable(assets, links)},
  }),
  define({
    name: 'asset',
    read: ask => assetView(ask.store, needed(ask, 'identity')),
    page: assetPage,
    tables: {
      uses: ({uses}, links) => usesTable(uses, links),
      versions: ({versions}, links) => versionsTable(versions, links),
    },
  }),
  define({
    name: 'repositories',
    read: ({store, parameters: {q = ''}, wanted}) => repositoryList(store, q, wanted),
    page: repositoriesPage,
    tables: {repositories: ({repositories}, links) => repositoriesTable(repositories, links)},
  }),
  define({
    name: 'repository',
    read: ask => repositoryView(ask.store, needed(ask, 'address')),
    page: repositoryPage,
    tables: {holds: ({assets}, links) => heldAssetsTable(assets, links)},
  }),
  define({
    name: 'providers',
    read: ({store}) => providerList(store),
    page: providersPage,
    tables: {providers: ({providers}, links) => providersTable(providers, links)},
  }),
  define({
    name: 'licenses',
    read: ({store}) => licenseList(store),
    page: licensesPage,
    tables: {licenses: ({licenses, unknown}, links) => licensesTable(licenses, unknown, links)},
  }),
  define({
    name: 'rules',
    read: ({store}) => ruleList(store),
    page: rulesPage,
    tables: {rules: ({rules}, links) => rulesTable(rules, links)},
  }),
  define({
    name: 'findings',
    read: ask => findingList(ask.store, needed(ask, 'rule'), ask.wanted),
    page: findingsPage,
    tables: {findings: ({findings}, links) => findingsTable(findings, links)},
  }),
  define({
    name: 'changes',
    read: ({store, nowMs, parameters: {since = ''}}) =>
      changeList(store, parseSince(since === '' ? week : since, nowMs)),
    page: changesPage,
    tables: {changes: ({changes}, links) => changesTable(changes, links)},
  }),
  define({
    name: 'policy',
    read: async ({policy, wanted}) => policy.view(wanted.size * policyPages),
    page: policyPage,
    tables: {policy: ({findings}, links) => policyTable(findings, links)},
  }),
]

/** Every view of a fleet: a page, an answer of the API, its tables as CSV. */
export const views: readonly View[] = all.map(([view]) => view)
/** Every table of every view. */
export const csvViews: readonly CsvView[] = all.flatMap(([, sheets]) => sheets)
