import {execFileSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {bar, type Figures, measure} from '../measure.ts'
import {fleetCommand, makeList} from './made-repositories.ts'

/** The smaller fleet, whose first sweep that of the larger is compared with. */
const few = 1000
/** So much more than its share a larger fleet may cost. */
const growth = 1.1

/**
 * Two sweeps of 1,000 and of COUNT repositories: the first of COUNT costs 1.1 of its share of that of 1,000 at most, the
 * second, with nothing changed, 5 % of the first and no clone.
 */
export function sweepTwice(folder: string, count: number): boolean {
  const small = sweep(join(folder, 'few'), few)
  const large = count === few ? small : sweep(join(folder, 'many'), count)
  return [
    bar(`first sweep of ${count} / of ${few}, CPU`, large.first.cpu / small.first.cpu, (growth * count) / few),
    bar('second sweep / first, CPU', large.second.cpu / large.first.cpu, 0.05),
    bar('second sweep / first, wall', large.second.wall / large.first.wall, 0.05),
    bar('clones of the second sweep', large.scans - count, 0, 'clones'),
    bar('memory', Math.max(large.first.peak, large.second.peak), 400, 'MiB'),
  ].every(Boolean)
}

function sweep(folder: string, count: number): Readonly<Record<'first' | 'second', Figures>> & {scans: number} {
  mkdirSync(folder)
  const command = fleetCommand(join(folder, 'fleet.db'))
  measure(command('add', makeList(folder, count)))
  const [first, second] = [measure(command('scan')), measure(command('scan'))]
  const [program = '', ...words] = command('query', '--json', '--sql', 'select count(*) from scans')
  const {table} = JSON.parse(execFileSync(program, words, {encoding: 'utf8'}))
  for (const [name, {cpu, wall, peak}] of Object.entries({first, second}))
    console.log(`${name} sweep of ${count}: ${cpu.toFixed(1)} CPU s, ${wall.toFixed(1)} s, ${peak.toFixed(0)} MiB`)
  return {first, second, scans: Number(table.rows[0][0])}
}
