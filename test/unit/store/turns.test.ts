import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {openStore, type Store} from '../../../src/store/open-store.ts'
import {pauseHost, takeTurn} from '../../../src/store/turns.ts'
import {startPostgres} from '../../support/postgres.ts'
import {hasPostgres} from '../../support/postgres-server.ts'
import {temporaryFolder} from '../../support/run.ts'

const stores = [
  [
    'SQLite',
    async () => openStore({form: 'file', absolutePath: join(temporaryFolder(), 'fleet.db')}, 'write'),
  ] as const,
  ['PostgreSQL', async () => openStore({form: 'server', url: (await startPostgres()).url}, 'write')] as const,
]

describe.each(stores.filter(([name]) => name === 'SQLite' || hasPostgres))('turns at a host, in %s', (_name, open) => {
  let store: Store

  beforeAll(async () => {
    store = await open()
    return () => store[Symbol.asyncDispose]()
  })

  it('follow each other at the rate that is asked for', async () => {
    const waits: number[] = []
    for (let at = 0; at < 4; at++) {
      const turn = await takeTurn(store, 'a.example', 1)
      expect(turn.isTaken).toBe(true)
      waits.push(turn.waitMs)
    }
    expect(waits[0]).toBe(0)
    expect(waits[3]).toBeGreaterThan(2000)
    expect(waits[3]).toBeLessThanOrEqual(3000)
  })

  it('are those of one host', async () => {
    for (let at = 0; at < 3; at++) await takeTurn(store, 'b.example', 1)
    expect(await takeTurn(store, 'c.example', 1)).toEqual({isTaken: true, waitMs: 0})
  })

  it('are not given far ahead', async () => {
    const turns = await Promise.all(Array.from({length: 12}, () => takeTurn(store, 'd.example', 1)))
    expect(turns.filter(({isTaken}) => isTaken)).toHaveLength(6)
  })

  it('are not given while the host is left alone', async () => {
    await pauseHost(store, 'e.example', 60_000)
    await pauseHost(store, 'e.example', 10)
    const {isTaken, waitMs} = await takeTurn(store, 'e.example', 1)
    expect(isTaken).toBe(false)
    expect(waitMs).toBeGreaterThan(40_000)
    expect(waitMs).toBeLessThanOrEqual(55_000)
  })
})
