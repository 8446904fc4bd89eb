import {join} from 'node:path'
import {git, writeFiles} from './git.ts'
import {aibom, type Run, type RunOptions, temporaryFolder} from './run.ts'

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
