import {setFlagsFromString} from 'node:v8'

/** Holds for all threads, so it comes before any of our own code is loaded. */
export function tuneEngine(): void {
  for (const flag of engineFlags(process.versions.v8)) setFlagsFromString(flag)
}

/**
 * What V8 is told, by its version; nothing for one that is not known, since it prints an error for a flag that it does
 * not have.
 */
export function engineFlags(v8Version: string): readonly string[] {
  const late = lateFlags(Number.parseInt(v8Version, 10))
  return late.length === 0 ? [] : [...late, smallHeap]
}

/**
 * V8 lets the heap grow to up to four times what was in use before it collects again, the quicker a program is the
 * more. Collecting at less than one and a half times as much takes no time that could be measured, and a large
 * repository half the memory.
 */
const smallHeap = '--heap-growing-percent=40'

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
