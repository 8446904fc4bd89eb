import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {hasPostgres, runPostgres} from '../test/support/postgres-server.ts'
import {openPages} from './support/fleet/page.ts'
import {ask} from './support/fleet/questions.ts'
import {sweepTwice} from './support/fleet/sweeps.ts'
import {addWorker, loseWorkers} from './support/fleet/workers.ts'

const parts = ['sweeps', 'workers', 'two', 'questions', 'page'] as const

/**
 * A fleet of REPOSITORIES small git repositories (1,000 unless given) and one of ROWS assets (1,000,000). PARTS, joined by
 * commas: `sweeps` by one process, twice; `workers`, of which one is killed; `two` workers beside one; `questions` of a
 * file and of a server; the `page` of 100,000 assets in Chromium.
 */
export async function run([
  repositories = '1000',
  rows = '1000000',
  asked = parts.join(','),
]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-bench-'))
  const count = Number(repositories)
  const work: Readonly<Record<(typeof parts)[number], () => boolean | Promise<boolean>>> = {
    sweeps: () => sweepTwice(folder, count),
    workers: () => onServer(() => loseWorkers(join(folder, 'workers'), count)),
    two: () => onServer(() => addWorker(join(folder, 'two'), count)),
    questions: async () => {
      const met = await ask({form: 'file', absolutePath: join(folder, 'rows.db')}, Number(rows))
      return (await onServer(() => askServer(Number(rows)))) && met
    },
    page: () => openPages(folder),
  }
  try {
    let met = true
    for (const part of parts) if (asked.split(',').includes(part)) met = (await work[part]()) && met
    return met
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function onServer(part: () => Promise<boolean>): Promise<boolean> {
  if (hasPostgres) return part()
  console.log('left out: Debian’s PostgreSQL is not here')
  return true
}

async function askServer(rows: number): Promise<boolean> {
  const server = await runPostgres()
  try {
    return await ask({form: 'server', url: server.url}, rows)
  } finally {
    server.remove()
  }
}
