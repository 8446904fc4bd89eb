import {execFileSync} from 'node:child_process'
import {cpSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {expect} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from './run.ts'

/** A copy of the example application that is locked. */
export async function lockedApp(): Promise<string> {
  const cwd = join(temporaryFolder(), 'app')
  cpSync(join(projectRoot, 'docs/example-app'), cwd, {recursive: true})
  await aibom(['lock', '--quiet'], {cwd})
  return cwd
}

/** Replaces what must be there. */
export function edit(cwd: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(cwd, path), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(cwd, path), text.replaceAll(from, to))
}

/** Runs git with an author of its own. */
export function gitIn(cwd: string, ...words: string[]): string {
  return execFileSync('git', ['-C', cwd, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {stdio: 'pipe', encoding: 'utf8'})
}

export function commitAll(cwd: string, message = 'x'): void {
  gitIn(cwd, 'add', '-A')
  gitIn(cwd, 'commit', '-q', '-m', message)
}

const readSchema = (file: string): object => JSON.parse(readFileSync(join(projectRoot, 'schemas', file), 'utf8'))

/** True where a `--json` result is as the schema of its command says. */
export function isResultOf(command: string, text: string): boolean {
  const ajv = new Ajv({strict: false}).addSchema(readSchema('change.schema.json'), 'change.schema.json')
  return ajv.validate(readSchema(`${command}.result.schema.json`), JSON.parse(text))
}
