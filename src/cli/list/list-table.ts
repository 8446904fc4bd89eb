import {showMarks} from '../../lib/escape/marks.ts'
import {terminalLine} from '../../lib/escape/terminal.ts'
import {groupBy} from '../../lib/group.ts'
import type {Asset, ListResult} from '../../pipeline/list/result.generated.ts'
import {formatCount, plural, unlockedLines} from '../amounts.ts'
import {kindName} from '../kinds.ts'
import type {Screen} from '../layout/screen.ts'
import {tableLines} from '../layout/table.ts'
import {wrapLine} from '../layout/wrap.ts'
import {findingsCell, licenseCell, placeCell, versionCell} from './cells.ts'

interface Field {
  readonly title: string
  readonly least: number
  cell(asset: Asset): string
}

const fields: readonly Field[] = [
  {title: 'NAME', least: 22, cell: ({name}) => name},
  {title: 'VERSION', least: 10, cell: versionCell},
  {title: 'LICENSE', least: 9, cell: licenseCell},
  {title: 'FIRST SEEN', least: 16, cell: placeCell},
  {title: 'SCOPE', least: 8, cell: ({scope}) => scope},
  {title: 'FINDINGS', least: 12, cell: findingsCell},
]
const kindField: Field = {title: 'KIND', least: 8, cell: ({kind}) => kindName(kind, 1)}

/**
 * The assets as a table for a terminal.
 * @param byKind one table for each kind, else one with a column for it
 */
export function listTable(result: ListResult, byKind: boolean, screen: Screen): string {
  const groups = byKind ? [...groupBy(result.assets, ({kind}) => kind)] : [['', result.assets] as const]
  const lines = groups.flatMap(([kind, assets], at) => [
    ...(at === 0 ? [] : ['']),
    ...(kind === '' ? [] : [screen.paint('bold', `${formatCount(assets.length)} ${kindName(kind, assets.length)}`)]),
    ...assetTable(assets, kind === '' ? [kindField, ...fields] : fields, screen),
  ])
  const foot = footLines(result).flatMap(line => wrapLine(terminalLine(line), screen.width))
  return [...(result.assets.length === 0 ? [] : [...lines, '']), ...foot, ''].join('\n')
}

/** A column without a single value is left out. */
function assetTable(assets: readonly Asset[], asked: readonly Field[], screen: Screen): string[] {
  if (assets.length === 0) return []
  const shown = asked.filter(({title, cell}) => title === 'NAME' || assets.some(asset => cell(asset) !== ''))
  const rows = assets.map(asset =>
    shown.map(({cell}, at) => (at === 0 ? terminalLine(cell(asset)) : showMarks(cell(asset)))),
  )
  return tableLines(shown, rows, screen)
}

/** `generate` counts what the product has; a list shows all, and says how much of it lies elsewhere. */
function elsewhereOf(assets: readonly Asset[]): string {
  const count = assets.filter(({scope}) => scope !== 'product').length
  if (count === 0 || count === assets.length) return ''
  return `, ${formatCount(count)} of them outside the product: only in tests, examples, documentation or vendored code`
}

/** What the list does not show, so that a short one is not taken for a whole one. */
export function footLines({assets, notListed, gaps, unlocked}: ListResult): string[] {
  const others = Object.entries(notListed).map(([kind, count]) => `${formatCount(count)} ${kindName(kind, count)}`)
  return [
    `${formatCount(assets.length)} listed${elsewhereOf(assets)}${others.length === 0 ? '' : `; not listed: ${others.join(', ')}`}`,
    ...(gaps === 0
      ? []
      : [
          `${plural(gaps, 'place')} could not be read or resolved, so assets may be missing. To see where: aibom generate`,
        ]),
    ...unlockedLines(unlocked),
  ]
}
