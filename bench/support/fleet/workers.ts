import {execFileSync, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {type Postgres, runPostgres} from '../../../test/support/postgres-server.ts'
import {bar, median} from '../measure.ts'
import {fleetCommand, makeList} from './made-repositories.ts'

/** What one source may take, and what a job expires after: 15 s more. */
const [timeout, expiry] = [30, 45]
/** How often one worker and two are compared. */
const rounds = 3

/**
 * Three workers, of which one is killed and one is told to end in the middle: every source is stored once, what the
 * killed one had within its expiry and 30 s.
 */
export async function loseWorkers(folder: string, count: number): Promise<boolean> {
  const server = await runPostgres()
  try {
    await queueAll(folder, count, server)
    const stored = (): number => Number(server.answer('select count(*) from scans'))
    const [killed, stopped, last] = [work(server), work(server), work(server, '--drain')]
    while (stored() < count * 0.2) await pause(1000)
    const held =
      server.answer(
        "select string_agg(data->>'sourceId', ',') from aibom_jobs.job where state = 'active' and name = 'scan'",
      ) ?? ''
    const at = Date.now()
    killed.child.kill('SIGKILL')
    while (stored() < count * 0.4) await pause(1000)
    stopped.child.kill('SIGTERM')
    const exits = [await stopped.ended, await last.ended]
    console.log(`exit codes of the one told to end and of the last: ${exits.join(', ')}`)
    const late = Number(server.answer(`select max(at) from scans where source_id in (${held})`)) - at
    return [
      bar('sources lost', count - Number(server.answer('select count(distinct source_id) from scans')), 0, 'sources'),
      bar(
        'results twice',
        stored() - Number(server.answer('select count(distinct source_id) from scans')),
        0,
        'results',
      ),
      bar('sources of a killed worker stored after', late / 1000, expiry + 30, 's'),
    ].every(Boolean)
  } finally {
    server.remove()
  }
}

/** One worker and two, each reading one source at a time, in turn. */
export async function addWorker(folder: string, count: number): Promise<boolean> {
  const walls: Record<1 | 2, number[]> = {1: [], 2: []}
  for (let round = 0; round < rounds; round++) {
    for (const workers of [1, 2] as const) {
      const server = await runPostgres()
      try {
        await queueAll(join(folder, `${round}-${workers}`), count, server)
        const start = performance.now()
        await Promise.all(Array.from({length: workers}, () => work(server, '--drain').ended))
        const wall = (performance.now() - start) / 1000
        walls[workers].push(wall)
        console.log(`${workers} with --jobs 1, ${count} repositories: ${wall.toFixed(1)} s`)
      } finally {
        server.remove()
      }
    }
  }
  return bar('time of two workers / of one', median(walls[2]) / median(walls[1]), 1 / 1.6)
}

async function queueAll(folder: string, count: number, {url}: Postgres): Promise<void> {
  mkdirSync(folder, {recursive: true})
  const command = fleetCommand(url)
  for (const words of [
    ['add', makeList(folder, count)],
    ['scan', '--queue', '--timeout', String(timeout)],
  ]) {
    const [program = '', ...rest] = command(...words)
    execFileSync(program, rest, {stdio: 'ignore'})
  }
}

function work({url}: Postgres, ...words: string[]) {
  const [program = '', ...rest] = fleetCommand(url)('worker', '--jobs', '1', ...words)
  const child = spawn(program, rest, {stdio: 'ignore'})
  return {child, ended: once(child, 'exit').then(([code]) => code as number | null)}
}
