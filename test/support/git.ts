import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

/** No configuration of the machine, a fixed author. */
const env = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  XDG_CONFIG_HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.invalid',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.invalid',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  LC_ALL: 'C',
}

/** Runs git in a folder of a test; git is an oracle, never what is tested. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'core.quotePath=false', '-c', 'init.defaultBranch=main', ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** What git says belongs to the repository, sorted by code unit. */
export function gitFiles(folder: string): string[] {
  const listed = git(folder, 'ls-files', '-z', '-co', '--exclude-standard')
  return [...new Set(listed.split('\0').filter(path => path !== ''))].sort()
}

/** A new folder, removed on disposal. */
export function temporaryFolder(): {readonly path: string; [Symbol.dispose](): void} {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'aibom-test-')))
  return {path, [Symbol.dispose]: () => removeFolder(path)}
}

/** Writes content by path, folders included. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const absolutePath = join(folder, path)
    mkdirSync(dirname(absolutePath), {recursive: true})
    writeFileSync(absolutePath, content)
  }
}

/** Node.js cannot remove what lies deeper than a path may be long. */
function removeFolder(path: string): void {
  if (process.platform === 'win32') rmSync(path, {recursive: true, force: true})
  else execFileSync('rm', ['-rf', path])
}
