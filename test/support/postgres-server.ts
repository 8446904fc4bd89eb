import {execFileSync, spawn} from 'node:child_process'
import {chownSync, existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {freePort} from './free-port.ts'

export interface Postgres {
  /** of an ordinary user, who owns the database */
  readonly url: string
  /** of the superuser, on the same database */
  readonly superUrl: string
  /** stops the server at once, as a crash does, or starts it again */
  stop(): void
  start(): Promise<void>
  /** What a query answers, as text; undefined where it fails. */
  answer(query: string): string | undefined
  /** Ends the server and removes its files. */
  remove(): void
}

const folder = '/usr/lib/postgresql'
const bin = existsSync(folder) ? join(folder, readdirSync(folder).sort().at(-1) ?? '', 'bin') : ''

/** Debian's server is here, and somebody it agrees to run as. */
export const hasPostgres: boolean = existsSync(join(bin, 'initdb')) && process.platform === 'linux'

const isRoot = process.getuid?.() === 0

/** A server of its own with an empty database, until it is removed. */
export async function runPostgres(): Promise<Postgres> {
  const home = mkdtempSync(join(tmpdir(), 'aibom-postgres-'))
  if (isRoot) chownSync(home, userId('-u'), userId('-g'))
  const port = await freePort()
  run(
    'initdb',
    '--pgdata',
    home,
    '--username',
    'postgres',
    '--auth',
    'trust',
    '--no-sync',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
  )
  const start = async (): Promise<void> => {
    const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c log_min_messages=fatal`
    spawn(...command('pg_ctl', '--pgdata', home, '--options', options, '--log', join(home, 'log'), 'start'), {
      stdio: 'ignore',
    })
    for (let at = 0; at < 100; at++) {
      if (isUp(port)) return
      await pause(100)
    }
    throw new Error('PostgreSQL did not start')
  }
  const stop = (): void => void run('pg_ctl', '--pgdata', home, '--mode', 'immediate', 'stop')
  await start()
  const ask = (database: string, query: string): string => {
    const client = ['--host', '127.0.0.1', '--port', String(port), '--username', 'postgres', '--dbname', database]
    return run('psql', ...client, '--tuples-only', '--no-align', '--command', query).trim()
  }
  ask('postgres', 'create role aibom login')
  ask('postgres', 'create database fleet owner aibom')
  const answer = (query: string): string | undefined => {
    try {
      return ask('fleet', query)
    } catch {
      return undefined
    }
  }
  const remove = (): void => {
    if (isUp(port)) stop()
    rmSync(home, {recursive: true, force: true})
  }
  const address = `127.0.0.1:${port}/fleet`
  return {url: `postgres://aibom@${address}`, superUrl: `postgres://postgres@${address}`, start, stop, answer, remove}
}

function isUp(port: number): boolean {
  try {
    run('pg_isready', '--host', '127.0.0.1', '--port', String(port))
    return true
  } catch {
    return false
  }
}

/** The server refuses to run as root. */
function command(name: string, ...args: readonly string[]): [string, string[]] {
  const program = join(bin, name)
  return isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, [...args]]
}

/** @returns what it printed */
function run(name: string, ...args: readonly string[]): string {
  return execFileSync(...command(name, ...args), {stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', encoding: 'utf8'})
}

function userId(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], {encoding: 'utf8'}))
}
