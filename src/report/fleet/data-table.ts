import {type ComponentChildren, h} from 'preact'
import {csvRow} from '../../lib/escape/csv.ts'
import {table, tag, text} from '../page/blocks.ts'

/** A cell, as text for a spreadsheet and with its link for a page. */
export interface Cell {
  readonly text: string
  readonly href?: string | undefined
  /** the word says what the tone says */
  readonly tone?: string
  /** of a number */
  readonly isNumber?: boolean
}

/** One table, for the page and for a spreadsheet. */
export interface DataTable {
  readonly label: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** A text that may lead to another page. */
export const cell = (value: string, href?: string): Cell => ({text: value, href})
/** Written without separators, so that a spreadsheet reads it. */
export const number = (value: number): Cell => ({text: String(value), isNumber: true})

/** As a page shows it, without the columns that are empty; nothing where it has no rows. */
export function tableBlock({label, columns, rows}: DataTable): ComponentChildren[] {
  if (rows.length === 0) return []
  const filled = columns.map((_column, at) => at === 0 || rows.some(row => (row[at]?.text ?? '') !== ''))
  const kept = <T>(list: readonly T[]): T[] => list.filter((_item, at) => filled[at])
  return [
    table(
      label,
      kept(columns),
      rows.map(row => kept(row).map(shown)),
    ),
  ]
}

function shown({text: value, href, tone, isNumber}: Cell): ComponentChildren {
  if (href !== undefined) return h('a', {href}, text(value))
  if (tone !== undefined) return tag(tone, text(value))
  return isNumber === true ? grouped(value) : text(value)
}

/** 1234567 as 1,234,567 */
export function grouped(value: string | number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1,234 assets`, `1 asset` */
export function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** As a spreadsheet reads it. */
export function tableCsv(table: DataTable): string {
  return csvRow(table.columns) + rowsCsv(table)
}

/** Without its head, as what goes on. */
export function rowsCsv({rows}: DataTable): string {
  return rows.map(row => csvRow(row.map(({text: value}) => value))).join('')
}
