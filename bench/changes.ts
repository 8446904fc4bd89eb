import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {compareSides} from '../src/drift/compare.ts'
import {projectInventory} from '../src/drift/project.ts'
import {type ChangePair, changes, noChanges} from '../test/support/change-pairs.ts'
import {writeFiles} from '../test/support/git.ts'
import {sourcePairs} from '../test/support/source-pairs/all.ts'
import type {Files, SourcePair} from '../test/support/source-pairs/pair.ts'
import {launcher} from './support/measure.ts'

/** What was said of one pair, and what should be said. */
interface Row {
  readonly name: string
  readonly expected: readonly string[]
  readonly found: readonly string[]
}

/**
 * `npm run bench -- changes`: the labelled pairs of inventories, of sources and of documents, and what is said of each;
 * of sources and documents by `aibom diff`. Passes when every change is named and none is made up.
 */
export async function run(): Promise<boolean> {
  const inventories = [...changes, ...noChanges].map(pair => rowOf(pair, classesOf(pair)))
  const sources = sourcePairs.map(pair => rowOf(pair, diffOf(pair)))
  return [report('inventories', inventories), report('sources and documents', sources)].every(isRight => isRight)
}

function rowOf({name, expected}: Pick<Row, 'name' | 'expected'>, found: readonly string[]): Row {
  return {name, expected, found}
}

function report(what: string, rows: readonly Row[]): boolean {
  const missed = rows.flatMap(({name, expected, found}) =>
    expected.filter(one => !found.includes(one)).map(one => `missed  ${name}: ${one}`),
  )
  const made = rows.flatMap(({name, expected, found}) =>
    found.filter(one => !expected.includes(one)).map(one => `false   ${name}: ${one}`),
  )
  for (const line of [...missed, ...made]) console.log(line)
  const byClass = new Map<string, number>()
  for (const {found} of rows) for (const one of found) byClass.set(classOf(one), (byClass.get(classOf(one)) ?? 0) + 1)
  for (const [name, count] of [...byClass].sort()) console.log(`${name.padEnd(24)} ${count}`)
  const unchanged = rows.filter(({expected}) => expected.length === 0).length
  console.log(
    `${what}: ${rows.length - unchanged} pairs with changes, ${unchanged} without: ${missed.length} missed, ${made.length} false\n`,
  )
  return missed.length + made.length === 0
}

function classesOf({before, after}: ChangePair): string[] {
  const {changes: found} = compareSides(projectInventory(before, 'each', true), projectInventory(after, 'each', true))
  return found.map(({class: name, name: asset}) => `${name} ${asset}`)
}

function diffOf({before, after}: SourcePair): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-bench-'))
  try {
    const sides = [write(join(folder, 'before'), before), write(join(folder, 'after'), after)]
    const {stdout} = spawnSync(process.execPath, [launcher, 'diff', ...sides, '--json'], {encoding: 'utf8'})
    const {changes: found}: {changes: {class: string; name: string}[]} = JSON.parse(stdout)
    return [...new Set(found.map(({class: name, name: asset}) => `${name} ${asset}`))]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** @returns the folder, or the one document in it */
function write(folder: string, files: Files): string {
  writeFiles(folder, files)
  return 'bom.json' in files ? join(folder, 'bom.json') : folder
}

function classOf(text: string): string {
  return text.slice(0, text.indexOf(' '))
}
