import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {pathToFileURL} from 'node:url'
import {describe, expect, it} from 'vitest'
import {fleetOn, loading, makeRepository} from '../support/fleet.ts'
import {serveRepositories} from '../support/git-server.ts'
import {startPostgres} from '../support/postgres.ts'
import {hasPostgres} from '../support/postgres-server.ts'
import {makeRepositories} from '../support/repositories.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

/** Sources that three workers are given; a bench does the same with ten thousand. */
const count = 1000

describe('aibom fleet worker', () => {
  it('wants a server', async () => {
    const run = await aibom(['fleet', 'worker', '--database', 'fleet.db'])
    expect(run).toMatchObject({exit: 2, stderr: expect.stringContaining('aibom fleet scan does the work itself')})
  })

  it.skipIf(!hasPostgres)(
    'loses no source when one worker is killed and one is ended, and stores no result twice',
    async () => {
      const {url, answer} = await startPostgres()
      const cwd = temporaryFolder()
      makeRepositories(join(cwd, 'code'), count, at => ({'app.py': loading(`acme/model-${at}`)}))
      const fleet = fleetOn(url, {cwd})
      await fleet('add', 'code', pathToFileURL(join(cwd, 'gone')).href)
      const queued = JSON.parse((await fleet('scan', '--queue', '--timeout', '30', '--json')).stdout)
      expect(queued).toMatchObject({queued: count + 1, scanned: 0})
      expect(JSON.parse((await fleet('scan', '--queue', '--json')).stdout)).toMatchObject({queued: 0})
      const stored = () => Number(answer('select count(*) from scans'))
      const ended = (signal: NodeJS.Signals, from: number) =>
        aibom(['fleet', 'worker', '--json'], {
          cwd,
          env: {AIBOM_DATABASE: url},
          started: child => void once(from).then(() => child.kill(signal)),
        })
      const once = async (from: number): Promise<void> => {
        while (stored() < from) await pause(500)
      }
      const [killed, stopped, drained] = await Promise.all([
        ended('SIGKILL', count * 0.2),
        ended('SIGTERM', count * 0.6),
        fleet('worker', '--drain', '--jobs', '2', '--json'),
      ])
      expect(killed.exit).toBe(null)
      expect(stopped).toMatchObject({exit: 0, stderr: ''})
      expect(drained.exit).not.toBe(70)
      const rows = answer(
        "select (select count(*) from scans), (select count(distinct source_id) from scans), (select count(*) from sources where state = 'failed')",
      )
      expect(rows).toBe(`${count}|${count}|1`)
      expect((await fleet('query', 'kind:model', '--format', 'csv')).stdout.trim().split('\r\n')).toHaveLength(
        count + 1,
      )
    },
    900_000,
  )
})

describe.skipIf(!hasPostgres)('sources that have assets in common', () => {
  it('are stored beside each other without a deadlock', async () => {
    const {url, answer} = await startPostgres()
    const cwd = temporaryFolder()
    makeRepositories(join(cwd, 'code'), 60, () => ({
      'app.py': loading('acme/model'),
      'requirements.txt': 'openai==1.0.0\n',
    }))
    const fleet = fleetOn(url, {cwd})
    await fleet('add', 'code')
    expect(JSON.parse((await fleet('scan', '--jobs', '4', '--json')).stdout)).toMatchObject({scanned: 60, failed: []})
    expect(answer("select deadlocks from pg_stat_database where datname = 'fleet'")).toBe('0')
    expect(answer('select max(sources) from assets')).toBe('60')
  }, 120_000)
})

describe.skipIf(!hasPostgres)('sources that a person names', () => {
  it('are read before a sweep that waits already', async () => {
    const {url, answer} = await startPostgres()
    const cwd = temporaryFolder()
    makeRepositories(join(cwd, 'code'), 6, at => ({'app.py': loading(`acme/model-${at}`)}))
    const fleet = fleetOn(url, {cwd})
    await fleet('add', 'code')
    await fleet('scan', '--queue')
    const [last] = (answer('select name from sources order by id desc limit 1') ?? '').split('\n')
    expect(JSON.parse((await fleet('scan', '--queue', '--only', last ?? '', '--json')).stdout)).toMatchObject({
      queued: 0,
    })
    expect(await fleet('worker', '--drain')).toMatchObject({exit: 0})
    const first = answer('select s.name from scans c join sources s on s.id = c.source_id order by c.id limit 1')
    expect(first).toBe(last)
  }, 60_000)
})

describe.skipIf(!hasPostgres)('a host that is asked too often', () => {
  it.each([
    ['a sweep', ['scan', '--json']],
    ['a worker', ['worker', '--drain', '--json']],
  ])(
    'is left alone, and asked again later by %s',
    async (_name, words) => {
      const {url, answer} = await startPostgres()
      const cwd = temporaryFolder()
      makeRepository(join(cwd, 'code/one'), {'app.py': loading('acme/model')})
      const host = await serveRepositories(join(cwd, 'code'), 1)
      writeFileSync(join(cwd, 'list'), `${host.url}/one/.git\n`)
      const fleet = fleetOn(url, {cwd})
      await fleet('add', 'list')
      if (words[0] === 'worker') await fleet('scan', '--queue')
      const run = fleet(...words)
      const isLeftAlone = 'select count(*) from hosts where next_at > extract(epoch from now()) * 1000 + 40000'
      while (answer(isLeftAlone) !== '1') await pause(100)
      expect(answer('select count(*) from scans')).toBe('0')
      answer('update hosts set next_at = 0')
      expect(JSON.parse((await run).stdout)).toMatchObject({scanned: 1})
    },
    120_000,
  )
})

describe.skipIf(!hasPostgres)('a database that goes away and comes back', () => {
  it('makes a sweep wait, and nothing is lost', async () => {
    const {url, stop, start, answer} = await startPostgres()
    const cwd = temporaryFolder()
    // on a quick machine a sweep of few ends before the database goes
    const count = 60
    for (let at = 0; at < count; at++) makeRepository(join(cwd, `code/r${at}`), {'app.py': loading(`acme/model-${at}`)})
    const fleet = fleetOn(url, {cwd})
    await fleet('add', 'code')
    const run = fleet('scan', '--jobs', '1', '--json')
    while (Number(answer('select count(*) from scans')) === 0) await pause(50)
    stop()
    await pause(2000)
    await start()
    expect(JSON.parse((await run).stdout)).toMatchObject({scanned: count, failed: []})
    const stored = await fleet('query', '--json', '--sql', 'select count(*) from scans')
    expect(JSON.parse(stored.stdout).table.rows).toEqual([[count]])
  }, 300_000)
})
