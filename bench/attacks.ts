import {existsSync, readdirSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {parseArgs} from 'node:util'
import {mapLimited} from '../src/lib/limit.ts'
import {runAttack} from './support/attack-case.ts'
import {differences, readExpectation, showExits} from './support/attack-expectation.ts'

interface Row {
  readonly name: string
  readonly expected: string
  readonly got: string
  readonly differs: readonly string[]
}

/** Two processes on two cores; more wait for each other. */
const width = 2

/**
 * Runs every case of a folder through the built command, and compares what it came to with its `expect.json`.
 * `bench/README.md` describes that file.
 * `npm run bench -- attacks FOLDER [--expect DIR] [--only NAME-PART] [--show]`: DIR holds `NAME.json` for the cases
 * without an `expect.json`.
 */
export async function run(args: string[]): Promise<boolean> {
  const {values, positionals} = parseArgs({
    args,
    allowPositionals: true,
    options: {expect: {type: 'string'}, only: {type: 'string', default: ''}, show: {type: 'boolean', default: false}},
  })
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1)
    throw new Error('usage: npm run bench -- attacks FOLDER [--expect DIR] [--only NAME-PART] [--show]')
  const names = casesIn(folder).filter(name => name.includes(values.only))
  if (names.length === 0) throw new Error(`${folder} has no folder with a run.sh`)
  const rows = await mapLimited(names, width, name => attack(resolve(folder, name), name, values))
  print(rows)
  return rows.every(({differs}) => differs.length === 0)
}

function casesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter(name => existsSync(join(folder, name, 'run.sh')))
    .sort()
}

async function attack(
  folder: string,
  name: string,
  {expect, show}: {expect?: string | undefined; show: boolean},
): Promise<Row> {
  const file = [join(folder, 'expect.json'), ...(expect === undefined ? [] : [join(expect, `${name}.json`)])].find(
    path => existsSync(path),
  )
  if (file === undefined) return {name, expected: '?', got: '', differs: ['no expect.json']}
  try {
    const expected = readExpectation(file)
    const outcome = await runAttack(folder, expected)
    if (show) console.log(`--- ${name}\n${outcome.output}`)
    return {name, expected: showExits(expected), got: outcome.exits.join(' '), differs: differences(expected, outcome)}
  } catch (error) {
    return {
      name,
      expected: '?',
      got: '',
      differs: [`${file}: ${error instanceof Error ? error.message : String(error)}`],
    }
  }
}

function print(rows: readonly Row[]): void {
  const titles: Row = {name: 'case', expected: 'expected', got: 'got', differs: []}
  const widthOf = (key: 'name' | 'expected' | 'got'): number =>
    Math.max(...[titles, ...rows].map(row => row[key].length))
  const line = (row: Row, pass: string): string =>
    `${row.name.padEnd(widthOf('name'))}  ${row.expected.padEnd(widthOf('expected'))}  ${row.got.padEnd(widthOf('got'))}  ${pass}`
  console.log(line(titles, 'pass'))
  for (const row of rows) {
    console.log(line(row, row.differs.length === 0 ? 'yes' : 'NO'))
    for (const difference of row.differs) console.log(`    ${difference}`)
  }
  const failed = rows.filter(({differs}) => differs.length > 0).length
  console.log(`${rows.length} cases, ${failed} different`)
}
