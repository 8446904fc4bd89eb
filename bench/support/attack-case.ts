import {spawn, spawnSync} from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Exit, Expectation, Outcome} from './attack-expectation.ts'
import {launcher} from './measure.ts'

const outputLimit = 16 * 1024 * 1024
const recorder = fileURLToPath(new URL('record-exit.mjs', import.meta.url))

/**
 * Runs the `run.sh` of a case in a copy of its folder, with a home, a cache and a temporary folder of its own.
 * `$AIBOM` is the built command, `$REPO` a small git repository.
 */
export async function runAttack(folder: string, {timeoutSeconds}: Expectation): Promise<Outcome> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'aibom-attack-')))
  try {
    const copy = join(scratch, basename(folder))
    cpSync(folder, copy, {recursive: true, verbatimSymlinks: true})
    makeWritable(copy)
    const log = join(scratch, 'exits')
    const env = environment(scratch, log)
    const {output, timedOut} = await runScript(copy, env, timeoutSeconds)
    const paths = [...pathsIn(copy), ...pathsIn(join(scratch, 'tmp')).map(path => `$TMPDIR/${path}`)]
    return {exits: exitsIn(log), output, paths, timedOut}
  } finally {
    makeWritable(scratch)
    rmSync(scratch, {recursive: true, force: true})
  }
}

function environment(scratch: string, log: string): NodeJS.ProcessEnv {
  const of = (name: string): string => join(scratch, name)
  for (const name of ['bin', 'home', 'cache', 'tmp']) mkdirSync(of(name))
  const command = `#!/bin/sh\nAIBOM_ATTACK_LOG=${shellWord(log)} exec ${[process.execPath, '--import', recorder, launcher].map(shellWord).join(' ')} "$@"\n`
  // some cases start it by its bare name, or pass the shell's word for it to a program that does not expand it
  for (const name of ['aibom', '"${AIBOM:-aibom}"']) writeFileSync(join(of('bin'), name), command, {mode: 0o755})
  return {
    PATH: `${of('bin')}:${process.env['PATH'] ?? ''}`,
    AIBOM: join(of('bin'), 'aibom'),
    HOME: of('home'),
    XDG_CACHE_HOME: of('cache'),
    TMPDIR: of('tmp'),
    REPO: makeRepository(of('repository')),
    NO_COLOR: '1',
    TZ: 'UTC',
  }
}

function makeRepository(folder: string): string {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{}\n')
  const git = (...args: string[]): unknown =>
    spawnSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args])
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'first')
  return folder
}

function runScript(
  cwd: string,
  env: NodeJS.ProcessEnv,
  timeoutSeconds: number,
): Promise<{output: string; timedOut: boolean}> {
  return new Promise((settle, reject) => {
    // a group of its own, so that what the script started ends with it
    const child = spawn('sh', ['-c', 'exec sh ./run.sh 2>&1'], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const chunks: Buffer[] = []
    let length = 0
    let timedOut = false
    const end = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }
    const timer = setTimeout(() => {
      timedOut = true
      end()
    }, timeoutSeconds * 1000)
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.byteLength
      if (length <= outputLimit) chunks.push(chunk)
    })
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(timer)
      settle({output: Buffer.concat(chunks).toString('utf8'), timedOut})
    })
  })
}

/** @see record-exit.mjs */
function exitsIn(log: string): Exit[] {
  if (!existsSync(log)) return []
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .map(line => line.split(' '))
  const started = lines.flatMap(([event, pid]) => (event === 'start' ? [pid] : []))
  return started.map(pid => {
    const ended = lines.find(([event, of]) => event === 'exit' && of === pid)
    return ended === undefined ? 'killed' : Number(ended[2])
  })
}

function pathsIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'}).sort()
}

/** Folders of a read-only checkout are copied with their modes, and a case may take the right to write away. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, {withFileTypes: true}))
    if (entry.isDirectory()) makeWritable(join(folder, entry.name))
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
