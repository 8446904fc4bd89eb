import {join, resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {dataFolder} from '../../lib/fs/data-folder.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {isServerAddress, type StoreAddress} from '../../store/open-store.ts'
import type {RunContext} from '../run-context.ts'

/** What every command about a fleet is asked. */
export interface FleetOptions extends RunContext {
  /** `--database`: a file or postgres://…; undefined is the file in the user's data folder */
  readonly database: string | undefined
}

/**
 * Where the fleet's database is.
 * @throws {AibomError} `AIBOM_USAGE` for the address of another kind of database
 */
export function storeAddress({database, cwd, env}: Pick<FleetOptions, 'database' | 'cwd' | 'env'>): StoreAddress {
  if (database === undefined || database === '')
    return {form: 'file', absolutePath: join(dataFolder(env, process.platform), 'fleet.db')}
  if (isServerAddress(database)) return {form: 'server', url: database}
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(database)) {
    throw new AibomError('AIBOM_USAGE', `--database ${redactUrl(database)} is neither a file nor postgres://…`, {
      hint: 'Name a file, or postgres://HOST/DATABASE',
    })
  }
  return {form: 'file', absolutePath: resolve(cwd, database)}
}

/** A job's own worker ends it this long before another may begin it again. */
export const expiryMarginSeconds = 15

/**
 * The server that several processes share.
 * @throws {AibomError} `AIBOM_USAGE` for a file
 */
export function serverOf(options: Pick<FleetOptions, 'database' | 'cwd' | 'env'>): string {
  const address = storeAddress(options)
  if (address.form === 'server') return address.url
  throw new AibomError('AIBOM_USAGE', 'workers share a PostgreSQL server, and --database names a file', {
    hint: 'Name the server: --database postgres://HOST/NAME; with a file, aibom fleet scan does the work itself',
  })
}
