import {csvRow} from '../../lib/escape/csv.ts'
import {showMarks} from '../../lib/escape/marks.ts'
import {terminalLine} from '../../lib/escape/terminal.ts'
import {listed} from '../../lib/text/listed.ts'
import type {FleetQueryResult} from '../../pipeline/fleet/query-result.generated.ts'
import {plural} from '../amounts.ts'
import {kindName} from '../kinds.ts'
import type {Screen} from '../layout/screen.ts'
import {type Column, tableLines} from '../layout/table.ts'
import {wrapLine} from '../layout/wrap.ts'
import {placeCell, versionCell} from '../list/cells.ts'
import {queryCells} from './query-cells.ts'

type Found = FleetQueryResult['assets'][number]

const columns: readonly Column[] = [
  {title: 'SOURCE', least: 12},
  {title: 'KIND', least: 8},
  {title: 'NAME', least: 20},
  {title: 'VERSION', least: 10},
  {title: 'LICENSE', least: 9},
  {title: 'FIRST SEEN', least: 14},
]

/** The answer of `aibom fleet query` for a terminal. */
export function queryTable(result: FleetQueryResult, screen: Screen): string {
  const {table, assets} = result
  const titles = table === undefined ? columns : table.columns.map(title => ({title: terminalLine(title), least: 8}))
  const rows = table === undefined ? assets.map(assetCells) : table.rows.map(row => row.map(cell => String(cell ?? '')))
  const lines =
    rows.length === 0
      ? []
      : tableLines(
          titles,
          rows.map(row => row.map(cell => showMarks(terminalLine(cell)))),
          screen,
        )
  const foot = footLines(result, rows.length).flatMap(line => wrapLine(terminalLine(line), screen.width))
  return [...lines, ...(lines.length === 0 ? [] : ['']), ...foot, ''].join('\n')
}

/** Every fact whole, for a spreadsheet. */
export function queryCsv(result: FleetQueryResult): string {
  const {columns, rows} = queryCells(result)
  return [columns, ...rows.map(row => row.map(csvCell))].map(csvRow).join('')
}

function csvCell(cell: string | number | boolean | null): string {
  return cell === true ? 'yes' : String(cell ?? '')
}

function assetCells(found: Found): string[] {
  const {source, kind, name, licenses} = found
  return [
    source,
    kindName(kind, 1),
    name,
    versionCell(found),
    licenses.length > 0 ? licenses.join(', ') : 'unknown',
    placeCell(found),
  ]
}

/** What the answer does not hold, so that a short one is not taken for a whole one. */
function footLines({assets, table, more, notCurrent}: FleetQueryResult, rows: number): string[] {
  const sources = new Set(assets.map(({address}) => address)).size
  return [
    `${plural(rows, 'row')}${table === undefined && rows > 0 ? ` in ${plural(sources, 'source')}` : ''}${more ? ', and there are more: --limit N' : ''}`,
    ...(notCurrent.length === 0
      ? []
      : [
          `${plural(notCurrent.length, 'source')} not read, or not the last time, so assets may be missing: ${listed(notCurrent)}`,
        ]),
  ]
}
