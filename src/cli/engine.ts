import {setFlagsFromString} from 'node:v8'

/**
 * Makes V8 wait some fifteen times as long as it would before it optimises a function. A run of a few seconds calls a
 * thousand functions often enough to be optimised, and then ends: compiling them takes a third of its processor time
 * and saves less. Loops over bytes run long enough to be optimised all the same.
 *
 * Holds for all threads, so it comes before any of our own code is loaded.
 */
export function optimiseLate(): void {
  for (const flag of lateFlags(process.versions.v8)) setFlagsFromString(flag)
}

/**
 * What V8 calls this, by its version; nothing for one that is not known, since it prints an error for a flag that it
 * does not have.
 */
export function lateFlags(v8Version: string): readonly string[] {
  const major = Number.parseInt(v8Version, 10)
  // Node.js 20
  if (major === 11) return ['--interrupt-budget=1000000']
  // Node.js 22 to 24
  return major === 12 || major === 13
    ? ['--invocation-count-for-turbofan=45000', '--invocation-count-for-osr=12000']
    : []
}
