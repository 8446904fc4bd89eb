import {afterAll} from 'vitest'
import {hasPostgres, type Postgres, runPostgres} from './postgres-server.ts'

export {hasPostgres}

/** A server of its own with an empty database, until the test file has ended. */
export async function startPostgres(): Promise<Postgres> {
  const server = await runPostgres()
  afterAll(() => server.remove())
  return server
}
