import type {Gap} from '../../inventory/gap.ts'

/** Why a file, or the assembly of a detector, was given up. */
export interface GivenUp {
  readonly code: 'budget-exceeded' | 'reader-crashed'
  readonly message: string
}

/**
 * Knows what is being read at any moment, so that what never ends can be named, and leaves out what an earlier attempt
 * gave up.
 */
export interface Watch {
  /** by what {@link fileKey} and {@link assemblyKey} make */
  readonly givenUp: ReadonlyMap<string, GivenUp>
  /** nothing is read side by side: an earlier attempt could not tell which of several files stopped it */
  readonly oneByOne: boolean
  begin(key: string): void
  end(key: string): void
}

/** For work in the thread that asked for it: nobody could end it. */
export const unwatched: Watch = {givenUp: new Map(), oneByOne: false, begin: () => undefined, end: () => undefined}

/** What a {@link Watch} knows a file by. */
export function fileKey(path: string): string {
  return `file:${path}`
}

/** What a {@link Watch} knows the assembly of a detector by. @param detector its id */
export function assemblyKey(detector: string): string {
  return `assembly:${detector}`
}

/** The path of a file's key; undefined for the key of an assembly. */
export function pathOfKey(key: string): string | undefined {
  return key.startsWith('file:') ? key.slice('file:'.length) : undefined
}

/** @returns the gap of a file that an earlier attempt gave up */
export function gapOfGivenUp(path: string, {code, message}: GivenUp): Gap {
  return {path, stage: 'extract', code, message: `not read to the end: ${message}`}
}

/** @param seconds that a file may take */
export function givenUpFor(reason: 'stalled' | 'out-of-memory', seconds: number): GivenUp {
  return reason === 'stalled'
    ? {code: 'budget-exceeded', message: `it took more than ${seconds} s (--file-timeout)`}
    : {code: 'reader-crashed', message: 'it took more memory than there is'}
}
