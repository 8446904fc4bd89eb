import {setTimeout as pause} from 'node:timers/promises'
import {systemErrorCode} from '../../lib/errors.ts'
import {type Store, toStoreError} from '../open-store.ts'

/** Together two minutes: a server that restarts, another writer that takes its time. */
const pausesMs = [250, 1000, 4000, 15_000, 40_000, 60_000]
/**
 * Connections that broke (08), a server that shuts down or starts (57P), two writers in each other's way (40), and the
 * same of a file.
 */
const passing = /^(?:08|57P|40|ECONN|EPIPE|ETIMEDOUT|SQLITE_BUSY|SQLITE_LOCKED)/

/** The same in the words of the PostgreSQL client, which has no code for it. */
const brokenConnection = /Connection terminated|is not queryable|timeout exceeded when trying to connect/

/**
 * Does a piece of work that changes nothing when it fails, and again after a while when the database was away.
 * @throws {AibomError} `AIBOM_DATABASE_UNUSABLE`; the signal's reason
 */
export async function steadily<T>({shown}: Store, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (const ms of [...pausesMs, undefined]) {
    try {
      return await work()
    } catch (error) {
      const isPassing = passing.test(systemErrorCode(error) ?? '') || brokenConnection.test(String(error))
      if (ms === undefined || !isPassing) throw toStoreError(error, shown)
      await pause(ms, undefined, {signal})
    }
  }
  throw new Error('unreachable: the last pass returns or throws')
}
