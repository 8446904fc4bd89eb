import type {
  Asset,
  Change,
  Finding,
  License,
  PolicyFinding,
  Provider,
  Repository,
  RepositoryAsset,
  Rule,
  Scan,
  Use,
  Version,
} from '../../inventory/fleet-answers.generated.ts'
import {type Cell, cell, type DataTable, number} from './data-table.ts'
import type {Links} from './links.ts'

const commitShown = 12

/** A time as people read it. */
export function shownTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

const optional = (value: string | undefined): Cell => cell(value ?? '')
const time = (iso: string | undefined): Cell => cell(iso === undefined ? '' : shownTime(iso))
const severity = (value: string): Cell => ({text: value, tone: value})
const place = (at: Finding['place']): Cell =>
  cell(at === undefined ? '' : at.line === undefined ? at.path : `${at.path}:${at.line}`)
const shortCommit = (commit: string | undefined): Cell => cell(commit?.slice(0, commitShown) ?? '')
const list = (values: readonly string[], none: string): Cell => cell(values.length === 0 ? none : values.join(', '))

/** One row an asset, whatever the number of repositories that use it. */
export function assetsTable(assets: readonly Asset[], links: Links): DataTable {
  return {
    label: 'Assets',
    columns: ['Name', 'Kind', 'Provider', 'Repositories', 'Findings', 'Identity'],
    rows: assets.map(({identity, kind, name, provider, sources, findings}) => [
      cell(name, links.asset(identity)),
      cell(kind),
      optional(provider),
      number(sources),
      number(findings),
      cell(identity),
    ]),
  }
}

/** Version and all else that a repository has of an asset. */
const heldColumns = ['Version', 'As written', 'Floating', 'License', 'Scope', 'First seen', 'Owner', 'Since', 'Commit']
function held({
  version,
  revision,
  floating,
  licenses,
  scope,
  place: at,
  owners,
  since,
  commit,
}: Omit<Use, 'source' | 'address'>): Cell[] {
  return [
    optional(version),
    optional(revision),
    floating ? {text: 'yes', tone: 'medium'} : cell(''),
    list(licenses, 'unknown'),
    cell(scope),
    place(at),
    list(owners, ''),
    time(since),
    shortCommit(commit),
  ]
}

/** One row a repository that uses the asset of the page. */
export function usesTable(uses: readonly Use[], links: Links): DataTable {
  return {
    label: 'Repositories that use it',
    columns: ['Repository', ...heldColumns, 'Address'],
    rows: uses.map(use => [cell(use.source, links.repository(use.address)), ...held(use), cell(use.address)]),
  }
}

/** One row an asset of the repository of the page. */
export function heldAssetsTable(assets: readonly RepositoryAsset[], links: Links): DataTable {
  return {
    label: 'Assets of the repository',
    columns: ['Name', 'Kind', 'Provider', ...heldColumns],
    rows: assets.map(each => [
      cell(each.name, links.asset(each.identity)),
      cell(each.kind),
      optional(each.provider),
      ...held(each),
    ]),
  }
}

/** One row a version in a repository; `now` while it is still there. */
export function versionsTable(versions: readonly Version[], links: Links): DataTable {
  return {
    label: 'Versions over time',
    columns: ['Repository', 'Version', 'Floating', 'From', 'Until'],
    rows: versions.map(({source, address, value, floating, from, until}) => [
      cell(source, links.repository(address)),
      cell(value === '' ? 'not stated' : value),
      cell(floating ? 'yes' : ''),
      time(from),
      until === undefined ? cell('now') : time(until),
    ]),
  }
}

/** How well a repository could be read. */
export const stateTones: Readonly<Record<Repository['state'], string>> = {current: 'good', new: 'none', failed: 'high'}
const stateWords: Readonly<Record<Repository['state'], string>> = {
  current: 'read',
  new: 'never read',
  failed: 'could not be read',
}

/** One row a repository, with the error of those that could not be read. */
export function repositoriesTable(repositories: readonly Repository[], links: Links): DataTable {
  return {
    label: 'Repositories',
    columns: ['Name', 'State', 'Assets', 'Findings', 'Not readable', 'Looked at', 'Address', 'Why not read'],
    rows: repositories.map(({name, address, state, assets, findings, gaps, checked, error}) => [
      cell(name, links.repository(address)),
      {text: stateWords[state], tone: stateTones[state]},
      number(assets),
      number(findings),
      number(gaps),
      time(checked),
      cell(address),
      optional(error),
    ]),
  }
}

/** One row a finding, while it holds. */
export function findingsTable(findings: readonly Finding[], links: Links): DataTable {
  return {
    label: 'Findings',
    columns: ['Severity', 'Rule', 'What', 'Asset', 'Repository', 'Place', 'Since'],
    rows: findings.map(({severity: grade, rule, name, message, asset, identity, source, address, place: at, since}) => [
      severity(grade),
      cell(`${rule} ${name}`, links.rule(rule)),
      cell(message),
      cell(asset ?? '', identity === undefined ? undefined : links.asset(identity)),
      cell(source, links.repository(address)),
      place(at),
      time(since),
    ]),
  }
}

/** One row a finding of the policy's judgement. */
export function policyTable(findings: readonly PolicyFinding[], links: Links): DataTable {
  return {
    label: 'Against the policy',
    columns: ['Severity', 'Rule', 'What', 'Repository'],
    rows: findings.map(({severity: grade, rule, name, message, source, address}) => [
      severity(grade),
      cell(`${rule} ${name}`),
      cell(message),
      cell(source, links.repository(address)),
    ]),
  }
}

/** One row a rule that has findings. */
export function rulesTable(rules: readonly Rule[], links: Links): DataTable {
  return {
    label: 'Findings by rule',
    columns: ['Severity', 'Rule', 'Findings', 'Repositories'],
    rows: rules.map(({severity: grade, rule, name, findings, sources}) => [
      severity(grade),
      cell(`${rule} ${name}`, links.rule(rule)),
      number(findings),
      number(sources),
    ]),
  }
}

/** One row an asset that came, went or changed. */
export function changesTable(changes: readonly Change[], links: Links): DataTable {
  const words = {came: 'new', went: 'gone', changed: 'changed'}
  return {
    label: 'Changes',
    columns: ['When', 'Repository', 'What', 'Asset', 'Kind', 'Before', 'Now', 'Commit'],
    rows: changes.map(({at, source, address, commit, what, kind, name, identity, before, after}) => [
      time(at),
      cell(source, links.repository(address)),
      cell(words[what]),
      cell(name, links.asset(identity)),
      cell(kind),
      optional(before),
      optional(after),
      shortCommit(commit),
    ]),
  }
}

/** One row a recorded scan of the repository of the page. */
export function scansTable(scans: readonly Scan[]): DataTable {
  return {
    label: 'Scans that found something new',
    columns: ['When', 'Commit', 'Committed', 'Assets', 'Findings', 'Not readable', 'By'],
    rows: scans.map(({at, revision, committed, assets, findings, gaps, tool}) => [
      time(at),
      shortCommit(revision),
      time(committed),
      number(assets),
      number(findings),
      number(gaps),
      cell(`aibom ${tool}`),
    ]),
  }
}

/** One row a provider and kind of asset. */
export function providersTable(providers: readonly Provider[], links: Links): DataTable {
  return {
    label: 'Providers',
    columns: ['Provider', 'Kind', 'Assets', 'Uses'],
    rows: providers.map(({provider, kind, assets, uses}) => [
      cell(provider, links.query(`provider:${quoted(provider)} kind:${kind}`)),
      cell(kind),
      number(assets),
      number(uses),
    ]),
  }
}

/** One row a license; uses without one come first. */
export function licensesTable(licenses: readonly License[], unknown: number, links: Links): DataTable {
  return {
    label: 'Licenses',
    columns: ['License', 'Uses'],
    rows: [
      ...(unknown === 0 ? [] : [[cell('unknown: none is stated', links.query('license:unknown')), number(unknown)]]),
      ...licenses.map(({license, uses}) => [cell(license, links.query(`license:${quoted(license)}`)), number(uses)]),
    ],
  }
}

/** A term with blanks is one in quotes; a quote cannot be asked for. */
function quoted(value: string): string {
  return /\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value.replaceAll('"', '')
}
