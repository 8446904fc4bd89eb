import {displayWidth, padDisplay} from './display-width.ts'
import type {Screen} from './screen.ts'

/** A column; `least` counts characters. */
export interface Column {
  readonly title: string
  /** narrower than this only where the terminal is narrower still */
  readonly least: number
}

const gap = '  '

/**
 * Rows under titles, in the width of the screen. Columns that are too wide for it get narrower, the widest first, and
 * their cells continue on the next line, broken after signs where a name may be broken.
 * @param rows cells that are safe to print
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  {width, paint}: Screen,
): string[] {
  const widths = fitWidths(columns, rows, width)
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => padDisplay(cell, widths[at] ?? 0))
      .join(gap)
      .trimEnd()
  return [paint('dim', line(columns.map(({title}) => title))), ...rows.flatMap(row => rowLines(row, widths).map(line))]
}

function fitWidths(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): number[] {
  const widths = columns.map(({title}, at) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[at] ?? '')), title.length),
  )
  const room = width - gap.length * (columns.length - 1)
  for (let over = sum(widths) - room; over > 0; over = sum(widths) - room) {
    const widest = indexOfWidest(widths, columns)
    if (widest === undefined) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function indexOfWidest(widths: readonly number[], columns: readonly Column[]): number | undefined {
  let found: number | undefined
  for (const [at, width] of widths.entries()) {
    if (width > (columns[at]?.least ?? 0) && width > (found === undefined ? 0 : (widths[found] ?? 0))) found = at
  }
  return found
}

function rowLines(row: readonly string[], widths: readonly number[]): string[][] {
  const cells = row.map((cell, at) => breakCell(cell, widths[at] ?? 0))
  const height = Math.max(...cells.map(parts => parts.length))
  return Array.from({length: height}, (_, at) => cells.map(parts => parts[at] ?? ''))
}

/** Parts of a cell that fit a column: broken after a space or a sign that joins words, else in the middle of a word. */
function breakCell(cell: string, width: number): string[] {
  if (displayWidth(cell) <= width) return [cell]
  const lines: string[] = []
  let current = ''
  for (const part of cell.match(/[^ /_\-.:@#,]*[ /_\-.:@#,]?/g) ?? []) {
    if (current !== '' && displayWidth(current + part.trimEnd()) > width) {
      lines.push(current.trimEnd())
      current = ''
    }
    current += part
    while (displayWidth(current.trimEnd()) > width) {
      const characters = [...current]
      let size = characters.length
      while (size > 1 && displayWidth(characters.slice(0, size).join('')) > width) size--
      lines.push(characters.slice(0, size).join(''))
      current = characters.slice(size).join('')
    }
  }
  return current.trim() === '' ? lines : [...lines, current.trimEnd()]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
