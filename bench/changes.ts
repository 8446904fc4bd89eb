import {compareSides} from '../src/drift/compare.ts'
import {projectInventory} from '../src/drift/project.ts'
import {type ChangePair, changes, noChanges} from '../test/support/change-pairs.ts'

/**
 * `npm run bench -- changes`: the labelled pairs of inventories and what is said of each. Passes when every change is
 * named and none is made up.
 */
export async function run(): Promise<boolean> {
  const rows = [...changes, ...noChanges].map(pair => ({pair, found: classesOf(pair)}))
  const missed = rows.flatMap(({pair, found}) =>
    pair.expected.filter(one => !found.includes(one)).map(one => `missed  ${pair.name}: ${one}`),
  )
  const made = rows.flatMap(({pair, found}) =>
    found.filter(one => !pair.expected.includes(one)).map(one => `false   ${pair.name}: ${one}`),
  )
  for (const line of [...missed, ...made]) console.log(line)
  const byClass = new Map<string, number>()
  for (const {found} of rows) for (const one of found) byClass.set(classOf(one), (byClass.get(classOf(one)) ?? 0) + 1)
  for (const [name, count] of [...byClass].sort()) console.log(`${name.padEnd(24)} ${count}`)
  console.log(
    `${changes.length} pairs with changes, ${noChanges.length} without: ${missed.length} missed, ${made.length} false`,
  )
  return missed.length + made.length === 0
}

function classesOf({before, after}: ChangePair): string[] {
  const {changes: found} = compareSides(projectInventory(before, 'each', true), projectInventory(after, 'each', true))
  return found.map(({class: name, name: asset}) => `${name} ${asset}`)
}

function classOf(text: string): string {
  return text.slice(0, text.indexOf(' '))
}
