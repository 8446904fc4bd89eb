import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const projectRoot: string = fileURLToPath(new URL('../..', import.meta.url))
export const launcher: string = join(projectRoot, 'bin/run.js')

export interface Figures {
  /** user and system seconds of the process and its children */
  readonly cpu: number
  readonly wall: number
  /** MiB; of the largest single process */
  readonly peak: number
  readonly exit: number | null
}

/**
 * One run of a command as a whole process, by the operating system's own accounting (`/usr/bin/time` or the shell's
 * `times`).
 */
export function measure(command: readonly string[], options: {cwd?: string; env?: NodeJS.ProcessEnv} = {}): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-bench-'))
  try {
    const report = join(folder, 'usage.json')
    const probe = fileURLToPath(new URL('probe.py', import.meta.url))
    const {status} = spawnSync('python3', [probe, report, ...command], {
      ...options,
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    const {cpu, wall, peak} = JSON.parse(readFileSync(report, 'utf8'))
    return {cpu, wall, peak, exit: status}
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Runs the commands in turn, A B A B …, after one round that does not count, and gives the figures of each. */
export function interleave(
  commands: readonly (readonly string[])[],
  rounds: number,
  options: {cwd?: string} = {},
): Figures[][] {
  const figures = commands.map((): Figures[] => [])
  for (let round = -1; round < rounds; round++) {
    commands.forEach((command, index) => {
      const figure = measure(command, options)
      if (round >= 0) figures[index]?.push(figure)
    })
  }
  return figures
}

/** Prints one line a bar, and tells whether it is met. */
export function bar(what: string, value: number, atMost: number, unit = '×'): boolean {
  const met = value <= atMost
  console.log(`${met ? 'met   ' : 'MISSED'} ${what}: ${value.toFixed(2)} ${unit} (bar ≤ ${atMost} ${unit})`)
  return met
}

/** Processor and wall time of work in this process, seconds. */
export async function costOf(work: () => Promise<unknown>): Promise<{readonly cpu: number; readonly wall: number}> {
  const before = process.cpuUsage()
  const start = performance.now()
  await work()
  const {user, system} = process.cpuUsage(before)
  return {cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000}
}
