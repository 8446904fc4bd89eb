import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const projectRoot: string = fileURLToPath(new URL('../..', import.meta.url))

export interface Run {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** what a program before it in a pipe wrote; nothing unless given */
  readonly stdin?: string
  /** `latin1` keeps the bytes of a result that is no text */
  readonly encoding?: 'utf8' | 'latin1'
  /** called with the process once it runs, e.g. to interrupt it */
  readonly started?: (process: {kill(signal: NodeJS.Signals): boolean}) => void
}

/** 1 January 2025: which models are retired depends on the day, and tests must not age. */
export const judgedDay = {SOURCE_DATE_EPOCH: '1735689600'}

/** Runs the built command line as a user does: its own home and cache, no terminal. */
export function aibom(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const home = temporaryFolder()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'bin/run.js'), ...words], {
      cwd: options.cwd ?? home,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        XDG_CACHE_HOME: join(home, '.cache'),
        NO_COLOR: '1',
        // lines of a summary stay whole, so that a test can look for a sentence
        COLUMNS: '2000',
        ...(words[0] === 'check' && judgedDay),
        ...options.env,
      },
      stdio: 'pipe',
    })
    // a command that does not read it may have ended
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.stdin ?? '')
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => err.push(chunk))
    child.on('error', reject)
    child.on('close', exit =>
      resolve({
        exit,
        stdout: Buffer.concat(out).toString(options.encoding),
        stderr: Buffer.concat(err).toString(),
      }),
    )
    options.started?.(child)
  })
}

const folders: string[] = []

/** A folder that is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-test-'))
  folders.push(folder)
  return folder
}

/** Removes what `temporaryFolder` made; runs after each test file. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
}
