import {setFlagsFromString} from 'node:v8'

/** Holds for all threads, so it comes before any of our own code is loaded. */
export function tuneEngine(): void {
  const {late, small} = engineFlags(process.versions.v8)
  for (const flag of late) setFlagsFromString(flag)
  if (small !== undefined) whenLarge(() => setFlagsFromString(small))
}

/**
 * What V8 is told, by its version; nothing for one that is not known, since it prints an error for a flag that it does
 * not have.
 */
export function engineFlags(v8Version: string): {readonly late: readonly string[]; readonly small: string | undefined} {
  const late = lateFlags(Number.parseInt(v8Version, 10))
  return {late, small: late.length === 0 ? undefined : smallHeap}
}

/**
 * V8 lets the heap grow to up to four times what was in use before it collects again, the quicker a program is the
 * more. Collecting at less than one and a half times as much takes a tenth more processor time, and a large repository
 * half the memory: so only a large process is told.
 */
const smallHeap = '--heap-growing-percent=40'
const largeBytes = 400 * 1024 * 1024
const watchMs = 250

/** Calls back once the process takes much memory. */
function whenLarge(tell: () => void): void {
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() < largeBytes) return
    clearInterval(timer)
    tell()
  }, watchMs)
  timer.unref()
}

/**
 * Makes V8 wait some fifteen times as long as it would before it optimises a function. A run of a few seconds calls a
 * thousand functions often enough to be optimised, and then ends: compiling them takes a third of its processor time
 * and saves less. Loops over bytes run long enough to be optimised all the same.
 */
function lateFlags(major: number): readonly string[] {
  // Node.js 20
  if (major === 11) return ['--interrupt-budget=1000000']
  // Node.js 22 to 24
  return major === 12 || major === 13
    ? ['--invocation-count-for-turbofan=45000', '--invocation-count-for-osr=12000']
    : []
}
