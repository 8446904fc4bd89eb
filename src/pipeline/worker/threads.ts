import {availableParallelism} from 'node:os'
import {defaultFileTimeout} from './file-timeout.ts'

/** What a run may use of the machine. */
export interface Threads {
  /** threads that read files, this one among them */
  readonly count: number
  /** one that shows no sign of work for so long is ended */
  readonly stallMs: number
}

/** A run in the thread that asked for it. */
export const oneThread: Threads = {count: 1, stallMs: defaultFileTimeout * 1000}

/** Grammars, catalogue and what was read of some hundred files. */
const threadBytes = 300 * 1024 * 1024

/**
 * @param asked threads; without it one a processor
 * @returns as many, but no more than the memory that is left can bear, and at least one
 */
export function threadCount(
  asked: number = availableParallelism(),
  availableBytes: number = process.availableMemory(),
): number {
  return Math.max(1, Math.min(asked, 1 + Math.floor(availableBytes / threadBytes)))
}
