import {csvRow} from '../../lib/escape/csv.ts'
import {markdownCode, markdownText} from '../../lib/escape/markdown.ts'
import type {Asset, ListResult} from '../../pipeline/list/result.generated.ts'
import {kindName} from '../kinds.ts'
import {findingsCell, licenseCell, placeCell, versionCell} from './cells.ts'
import {footLines} from './list-table.ts'

/** One table for a page, a comment or the summary of a job. */
export function listMarkdown(result: ListResult): string {
  const rows = result.assets.map(markdownRow)
  const table =
    rows.length === 0
      ? []
      : ['| kind | name | version | license | first seen | scope | findings |', `|${' --- |'.repeat(7)}`, ...rows, '']
  return `${[...table, ...footLines(result).map(markdownText)].join('\n')}\n`
}

function markdownRow(asset: Asset): string {
  const place = placeCell(asset)
  const cells = [
    markdownText(kindName(asset.kind, 1)),
    markdownCode(asset.name),
    markdownText(versionCell(asset)),
    markdownText(licenseCell(asset)),
    place === '' ? '' : markdownCode(place),
    asset.scope,
    markdownText(findingsCell(asset)),
  ]
  return `| ${cells.join(' | ')} |`
}

const csvTitles = [
  'kind',
  'name',
  'version',
  'revision',
  'floating',
  'licenses',
  'scope',
  'path',
  'line',
  'places',
  'findings',
  'ref',
]

/** Every fact whole, for a spreadsheet: nothing is shortened, and what is unknown is empty. */
export function listCsv({assets}: ListResult): string {
  return [csvRow(csvTitles), ...assets.map(csvLine)].join('')
}

function csvLine(asset: Asset): string {
  const {kind, name, version, revision, floating, declared, licenses, scope, place, places, ref} = asset
  return csvRow([
    ...[kind, name, version ?? '', revision ?? declared?.join(', ') ?? '', floating === true ? 'yes' : ''],
    ...[
      licenses.join(', '),
      scope,
      place?.path ?? '',
      String(place?.line ?? ''),
      String(places),
      findingsCell(asset),
      ref,
    ],
  ])
}
