import type {Links} from '../../../report/fleet/links.ts'

/** Addresses of a server. */
export const serverLinks: Links = {
  overview: '/',
  assets: '/assets',
  repositories: '/repositories',
  providers: '/providers',
  licenses: '/licenses',
  findings: '/rules',
  changes: '/changes',
  policy: '/policy',
  search: '/assets',
  api: '/api/v1/openapi.json',
  asset: identity => at('/asset', {identity}),
  repository: address => at('/repository', {address}),
  rule: rule => at('/findings', {rule}),
  query: terms => at('/assets', {q: terms}),
  bom: address => at('/api/v1/bom', {address}),
  page: (list, query, page) => at(`/${list}`, {[list === 'findings' ? 'rule' : 'q']: query, page: String(page)}),
  csv: (list, parameter) => at(`/csv/${list}.csv`, parameter === undefined ? {} : {[parameter[0]]: parameter[1]}),
}

function at(path: string, parameters: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== '')).toString()
  return text === '' ? path : `${path}?${text}`
}
