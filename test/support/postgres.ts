import {afterAll} from 'vitest'
import {type Postgres, runPostgres} from './postgres-server.ts'

/** A server of its own with an empty database, until the test file has ended. */
export async function startPostgres(): Promise<Postgres> {
  const server = await runPostgres()
  afterAll(() => server.remove())
  return server
}
