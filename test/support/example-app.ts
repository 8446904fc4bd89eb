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
  return execFileSync('git', ['-C', cwd, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
    stdio: 'pipe',
    encoding: 'utf8',
  })
}

export function commitAll(cwd: string, message = 'x'): void {
  gitIn(cwd, 'add', '-A')
  gitIn(cwd, 'commit', '-q', '-m', message)
}

const readSchema = (file: string): object => JSON.parse(readFileSync(join(projectRoot, 'schemas', file), 'utf8'))

/** Schemas that others refer to. */
const shared = ['change.schema.json', 'check.result.schema.json']

/** True where a `--json` result is as the schema of its command says. */
export function isResultOf(command: string, text: string): boolean {
  const name = `${command}.result.schema.json`
  const ajv = new Ajv({
    strict: false,
    schemas: Object.fromEntries([...shared, name].map(file => [file, readSchema(file)])),
  })
  return ajv.validate(name, JSON.parse(text))
}
