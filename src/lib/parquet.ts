import {loadOptional} from './optional-library.ts'

type Cell = string | number | boolean | null
type ParquetType = 'BOOLEAN' | 'INT32' | 'DOUBLE' | 'STRING'

/**
 * A table as an Apache Parquet file. A column is of the narrowest type that holds all of its cells: booleans, whole
 * numbers of 32 bits, numbers, or text.
 * @throws {AibomError} `AIBOM_LIBRARY_MISSING`
 */
export async function toParquet({
  columns,
  rows,
}: {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}): Promise<Uint8Array> {
  const {parquetWriteBuffer} = await loadOptional('hyparquet-writer', () => import('hyparquet-writer'))
  const columnData = columns.map((name, at) => {
    const cells = rows.map(row => row[at] ?? null)
    const type = typeOf(cells)
    return {name, type, data: type === 'STRING' ? cells.map(cell => (cell === null ? null : String(cell))) : cells}
  })
  return new Uint8Array(parquetWriteBuffer({columnData, createdBy: 'aibom'}))
}

function typeOf(cells: readonly Cell[]): ParquetType {
  const known = cells.filter(cell => cell !== null)
  if (known.length === 0) return 'STRING'
  if (known.every(cell => typeof cell === 'boolean')) return 'BOOLEAN'
  if (!known.every(cell => typeof cell === 'number')) return 'STRING'
  return known.every(cell => cell === (cell | 0) && !Object.is(cell, -0)) ? 'INT32' : 'DOUBLE'
}
