import {sha256Hex} from '../../../lib/digest.ts'
import type {Links} from '../../../report/fleet/links.ts'

/** Names of the tables that an export has whole. */
export const exportedTables: readonly string[] = [
  'assets',
  'repositories',
  'providers',
  'licenses',
  'rules',
  'changes',
  'policy',
]

/** A name for a file that stays the same from one export to the next, whatever characters the text has. */
function fileName(kind: string, text: string, extension = 'html'): string {
  return `${kind}-${sha256Hex(text).slice(0, 20)}.${extension}`
}

const listFile = (list: string, page: number): string => (page === 1 ? `${list}.html` : `${list}-${page}.html`)

/** Files beside each other. */
export const fileLinks: Links = {
  overview: 'index.html',
  assets: 'assets.html',
  repositories: 'repositories.html',
  providers: 'providers.html',
  licenses: 'licenses.html',
  findings: 'rules.html',
  changes: 'changes.html',
  policy: 'policy.html',
  asset: identity => fileName('asset', identity),
  repository: address => fileName('repository', address),
  rule: rule => ruleFile(rule, 1),
  query: () => undefined,
  bom: address => fileName('bom', address, 'cdx.json'),
  page: (list, query, page) => (list === 'findings' ? ruleFile(query, page) : listFile(list, page)),
  csv: (list, parameter) =>
    exportedTables.includes(list) && (parameter === undefined || list === 'changes') ? `${list}.csv` : undefined,
}

function ruleFile(rule: string, page: number): string {
  return fileName('rule', `${rule} ${page}`)
}
