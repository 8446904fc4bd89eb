import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {git, writeFiles} from './git.ts'
import {aibom, projectRoot, type Run, type RunOptions, temporaryFolder} from './run.ts'

/** A repository with one commit, in a folder. */
export function makeRepository(folder: string, files: Readonly<Record<string, string>>): string {
  writeFiles(folder, files)
  git(folder, 'init', '--quiet')
  return commitAll(folder)
}

export function commitAll(folder: string): string {
  git(folder, 'add', '.')
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'change')
  return folder
}

/** A program that loads a model. */
export function loading(model: string): string {
  return `from transformers import pipeline\npipe = pipeline("text-generation", model="${model}")\n`
}

/** Runs a command of a fleet on one database. */
export function fleetOn(database: string, options: RunOptions = {}): (...words: readonly string[]) => Promise<Run> {
  return (...words) => aibom(['fleet', ...words], {...options, env: {AIBOM_DATABASE: database, ...options.env}})
}

/** A database in a file of its own. */
export function databaseFile(): string {
  return join(temporaryFolder(), 'fleet.db')
}

export interface Serving {
  /** with a slash at its end */
  readonly url: string
  /** Ends it as Ctrl-C does. @returns exit code and stdout */
  stop(): Promise<{readonly exit: number | null; readonly stdout: string}>
}

/** Starts `aibom fleet serve` on any free port, and waits until it takes requests. */
export function serveFleet(database: string, words: readonly string[], {cwd, env}: RunOptions = {}): Promise<Serving> {
  const child = spawn(process.execPath, [join(projectRoot, 'bin/run.js'), 'fleet', 'serve', '--port', '0', ...words], {
    ...(cwd !== undefined && {cwd}),
    env: {PATH: process.env['PATH'], HOME: temporaryFolder(), AIBOM_DATABASE: database, COLUMNS: '2000', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => (stdout += String(chunk)))
  const ended = new Promise<number | null>(settle => child.on('close', settle))
  const stop = async () => {
    child.kill('SIGINT')
    return {exit: await ended, stdout}
  }
  return new Promise((resolve, reject) => {
    child.stderr.on('data', chunk => {
      stderr += String(chunk)
      const [, url] = /the fleet is at (\S+)/.exec(stderr) ?? []
      if (url !== undefined) resolve({url, stop})
    })
    void ended.then(exit => reject(new Error(`exit ${exit}: ${stderr}`)))
  })
}
